// The worker of synchronous streams, with an eye on what they leave behind in it. Asked for that, it answers on a channel.

import { BroadcastChannel } from 'node:worker_threads'

export { serveSyncStreams } from '@sse/client/sync-worker'

const pending = new Set<unknown>()
const { setTimeout, clearTimeout } = globalThis

// Those of the client: a runtime has some of its own for its connections.
const isOurs = (): boolean =>
  /[/\\]client[/\\](?:src|dist)[/\\]/.test(new Error('Who sets it?').stack ?? '')
globalThis.setTimeout = ((callback: () => void, ...rest: [milliseconds?: number]) => {
  if (!isOurs()) return setTimeout(callback, ...rest)
  const timer = setTimeout(
    () => {
      pending.delete(timer)
      callback()
    },
    ...rest,
  )
  pending.add(timer)
  return timer
}) as typeof setTimeout
globalThis.clearTimeout = (timer) => {
  pending.delete(timer)
  clearTimeout(timer)
}

// On it anything is the question, and a list of resources in use is the answer.
const channel = new BroadcastChannel('fault-matrix-worker')
// Its types know only `onmessage`, of which there can be one.
const events = channel as unknown as EventTarget
events.addEventListener('message', () => {
  const timers = Array.from(pending, () => 'a timer of the client')
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  channel.postMessage([...process.getActiveResourcesInfo(), ...timers])
})
channel.unref()
