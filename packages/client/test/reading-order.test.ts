// Whoever reads beside whom: each item comes once and in its place, and so does the end.

import { openSource, Stream } from '@sse/client'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DataDecoder } from './data-decoder.ts'
import { settle } from './fake-clock.ts'
import { answer, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const LETTERS = [...'abcdefghij']
const eventsOf = (letters: readonly string[]): string =>
  letters.map((letter) => `data: ${letter}\n\n`).join('')
const END = 'data: [DONE]\n\n'

/** Has what a subclass is offered: a reading of all that is left, beside the loop. */
class Letters extends Stream<string> {
  all(): Promise<void> {
    return this.consume()
  }
}

async function open(body: ScriptedBody | string): Promise<Letters> {
  const { fetch } = scriptedFetch(answer(body))
  const decoder = new DataDecoder()
  return new Letters(await openSource('http://127.0.0.1/', { fetch, decoder, maxRetries: 0 }))
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await Promise.resolve()
}

describe('a loop and a reading of all beside it', () => {
  const hops = [0, 1, 2, 3, 4, 5]
  const cases = hops.flatMap((each) => [1, 2, 10].map((size) => [each, size] as const))

  test.each(cases)('with %i turns in the body, of %i items', async (wait, size) => {
    const letters = LETTERS.slice(0, size)
    for (let begin = 0; begin < Math.min(size, 4); begin++) {
      const stream = await open(eventsOf(letters) + END)
      const seen: string[] = []
      let all: Promise<void> | undefined
      for await (const letter of stream) {
        if (seen.push(letter) > begin) all ??= stream.all()
        await turns(wait)
      }
      expect(seen).toEqual(letters)
      await all
    }
  })

  test('over its events', async () => {
    const stream = await open(eventsOf(LETTERS) + END)
    const seen: string[] = []
    let all: Promise<void> | undefined
    for await (const { data } of stream.events) {
      seen.push(data)
      all ??= stream.all()
    }
    expect(seen).toEqual([...LETTERS, '[DONE]'])
    await all
  })

  test('what is at hand is given while the other one waits for more', async () => {
    const body = new ScriptedBody().send(eventsOf(['a', 'b']))
    const stream = await open(body)
    const items = stream[Symbol.asyncIterator]()
    const all = stream.all()
    await settle()
    expect(await items.next()).toEqual({ value: 'a', done: false })
    expect(await items.next()).toEqual({ value: 'b', done: false })
    body.send(END)
    expect((await items.next()).done).toBe(true)
    await all
  })
})

test.each([2, 3, 5])('a window of %i calls of next', async (size) => {
  const stream = await open(eventsOf(LETTERS) + END)
  const items = stream[Symbol.asyncIterator]()
  const window = Array.from({ length: size }, () => items.next())
  const seen: string[] = []
  for (let call = 0; call <= LETTERS.length; call++) {
    const { value, done } = await window.shift()!
    if (done === true) break
    seen.push(value)
    window.push(items.next())
  }
  expect(seen).toEqual(LETTERS)
  for (const rest of window) expect((await rest).done).toBe(true)
})

test('a call that comes while an earlier one is given what was kept does not settle before it', async () => {
  for (let turn = 0; turn < 40; turn++) {
    const body = new ScriptedBody()
    const stream = await open(body)
    const items = stream[Symbol.asyncIterator]()
    const all = stream.all()
    const order: string[] = []
    const take = async (call: ReturnType<typeof items.next>): Promise<void> => {
      order.push(String((await call).value))
    }
    const first = take(items.next())
    await settle()
    body.send(eventsOf(['a', 'b', 'c']) + END)
    await turns(turn)
    await Promise.all([first, take(items.next()), all])
    expect([turn, order]).toEqual([turn, ['a', 'b']])
  }
})

test('of the calls that wait, the first one gets the error, and those behind it are done', async () => {
  const body = new ScriptedBody().send(eventsOf(['a']))
  const items = (await open(body))[Symbol.asyncIterator]()
  const calls = [items.next(), items.next(), items.next(), items.next()]
  await settle()
  body.break()
  const [first, second, ...rest] = await Promise.allSettled(calls)
  expect(first).toMatchObject({ value: { value: 'a' } })
  expect(second).toMatchObject({ reason: { code: 'ERR_SSE_CONNECTION' } })
  for (const each of rest) expect(each).toMatchObject({ value: { done: true } })
})

test('calls that wait are done when the stream is closed', async () => {
  const items = (await open(new ScriptedBody()))[Symbol.asyncIterator]()
  const calls = [items.next(), items.next(), items.next()]
  await items.return?.()
  for (const { done } of await Promise.all(calls)) expect(done).toBe(true)
})

test('law: calls get the items in their order, and settle in it, whoever reads besides', async () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.constant('next' as const) },
    { weight: 1, arbitrary: fc.constant('all' as const) },
    { weight: 2, arbitrary: fc.constant('send' as const) },
    { weight: 4, arbitrary: fc.nat(7) },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.constantFrom('end', 'break'),
      async (steps, end) => {
        const body = new ScriptedBody()
        const stream = await open(body)
        const items = stream[Symbol.asyncIterator]()
        const sent: string[] = []
        const settled: number[] = []
        const calls: Promise<string | undefined>[] = []
        const alls: Promise<unknown>[] = []
        const send = (): void => {
          const letters = LETTERS.slice(0, 1 + (sent.length % 3)).map((each) => each + sent.length)
          sent.push(...letters)
          body.send(eventsOf(letters))
        }
        const next = (): void => {
          const at = calls.length
          const call = items.next().then(
            ({ value, done }) => (done === true ? 'done' : value),
            (error: { readonly code: string }) => error.code,
          )
          calls.push(call)
          void call.then(() => settled.push(at))
        }
        for (const each of steps) {
          if (each === 'send') send()
          else if (each === 'next') next()
          else if (each === 'all') alls.push(stream.all().catch(() => undefined))
          else await turns(each)
        }
        if (end === 'end') body.send(END)
        else body.break()
        // Breaking takes what was sent and not read.
        for (let more = 0; more < sent.length + 2; more++) next()
        const given = await Promise.all(calls)
        await Promise.all(alls)
        await turns(1)
        const count = given.filter((each) => each !== 'done' && !each?.startsWith('ERR')).length
        if (end === 'end') expect(count).toBe(sent.length)
        const last = end === 'end' ? [] : ['ERR_SSE_CONNECTION']
        const expected = [...sent.slice(0, count), ...last]
        expect(given.slice(0, expected.length)).toEqual(expected)
        expect(new Set(given.slice(expected.length))).toEqual(new Set(['done']))
        expect(settled).toEqual(calls.map((_, at) => at))
      },
    ),
    { numRuns: 150 },
  )
})

test('behind an event that could not be decoded nothing follows, read by event or by item', async () => {
  const broken = new Error('no letter')
  const decode = ({ data }: { readonly data: string }): string => {
    if (data === 'b') throw broken
    return data
  }
  const decoder = { decode, done: false, complete: true, finish: () => undefined }
  const { fetch } = scriptedFetch(answer(eventsOf(['a', 'b', 'c'])))
  const source = await openSource('http://127.0.0.1/', { fetch, decoder })
  expect((await source.nextRecord())?.items).toEqual(['a'])
  expect((await source.nextRecord())?.failure).toEqual({ error: broken })
  await expect(source.next()).rejects.toBe(broken)
  expect(await source.next()).toBeUndefined()
  expect(await source.nextRecord()).toBeUndefined()
  expect(source.outcome).toEqual({ status: 'failed', error: broken })
})
