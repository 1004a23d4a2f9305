// What the thread behind synchronous streams makes of the news that content was waited for too long.

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createRing, RingReader } from '../src/sync-ring.ts'
import { serveSyncStreams } from '../src/sync-worker.ts'

const responses: ServerResponse[] = []
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
  responses.push(response)
})
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
afterAll(() => server.close().closeAllConnections())

/** Has the request sent in this thread, and gives the frames as they come. */
function serving() {
  const serve = serveSyncStreams(() => undefined)
  const ring = createRing()
  const reader = new RingReader(ring, () => serve({ type: 'room', id: 1 }))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const options = { maxRetries: 0, deadlines: { idleContent: 100 } }
  serve({ type: 'open', id: 1, ring, request: { url, options } })
  const next = (): Promise<string> =>
    vi.waitFor(
      () => {
        const frame = reader.read()
        if (frame === undefined) throw new Error('Nothing has come')
        const text = new TextDecoder().decode(frame.bytes)
        return frame.kind === 'error' ? (JSON.parse(text) as { code: string }).code : frame.kind
      },
      { timeout: 5000, interval: 1 },
    )
  return { serve, next }
}

test('it ends the request of which nothing has come', async () => {
  const { serve, next } = serving()
  expect(await next()).toBe('head')
  serve({ type: 'late', id: 1 })
  expect([await next(), await next()]).toEqual(['retry', 'ERR_SSE_TIMEOUT'])
  await vi.waitFor(() => expect(responses.at(-1)!.destroyed).toBe(true))
})

test('it comes too late itself when a byte is on its way: who waits counts on', async () => {
  const { serve, next } = serving()
  expect(await next()).toBe('head')
  responses.at(-1)!.write(': hello\n')
  expect(await next()).toBe('data')
  serve({ type: 'late', id: 1 })
  responses.at(-1)!.end('\n')
  expect([await next(), await next()]).toEqual(['data', 'end'])
})

test('it says nothing of a request that is unknown, or was answered', async () => {
  const { serve, next } = serving()
  expect(await next()).toBe('head')
  responses.at(-1)!.end()
  expect(await next()).toBe('end')
  serve({ type: 'late', id: 1 })
  serve({ type: 'late', id: 2 })
})
