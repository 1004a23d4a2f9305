import type { ByteReader } from '@sse/core'
import { APIConnectionError } from './api-connection-error.ts'
import { APIUserAbortError } from './api-user-abort-error.ts'
import { bodyStream } from './body-stream.ts'
import { unref } from './clock.ts'
import type { HttpResponse, PlatformAbortSignal } from './http.ts'
import type { Lifetime } from './lifetime.ts'

type Chunk = Awaited<ReturnType<ByteReader['read']>>

// Bytes, the first of a piece of memory, with the time that the first of them arrived at.
interface Piece {
  bytes: Uint8Array
  size: number
  readonly at: number
}

interface Waiting {
  readonly resolve: (chunk: Chunk) => void
  readonly reject: (error: unknown) => void
}

/** How many bytes are read ahead of the consumer; then the server is held back. */
const READ_AHEAD = 1_048_576
/** In how many pieces they are kept, for each has its price; beyond, what comes is joined to the last one. */
const MOST_PIECES = 1024
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
  // What was read and not asked for, and how many bytes that is.
  readonly #pieces: Piece[] = []
  #size = 0
  #reading = false
  // No more will come: the input has ended or failed.
  #ended = false
  #failure: { readonly error: unknown } | undefined
  #waiting: Waiting | undefined
  // So many bytes may still be read and dropped.
  #spare: number | undefined
  #drainTimer: unknown

  constructor(response: HttpResponse, signal: PlatformAbortSignal, life: Lifetime) {
    this.#life = life
    // That of a refusal may be none in React Native, whose own `fetch` knows no streams.
    this.#reader = bodyStream(response)?.getReader()
    this.#ended = this.#reader === undefined
    // A `fetch` that does not know the signal would go on.
    const onAbort = (): void => {
      // Who aborts wants no more; else what is there counts.
      const { reason } = life
      if (reason instanceof APIUserAbortError) this.#pieces.length = 0
      this.#fail(reason)
      this.#reader?.cancel(reason).catch(() => undefined)
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    this.#readOn()
  }

  /** No more will come than what is at hand. */
  get ended(): boolean {
    return this.#ended
  }

  /** Reads the next chunk. One call at a time. */
  read(): Promise<Chunk> {
    const next = this.#pieces.shift()
    if (next !== undefined) {
      const { bytes, size } = next
      this.#size -= size
      this.#life.arrivedAt = next.at
      this.#readOn()
      return Promise.resolve({
        done: false,
        value: size < bytes.length ? bytes.subarray(0, size) : bytes,
      })
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
    this.#pieces.length = 0
    this.#spare = MOST_DRAINED
    if (this.#ended) return
    this.#drainTimer = this.#life.clock.setTimeout(() => this.#life.abort(), DRAIN_TIME)
    unref(this.#drainTimer)
    this.#readOn()
  }

  #readOn(now?: number): void {
    if (this.#reading || this.#ended || this.#size >= READ_AHEAD) return
    this.#life.reading(now)
    this.#next()
  }

  #next(): void {
    this.#reading = true
    this.#reader!.read().then(this.#take, this.#break)
  }

  // Made once: there is a read for each event.
  readonly #break = (cause: unknown): void => {
    const broken = 'The connection broke in the middle of the stream'
    this.#fail(this.#life.why(new APIConnectionError(broken, { cause })))
  }

  readonly #take = (chunk: Chunk): void => {
    this.#reading = false
    if (this.#ended) return
    if (!chunk.done && !ArrayBuffer.isView(chunk.value)) {
      this.#fail(new TypeError('A chunk of the body is no Uint8Array'))
      this.#reader?.cancel().catch(() => undefined)
      return
    }
    // A chunk without a byte is none: what waits for bytes goes on waiting.
    if (chunk.done || chunk.value.length > 0) this.#accept(chunk)
    else this.#next()
  }

  #accept(chunk: Chunk): void {
    if (this.#spare !== undefined) {
      if (chunk.done) this.#end()
      else if ((this.#spare -= chunk.value.length) < 0) this.#life.abort()
      return this.#readOn()
    }
    const at = this.#life.received(chunk.done)
    if (chunk.done) this.#end()
    const waiting = this.#leave(at)
    if (waiting !== undefined) {
      this.#life.arrivedAt = at
      waiting.resolve(chunk)
    } else if (!chunk.done) this.#keep(chunk.value, at)
    this.#readOn(at)
  }

  #keep(bytes: Uint8Array, at: number): void {
    this.#size += bytes.length
    const last = this.#pieces.at(-1)
    if (last === undefined || this.#pieces.length < MOST_PIECES) {
      this.#pieces.push({ bytes, size: bytes.length, at })
      return
    }
    const size = last.size + bytes.length
    if (size > last.bytes.length) {
      const larger = new Uint8Array(2 * size)
      larger.set(last.bytes)
      last.bytes = larger
    }
    last.bytes.set(bytes, last.size)
    last.size = size
  }

  #fail(error: unknown): void {
    if (this.#ended) return
    this.#end()
    this.#failure = { error }
    this.#leave()?.reject(error)
  }

  #end(): void {
    this.#ended = true
    this.#life.closed()
    this.#life.clock.clearTimeout(this.#drainTimer)
  }

  #leave(now?: number): Waiting | undefined {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting !== undefined) this.#life.served(now)
    return waiting
  }
}
