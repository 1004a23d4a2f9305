// The thread behind synchronous streams: it sends requests and passes on the bytes of their responses.

import { APITimeoutError } from './api-timeout-error.ts'
import { BodySource } from './body-source.ts'
import { connect, waitToRetry } from './connect.ts'
import type { HttpResponse } from './http.ts'
import type { Lifetime } from './lifetime.ts'
import { within } from './open-stream.ts'
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
  // Whether a byte of an answer was passed on.
  #passed = false
  // Set as long as nothing has come of an answer whose head was passed on.
  #tooLate: (() => void) | undefined
  // So many bytes may still be read and dropped.
  #spare: number | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(ring: SharedArrayBuffer) {
    this.#ring = new RingWriter(ring)
  }

  /** Sends the request and writes to the ring what comes of it. Never rejects. */
  async run({ url, options, wholeUpTo }: SyncThreadRequest): Promise<void> {
    const { signal } = this.#controller
    try {
      await within({ ...options, signal }, async (life) => {
        while (!(await this.#answer(await connect(url, options, life), life, options, wholeUpTo)));
        life.cut()
      })
    } catch (error) {
      await this.#ring.write('error', json(errorData(error)))
    }
    clearTimeout(this.#timer)
    this.#ring.acknowledge()
  }

  /** The reader has made room. */
  room(): void {
    this.#ring.resume()
  }

  /** Who waits for content has waited too long. */
  late(): void {
    this.#tooLate?.()
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

  // Passes an answer on. False when it broke, and the request may be sent again: nothing of it has been given to anybody.
  async #answer(
    response: HttpResponse,
    life: Lifetime,
    options: SyncThreadRequest['options'],
    wholeUpTo: number | undefined,
  ): Promise<boolean> {
    try {
      const { firstContent, idleContent = Infinity } = options.deadlines ?? {}
      const [kind, limit] =
        firstContent === undefined
          ? (['idleContent', idleContent] as const)
          : (['firstContent', firstContent] as const)
      this.#tooLate = () => life.abort(new APITimeoutError(kind, limit))
      await this.#ring.write('head', json(headOf(response, life.waited)))
      // Who sees the content counts its deadlines.
      if (wholeUpTo === undefined) life.passOn()
      const body = new BodySource(response, life)
      if (wholeUpTo === undefined) await this.#pass(body)
      else await this.#write(await readWholeBody(body, wholeUpTo))
      await this.#ring.write('end')
      return true
    } catch (error) {
      this.#tooLate = undefined
      life.abort()
      if (this.#passed) throw error
      await this.#ring.write('retry')
      await waitToRetry(error, options, life)
      return false
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
    if (bytes.length > 0) {
      this.#passed = true
      this.#tooLate = undefined
    }
    await this.#ring.write('data', bytes)
  }
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}
