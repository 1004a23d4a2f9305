// A thread with a server: whoever reads synchronously cannot serve at the same time. It tells its address, and its log
// as often as it is asked for it. A request with the header `x-body` is answered with what that says.

import { startServer } from '@fixtures/server'
import { parentPort } from 'node:worker_threads'

const server = await startServer({
  plan: ({ headers }, replay) => {
    const body = headers['x-body']
    if (typeof body !== 'string') return replay
    const bytes = new TextEncoder().encode(decodeURIComponent(body))
    const cut = Number(headers['x-cut'] ?? bytes.length)
    const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)]
    const steps = pieces.map((piece) => ({ type: 'write' as const, bytes: piece }))
    return { status: 200, headers: {}, steps }
  },
})
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(server.url)
parentPort?.on('message', () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(JSON.parse(JSON.stringify(server.requests)))
})
