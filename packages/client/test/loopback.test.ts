import { spawn } from 'node:child_process'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openStream } from '@sse/client'
import { afterEach, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { settle } from './fake-clock.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

interface Served {
  readonly url: string
  /** How many connections were made so far. */
  readonly connections: () => number
}

async function serve(
  respond: (response: ServerResponse, requests: number) => void,
): Promise<Served> {
  let requests = 0
  let connections = 0
  const server = createServer((_, response) => respond(response, ++requests))
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, connections: () => connections }
}

const stream = { 'content-type': 'text/event-stream' }
const text = 'data: a\n\ndata: [DONE]\n\n'
const soon = (act: () => void): void => void setImmediate(act)

test('streams that are read to their end marker share one connection', async () => {
  const { url, connections } = await serve((response) => {
    // The end of the body comes behind the end marker, in a write of its own.
    response.writeHead(200, stream).write(text, () => soon(() => response.end(': bye\n\n')))
  })
  for (let n = 0; n < 20; n++) {
    const opened = await openStream(url, { decoder: new DataDecoder() })
    expect((await readAll(opened)).items).toEqual(['a'])
    // The iteration has ended before the body has; its rest comes in a turn or two.
    await settle()
  }
  // Without reading that rest it would be one connection for each.
  expect(connections()).toBeLessThanOrEqual(2)
})

test('a refusal, then an answer: with time as it is', async () => {
  const { url } = await serve((response, requests) => {
    if (requests === 1) response.writeHead(503, { 'retry-after-ms': '1' }).end()
    else response.writeHead(200, stream).end(text)
  })
  const opened = await openStream(url, { decoder: new DataDecoder() })
  expect(await readAll(opened)).toEqual({ items: ['a'], error: undefined })
  expect(opened.timing.attempts).toBe(2)
})

test('a server that falls silent: the deadline ends it, and the server sees it', async () => {
  let left!: () => void
  const gone = new Promise<void>((resolve) => {
    left = resolve
  })
  const { url } = await serve((response) => {
    response.on('close', left)
    response.writeHead(200, stream).write('data: a\n\n')
  })
  const opened = await openStream(url, { decoder: new DataDecoder(), deadlines: { idleBytes: 30 } })
  expect(await readAll(opened)).toMatchObject({
    items: ['a'],
    error: { code: 'ERR_SSE_TIMEOUT', kind: 'idleBytes' },
  })
  await gone
})

/** Runs a program to its end, and gives what it printed; it has ten seconds. */
async function run(
  program: string,
): Promise<{ readonly out: string; readonly code: number | null }> {
  const flags = ['--conditions=@sse/source', '--input-type=module', '--eval', program]
  const child = spawn(process.execPath, flags, { cwd: import.meta.dirname, timeout: 10_000 })
  let out = ''
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (out += String(chunk)))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { out, code }
}

test('neither deadlines nor the rest of a body keep a program alive', async () => {
  // The server stays connected behind the end marker.
  const { url } = await serve((response) => response.writeHead(200, stream).write(text))
  const { out, code } = await run(`
    import { openStream } from '@sse/client'
    const deadlines = { total: 3_600_000, idleBytes: 3_600_000, idleContent: 3_600_000 }
    const stream = await openStream(${JSON.stringify(url)}, { deadlines })
    for await (const event of stream) if (event.data === '[DONE]') break
    console.log(stream.outcome.status)
  `)
  expect({ out, code }).toEqual({ out: 'aborted\n', code: 0 })
})

test('a program that waits for another attempt is not left in the middle of it', async () => {
  const { url } = await serve((response, requests) => {
    response.shouldKeepAlive = false
    if (requests === 1) response.writeHead(429, { 'retry-after-ms': '200' }).end()
    else response.writeHead(200, stream).end(text)
  })
  const { out, code } = await run(`
    import { openStream } from '@sse/client'
    const stream = await openStream(${JSON.stringify(url)})
    console.log(stream.timing.attempts)
  `)
  expect({ out, code }).toEqual({ out: '2\n', code: 0 })
})
