import { openStream, type OpenStreamOptions, type RetryAttempt, type Stream } from '@sse/client'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { backoff } from '../src/backoff.ts'
import { retryAfter } from '../src/retry-after.ts'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock, settle } from './fake-clock.ts'
import { type Answer, answer, refusal, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/'
const whole = (): Answer => answer('data: a\n\ndata: [DONE]\n\n')

/** Opens a stream with time standing still but for the waits, each of which passes at once. */
async function openThrough(
  answers: readonly Answer[],
  options: Partial<OpenStreamOptions<string>> = {},
) {
  const clock = new FakeClock()
  const script = scriptedFetch(...answers)
  const opening = openStream(URL, {
    decoder: new DataDecoder(),
    clock,
    fetch: script.fetch,
    ...options,
  }).then(
    (stream: Stream<string>) => ({ stream, error: undefined }),
    (error: unknown) => ({ stream: undefined, error }),
  )
  await clock.advance(10 * 60_000)
  const outcome = await opening
  return { ...outcome, clock, ...script }
}

afterEach(() => vi.restoreAllMocks())

describe('what is sent again by itself', () => {
  test.each([408, 409, 429, 500, 502, 503, 504, 529])('status %i', async (status) => {
    const { stream, requests } = await openThrough([refusal(status), whole()])
    expect(requests).toHaveLength(2)
    expect((await readAll(stream!)).items).toEqual(['a'])
    expect(stream!.timing.attempts).toBe(2)
  })

  test('a connection that could not be made', async () => {
    const { stream, requests } = await openThrough([new TypeError('fetch failed'), whole()])
    expect(requests).toHaveLength(2)
    expect(stream!.outcome).toBeUndefined()
  })

  test('headers that do not come in time', async () => {
    const { stream, requests } = await openThrough(['never', whole()], {
      deadlines: { headers: 100 },
    })
    expect(requests).toHaveLength(2)
    expect((await readAll(stream!)).items).toEqual(['a'])
  })

  test.each([400, 401, 403, 404, 418, 422])('but not status %i', async (status) => {
    const { error, requests } = await openThrough([refusal(status), whole()])
    expect(requests).toHaveLength(1)
    expect(error).toMatchObject({ status })
  })

  test.each([
    [400, 'true', 2],
    [429, 'false', 1],
    [500, 'false', 1],
    [500, 'maybe', 2],
  ])('status %i with x-should-retry %s is sent %i times', async (status, said, times) => {
    const { requests } = await openThrough([refusal(status, { 'x-should-retry': said }), whole()])
    expect(requests).toHaveLength(times)
  })

  test('a connection that breaks before the first item; the items follow as if nothing had been', async () => {
    const { stream, requests, clock } = await openThrough([
      answer(ScriptedBody.breaking(': hello\n\ndata: cut')),
      whole(),
    ])
    const reading = readAll(stream!)
    await clock.advance(60_000)
    expect(await reading).toEqual({ items: ['a'], error: undefined })
    expect(requests).toHaveLength(2)
  })

  test.each(['firstByte', 'firstContent', 'idleBytes', 'idleContent'])(
    'a body without an item within %s; what the first response took is no part of it',
    async (kind) => {
      const { stream, requests, clock } = await openThrough(
        [
          answer(new ScriptedBody()),
          answer(new ScriptedBody().send('data: a\n\ndata: [DONE]\n\n')),
        ],
        { deadlines: { [kind]: 100 } },
      )
      const reading = readAll(stream!)
      await clock.advance(60_000)
      expect(await reading).toEqual({ items: ['a'], error: undefined })
      expect(requests).toHaveLength(2)
    },
  )

  test('what refused does not count for the timing of the stream', async () => {
    const { stream } = await openThrough([refusal(500, { 'retry-after-ms': '50' }), whole()])
    await readAll(stream!)
    const { headers, firstByte, longestGap } = stream!.timing
    expect({ headers, firstByte, longestGap }).toEqual({
      headers: 50,
      firstByte: 50,
      longestGap: 0,
    })
  })

  test('but not once there was an item', async () => {
    const { stream, requests, clock } = await openThrough([
      answer(ScriptedBody.breaking('data: a\n\n')),
      whole(),
    ])
    const reading = readAll(stream!)
    await clock.advance(60_000)
    expect(await reading).toMatchObject({
      items: ['a'],
      error: { code: 'ERR_SSE_CONNECTION', delivered: 1, status: 200 },
    })
    expect(requests).toHaveLength(1)
  })
})

describe('how it is sent again', () => {
  test('with the same method, headers and body', async () => {
    const { requests } = await openThrough([refusal(500), refusal(500), whole()], {
      body: '{"x":1}',
      headers: { 'x-mine': 'yes' },
    })
    expect(requests).toHaveLength(3)
    for (const request of requests) {
      expect(request).toMatchObject({
        url: URL,
        method: 'POST',
        body: '{"x":1}',
        headers: { accept: 'text/event-stream', 'x-mine': 'yes' },
      })
    }
  })

  test.each([
    [undefined, 3],
    [0, 1],
    [4, 5],
    [Number.NaN, 1],
  ])(
    'with maxRetries %s it is sent %i times, then the last error is thrown',
    async (maxRetries, times) => {
      const { error, requests, clock } = await openThrough([refusal(500), () => refusal(503)], {
        maxRetries,
      })
      expect(requests).toHaveLength(times)
      expect(error).toMatchObject({ status: times === 1 ? 500 : 503 })
      expect(clock.pending).toBe(0)
    },
  )

  test('after half a second and twice as long each time, at most eight, up to a quarter less', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { clock } = await openThrough([() => refusal(500)], { maxRetries: 7 })
    const waits = clock.waits.filter((wait) => wait !== 5000)
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000])
  })

  test('law: a backoff is never more than its step and never less than three quarters of it', () => {
    fc.assert(
      fc.property(fc.nat(2000), (attempt) => {
        const step = attempt > 4 ? 8000 : [500, 1000, 2000, 4000, 8000][attempt]!
        const delay = backoff(attempt)
        expect(delay).toBeLessThanOrEqual(step)
        expect(delay).toBeGreaterThan(step * 0.75 - 1e-9)
      }),
    )
  })

  test('two clients do not come back at the same time', () => {
    expect(new Set(Array.from({ length: 20 }, () => backoff(0))).size).toBeGreaterThan(1)
  })

  test.each([
    [{ 'retry-after-ms': '0' }, 0],
    [{ 'retry-after-ms': '1234.5' }, 1234.5],
    [{ 'retry-after-ms': '10', 'retry-after': '20' }, 10],
    [{ 'retry-after-ms': 'soon', 'retry-after': '20' }, 20_000],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after': '60' }, 60_000],
    [{ 'retry-after': '61' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': '0x10' }, undefined],
    [{ 'retry-after': 'Infinity' }, undefined],
    [{}, undefined],
    [
      {
        date: 'Wed, 21 Oct 2015 07:28:00 GMT',
        'retry-after': 'Wed, 21 Oct 2015 07:28:09 GMT',
      },
      9000,
    ],
    [
      {
        date: 'Wed, 21 Oct 2015 07:28:00 GMT',
        'retry-after': 'Wed, 21 Oct 2015 07:27:59 GMT',
      },
      undefined,
    ],
  ])('the headers %o ask for %s ms', (headers, delay) => {
    expect(retryAfter(new Headers(headers as Record<string, string>))).toBe(delay)
  })

  test('a date is taken against our own clock where the server tells no time', () => {
    vi.spyOn(Date, 'now').mockReturnValue(Date.parse('Wed, 21 Oct 2015 07:28:00 GMT'))
    const headers = new Headers({ 'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT' })
    expect(retryAfter(headers)).toBe(30_000)
  })

  test('after as long as the server says', async () => {
    const { clock } = await openThrough([refusal(429, { 'retry-after': '7' }), whole()])
    expect(clock.waits).toContain(7000)
  })

  test('aborting the wait ends it at once', async () => {
    const clock = new FakeClock()
    const controller = new AbortController()
    const { fetch, requests } = scriptedFetch(refusal(500))
    const opening = openStream(URL, { clock, fetch, signal: controller.signal }).catch(
      (error: unknown) => error,
    )
    await settle()
    expect(requests).toHaveLength(1)
    controller.abort('enough')
    expect(await opening).toMatchObject({ code: 'ERR_SSE_ABORTED', cause: 'enough' })
    expect(requests).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  test('the deadline for all is also one for the wait', async () => {
    const { error, clock } = await openThrough([refusal(500, { 'retry-after': '50' })], {
      deadlines: { total: 1000 },
    })
    expect(error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind: 'total', limit: 1000 })
    expect(clock.pending).toBe(0)
  })
})

describe('the policy of the caller', () => {
  test('is told what the client would do, and decides', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const told: (RetryAttempt & { readonly code: unknown })[] = []
    const { requests, clock } = await openThrough(
      [refusal(404), refusal(500, { 'retry-after-ms': '3' }), whole()],
      {
        retry: (error, attempt) => {
          told.push({ ...attempt, code: (error as { code: unknown }).code })
          return attempt.attempt === 1 ? 77 : attempt.retryable
        },
      },
    )
    expect(requests).toHaveLength(3)
    expect(told).toEqual([
      { attempt: 1, delivered: 0, retryable: false, delay: 500, code: 'ERR_SSE_NOT_FOUND' },
      { attempt: 2, delivered: 0, retryable: true, delay: 3, code: 'ERR_SSE_INTERNAL_SERVER' },
    ])
    expect(clock.waits.filter((wait) => wait !== 5000)).toEqual([77, 3])
  })

  test.each([-5, Number.NaN])('%s is no time to wait', async (delay) => {
    const { requests, error } = await openThrough([refusal(500), whole()], { retry: () => delay })
    expect(requests).toHaveLength(1)
    expect(error).toBeInstanceOf(RangeError)
    expect(error).toMatchObject({ message: /`retry`/, cause: { status: 500 } })
  })

  test('undefined is what the client would do', async () => {
    const { requests } = await openThrough([refusal(500), whole()], { retry: () => undefined })
    expect(requests).toHaveLength(2)
  })

  const answers = [Promise.resolve(false), 'no', null, {}, 1n]
  test.each(answers.map((answered) => ({ answered })))(
    '$answered decides nothing, and is a TypeError',
    async ({ answered }) => {
      const { requests, error } = await openThrough([refusal(500), whole()], {
        retry: () => answered as never,
      })
      expect(requests).toHaveLength(1)
      expect(error).toBeInstanceOf(TypeError)
      expect(error).toMatchObject({ message: /`retry`/, cause: { status: 500 } })
    },
  )

  test.each([3e9, Infinity])('%s ms are the longest time that a timer takes', async (delay) => {
    const clock = new FakeClock()
    const { fetch, requests } = scriptedFetch(refusal(500), whole())
    const opening = openStream(URL, { clock, fetch, retry: () => delay })
    await clock.advance(2 ** 31 - 2)
    expect(requests).toHaveLength(1)
    await clock.advance(1)
    expect(requests).toHaveLength(2)
    await (await opening).close()
  })

  test('says no', async () => {
    const { requests, error } = await openThrough([refusal(500), whole()], { retry: () => false })
    expect(requests).toHaveLength(1)
    expect(error).toMatchObject({ status: 500 })
  })

  test('may send a request again after items were delivered: then they come again', async () => {
    const asked: number[] = []
    const { stream, requests, clock } = await openThrough(
      [answer(ScriptedBody.breaking('data: a\n\n')), whole()],
      {
        decoder: () => new DataDecoder(),
        retry: (_, { delivered }) => {
          asked.push(delivered)
          return true
        },
      },
    )
    const reading = readAll(stream!)
    await clock.advance(60_000)
    expect(await reading).toEqual({ items: ['a', 'a'], error: undefined })
    expect(requests).toHaveLength(2)
    expect(asked).toEqual([1])
  })
})
