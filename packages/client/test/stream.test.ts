import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import {
  APIConnectionError,
  APIStatusError,
  APIUserAbortError,
  openStream,
  RateLimitError,
  Stream,
  statusErrorOf,
} from '@sse/client'
import type { ServerSentEvent } from '@sse/core'
import { type EventDecoder, TruncatedStreamError } from '@sse/core/decoder'
import { afterEach, describe, expect, test, vi } from 'vitest'

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

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

interface Served {
  readonly url: string
  readonly hungUp: Promise<void>
  readonly requests: IncomingMessage[]
}

/** A server for one test; `hungUp` resolves when the client has closed a response. */
async function serve(
  respond: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<Served> {
  const requests: IncomingMessage[] = []
  let hangUp: () => void
  const hungUp = new Promise<void>((resolve) => {
    hangUp = resolve
  })
  const server = createServer((request, response) => {
    requests.push(request)
    response.on('close', () => hangUp())
    respond(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, hungUp, requests }
}

const stream = { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' }
const whole = (response: ServerResponse): void => {
  response.writeHead(200, stream).end('data: a\n\ndata: b\n\ndata: [DONE]\n\n')
}
const stall = (response: ServerResponse): void => {
  response.writeHead(200, stream).write('data: a\n\ndata: b\n\n')
}

const cutOff = (response: ServerResponse): void => {
  response.writeHead(200, stream).end('data: a\n\n')
}

async function open(url: string, more: object = {}): Promise<Stream<string>> {
  return openStream(url, { decoder: new DataDecoder(), maxRetries: 0, ...more })
}

async function collect(source: AsyncIterable<string>): Promise<string[]> {
  const items: string[] = []
  for await (const item of source) items.push(item)
  return items
}

describe('openStream', () => {
  test('the response is there before the first item, and the items follow', async () => {
    const { url, requests } = await serve(whole)
    const opened = await open(url)
    expect(opened.response.status).toBe(200)
    expect(opened.response.headers.get('content-type')).toBe('text/event-stream')
    expect(opened.requestId).toBe('req_1')
    expect(opened.outcome).toBeUndefined()
    expect(await collect(opened)).toEqual(['a', 'b'])
    expect(opened.outcome).toEqual({ status: 'completed', evidence: 'done-sentinel' })
    expect(requests[0]?.method).toBe('GET')
    expect(requests[0]?.headers.accept).toBe('text/event-stream')
  })

  test('a body is posted, with headers', async () => {
    let received = ''
    const { url, requests } = await serve((response, request) => {
      request.on('data', (chunk) => (received += String(chunk)))
      request.on('end', () => whole(response))
    })
    await collect(await open(url, { body: '{"x":1}', headers: { 'x-mine': 'yes' } }))
    expect(requests[0]?.method).toBe('POST')
    expect(requests[0]?.headers['x-mine']).toBe('yes')
    expect(received).toBe('{"x":1}')
  })

  test('the iteration ends with the end marker, although the server stays connected', async () => {
    const { url, hungUp } = await serve((response) => {
      response.writeHead(200, stream).write('data: a\n\ndata: [DONE]\n\n')
    })
    expect(await collect(await open(url))).toEqual(['a'])
    await hungUp
  })

  test('a refused connection is APIConnectionError with its cause', async () => {
    const { url } = await serve(whole)
    await stops.pop()!()
    const error = await open(url).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(APIConnectionError)
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', cause: expect.any(Error) })
  })

  test('a status that is no success is APIStatusError, with what the server said', async () => {
    const { url } = await serve((response) => {
      response
        .writeHead(429, { 'content-type': 'application/json', 'x-request-id': 'req_9' })
        .end('{"error":{"message":"Slow down","code":"rate_limit","type":"requests","param":null}}')
    })
    const error = await open(url).catch((thrown: unknown) => thrown)
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
      param: undefined,
      error: { message: 'Slow down' },
    })
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
  ])('status %i is %s', (status, name, code) => {
    const error = statusErrorOf({ status, headers: new Headers(), body: undefined })
    expect(error).toMatchObject({ name, code, status, message: `${status} status code` })
  })

  test('an error body that is not JSON, and one without end, are read to a limit', async () => {
    const { url } = await serve((response) => {
      response.writeHead(502, { 'content-type': 'text/html' })
      const flood = (): void => {
        while (!response.destroyed && response.write('<html>secret'.repeat(1000)));
        if (!response.destroyed) response.once('drain', flood)
      }
      flood()
    })
    const error = await open(url).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_SSE_INTERNAL_SERVER', message: '502 status code' })
    expect((error as APIStatusError).error).toHaveLength(65_536)
  })

  test('an error body that stalls: the signal ends the wait, as an abort', async () => {
    const { url, requests } = await serve((response) => {
      response.writeHead(500).write('{"error":{"message":"x')
    })
    const controller = new AbortController()
    const opening = open(url, { signal: controller.signal })
    while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    setTimeout(() => controller.abort(), 20)
    await expect(opening).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED' })
  })

  test('an error body that stalls: after five seconds the status is told without it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull: () => new Promise(() => undefined),
      })
      const fetch = async (): Promise<Response> => new Response(body, { status: 503 })
      const opening = open('http://127.0.0.1/', { fetch }).catch((thrown: unknown) => thrown)
      await vi.advanceTimersByTimeAsync(5000)
      expect(await opening).toMatchObject({ status: 503, error: undefined })
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  test.each([
    ['http://user:pw-secret@127.0.0.1/', {}],
    ['http://127.0.0.1/', { authorization: 'Bearer sk-secret\nx' }],
    ['http://127.0.0.1/', { authorization: 'Bearer sk-secret\u{1F600}' }],
    ['http://127.0.0.1/', { 'x-secret ': 'a' }],
  ])(
    'what fetch would repeat in its error is refused without being named: %s %o',
    async (url, headers) => {
      const error = await open(url, { headers }).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(TypeError)
      expect(inspect(error)).not.toContain('secret')
    },
  )

  test.each(['undefined/chat/completions', '/relative', 'http://', 'http://a:b/secret'])(
    'a URL that is none is a TypeError at once, and no failed connection: %s',
    async (url) => {
      const opening = openStream(url, { maxRetries: 5 }).catch((thrown: unknown) => thrown)
      const error = await opening
      expect(error).toBeInstanceOf(TypeError)
      expect(inspect(error)).not.toContain(`${url}'`)
      expect(inspect(error)).not.toContain('secret')
    },
  )

  test('a stand-in for fetch may take URLs of its own', async () => {
    const fetch = async (): Promise<Response> => new Response('data: a\n\ndata: [DONE]\n\n')
    expect(await collect(await open('/relative', { fetch }))).toEqual(['a'])
  })

  test('a body with hostile keys changes no prototype', () => {
    const body: unknown = JSON.parse(
      '{"__proto__":{"error":{"message":"x"}},"error":{"__proto__":{"message":"y"}}}',
    )
    const error = statusErrorOf({ status: 400, headers: new Headers(), body })
    expect(error.message).toBe('400 status code')
    expect(({} as Record<string, unknown>)['message']).toBeUndefined()
  })
})

describe('Stream', () => {
  test('a connection that breaks in the middle is APIConnectionError, after what was received', async () => {
    const { url } = await serve((response) => {
      response.writeHead(200, stream).write('data: a\n\n', () => response.destroy())
    })
    const opened = await open(url)
    const items: string[] = []
    const error = await (async () => {
      for await (const item of opened) items.push(item)
    })().catch((thrown: unknown) => thrown)
    expect(items).toEqual(['a'])
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', cause: expect.anything() })
    expect(opened.outcome).toEqual({ status: 'failed', error })
  })

  test('an end without the end marker is truncation', async () => {
    const { url } = await serve((response) => response.writeHead(200, stream).end('data: a\n\n'))
    const opened = await open(url)
    await expect(collect(opened)).rejects.toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(opened.outcome?.status).toBe('truncated')
  })

  test('break cancels the body and ends quietly', async () => {
    const { url, hungUp } = await serve(stall)
    const opened = await open(url)
    for await (const item of opened) {
      expect(item).toBe('a')
      break
    }
    await hungUp
    expect(opened.outcome).toEqual({ status: 'aborted', by: 'close' })
  })

  test('close ends a next that waits, may be repeated, and stops what was not read', async () => {
    const { url, hungUp } = await serve(stall)
    const opened = await open(url)
    const items = opened[Symbol.asyncIterator]()
    await items.next()
    await items.next()
    const waiting = items.next()
    await Promise.all([opened.close(), opened.close()])
    expect(await waiting).toEqual({ value: undefined, done: true })
    expect(await items.next()).toEqual({ value: undefined, done: true })
    await hungUp
  })

  test('close before the first read hangs up', async () => {
    const { url, hungUp } = await serve(stall)
    await (await open(url)).close()
    await hungUp
  })

  test('await using closes at the end of the block, also when it throws', async () => {
    const { url, hungUp } = await serve(stall)
    const failure = new Error('mine')
    const block = async (): Promise<void> => {
      await using opened = await open(url)
      for await (const _ of opened) throw failure
    }
    await expect(block()).rejects.toBe(failure)
    await hungUp
  })

  test('a signal that is aborted before, during the request and during the stream', async () => {
    const { url, hungUp } = await serve(stall)
    const reason = new Error('enough')
    await expect(open(url, { signal: AbortSignal.abort(reason) })).rejects.toMatchObject({
      code: 'ERR_SSE_ABORTED',
      cause: reason,
    })

    const silent = await serve(() => undefined)
    const early = new AbortController()
    const opening = open(silent.url, { signal: early.signal })
    early.abort(reason)
    await expect(opening).rejects.toBeInstanceOf(APIUserAbortError)

    const late = new AbortController()
    const opened = await open(url, { signal: late.signal })
    const items: string[] = []
    const loop = async (): Promise<void> => {
      for await (const item of opened) {
        items.push(item)
        if (item === 'b') late.abort(reason)
      }
    }
    await expect(loop()).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED', cause: reason })
    expect(items).toEqual(['a', 'b'])
    expect(opened.outcome).toEqual({ status: 'aborted', by: 'signal' })
    await hungUp
  })

  test('a fetch that does not know signals is stopped all the same', async () => {
    let cancels = 0
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('data: a\n\n')),
      cancel: () => {
        cancels++
      },
    })
    const controller = new AbortController()
    const fetch = async (): Promise<Response> =>
      new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>)
    const opened = await open('http://127.0.0.1/', { fetch, signal: controller.signal })
    const items = opened[Symbol.asyncIterator]()
    await items.next()
    const waiting = items.next()
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED' })
    expect(cancels).toBe(1)
  })

  test.each([
    ['its end', whole, async (opened: Stream<string>) => void (await collect(opened))],
    ['close', stall, async (opened: Stream<string>) => opened.close()],
    [
      'an error',
      cutOff,
      async (opened: Stream<string>) => void (await collect(opened).catch(() => undefined)),
    ],
  ])('after %s a stream has let go of the caller’s signal', async (_, respond, leave) => {
    const { url } = await serve(respond)
    const { signal } = new AbortController()
    const listeners = new Set<unknown>()
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners.add(args[1])
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners.delete(args[1])
      remove(...args)
    }
    const opened = await open(url, { signal })
    expect(listeners.size).toBe(1)
    await leave(opened)
    expect(listeners.size).toBe(0)
  })

  test('close after the end changes nothing', async () => {
    const { url } = await serve(whole)
    await using opened = await open(url)
    await collect(opened)
    await opened.close()
    expect(opened.outcome).toEqual({ status: 'completed', evidence: 'done-sentinel' })
  })

  test('a signal that is aborted while a read waits', async () => {
    const { url, hungUp } = await serve(stall)
    const controller = new AbortController()
    const opened = await open(url, { signal: controller.signal })
    const items = opened[Symbol.asyncIterator]()
    await items.next()
    await items.next()
    const waiting = items.next()
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED' })
    expect(await items.next()).toEqual({ value: undefined, done: true })
    await hungUp
  })

  test('what arrived before a connection broke is delivered, however late it is asked for', async () => {
    const { url, hungUp } = await serve((response) => {
      response.writeHead(200, stream)
      let sent = 0
      const send = (): void => {
        if (sent === 10) response.destroy()
        else response.write(`data: ${sent++}\n\n`, () => setTimeout(send, 2))
      }
      send()
    })
    const opened = await open(url)
    await hungUp
    // The client has to notice, too: a turn of its event loop or two.
    await new Promise((resolve) => setTimeout(resolve, 50))
    const items: string[] = []
    const error = await (async () => {
      for await (const item of opened) items.push(item)
    })().catch((thrown: unknown) => thrown)
    expect(items).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION' })
  })

  test('reading ahead has a limit: a consumer that does not read holds the source back', async () => {
    const chunk = new Uint8Array(65_536).fill(58)
    let pulls = 0
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull: (controller) => {
          pulls++
          controller.enqueue(chunk.slice())
        },
      },
      { highWaterMark: 0 },
    )
    const opened = await open('http://127.0.0.1/', { fetch: async () => new Response(body) })
    for (let turn = 0; turn < 1000; turn++) await Promise.resolve()
    expect(pulls).toBeGreaterThan(1)
    expect(pulls).toBeLessThanOrEqual(1_048_576 / 65_536 + 1)
    await opened.close()
  })

  test('a body that takes for ever to be cancelled holds nobody up, and the request is ended', async () => {
    let ended: AbortSignal | undefined
    const fetch = async (_: string, request: { signal: AbortSignal }): Promise<Response> => {
      ended = request.signal
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (controller) =>
          controller.enqueue(new Uint8Array(new TextEncoder().encode('data: a\n\n'))),
        cancel: () => new Promise(() => undefined),
      })
      return new Response(body)
    }
    const opened = await open('http://127.0.0.1/', { fetch })
    for await (const item of opened) {
      expect(item).toBe('a')
      break
    }
    expect(ended?.aborted).toBe(true)
  })

  test('a stream is read by one loop', async () => {
    const { url } = await serve(whole)
    const opened = await open(url)
    await collect(opened)
    expect(() => opened[Symbol.asyncIterator]()).toThrow(/once/)
  })

  test('a response without a body is an empty stream', async () => {
    const { url } = await serve((response) => response.writeHead(204).end())
    await expect(collect(await open(url))).rejects.toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
  })
})
