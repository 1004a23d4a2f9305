import { inspect } from 'node:util'
import {
  APIConnectionError,
  APIStatusError,
  APITimeoutError,
  type DeadlineKind,
  RateLimitError,
} from '@sse/client'
import { openStreamSync, type OpenStreamSyncOptions, type SyncStream } from '@sse/client/sync'
import type { ServerSentEvent } from '@sse/core'
import { type EventDecoder, TruncatedStreamError } from '@sse/core/decoder'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { SeenRequest } from './sync-server.ts'
import { type ServerProcess, startServerProcess } from './sync-server-process.ts'

/** Gives the data of each event; `[DONE]` ends it, and only that. */
class DataDecoder implements EventDecoder<string> {
  done = false
  get complete(): boolean {
    return this.done
  }
  get completion(): string | undefined {
    return this.done ? 'done-sentinel' : undefined
  }
  decode(event: ServerSentEvent): string | undefined {
    this.done = event.data === '[DONE]'
    return this.done ? undefined : event.data
  }
  finish(): void {
    if (!this.done) throw new TruncatedStreamError('no-end-marker')
  }
}

// This thread waits while it reads: whoever serves it has to be another process.
let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess()
})
afterAll(() => server.close())
afterEach(() => vi.restoreAllMocks())

function open(path: string, more: Partial<OpenStreamSyncOptions<string>> = {}): SyncStream<string> {
  return openStreamSync(server.url + path, { decoder: new DataDecoder(), ...more })
}

/** What the server knows about a path, once `until` is true of it. */
function seen(path: string, until = ''): SeenRequest {
  const [record] = open(`/seen?path=${encodeURIComponent(path)}&until=${until}`)
  return JSON.parse(record!) as SeenRequest
}

function release(path: string): void {
  expect([...open(`/release?path=${encodeURIComponent(path)}`)]).toEqual([])
}

/** A path whose response stops after so many bytes until it is released. */
function held(text: string, cut: number): string {
  return `/held?cut=${cut}&text=${encodeURIComponent(text)}`
}

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

/** The items until an error, and that. */
function readAll(stream: Iterable<string>): { items: string[]; error: unknown } {
  const items: string[] = []
  const error = thrownBy(() => {
    for (const item of stream) items.push(item)
  })
  return { items, error }
}

describe('openStreamSync', () => {
  test('the response is there before the first item, and the items follow', () => {
    const stream = open('/whole')
    const { response } = stream
    expect(response).toMatchObject({ status: 200, statusText: 'OK', ok: true })
    expect(response.url).toBe(`${server.url}/whole`)
    expect(response.headers.get('Content-Type')).toBe('text/event-stream')
    expect([...response.headers].map(([name]) => name)).toContain('x-request-id')
    expect(stream.requestId).toBe('req_1')
    expect(stream.outcome).toBeUndefined()
    expect([...stream]).toEqual(['a', 'b'])
    expect(stream.outcome).toEqual({ status: 'completed', evidence: 'done-sentinel' })
    expect(seen('/whole')).toMatchObject({ method: 'GET', body: '' })
    expect(seen('/whole').headers['accept']).toBe('text/event-stream')
  })

  test('an item is there while the server has not sent the next one, with another stream in between', () => {
    const path = held('data: a\n\ndata: b\n\n', 9)
    const items: string[] = []
    for (const item of open(path)) {
      items.push(item)
      if (item === 'a') {
        // What this says is the proof, whatever the clocks say.
        expect(seen(path).finished).toBe(false)
        release(path)
      }
    }
    expect(items).toEqual(['a', 'b'])
  })

  test('a URL object will do; without a decoder the items are the events', () => {
    const events = [...openStreamSync(new URL('/whole', server.url))]
    expect(events.map(({ data }) => data)).toEqual(['a', 'b', '[DONE]'])
  })

  test('a body is posted, with headers', () => {
    const path = '/whole?posted'
    expect([...open(path, { body: '{"x":"é"}', headers: { 'x-mine': 'yes' } })]).toHaveLength(2)
    expect(seen(path)).toMatchObject({ method: 'POST', body: '{"x":"é"}' })
    expect(seen(path).headers['x-mine']).toBe('yes')
  })

  test('headers are those of a `Headers` as well, and null is none', () => {
    const path = '/whole?headers'
    expect([...open(path, { headers: new Headers({ 'X-Mine': 'a' }) })]).toHaveLength(2)
    expect(seen(path).headers).toMatchObject({ 'x-mine': 'a', accept: 'text/event-stream' })
    const none = '/whole?none'
    expect([...open(none, { headers: { Accept: null, 'x-mine': undefined } })]).toHaveLength(2)
    expect(seen(none).headers['accept']).not.toBe('text/event-stream')
    expect(seen(none).headers).not.toHaveProperty('x-mine')
  })

  test('a character that is cut in two is whole', () => {
    const text = 'data: 👋🏽é\n\n'
    const emoji = new TextEncoder().encode(text)
    for (const cut of [7, 8, 9, 11, emoji.length - 3]) {
      const path = held(`${text}: ${cut}\n`, cut)
      const stream = open(path)
      release(path)
      expect([...stream]).toEqual(['👋🏽é'])
    }
  })

  test.each([0, 1, 65_536, 262_138, 262_139, 262_144, 1_048_576, 10_000_000])(
    'an event of %i bytes arrives whole',
    (size) => {
      const items = [...open(`/big?size=${size}`)]
      expect(items.map(({ length }) => length)).toEqual([size])
      expect(items[0]).toBe('0123456789'.repeat(size / 10 + 1).slice(0, size))
    },
  )

  test('the iteration ends with the end marker, although the server stays connected', () => {
    const stream = open('/open-ended')
    expect([...stream]).toEqual(['a'])
    expect(stream.outcome?.status).toBe('completed')
    expect(seen('/open-ended', 'closed').closed).toBe(true)
  })

  test('streams that were read to their end, one after the other, share a connection', () => {
    const ports = Array.from({ length: 6 }, (_, index) => {
      expect([...open(`/whole?${index}`)]).toEqual(['a', 'b'])
      return seen(`/whole?${index}`).port
    })
    expect(new Set(ports).size).toBeLessThanOrEqual(2)
  })

  test('what follows the end marker is read, so that the connection can be used again', () => {
    const text = 'data: a\n\ndata: [DONE]\n\n'
    const path = held(text, text.length)
    expect([...open(path)]).toEqual(['a'])
    release(path)
    expect(seen(path, 'closed')).toMatchObject({ closed: true, finished: true })
  })

  test('what cannot go to another thread is refused by name', () => {
    for (const option of ['fetch', 'retry', 'logger', 'clock', 'reconnect', 'resume']) {
      const error = thrownBy(() => open('/whole', { [option]: () => undefined }))
      expect(error).toBeInstanceOf(TypeError)
      expect((error as Error).message).toContain(`\`${option}\``)
    }
  })

  const fn = (): string => 'secret'
  test.each([
    ['method', { method: fn }],
    ['body', { body: fn }],
    ['body', { body: Promise.resolve('secret') }],
    ['maxRetries', { maxRetries: Symbol('secret') }],
    ['deadlines', { deadlines: { headers: fn } }],
    ['a', { headers: { a: fn } }],
  ])('what no other thread can be given is refused by name: %s', (name, options) => {
    const error = thrownBy(() => open('/whole', options as never))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain(`\`${name}\``)
    expect(inspect(error)).not.toContain("'secret'")
    expect([...open('/whole')]).not.toEqual([])
  })
})

describe('leaving', () => {
  test.each<[string, (stream: SyncStream<string>) => void]>([
    [
      'break',
      (stream) => {
        for (const _ of stream) break
      },
    ],
    [
      'a throw',
      (stream) => {
        const mine = new Error('mine')
        const error = thrownBy(() => {
          for (const _ of stream) throw mine
        })
        expect(error).toBe(mine)
      },
    ],
    [
      'close()',
      (stream) => {
        expect(stream[Symbol.iterator]().next().value).toBe('a')
        stream.close()
        stream.close()
      },
    ],
    ['close() before anything was read', (stream) => stream.close()],
    ['using', (stream) => stream[Symbol.dispose]()],
  ])('%s closes the connection, and ends quietly', (name, leave) => {
    const path = `/drip?${encodeURIComponent(name)}`
    const stream = open(path)
    leave(stream)
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'close' })
    expect(seen(path, 'closed')).toMatchObject({ closed: true, finished: false })
  })

  test('after close() in a loop no further item comes', () => {
    const stream = open('/drip?within')
    let items = 0
    for (const _ of stream) if (++items === 3) stream.close()
    expect(items).toBe(3)
  })

  test('a stream can be read once', () => {
    const stream = open('/whole')
    expect([...stream]).toEqual(['a', 'b'])
    expect(() => [...stream]).toThrow(TypeError)
  })
})

describe('a consumer that does not read', () => {
  test('holds the server back, and then gets everything', () => {
    const stream = open('/flood')
    const iterator = stream[Symbol.iterator]()
    expect(iterator.next().value).toHaveLength(16_376)
    // Until nothing moves: the ring, what is read ahead, and the buffers of the sockets are full.
    const { bytes, finished } = seen('/flood', 'still')
    expect(finished).toBe(false)
    expect(bytes).toBeLessThan(33_554_432)
    let items = 1
    let size = 16_376
    while (iterator.next().done !== true) items++
    expect(items * 16_384).toBe(67_108_864)
    size *= items
    expect(size).toBe(16_376 * 4096)
    expect(seen('/flood').finished).toBe(true)
  })
})

describe('errors', () => {
  test('a stream that ends without its end marker is truncated, with what came before', () => {
    const stream = open('/cut-off')
    const { items, error } = readAll(stream)
    expect(items).toEqual(['a'])
    expect(error).toBeInstanceOf(TruncatedStreamError)
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED', delivered: 1, requestId: 'req_1' })
    expect(stream.outcome).toEqual({ status: 'truncated', error })
  })

  test('a connection that breaks is APIConnectionError with a cause, after what was received', () => {
    const stream = open('/reset')
    const iterator = stream[Symbol.iterator]()
    expect(iterator.next().value).toBe('a')
    release('/reset')
    const error = thrownBy(() => iterator.next())
    expect(error).toBeInstanceOf(APIConnectionError)
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', delivered: 1, status: 200 })
    expect((error as Error).cause).toBeInstanceOf(Error)
    expect(stream.outcome).toEqual({ status: 'failed', error })
    expect(iterator.next()).toEqual({ done: true, value: undefined })
  })

  test('a refused connection is APIConnectionError, with the cause of the runtime', async () => {
    const gone = await startServerProcess()
    await gone.close()
    const error = thrownBy(() =>
      openStreamSync(gone.url, { decoder: new DataDecoder(), maxRetries: 0 }),
    )
    expect(error).toBeInstanceOf(APIConnectionError)
    expect((error as Error).cause).toMatchObject({ name: 'TypeError', message: 'fetch failed' })
    expect(((error as Error).cause as Error).cause).toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('a status that is no success is APIStatusError, with what the server said', () => {
    const body =
      '{"error":{"message":"Slow down","code":"rate_limit","type":"requests","param":"n"}}'
    const error = thrownBy(() => open(`/status?status=429&body=${encodeURIComponent(body)}`))
    expect(error).toBeInstanceOf(RateLimitError)
    expect(error).toBeInstanceOf(APIStatusError)
    expect(error).toMatchObject({
      name: 'RateLimitError',
      code: 'ERR_SSE_RATE_LIMIT',
      message: '429 Slow down',
      status: 429,
      requestId: 'req_9',
      upstreamCode: 'rate_limit',
      type: 'requests',
      param: 'n',
      error: JSON.parse(body).error,
    })
    expect((error as APIStatusError).headers.get('x-should-retry')).toBe('false')
  })

  test.each([
    [400, 'BadRequestError', 'ERR_SSE_BAD_REQUEST'],
    [401, 'AuthenticationError', 'ERR_SSE_AUTHENTICATION'],
    [403, 'PermissionDeniedError', 'ERR_SSE_PERMISSION_DENIED'],
    [404, 'NotFoundError', 'ERR_SSE_NOT_FOUND'],
    [409, 'ConflictError', 'ERR_SSE_CONFLICT'],
    [418, 'APIStatusError', 'ERR_SSE_STATUS'],
    [422, 'UnprocessableEntityError', 'ERR_SSE_UNPROCESSABLE_ENTITY'],
    [500, 'InternalServerError', 'ERR_SSE_INTERNAL_SERVER'],
    [503, 'InternalServerError', 'ERR_SSE_INTERNAL_SERVER'],
  ])('%i is %s', (status, name, code) => {
    expect(thrownBy(() => open(`/status?status=${status}`))).toMatchObject({ status, name, code })
  })

  test.each([
    ['{"error":"plain"}', '400 plain', 'plain'],
    ['{"message":"flat"}', '400 flat', { message: 'flat' }],
    ['<html>', '400 status code', '<html>'],
    ['', '400 status code', undefined],
  ])('the body %s of a refusal says %s', (body, message, error) => {
    const path = `/status?status=400&body=${encodeURIComponent(body)}`
    expect(thrownBy(() => open(path))).toMatchObject({ message, error })
  })

  test('a URL and a header that cannot be sent are TypeErrors that do not repeat them', () => {
    for (const options of [
      { url: 'http://user:secret@127.0.0.1/', headers: {} },
      { url: server.url, headers: { authorization: 'secret\n' } },
    ]) {
      const { url, headers } = options
      const error = thrownBy(() => openStreamSync(url, { headers }))
      expect(error).toBeInstanceOf(TypeError)
      expect(String((error as Error).stack)).not.toContain('secret')
    }
  })
})

describe('retries', () => {
  test('a refusal that may pass is tried again, as often as asked for', () => {
    expect([...open('/flaky?times=2')]).toEqual(['a'])
    expect(seen('/flaky?times=2').times).toBe(3)
    const once = thrownBy(() => open('/flaky?times=8', { maxRetries: 0 }))
    expect(once).toMatchObject({ status: 503 })
    expect(seen('/flaky?times=8').times).toBe(1)
  })

  test('an answer that breaks before anything came is asked for again, and the response is the new one', () => {
    const path = '/headers-only?times=1'
    // The wait before it counts as little as in the first attempt.
    const stream = open(path, { deadlines: { total: 5000, firstContent: 300, idleContent: 300 } })
    expect(stream.requestId).toBe('req_1')
    expect([...stream]).toEqual(['a'])
    expect(stream.requestId).toBe('req_2')
    expect(stream.response).toBe(stream.response)
    expect(seen(path).times).toBe(2)
  })

  test('as often as asked for, and then it is an error', () => {
    const path = '/headers-only?times=9'
    expect(readAll(open(path, { maxRetries: 1 })).error).toMatchObject({
      code: 'ERR_SSE_CONNECTION',
      delivered: 0,
      requestId: 'req_2',
    })
    expect(seen(path).times).toBe(2)
  })

  test('as often as asked for in all, whatever went wrong each time', () => {
    const path = '/headers-only?times=1&then=503'
    const { error } = readAll(open(path, { maxRetries: 1 }))
    expect(error).toMatchObject({ code: 'ERR_SSE_INTERNAL_SERVER', status: 503 })
    expect(seen(path).times).toBe(2)
  })

  test('not when something came', () => {
    expect(readAll(open('/stall?no-retry', { deadlines: { idleBytes: 50 } }))).toMatchObject({
      items: ['a'],
      error: { kind: 'idleBytes' },
    })
    expect(seen('/stall?no-retry').times).toBe(1)
  })
})

describe('abort', () => {
  const reason = new Error('mine')

  test('before the request: nothing is sent', () => {
    const signal = AbortSignal.abort(reason)
    const error = thrownBy(() => open('/whole?aborted', { signal }))
    expect(error).toMatchObject({ code: 'ERR_SSE_ABORTED', cause: reason })
    expect(seen('/whole?aborted')).toBeNull()
  })

  test('between two items: the next one is an error, and the connection is closed', () => {
    const controller = new AbortController()
    const stream = open('/drip?aborted', { signal: controller.signal })
    const items: string[] = []
    const error = thrownBy(() => {
      for (const item of stream) {
        items.push(item)
        if (items.length === 2) controller.abort(reason)
        if (items.length === 9) break
      }
    })
    expect(items).toEqual(['a', 'a'])
    expect(error).toMatchObject({ code: 'ERR_SSE_ABORTED', cause: reason })
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'signal' })
    expect(seen('/drip?aborted', 'closed').closed).toBe(true)
  })
})

describe('deadlines', () => {
  const limit = 60

  test.each<[DeadlineKind, string, number]>([
    ['headers', '/no-headers', 0],
    ['total', '/no-headers?total', 0],
    ['firstByte', '/no-bytes', 0],
    ['idleBytes', '/stall', 1],
    ['firstContent', '/comments?first', 0],
    ['firstContent', '/no-bytes?content', 0],
    ['idleContent', '/comments', 1],
    ['total', '/drip?total', 1],
  ])('%s: %s', (kind, path, least) => {
    const items: string[] = []
    const error = thrownBy(() => {
      // The total ends it if nothing else does: this thread cannot be interrupted.
      const deadlines = { total: 5000, [kind]: limit }
      const options = { deadlines, maxRetries: 0, isContent: isA }
      for (const item of open(path, options)) items.push(item)
    })
    expect(error).toBeInstanceOf(APITimeoutError)
    expect(error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind, limit })
    expect(items.length).toBeGreaterThanOrEqual(least)
    expect(seen(path, 'closed').closed).toBe(true)
  })

  const isA = (item: string): boolean => item === 'a'

  test('behind the first content the one between two counts', () => {
    const deadlines = { total: 5000, firstContent: 4000, idleContent: limit }
    const { items, error } = readAll(open('/stall?second', { deadlines }))
    expect(items).toEqual(['a'])
    expect(error).toMatchObject({ kind: 'idleContent' })
  })

  test('between two items it begins anew with each', () => {
    // Each wait is one of 50 ms or more to whoever asks this clock.
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 50))
    const stream = open('/drip?anew', { deadlines: { idleContent: 1000 } })
    let items = 0
    for (const _ of stream) if (++items === 60) break
    expect(items).toBe(60)
    expect(now).toBeGreaterThan(1000)
  })

  test('the first content is waited for since the last attempt was sent', () => {
    const deadlines = { firstContent: 400 }
    expect([...open('/flaky?times=1&wait=500&delay=100', { deadlines })]).toEqual(['a'])
  })

  test('the outcome says which', () => {
    const stream = open('/stall?outcome', { deadlines: { total: 5000, idleContent: limit } })
    const { error } = readAll(stream)
    expect(stream.outcome).toEqual({ status: 'timed_out', kind: 'idleContent', error })
  })

  test('time that the consumer takes does not count, and no deadline passes where all goes well', () => {
    const deadlines = { firstContent: 5000, idleContent: 40, idleBytes: 40 }
    const stream = open('/drip?slow', { deadlines })
    let items = 0
    for (const _ of stream) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60)
      if (++items === 3) break
    }
    expect(items).toBe(3)
  })

  test.each(['idleContent', 'firstContent', 'idleBytes', 'headers'])(
    'a deadline that makes no sense is a RangeError: %s',
    (kind) => {
      const error = thrownBy(() => open('/whole', { deadlines: { [kind]: -1 } }))
      expect(error).toBeInstanceOf(RangeError)
      expect((error as Error).message).toContain(kind)
    },
  )
})
