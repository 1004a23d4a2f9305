import { openStream, type Stream } from '@sse/client'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { settle } from './fake-clock.ts'
import { answer, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

async function open(body: ScriptedBody | string): Promise<Stream<string>> {
  const { fetch } = scriptedFetch(answer(body))
  return openStream('http://127.0.0.1/', { fetch, decoder: new DataDecoder(), maxRetries: 0 })
}

const textOf = (items: readonly string[]): string =>
  items.map((item) => `data: ${item}\n\n`).join('')

test('both branches give every item, the response and the outcome', async () => {
  const stream = await open('data: a\n\ndata: b\n\ndata: [DONE]\n\n')
  const [left, right] = stream.tee()
  expect(left.response).toBe(stream.response)
  expect(left.outcome).toBeUndefined()
  const whole = { items: ['a', 'b'], error: undefined }
  expect(await readAll(left)).toEqual(whole)
  expect(left.outcome).toEqual({ status: 'completed', evidence: 'done-sentinel' })
  expect(right.outcome).toBeUndefined()
  expect(await readAll(right)).toEqual(whole)
  expect(right.outcome).toEqual(left.outcome)
  expect(right.timing).toBe(stream.timing)
})

test('law: whoever is asked when, both give the same, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { maxLength: 30 }),
      fc.array(fc.boolean(), { maxLength: 80 }),
      fc.boolean(),
      async (items, turns, cut) => {
        const stream = await open(textOf(items) + (cut ? '' : 'data: [DONE]\n\n'))
        const branches = stream.tee().map((branch) => branch[Symbol.asyncIterator]())
        const seen: string[][] = [[], []]
        const ends: unknown[] = [undefined, undefined]
        const step = async (side: number): Promise<void> => {
          try {
            const { value, done } = await branches[side]!.next()
            if (done !== true) seen[side]!.push(value)
            else ends[side] ??= 'done'
          } catch (error) {
            ends[side] ??= (error as { code: unknown }).code
          }
        }
        for (const turn of turns) await step(turn ? 1 : 0)
        for (let rest = 0; rest <= items.length; rest++) await Promise.all([step(0), step(1)])
        expect(seen).toEqual([items, items])
        const end = cut ? 'ERR_SSE_TRUNCATED' : 'done'
        expect(ends).toEqual([end, end])
      },
    ),
    { numRuns: 60 },
  )
})

test('the stream itself cannot be read any more, and a stream that was read cannot be divided', async () => {
  const stream = await open('data: [DONE]\n\n')
  stream.tee()
  expect(() => stream[Symbol.asyncIterator]()).toThrow(/once/)
  expect(() => stream.tee()).toThrow(/once/)
})

test('one branch may give events, the other items', async () => {
  const stream = await open('event: ping\ndata: 1\n\ndata: a\n\ndata: [DONE]\n\n')
  const [left, right] = stream.tee()
  const [events, items] = await Promise.all([readAll(left.events), readAll(right)])
  expect(events.items.map(({ data }) => data)).toEqual(['1', 'a', '[DONE]'])
  expect(items.items).toEqual(['a'])
})

describe('the slower branch', () => {
  test.each([
    ['1,024 events', 3000, 'x', 1024],
    ['a million characters', 300, 'x'.repeat(10_000), 100],
  ])('holds the faster one back after %s', async (_, count, text, most) => {
    const items = Array.from({ length: count }, () => text)
    const stream = await open(new ScriptedBody().send(`${textOf(items)}data: [DONE]\n\n`))
    const [fast, slow] = stream.tee()
    let ahead = 0
    const reading = (async () => {
      for await (const item of fast) ahead += Math.sign(item.length)
    })()
    for (let turn = 0; turn < 50; turn++) await settle()
    expect(ahead).toBe(most)
    const slowly = slow[Symbol.asyncIterator]()
    for (let n = 0; n < 10; n++) await slowly.next()
    await settle()
    expect(ahead).toBe(most + 10)
    // Leaving it lets the other one go.
    await slowly.return?.()
    await reading
    expect(ahead).toBe(count)
    expect(slow.outcome).toEqual({ status: 'aborted', by: 'close' })
    expect(fast.outcome?.status).toBe('completed')
  })
})

describe('closing', () => {
  test('one branch leaves the other, closing both closes the stream', async () => {
    const body = new ScriptedBody().send('data: a\n\n')
    const stream = await open(body)
    const [left, right] = stream.tee()
    const items = left[Symbol.asyncIterator]()
    await items.next()
    const waiting = items.next()
    await left.close()
    expect(await waiting).toEqual({ value: undefined, done: true })
    expect(body.cancelled).toHaveLength(0)

    body.send('data: b\n\n')
    const others = right[Symbol.asyncIterator]()
    expect(await others.next()).toEqual({ value: 'a', done: false })
    expect(await others.next()).toEqual({ value: 'b', done: false })
    await others.return?.()
    expect(body.cancelled).toHaveLength(1)
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'close' })
  })

  test('the stream ends both, quietly', async () => {
    const stream = await open(new ScriptedBody().send('data: a\n\n'))
    const [left, right] = stream.tee()
    const reading = Promise.all([readAll(left), readAll(right)])
    await settle()
    await stream.close()
    for (const { items, error } of await reading) {
      expect(items).toEqual(['a'])
      expect(error).toBeUndefined()
    }
    expect(left.outcome).toEqual({ status: 'aborted', by: 'close' })
  })
})

test('both are told what broke the stream, each behind all that came before', async () => {
  const body = new ScriptedBody().send('data: a\n\n')
  const [left, right] = (await open(body)).tee()
  const early = readAll(left)
  await settle()
  body.break()
  const [first, second] = [await early, await readAll(right)]
  expect(first).toMatchObject({ items: ['a'], error: { code: 'ERR_SSE_CONNECTION' } })
  expect(second.items).toEqual(['a'])
  expect(second.error).toBe(first.error)
  expect(right.outcome).toEqual({ status: 'failed', error: first.error })
})

test('a branch can be divided again', async () => {
  const [left, right] = (await open('data: a\n\ndata: [DONE]\n\n')).tee()
  const [one, two] = left.tee()
  const all = await Promise.all([readAll(one), readAll(two), readAll(right)])
  expect(all.map(({ items }) => items)).toEqual([['a'], ['a'], ['a']])
})
