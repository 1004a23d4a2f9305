import { once } from 'node:events'
import { BroadcastChannel } from 'node:worker_threads'
import { countOf } from './fault-matrix-leftovers.ts'

/** Where the worker is that tells what is in use in it. */
export const WORKER: URL = new URL('./fault-matrix-worker.ts', import.meta.url)

const PATIENCE = 5000

/** Asks the worker of `fault-matrix-worker.ts`, which has to be running, what is in use in it. */
export async function workerResources(): Promise<Map<string, number>> {
  const channel = new BroadcastChannel('fault-matrix-worker')
  try {
    const answer = once(channel as unknown as EventTarget, 'message', {
      signal: AbortSignal.timeout(PATIENCE),
    })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    channel.postMessage('in use?')
    const [{ data }] = (await answer) as [{ readonly data: readonly string[] }]
    return countOf(data)
  } finally {
    channel.close()
  }
}
