// A request that is sent again behind the first item, because `retry` says so: the items begin anew.

import { openSource, openStream, type OpenStreamOptions, Stream } from '@sse/client'
import { describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock } from './fake-clock.ts'
import { type Answer, answer, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/'
const breaking = (text: string): Answer => answer(ScriptedBody.breaking(text))
const always = { retry: () => 1 }

/** Breaks behind an item each time that it is asked, which is not to be often. */
function everBreaking(): Answer {
  let asked = 0
  return () => {
    if (++asked > 20) throw new RangeError('Asked without end')
    return breaking('data: a\n\n') as never
  }
}

/** Runs something in a time that passes by itself, in steps, and not for ever. */
async function inTime<T>(clock: FakeClock, doing: Promise<T>): Promise<T> {
  const ends: true[] = []
  void doing.finally(() => ends.push(true)).catch(() => undefined)
  for (let step = 0; step < 1000 && ends.length === 0; step++) await clock.advance(100)
  if (ends.length === 0) throw new Error('It does not settle')
  return doing
}

function setting(answers: readonly Answer[], options: Partial<OpenStreamOptions<string>> = {}) {
  const clock = new FakeClock()
  const { fetch, requests } = scriptedFetch(...answers)
  const decoders: DataDecoder[] = []
  const decoder = (): DataDecoder => {
    const made = new DataDecoder()
    decoders.push(made)
    return made
  }
  return { clock, requests, decoders, options: { decoder, clock, fetch, ...options } }
}

/** A stream that writes down what it is told. */
class Noted extends Stream<string> {
  readonly notes: string[] = []

  protected override received(item: string): void {
    this.notes.push(item)
  }

  protected override restarted(): void {
    this.notes.push('anew')
  }

  protected override branch(source: ConstructorParameters<typeof Noted>[0]): Noted {
    return new Noted(source)
  }

  final(): Promise<void> {
    return this.consume()
  }
}

describe('a retry behind the first item', () => {
  test('has a decoder of its own', async () => {
    const { clock, decoders, options } = setting(
      [breaking('data: a\n\n'), answer('data: a\n\ndata: b\n\ndata: [DONE]\n\n')],
      always,
    )
    const stream = await openStream(URL, options)
    expect(await inTime(clock, readAll(stream))).toEqual({
      items: ['a', 'a', 'b'],
      error: undefined,
    })
    expect(decoders.map(({ done }) => done)).toEqual([false, true])
  })

  test('is not tried with a decoder that has seen another answer, nor is the policy asked', async () => {
    const asked: unknown[] = []
    const { clock, requests, options } = setting([breaking('data: a\n\n')], {
      decoder: new DataDecoder(),
      retry: (error) => asked.push(error) > 0,
    })
    const { items, error } = await inTime(clock, readAll(await openStream(URL, options)))
    expect(items).toEqual(['a'])
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', delivered: 1 })
    expect(requests).toHaveLength(1)
    expect(asked).toEqual([])
  })

  test('takes up nothing of the answer before: neither half an event nor its last ID', async () => {
    const { clock, requests, options } = setting(
      [breaking('id: 7\ndata: a\n\ndata: half'), answer('data: b\n\ndata: [DONE]\n\n')],
      always,
    )
    const stream = await openStream(URL, options)
    const { items } = await inTime(clock, readAll(stream.events))
    expect(items).toMatchObject([
      { data: 'a', lastEventId: '7' },
      { data: 'b', lastEventId: '' },
      { data: '[DONE]' },
    ])
    expect(requests[1]!.headers).not.toHaveProperty('last-event-id')
  })

  test.each([0, 1, 2, 5])('comes at most maxRetries times, which is %i', async (maxRetries) => {
    // Each connection brings an item, which makes good what failed before for who goes on.
    const { clock, requests, options } = setting([everBreaking()], {
      ...always,
      maxRetries,
    })
    const { items, error } = await inTime(clock, readAll(await openStream(URL, options)))
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', delivered: maxRetries + 1 })
    expect(items).toEqual(Array.from({ length: maxRetries + 1 }, () => 'a'))
    expect(requests).toHaveLength(maxRetries + 1)
  })

  test('is counted on in what the policy is told', async () => {
    const told: unknown[] = []
    const { clock, options } = setting([everBreaking()], {
      maxRetries: 3,
      retry: (_, { attempt, delivered, retryable }) => {
        told.push([attempt, delivered, retryable])
        return true
      },
    })
    await inTime(clock, readAll(await openStream(URL, options)))
    expect(told).toEqual([
      [1, 1, false],
      [2, 2, false],
      [3, 3, false],
    ])
  })
})

test('a relay, whose reader cannot be told, ends with the error that it was', async () => {
  const upstream = new ScriptedBody().send('data: a\n\n')
  const { clock, options } = setting([breaking('data: a\n\n'), answer(upstream)], always)
  const stream = await openStream(URL, options)
  const reading = new Response(stream.toReadableStream() as ReadableStream<Uint8Array<ArrayBuffer>>)
  const text = await inTime(clock, reading.text())
  expect(text).toMatch(/^data: a\n\nevent: error\ndata: .*"code":"ERR_SSE_CONNECTION"\}\}\n\n$/)
  expect(upstream.cancelled).toHaveLength(1)
  expect(stream.outcome?.status).toBe('aborted')
})

describe('who adds items up is told', () => {
  const answers = (): Answer[] => [
    breaking('data: a\n\ndata: b\n\n'),
    answer('data: a\n\ndata: [DONE]\n\n'),
  ]

  test.each(['loop', 'final', 'both'])('whoever reads: %s', async (who) => {
    const { clock, options } = setting(answers(), always)
    const stream = new Noted(await openSource(URL, options))
    const loop = who === 'final' ? undefined : readAll(stream)
    if (who !== 'loop') await inTime(clock, stream.final())
    if (loop !== undefined) expect((await inTime(clock, loop)).items).toEqual(['a', 'b', 'a'])
    expect(stream.notes).toEqual(['a', 'b', 'anew', 'a'])
  })

  test('in each branch where it comes to it', async () => {
    const { clock, options } = setting(answers(), always)
    const [fast, slow] = new Noted(await openSource(URL, options)).tee() as [Noted, Noted]
    await inTime(clock, readAll(fast))
    expect(slow.notes).toEqual([])
    await inTime(clock, readAll(slow.events))
    expect(fast.notes).toEqual(['a', 'b', 'anew', 'a'])
    expect(slow.notes).toEqual(fast.notes)
  })

  test('also when nothing comes anew but the end', async () => {
    const ends = [breaking('data: a\n\n'), answer('data: [DONE]\n\n')]
    const { clock, options } = setting(ends, always)
    const stream = new Noted(await openSource(URL, options))
    await inTime(clock, readAll(stream))
    expect(stream.notes).toEqual(['a', 'anew'])
    const again = setting([breaking('data: a\n\n'), answer('data: [DONE]\n\n')], always)
    const [left, right] = new Noted(await openSource(URL, again.options)).tee() as [Noted, Noted]
    await inTime(again.clock, Promise.all([readAll(left), readAll(right)]))
    expect([left.notes, right.notes]).toEqual([
      ['a', 'anew'],
      ['a', 'anew'],
    ])
  })

  test('in each branch, when nothing at all comes anew', async () => {
    const decoder = () => ({
      decode: ({ data }: { data: string }) => data,
      done: false,
      complete: true,
      finish() {},
    })
    const { clock, options } = setting([breaking('data: a\n\n'), answer('')], {
      ...always,
      decoder,
    })
    const [left, right] = new Noted(await openSource(URL, options)).tee() as [Noted, Noted]
    await inTime(clock, Promise.all([readAll(left), readAll(right)]))
    expect([left.notes, right.notes]).toEqual([
      ['a', 'anew'],
      ['a', 'anew'],
    ])
  })

  test('but not when it fails without an item: what came before is all that there is', async () => {
    const { clock, options } = setting([breaking('data: a\n\n'), new TypeError('gone')], always)
    const stream = new Noted(await openSource(URL, options))
    const { error } = await inTime(clock, readAll(stream))
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', delivered: 1 })
    expect(stream.notes).toEqual(['a'])
  })
})
