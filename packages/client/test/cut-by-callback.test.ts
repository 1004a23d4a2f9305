// Streams that are cut short by a function that they call, or in a turn in which nothing of theirs is under way.

import { type Logger, openStream, type OpenStreamOptions, type Stream } from '@sse/client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock, settle } from './fake-clock.ts'
import { type Answer, answer, refusal, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/'

// A rejection that nobody hears ends a program of Node.
const unheard: unknown[] = []
const hear = (reason: unknown): void => void unheard.push(reason)
beforeAll(() => void process.on('unhandledRejection', hear))
afterAll(() => void process.off('unhandledRejection', hear))
afterEach(async () => {
  await settle()
  const [first] = unheard.splice(0)
  if (first !== undefined) throw new Error('A rejection that nobody heard', { cause: first })
})

interface Cut {
  readonly abort: () => void
  readonly close: () => void
}

const noting = (level: keyof Logger, message: string, cut: () => void): { logger: Logger } => ({
  logger: { [level]: (noted: string) => (noted === message ? cut() : undefined) },
})

describe('a stream that is cut short by', () => {
  const broken = (): Answer => answer(ScriptedBody.breaking('data: a\n\n'))
  const never = () => new Promise<undefined>(() => undefined)
  test.each<[string, 'abort' | 'close', (cut: Cut) => Partial<OpenStreamOptions<string>>]>([
    ['`resume`', 'abort', ({ abort }) => ({ resume: () => (abort(), { url: URL }) })],
    ['`resume`', 'close', ({ close }) => ({ resume: () => (close(), { url: URL }) })],
    ['`resume` that takes long', 'abort', ({ abort }) => ({ resume: () => (abort(), never()) })],
    ['`resume` that says no', 'abort', ({ abort }) => ({ resume: () => (abort(), undefined) })],
    [
      '`resume` that rejects',
      'close',
      ({ close }) => ({ resume: () => (close(), Promise.reject(new Error('no key'))) }),
    ],
    ['`retry`', 'abort', ({ abort }) => ({ retry: () => (abort(), true) })],
    ['`retry`', 'close', ({ close }) => ({ retry: () => (close(), 5) })],
    ['`retry` that says no', 'abort', ({ abort }) => ({ retry: () => (abort(), false) })],
    [
      '`logger`',
      'close',
      ({ close }) => ({ reconnect: true, ...noting('info', 'reconnect', close) }),
    ],
    [
      '`logger`',
      'abort',
      ({ abort }) => ({ reconnect: true, ...noting('info', 'reconnect', abort) }),
    ],
  ])('%s, by `%s`, ends as that', async (_, how, optionsOf) => {
    const controller = new AbortController()
    const clock = new FakeClock()
    const { fetch, requests } = scriptedFetch(broken())
    const cut = { abort: () => controller.abort(), close: () => void stream.close() }
    const stream: Stream<string> = await openStream(URL, {
      decoder: () => new DataDecoder(),
      clock,
      fetch,
      signal: controller.signal,
      ...optionsOf(cut),
    })
    const reading = readAll(stream)
    await clock.advance(60_000)
    const { items, error } = await reading
    expect(items).toEqual(['a'])
    expect((error as { code?: string } | undefined)?.code).toBe(
      how === 'abort' ? 'ERR_SSE_ABORTED' : undefined,
    )
    expect(stream.outcome).toMatchObject({
      status: 'aborted',
      by: how === 'abort' ? 'signal' : 'close',
    })
    expect(requests).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })
})

describe('a request that is cut short by', () => {
  test.each<[string, number, (abort: () => void) => Partial<OpenStreamOptions<string>>]>([
    ['`retry`', 1, (abort) => ({ retry: () => (abort(), true) })],
    ['`retry` that says no', 1, (abort) => ({ retry: () => (abort(), false) })],
    ['`logger`, before the wait', 1, (abort) => noting('info', 'retry', abort)],
    ['`logger`, before anything is sent', 0, (abort) => noting('debug', 'request', abort)],
  ])('%s, is not sent again', async (_, sent, optionsOf) => {
    const controller = new AbortController()
    const clock = new FakeClock()
    const { fetch, requests } = scriptedFetch(refusal(503), 'never')
    const { signal } = controller
    const decoder = (): DataDecoder => new DataDecoder()
    const options = { clock, fetch, signal, decoder, ...optionsOf(() => controller.abort()) }
    const errors: unknown[] = []
    openStream(URL, options).catch((error) => void errors.push(error))
    await clock.advance(60_000)
    expect(errors).toMatchObject([{ code: 'ERR_SSE_ABORTED' }])
    expect(requests).toHaveLength(sent)
    expect(clock.pending).toBe(0)
  })

  test('`fetch` itself, which then never answers', async () => {
    const controller = new AbortController()
    const opening = openStream(URL, {
      signal: controller.signal,
      fetch: () => {
        controller.abort()
        return new Promise(() => undefined)
      },
    })
    await expect(opening).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED' })
  })
})

/** Has so many turns of the microtasks pass. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await Promise.resolve()
}

// Between the end of a wait and the sending of the next request, and in the turns around that.
describe.each(Array.from({ length: 16 }, (_, count) => count))(
  '%i turns behind a wait',
  (count) => {
    test('a signal that is aborted is heard, though the next request is never answered', async () => {
      const controller = new AbortController()
      const clock = new FakeClock()
      const { fetch } = scriptedFetch(refusal(500), 'never')
      const codes: unknown[] = []
      openStream(URL, { clock, fetch, signal: controller.signal, retry: () => 77 }).catch(
        ({ code }) => void codes.push(code),
      )
      await settle()
      clock.block(77)
      clock.fire()
      await turns(count)
      controller.abort()
      await settle()
      expect(codes).toEqual(['ERR_SSE_ABORTED'])
      expect(clock.pending).toBe(0)
    })

    test.each(['close', 'abort'])('nothing stays open behind `%s`', async (how) => {
      const controller = new AbortController()
      const clock = new FakeClock()
      const body = new ScriptedBody().send('data: b\n\n')
      const { fetch, requests } = scriptedFetch(answer('retry: 1000\ndata: a\n\n'), answer(body))
      const { signal } = controller
      const stream = await openStream(URL, { clock, fetch, signal, reconnect: true, maxRetries: 1 })
      const reading = readAll(stream)
      await settle()
      clock.block(1000)
      clock.fire()
      await turns(count)
      const before = requests.length
      if (how === 'close') await stream.close()
      else controller.abort()
      await settle()
      const { error } = await reading
      expect((error as { code?: string } | undefined)?.code).toBe(
        how === 'abort' ? 'ERR_SSE_ABORTED' : undefined,
      )
      // What was not sent by then is not sent any more, and what was is ended.
      expect(requests).toHaveLength(before)
      expect(body.cancelled).toHaveLength(requests.length - 1)
      expect(clock.pending).toBe(0)
    })
  },
)
