// A branch that waits for a sibling which is full hears of the end of their stream, whatever it is.

import { openStream, type OpenStreamOptions, type Stream } from '@sse/client'
import type { EventDecoder } from '@sse/core/decoder'
import { describe, expect, test } from 'vitest'
import { DataDecoder } from './data-decoder.ts'
import { FakeClock, settle } from './fake-clock.ts'
import { answer, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const MOST = 1024
const events = (count: number): string => 'data: x\n\n'.repeat(count)

interface Read {
  items: number
  end: unknown
}

/** Two branches: nobody reads the first one, the second one is read as far as it goes. */
async function held(options: Partial<OpenStreamOptions<string>> = {}, count = 2000) {
  const clock = new FakeClock()
  const body = new ScriptedBody().send(events(count))
  const { fetch } = scriptedFetch(answer(body))
  const stream = await openStream('http://127.0.0.1/', {
    decoder: new DataDecoder(),
    fetch,
    clock,
    maxRetries: 0,
    ...options,
  })
  const [full, waiting] = stream.tee()
  const read = reading(waiting)
  await clock.advance(0)
  expect(read).toEqual({ items: Math.min(count, MOST), end: undefined })
  return { clock, body, stream, full, waiting, read }
}

function reading(stream: Stream<string>): Read {
  const read: Read = { items: 0, end: undefined }
  const run = async (): Promise<void> => {
    try {
      for await (const item of stream) read.items += item.length
      read.end = 'done'
    } catch (error) {
      read.end = error
    }
  }
  void run()
  return read
}

async function allTurns(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await settle()
}

describe('what cuts the stream short ends both at once', () => {
  test('its signal', async () => {
    const controller = new AbortController()
    const { body, stream, full, waiting, read } = await held({ signal: controller.signal })
    controller.abort('enough')
    await settle()
    const error = { code: 'ERR_SSE_ABORTED', cause: 'enough' }
    expect(read).toMatchObject({ items: MOST, end: error })
    expect(waiting.outcome).toEqual({ status: 'aborted', by: 'signal' })
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'signal' })
    expect(body.cancelled).toHaveLength(1)
    // Who aborts wants no more, also of what the other one has in hand.
    const late = reading(full)
    await settle()
    expect(late).toMatchObject({ items: 0, end: error })
    expect(full.outcome).toEqual({ status: 'aborted', by: 'signal' })
  })

  test('and takes what a branch has in hand as events, or as items of one event', async () => {
    const controller = new AbortController()
    const body = new ScriptedBody().send(events(2))
    const { fetch } = scriptedFetch(answer(body))
    let given = 0
    const decoder: EventDecoder<string> = {
      decode: () => {
        given = 1
        return 'first'
      },
      read: () => (given++ < 3 ? 'further' : undefined),
      done: false,
      complete: false,
      finish: () => undefined,
    }
    const { signal } = controller
    const stream = await openStream('http://127.0.0.1/', { decoder, fetch, signal })
    const [left, right] = stream.tee()
    const [items, records] = [left[Symbol.asyncIterator](), right.events[Symbol.asyncIterator]()]
    expect(await items.next()).toEqual({ value: 'first', done: false })
    expect(await items.next()).toEqual({ value: 'further', done: false })
    controller.abort()
    await expect(items.next()).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED' })
    await expect(records.next()).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED' })
  })

  test('its deadline for all', async () => {
    const { clock, body, full, waiting, read } = await held({ deadlines: { total: 5000 } })
    await clock.advance(4999)
    expect(read.end).toBeUndefined()
    await clock.advance(1)
    const error = { code: 'ERR_SSE_TIMEOUT', kind: 'total' }
    expect(read).toMatchObject({ items: MOST, end: error })
    expect(waiting.outcome).toMatchObject({ status: 'timed_out', kind: 'total' })
    expect(body.cancelled).toHaveLength(1)
    expect(clock.pending).toBe(0)
    const late = reading(full)
    await settle()
    expect(late).toMatchObject({ items: 0, end: error })
  })

  test('the deadline for all, although no timer has its turn', async () => {
    const { clock, full } = await held({ deadlines: { total: 5000 } })
    const items = full[Symbol.asyncIterator]()
    expect((await items.next()).done).toBe(false)
    clock.block(5000)
    await expect(items.next()).rejects.toMatchObject({ kind: 'total' })
  })

  test('`close()`', async () => {
    const { body, stream, full, waiting, read } = await held()
    await stream.close()
    expect(full.outcome).toEqual({ status: 'aborted', by: 'close' })
    expect(waiting.outcome).toEqual({ status: 'aborted', by: 'close' })
    await settle()
    expect(read).toEqual({ items: MOST, end: 'done' })
    expect(body.cancelled).toHaveLength(1)
    const late = reading(full)
    await settle()
    expect(late).toEqual({ items: 0, end: 'done' })
  })

  test('branches of a branch, too', async () => {
    const controller = new AbortController()
    const { full, waiting, read } = await held({ signal: controller.signal })
    // Both of a branch that nobody holds back, and one of these divided again.
    const parts = full.tee()
    const reads = [reading(parts[0]), ...parts[1].tee().map(reading)]
    await allTurns()
    expect(read.items).toBe(2000)
    controller.abort()
    await settle()
    for (const each of [read, ...reads]) {
      expect(each).toMatchObject({ items: 2000, end: { code: 'ERR_SSE_ABORTED' } })
    }
    expect(waiting.outcome?.status).toBe('aborted')
  })

  test('a branch of a branch that waits for its sibling', async () => {
    const clock = new FakeClock()
    const body = new ScriptedBody().send(events(5000))
    const { fetch } = scriptedFetch(answer(body))
    const decoder = new DataDecoder()
    const deadlines = { total: 1000 }
    const stream = await openStream('http://127.0.0.1/', { decoder, fetch, clock, deadlines })
    const [left, right] = stream.tee()
    const reads = [reading(right), reading(left.tee()[0])]
    await clock.advance(999)
    // What the second one holds back, its branch has taken besides.
    expect(reads).toEqual([
      { items: 2 * MOST, end: undefined },
      { items: MOST, end: undefined },
    ])
    await clock.advance(1)
    for (const read of reads) expect(read.end).toMatchObject({ kind: 'total' })
  })
})

describe('behind the end of the connection nobody is held back', () => {
  test.each([
    ['a reset', (body: ScriptedBody) => void body.break(), { code: 'ERR_SSE_CONNECTION' }],
    [
      'an end that is too early',
      (body: ScriptedBody) => void body.end(),
      { code: 'ERR_SSE_TRUNCATED' },
    ],
    [
      'a good end',
      (body: ScriptedBody) => void body.send('data: [DONE]\n\n').end(),
      'done' as unknown as object,
    ],
  ])('%s', async (_, finish, end) => {
    const { body, full, read } = await held()
    finish(body)
    await allTurns()
    if (typeof end === 'string') expect(read).toEqual({ items: 2000, end })
    else expect(read).toMatchObject({ items: 2000, end })
    const late = reading(full)
    await allTurns()
    expect(late.items).toBe(2000)
    expect(late.end).toBe(read.end)
  })

  test('a server that falls silent', async () => {
    const { clock, body, read } = await held({ deadlines: { idleBytes: 1000 } })
    await clock.advance(999)
    expect(read.end).toBeUndefined()
    await clock.advance(1)
    await allTurns()
    expect(read).toMatchObject({ items: 2000, end: { kind: 'idleBytes' } })
    expect(body.cancelled).toHaveLength(1)
  })
})
