// A thread with a server: whoever reads synchronously cannot serve at the same time. It tells its address, and its log
// as often as it is asked for it.

import { startServer } from '@fixtures/server'
import { parentPort } from 'node:worker_threads'

const server = await startServer()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(server.url)
parentPort?.on('message', () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(JSON.parse(JSON.stringify(server.requests)))
})
