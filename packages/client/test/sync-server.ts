// The server behind the tests of synchronous streams, a program of its own: whoever reads synchronously cannot serve.
// It tells its address on its standard output and ends when its standard input does.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server knows about one request, by the path that was asked for. */
export interface SeenRequest {
  method: string
  headers: Record<string, unknown>
  body: string
  /** The port of the client: the same one, the same connection. */
  port: number
  /** How often it was asked for. */
  times: number
  /** Handed to the network so far. */
  bytes: number
  /** The whole response was handed to the network. */
  finished: boolean
  /** The connection, or the response on it, is over. */
  closed: boolean
}

const eventStream = { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' }
const LONGEST_WAIT = 10_000

const seen = new Map<string, SeenRequest>()
const waiting: (() => void)[] = []
const released = new Set<string>()

/** Resolves when `done`, which is asked again whenever something has changed. */
async function until(done: () => boolean): Promise<void> {
  const giveUp = Date.now() + LONGEST_WAIT
  while (!done() && Date.now() < giveUp) {
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
      setTimeout(resolve, 50)
    })
  }
}

function changed(): void {
  for (const wake of waiting.splice(0)) wake()
}

type Respond = (response: ServerResponse, url: URL, seen: SeenRequest) => unknown

const data = (text: string): string => `data: ${text}\n\n`

const routes: Readonly<Record<string, Respond>> = {
  '/whole': (response) =>
    response.writeHead(200, eventStream).end(data('a') + data('b') + data('[DONE]')),

  // The connection stays open behind the end marker.
  '/open-ended': (response) =>
    response.writeHead(200, eventStream).write(data('a') + data('[DONE]')),

  '/cut-off': (response) => response.writeHead(200, eventStream).end(data('a')),

  '/reset': async (response) => {
    response.writeHead(200, eventStream).write(data('a'))
    await until(() => released.has('/reset'))
    response.destroy()
  },

  // The second half comes when `/release?path=/held` was asked for.
  '/held': async (response, url) => {
    const bytes = Buffer.from(url.searchParams.get('text') ?? '')
    const cut = Number(url.searchParams.get('cut'))
    response.writeHead(200, eventStream).write(bytes.subarray(0, cut))
    await until(() => released.has(url.pathname + url.search))
    response.end(Buffer.concat([bytes.subarray(cut), Buffer.from(data('[DONE]'))]))
  },

  '/release': (response, url) => {
    released.add(url.searchParams.get('path') ?? '')
    changed()
    response.writeHead(200, eventStream).end(data('[DONE]'))
  },

  '/never': () => undefined,

  // Nothing but comments, behind headers that take so many milliseconds.
  '/late': async (response, url) => {
    await new Promise((resolve) => setTimeout(resolve, Number(url.searchParams.get('headers'))))
    response.writeHead(200, eventStream)
    const timer = setInterval(() => response.write(':\n\n'), 20)
    response.on('close', () => clearInterval(timer))
  },

  // As fast as the client takes them.
  '/endless': (response, url) => {
    response.writeHead(200, eventStream)
    const text = url.searchParams.has('comments') ? ':\n\n' : data('a')
    const write = (): void => {
      while (!response.destroyed && response.write(text));
    }
    response.on('drain', write)
    write()
  },

  '/drip': (response) => {
    response.writeHead(200, eventStream)
    const timer = setInterval(() => response.write(data('a')), 5)
    response.on('close', () => clearInterval(timer))
  },

  // As fast as the client takes it, up to 64 MiB.
  '/flood': async (response, _, record) => {
    response.writeHead(200, eventStream)
    const event = data('x'.repeat(16_376))
    while (record.bytes < 67_108_864 && !record.closed) {
      record.bytes += event.length
      if (!response.write(event)) await until(() => !response.writableNeedDrain || record.closed)
    }
    response.end(data('[DONE]'))
  },

  '/big': (response, url) => {
    const size = Number(url.searchParams.get('size'))
    response.writeHead(200, eventStream)
    response.end(data('0123456789'.repeat(Math.ceil(size / 10)).slice(0, size)) + data('[DONE]'))
  },

  // These bytes, in two writes if there is a cut; so many times it breaks between them.
  '/raw': (response, url, record) => {
    const bytes = Buffer.from(url.searchParams.get('hex') ?? '', 'hex')
    const cut = Number(url.searchParams.get('cut') ?? bytes.length)
    response.writeHead(200, { 'x-request-id': 'req_1' }).write(bytes.subarray(0, cut))
    if (record.times > Number(url.searchParams.get('breaks'))) response.end(bytes.subarray(cut))
    else setTimeout(() => response.destroy(), 20)
  },

  '/status': (response, url) => {
    const status = Number(url.searchParams.get('status'))
    const body = url.searchParams.get('body') ?? ''
    response.writeHead(status, { 'x-request-id': 'req_9', 'x-should-retry': 'false' }).end(body)
  },

  // Refused `times` times with a `wait` for each, then not, after a `delay`, in milliseconds.
  '/flaky': async (response, url, record) => {
    const number = (name: string): number => Number(url.searchParams.get(name) ?? 1)
    if (record.times <= number('times')) {
      response.writeHead(503, { 'retry-after-ms': String(number('wait')) }).end()
      return
    }
    response.writeHead(200, eventStream).flushHeaders()
    await new Promise((resolve) => setTimeout(resolve, number('delay')))
    response.end(data('a') + data('[DONE]'))
  },

  // Breaks off behind the headers, so many times; then is refused, or not.
  '/headers-only': (response, url, record) => {
    const then = url.searchParams.get('then')
    if (then !== null && record.times > 1) return response.writeHead(Number(then)).end()
    const id = { 'x-request-id': `req_${record.times}` }
    response.writeHead(200, { ...eventStream, ...id })
    if (record.times > Number(url.searchParams.get('times'))) {
      return response.end(data('a') + data('[DONE]'))
    }
    response.flushHeaders()
    return setTimeout(() => response.destroy(), 20)
  },

  '/no-headers': () => undefined,

  '/no-bytes': (response) => response.writeHead(200, eventStream).flushHeaders(),

  // Says nothing behind the headers, so many times.
  '/silent': (response, url, record) => {
    response.writeHead(200, eventStream).flushHeaders()
    if (record.times > Number(url.searchParams.get('times'))) {
      response.end(data('a') + data('[DONE]'))
    }
  },

  '/redirect': (response, url) =>
    response.writeHead(307, { location: url.searchParams.get('to') ?? '' }).end(),

  '/stall': (response) => response.writeHead(200, eventStream).write(data('a')),

  // Keep-alives, and one item in front of them unless `first` is asked for.
  '/comments': (response, url) => {
    response.writeHead(200, eventStream).write(data(url.search === '?first' ? 'b' : 'a'))
    const timer = setInterval(() => response.write(': alive\n\n'), 5)
    response.on('close', () => clearInterval(timer))
  },

  // What is known about a path: at once, or when `until` is true of it.
  '/seen': async (response, url) => {
    const path = url.searchParams.get('path') ?? ''
    const wanted = url.searchParams.get('until')
    if (wanted === 'closed' || wanted === 'finished') {
      await until(() => seen.get(path)?.[wanted] === true)
    } else if (wanted === 'still') await standstill(() => seen.get(path)?.bytes)
    const record = JSON.stringify(seen.get(path) ?? null)
    response.writeHead(200, eventStream).end(data(record) + data('[DONE]'))
  },
}

/** Resolves when a value has not changed for half a second. */
async function standstill(value: () => unknown): Promise<void> {
  let last = value()
  let since = Date.now()
  await until(() => {
    const now = value()
    if (now !== last) since = Date.now()
    last = now
    return Date.now() - since >= 500
  })
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  let body = ''
  for await (const piece of request.setEncoding('utf8')) body += String(piece)
  const record: SeenRequest = {
    method: request.method ?? '',
    headers: request.headers,
    body,
    port: request.socket.remotePort ?? 0,
    times: (seen.get(url.pathname + url.search)?.times ?? 0) + 1,
    bytes: 0,
    finished: false,
    closed: false,
  }
  if (url.pathname !== '/seen') seen.set(url.pathname + url.search, record)
  response.on('finish', () => {
    record.finished = true
    changed()
  })
  response.on('drain', changed)
  response.on('close', () => {
    record.closed = true
    changed()
  })
  const respond = routes[url.pathname]
  if (respond === undefined) response.writeHead(404).end()
  else await respond(response, url, record)
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    process.exitCode = 1
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
process.stdin.on('end', () => process.exit()).resume()
