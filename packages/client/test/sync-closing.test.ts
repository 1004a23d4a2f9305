// Synchronous streams that their reader ends: with a reason, or by throwing while it adds items up.

import { type Outcome, SyncStream, type SyncStreamSource } from '@sse/client/sync'
import { describe, expect, test } from 'vitest'

const headers = new Headers({ 'x-request-id': 'req_1' })

/** A source of items without a thread, which notes what it is closed with. */
class ListSource implements SyncStreamSource<string> {
  readonly response = { status: 200, statusText: '', ok: true, url: '', headers }
  readonly closed: (Outcome | undefined)[] = []
  outcome: Outcome | undefined
  readonly #items: readonly string[]
  #at = 0

  constructor(items: readonly string[]) {
    this.#items = items
  }

  next(): string | undefined {
    const item = this.outcome === undefined ? this.#items[this.#at++] : undefined
    if (item === undefined) this.outcome ??= { status: 'completed', evidence: undefined }
    return item
  }

  close(outcome: Outcome = { status: 'aborted', by: 'close' }): void {
    this.closed.push(outcome)
    this.outcome ??= outcome
  }
}

class Adding extends SyncStream<string> {
  readonly told: unknown[] = []

  protected override received(item: string): void {
    if (item === 'bad') throw new Error('a bug')
  }

  protected override failed(error: unknown): void {
    this.told.push(error)
  }

  final(): void {
    this.consume()
  }
}

describe('what is thrown for an item', () => {
  test.each(['loop', 'final'])('ends the stream, and its request: %s', (how) => {
    const source = new ListSource(['a', 'bad', 'b'])
    const stream = new Adding(source)
    const items: string[] = []
    const read = (): void => {
      if (how === 'final') stream.final()
      else for (const item of stream) items.push(item)
    }
    expect(read).toThrow('a bug')
    expect(items).toEqual(how === 'final' ? [] : ['a'])
    const error = { message: 'a bug', delivered: 1, status: 200, requestId: 'req_1' }
    expect(stream.outcome).toMatchObject({ status: 'failed', error })
    expect(source.closed[0]).toBe(stream.outcome)
    expect(stream.told).toHaveLength(1)
    expect(() => stream.final()).toThrow('a bug')
  })
})

test('close says in the outcome why, and `final` in its cause', () => {
  const stream = new Adding(new ListSource(['a']))
  stream.close('enough')
  expect(stream.outcome).toEqual({ status: 'aborted', by: 'close', reason: 'enough' })
  const context = { delivered: 0, status: 200, requestId: 'req_1' }
  expect(() => stream.final()).toThrow(
    expect.objectContaining({ code: 'ERR_SSE_ABORTED', cause: 'enough', ...context }),
  )
})

test('what `final` kept for an open loop is given in order, each once, between others', () => {
  const stream = new Adding(new ListSource(['a', 'b', 'c', 'd']))
  const items = stream[Symbol.iterator]()
  expect(items.next().value).toBe('a')
  stream.final()
  expect([...items]).toEqual(['b', 'c', 'd'])
  expect(items.next().done).toBe(true)
})

test('law 14: what `final` kept for an open loop is given in linear time', () => {
  // In time and not in steps: an array that is shifted takes its time inside of the runtime.
  const time = (count: number): number => {
    const stream = new Adding(new ListSource(Array.from({ length: count }, () => 'a')))
    const items = stream[Symbol.iterator]()
    stream.final()
    const start = performance.now()
    let seen = 0
    while (items.next().done !== true) seen++
    expect(seen).toBe(count)
    return (performance.now() - start) / count
  }
  // The best of three: other programs take their time, too.
  const best = (count: number): number => Math.min(time(count), time(count), time(count))
  const few = best(20_000)
  // An array of 400,000 that is shifted takes some hundred times as long for each.
  expect(best(400_000)).toBeLessThan(10 * few)
})
