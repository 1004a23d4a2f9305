import type { ByteReader } from '@sse/core'
import { APIConnectionError } from './api-connection-error.ts'
import { APIUserAbortError } from './api-user-abort-error.ts'
import { unref } from './clock.ts'
import type { HttpResponse, PlatformAbortSignal } from './http.ts'
import type { Lifetime } from './lifetime.ts'

type Chunk = Awaited<ReturnType<ByteReader['read']>>

interface Waiting {
  readonly resolve: (chunk: Chunk) => void
  readonly reject: (error: unknown) => void
}

/** How many bytes are read ahead of the consumer; then the server is held back. */
const READ_AHEAD = 1_048_576
/** How many bytes, and for how many milliseconds, are read behind the end of a stream. */
const MOST_DRAINED = 65_536
const DRAIN_TIME = 500

/**
 * The body of a response, read in time: it fails with our errors, keeps what was received, and stops
 * when the signal of its request says so.
 *
 * A `ReadableStream` that fails drops the chunks that wait in it. So it is read ahead, from the moment
 * that the response is there, and what arrived before a connection broke is delivered before the error.
 */
export class BodySource {
  readonly #reader: ByteReader | undefined
  readonly #life: Lifetime
  // What was read and not asked for, with the time that it arrived at.
  readonly #chunks: { readonly chunk: Chunk; readonly at: number }[] = []
  #size = 0
  #reading = false
  // No more will come: the input has ended or failed.
  #ended = false
  #failure: { readonly error: unknown } | undefined
  #waiting: Waiting | undefined
  // So many bytes may still be read and dropped.
  #spare: number | undefined
  #drainTimer: unknown

  constructor({ body }: HttpResponse, signal: PlatformAbortSignal, life: Lifetime) {
    this.#life = life
    this.#reader = body?.getReader()
    this.#ended = body === null
    // A `fetch` that does not know the signal would go on.
    const onAbort = (): void => {
      // Who aborts wants no more; else what is there counts.
      if (signal.reason instanceof APIUserAbortError) this.#chunks.length = 0
      this.#fail(signal.reason)
      this.#reader?.cancel(signal.reason).catch(() => undefined)
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    this.#readOn()
  }

  /** Reads the next chunk. One call at a time. */
  read(): Promise<Chunk> {
    const next = this.#chunks.shift()
    if (next !== undefined) {
      if (!next.chunk.done) this.#size -= next.chunk.value.length
      this.#life.arrivedAt = next.at
      this.#readOn()
      return Promise.resolve(next.chunk)
    }
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error)
    if (this.#ended) return Promise.resolve({ done: true })
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#life.waiting()
      this.#readOn()
    })
  }

  /** Reads what is left of the body, if it is short and comes soon, so that the connection can be used again. */
  drain(): void {
    this.#chunks.length = 0
    this.#spare = MOST_DRAINED
    if (this.#ended) return
    this.#drainTimer = this.#life.clock.setTimeout(() => this.#life.abort(), DRAIN_TIME)
    unref(this.#drainTimer)
    this.#readOn()
  }

  #readOn(): void {
    if (this.#reading || this.#ended || this.#size >= READ_AHEAD) return
    this.#reading = true
    this.#life.reading()
    this.#reader!.read().then(
      (chunk) => this.#take(chunk),
      (cause: unknown) => {
        const broken = 'The connection broke in the middle of the stream'
        this.#fail(this.#life.why(new APIConnectionError(broken, { cause })))
      },
    )
  }

  #take(chunk: Chunk): void {
    this.#reading = false
    if (this.#ended) return
    if (chunk.done) this.#end()
    const size = chunk.done ? 0 : chunk.value.length
    if (this.#spare !== undefined) {
      this.#spare -= size
      if (this.#spare < 0) this.#life.abort()
    } else {
      const at = this.#life.received(size)
      const waiting = this.#leave()
      if (waiting === undefined) {
        this.#chunks.push({ chunk, at })
        this.#size += size
      } else {
        this.#life.arrivedAt = at
        waiting.resolve(chunk)
      }
    }
    this.#readOn()
  }

  #fail(error: unknown): void {
    if (this.#ended) return
    this.#end()
    this.#failure = { error }
    this.#leave()?.reject(error)
  }

  #end(): void {
    this.#ended = true
    this.#life.clock.clearTimeout(this.#drainTimer)
  }

  #leave(): Waiting | undefined {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting !== undefined) this.#life.served()
    return waiting
  }
}
