// The thread behind synchronous streams: it sends requests and passes on the bytes of their responses.

import type { BodySource } from './body-source.ts'
import type { Fetch } from './http.ts'
import { startingKinds } from './lifetime.ts'
import { request } from './open-stream.ts'
import { retryDelay } from './retry-policy.ts'
import { errorData } from './sync-error.ts'
import { headOf } from './sync-response.ts'
import { RingWriter } from './sync-ring.ts'
import { readWholeBody } from './whole-body.ts'
import type { SyncThreadMessage, SyncThreadRequest } from './sync-thread-message.ts'

// What is read of a body behind the end of its stream, so that the connection can be used again.
const MOST_DRAINED = 65_536
const DRAIN_TIME = 500

/**
 * What a worker of synchronous streams runs: gives the function that takes the messages of the thread
 * that started it. `onBusy` is told when there are streams, and when there are none.
 */
export function serveSyncStreams(
  onBusy: (busy: boolean) => void,
): (message: SyncThreadMessage) => void {
  const streams = new Map<number, ServedStream>()
  return (message) => {
    if (message.type !== 'open') {
      streams.get(message.id)?.[message.type]()
      return
    }
    const stream = new ServedStream(message.ring)
    streams.set(message.id, stream)
    if (streams.size === 1) onBusy(true)
    void stream.run(message.request).finally(() => {
      streams.delete(message.id)
      if (streams.size === 0) onBusy(false)
    })
  }
}

class ServedStream {
  readonly #ring: RingWriter
  readonly #controller = new AbortController()
  // Requests that were sent, and whether a byte of an answer was passed on.
  #sent = 0
  #passed = false
  // So many bytes may still be read and dropped.
  #spare: number | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(ring: SharedArrayBuffer) {
    this.#ring = new RingWriter(ring)
  }

  /** Sends the request and writes to the ring what comes of it. Never rejects. */
  async run({ url, options, wholeUpTo }: SyncThreadRequest): Promise<void> {
    const { maxRetries = 2 } = options
    for (let tried = true; tried;) {
      tried = false
      try {
        await this.#attempt(url, { ...options, maxRetries: maxRetries - this.#sent }, wholeUpTo)
      } catch (error) {
        // Nothing of it has been given to anybody, so that it can be sent again.
        const mayRetry = !this.#passed && !this.#controller.signal.aborted
        const delay = mayRetry ? retryDelay(error, this.#sent - 1, 0, options) : undefined
        if (delay === undefined) await this.#ring.write('error', json(errorData(error)))
        else {
          await this.#ring.write('retry')
          tried = await this.#sleep(delay)
        }
      }
    }
    clearTimeout(this.#timer)
    this.#ring.acknowledge()
  }

  /** The reader has made room. */
  room(): void {
    this.#ring.resume()
  }

  /** Nobody reads any more: ends the request. */
  close(): void {
    this.#ring.close()
    this.#controller.abort()
  }

  /** The stream is over, the body perhaps not: reads its rest, if that is short, and drops it. */
  drain(): void {
    this.#ring.close()
    this.#spare = MOST_DRAINED
    this.#timer = setTimeout(() => this.#controller.abort(), DRAIN_TIME)
  }

  async #attempt(
    url: string,
    options: SyncThreadRequest['options'],
    wholeUpTo: number | undefined,
  ): Promise<void> {
    const { signal } = this.#controller
    let sentAt = 0
    const fetch: Fetch = (target, init) => {
      this.#sent++
      sentAt = performance.now()
      return globalThis.fetch(target, init)
    }
    const open = await request(url, { ...options, fetch, signal })
    try {
      const counted = startingKinds(options.deadlines ?? {})
      const isCounted = counted.includes('firstContent') || counted.includes('idleContent')
      const waited = isCounted ? performance.now() - sentAt : 0
      await this.#ring.write('head', json(headOf(open.response, waited)))
      if (wholeUpTo === undefined) await this.#pass(open.read())
      else await this.#write(await readWholeBody(open.read('content'), wholeUpTo))
      await this.#ring.write('end')
    } finally {
      open.release()
    }
  }

  async #pass(body: BodySource): Promise<void> {
    for (;;) {
      const chunk = await body.read()
      if (chunk.done) return
      if (this.#spare !== undefined) {
        this.#spare -= chunk.value.length
        if (this.#spare < 0) return
      }
      await this.#write(chunk.value)
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#passed ||= bytes.length > 0
    await this.#ring.write('data', bytes)
  }

  // Whether it was slept to the end.
  #sleep(milliseconds: number): Promise<boolean> {
    const { signal } = this.#controller
    return new Promise((resolve) => {
      this.#timer = setTimeout(() => resolve(true), milliseconds)
      signal.addEventListener('abort', () => resolve(false), { once: true })
    })
  }
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}
