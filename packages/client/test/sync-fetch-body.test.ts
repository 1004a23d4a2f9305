import { BodyTooLargeError } from '@sse/client'
import { fetchBodySync, type FetchBodySyncOptions, openStreamSync } from '@sse/client/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SeenRequest } from './sync-server.ts'
import { type ServerProcess, startServerProcess } from './sync-server-process.ts'

// This thread waits while it reads: whoever serves it has to be another process.
let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess()
})
afterAll(() => server.close())

const ask = (path: string, options?: FetchBodySyncOptions): string =>
  new TextDecoder().decode(fetchBodySync(server.url + path, options).bytes)

/** A path that answers with these bytes. */
const raw = (bytes: Uint8Array, more = ''): string =>
  `/raw?hex=${Buffer.from(bytes).toString('hex')}${more}`

const text = (value: string, more = ''): string => raw(new TextEncoder().encode(value), more)

/** What the server knows about a path, once that is over. */
function seen(path: string): SeenRequest {
  const about = `${server.url}/seen?path=${encodeURIComponent(path)}&until=closed`
  const [event] = openStreamSync(about)
  return JSON.parse(event!.data) as SeenRequest
}

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('what is given', () => {
  test('the bytes that were sent', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 200 }), (bytes, cut) => {
        const fetched = fetchBodySync(server.url + raw(bytes, `&cut=${cut}`))
        expect([...fetched.bytes]).toEqual([...bytes])
      }),
      { numRuns: 40 },
    )
  })

  test('a body that looks like an event stream is not read as one', () => {
    const body = ': a\ndata: b\r\n\r\n"c: d"\n'
    expect(ask(text(body))).toBe(body)
  })

  test.each([262_144, 5_000_000])('a body of %i bytes, larger than the ring', (size) => {
    const body = ask(`/big?size=${size}`)
    expect(body).toBe(
      `data: ${'0123456789'.repeat(size / 10 + 1).slice(0, size)}\n\ndata: [DONE]\n\n`,
    )
  })

  test('with the head of the response', () => {
    const { response } = fetchBodySync(server.url + text('{}'))
    expect(response).toMatchObject({ status: 200, ok: true })
    expect(response.headers.get('x-request-id')).toBe('req_1')
  })

  test('anything is accepted, unless a header says otherwise', () => {
    const [one, other] = [text('{}', '&one'), text('{}', '&other')]
    ask(one)
    expect(seen(one)).toMatchObject({ method: 'GET', headers: { accept: '*/*' } })
    ask(other, { body: 'x', headers: { accept: 'application/json' } })
    const headers = { accept: 'application/json' }
    expect(seen(other)).toMatchObject({ method: 'POST', body: 'x', headers })
  })
})

describe('what fails', () => {
  test('a body larger than maxBodySize; one of just that size does not', () => {
    expect(ask(text('12345'), { maxBodySize: 5 })).toBe('12345')
    const path = text('123456')
    const error = thrownBy(() => ask(path, { maxBodySize: 5 }))
    expect(error).toBeInstanceOf(BodyTooLargeError)
    expect(error).toMatchObject({
      code: 'ERR_SSE_BODY_TOO_LARGE',
      limit: 5,
      status: 200,
      requestId: 'req_1',
      delivered: 0,
    })
    expect(seen(path).times).toBe(1)
  })

  test('64 MiB is the limit without it', () => {
    const error = thrownBy(() => ask('/flood'))
    expect(error).toMatchObject({ code: 'ERR_SSE_BODY_TOO_LARGE', limit: 67_108_864 })
  })

  test.each([0, -1, Number.NaN])('%s is no limit, and nothing is sent', (maxBodySize) => {
    const path = text('{}', `&limit=${maxBodySize}`)
    expect(thrownBy(() => ask(path, { maxBodySize }))).toBeInstanceOf(RangeError)
    const [event] = openStreamSync(`${server.url}/seen?path=${encodeURIComponent(path)}`)
    expect(event?.data).toBe('null')
  })

  test('a body that breaks in the middle is asked for again', () => {
    const path = text('{"a":1}', '&cut=3&breaks=1')
    expect(ask(path)).toBe('{"a":1}')
    expect(seen(path).times).toBe(2)
  })

  test('maxRetries bounds that', () => {
    const path = text('{"a":1}', '&cut=3&breaks=5')
    const error = thrownBy(() => ask(path, { maxRetries: 1 }))
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', status: 200, delivered: 0 })
    expect(seen(path).times).toBe(2)
  })

  test('a refusal is its error, and is sent again where others are', () => {
    const refused = thrownBy(() => ask('/status?status=404&body=no'))
    expect(refused).toMatchObject({ code: 'ERR_SSE_NOT_FOUND', status: 404 })
    expect(ask('/flaky?times=2&wait=1')).toContain('data: a')
  })

  test.each(['firstContent', 'idleContent', 'idleBytes', 'total'] as const)(
    'a body that stalls is bounded by %s',
    (kind) => {
      const path = `/stall?whole=${kind}`
      // `total` so that it fails, and does not hang, when the other one is not obeyed.
      const deadlines = { total: 10_000, [kind]: 60 }
      const error = thrownBy(() => ask(path, { deadlines, maxRetries: 0 }))
      expect(error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind, limit: 60, status: 200 })
      expect(seen(path).closed).toBe(true)
    },
  )

  test('a signal that was aborted before sends nothing', () => {
    const signal = AbortSignal.abort()
    expect(thrownBy(() => ask(text('{}', '&aborted'), { signal }))).toMatchObject({
      code: 'ERR_SSE_ABORTED',
    })
  })

  test('what cannot go to another thread is refused by name', () => {
    const error = thrownBy(() => ask('/raw', { fetch: () => undefined } as never))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain('`fetch`')
  })
})
