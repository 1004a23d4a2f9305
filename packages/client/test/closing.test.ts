// Streams that their reader ends: with a reason, or by throwing while it adds items up.

import { openSource, type OpenStreamOptions, Stream } from '@sse/client'
import { describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { answer, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

/** A stream of somebody who may not be able to add up what comes. */
class Adding extends Stream<string> {
  readonly told: unknown[] = []

  protected override received(item: string): void {
    if (item === 'bad') throw new Error('a bug')
  }

  protected override failed(error: unknown): void {
    this.told.push(error)
  }

  protected override branch(source: ConstructorParameters<typeof Adding>[0]): Adding {
    return new Adding(source)
  }

  final(): Promise<void> {
    return this.consume()
  }
}

async function open(body: ScriptedBody): Promise<Adding> {
  const { fetch } = scriptedFetch(answer(body))
  const options: OpenStreamOptions<string> = { fetch, decoder: new DataDecoder(), maxRetries: 0 }
  return new Adding(await openSource('http://127.0.0.1/', options))
}

describe('what is thrown for an item', () => {
  test.each(['items', 'events', 'final'] as const)(
    'ends the stream, which is cancelled at once: %s',
    async (how) => {
      const body = new ScriptedBody().send('data: a\n\ndata: bad\n\ndata: b\n\n')
      const stream = await open(body)
      const reading =
        how === 'final'
          ? stream.final().then(
              () => undefined,
              (error: unknown) => error,
            )
          : readAll<unknown>(how === 'items' ? stream : stream.events).then(({ error }) => error)
      const error = await reading
      expect(error).toMatchObject({ message: 'a bug', delivered: 1, status: 200 })
      expect(body.cancelled).toHaveLength(1)
      expect(stream.outcome).toEqual({ status: 'failed', error })
      expect(stream.told).toEqual([error])
      await expect(stream.final()).rejects.toBe(error)
    },
  )

  test('is what a call that waits for another one gets, once', async () => {
    const stream = await open(new ScriptedBody().send('data: bad\n\n'))
    const items = stream[Symbol.asyncIterator]()
    const [first, second] = await Promise.allSettled([items.next(), items.next()])
    expect(first).toMatchObject({ status: 'rejected', reason: { message: 'a bug' } })
    expect(second).toEqual({ status: 'fulfilled', value: { value: undefined, done: true } })
  })

  test('in one branch leaves the other, and in both ends the stream', async () => {
    const body = new ScriptedBody().send('data: bad\n\n')
    const trunk = await open(body)
    const [left, right] = Stream.prototype.tee.call(trunk) as [Adding, Adding]
    // The trunk adds up as well.
    const [one, two] = await Promise.all([readAll(left), readAll(right)])
    expect([one.error, two.error]).toMatchObject([{ message: 'a bug' }, { message: 'a bug' }])
    expect(body.cancelled).toHaveLength(1)
  })
})

describe('close', () => {
  test.each(['stream', 'branch'])(
    'tells `final` of which response, and behind how many items: %s',
    async (which) => {
      const stream = await open(new ScriptedBody().send('data: a\n\ndata: b\n\ndata: c\n\n'))
      const [own, other] = which === 'branch' ? (stream.tee() as [Adding, Adding]) : [stream]
      const ahead = other?.[Symbol.asyncIterator]()
      for (let item = 0; item < 3; item++) await ahead?.next()
      const items = own[Symbol.asyncIterator]()
      await items.next()
      await items.next()
      await items.return?.()
      await expect(own.final()).rejects.toMatchObject({
        code: 'ERR_SSE_ABORTED',
        delivered: 2,
        status: 200,
        contentType: 'text/event-stream',
      })
      await other?.close()
    },
  )

  test('says in the outcome why, and `final` in its cause', async () => {
    const body = new ScriptedBody().send('data: a\n\n')
    const stream = await open(body)
    const reason = { why: 'enough' }
    await stream.close(reason)
    await stream.close('again')
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'close', reason })
    await expect(stream.final()).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED', cause: reason })
    expect(await readAll(stream)).toEqual({ items: [], error: undefined })
  })

  test('without a reason has none', async () => {
    const stream = await open(new ScriptedBody())
    await stream.close()
    expect(stream.outcome).toStrictEqual({ status: 'aborted', by: 'close' })
    const error = await stream.final().catch((thrown: unknown) => thrown)
    expect(Object.hasOwn(error as object, 'cause')).toBe(false)
  })
})

test('law 14: what `final` kept for an open loop is given in linear time', async () => {
  // In time and not in steps: an array that is shifted takes its time inside of the runtime.
  const time = async (count: number): Promise<number> => {
    const stream = await open(new ScriptedBody(`${'data: a\n\n'.repeat(count)}data: [DONE]\n\n`))
    const items = stream[Symbol.asyncIterator]()
    await stream.final()
    const start = performance.now()
    let seen = 0
    while ((await items.next()).done !== true) seen++
    expect(seen).toBe(count)
    return (performance.now() - start) / count
  }
  // The best of three: other programs take their time, too.
  const best = async (count: number): Promise<number> =>
    Math.min(await time(count), await time(count), await time(count))
  const few = await best(20_000)
  // An array of 200,000 that is shifted takes some 50 times as long for each.
  expect(await best(200_000)).toBeLessThan(10 * few)
})
