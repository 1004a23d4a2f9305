import type { ByteReader } from '@sse/core'
import { APIConnectionError } from './api-connection-error.ts'
import { APIUserAbortError } from './api-user-abort-error.ts'
import { bodyStream } from './body-stream.ts'
import type { HttpResponse } from './http.ts'
import type { Lifetime } from './lifetime.ts'

type Chunk = Awaited<ReturnType<ByteReader['read']>>

// Bytes, the first of a piece of memory, with the time that the first of them arrived at.
interface Piece {
  bytes: Uint8Array
  size: number
  readonly at: number
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
  /** What it broke with, when it did. What was received before is still to be taken. */
  failure: unknown
  readonly #reader: ByteReader | undefined
  readonly #life: Lifetime
  // What was read and not taken, and how many bytes that is.
  readonly #pieces: Piece[] = []
  #size = 0
  #reading = false
  #ended = false
  #wake: (() => void) | undefined
  // So many bytes may still be read and dropped.
  #spare: number | undefined

  constructor(response: HttpResponse, life: Lifetime) {
    this.#life = life
    // That of a refusal may be none in React Native, whose own `fetch` knows no streams.
    this.#reader = bodyStream(response)?.getReader()
    this.#ended = this.#reader === undefined
    // A `fetch` that does not know the signal would go on.
    life.whenAborted((reason) => {
      // Who aborts wants no more; else what is there counts.
      if (reason instanceof APIUserAbortError) this.#pieces.length = 0
      this.#fail(reason)
      this.#reader?.cancel(reason).catch(() => undefined)
    })
    this.#readOn()
  }

  /** No more will come than what is at hand: the input has ended or failed. */
  get ended(): boolean {
    return this.#ended
  }

  /** Takes a chunk that is at hand. */
  take(): Uint8Array | undefined {
    const next = this.#pieces.shift()
    if (next === undefined) return undefined
    const { bytes, size, at } = next
    this.#size -= size
    this.#life.arrivedAt = at
    this.#readOn()
    return size < bytes.length ? bytes.subarray(0, size) : bytes
  }

  /** Waits, when nothing is at hand, until there is a chunk or the end. One call at a time. */
  more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
      this.#life.waiting()
    })
  }

  /** Reads the next chunk. One call at a time. */
  async read(): Promise<Chunk> {
    for (;;) {
      const value = this.take()
      if (value !== undefined) return { done: false, value }
      if (this.failure !== undefined) throw this.failure
      if (this.#ended) return { done: true }
      await this.more()
    }
  }

  /** Reads what is left of the body, if it is short and comes soon, so that the connection can be used again. */
  drain(): void {
    this.#pieces.length = 0
    this.#spare = MOST_DRAINED
    if (this.#ended) return
    this.#life.abortIn(DRAIN_TIME)
    this.#readOn()
  }

  #readOn(now?: number): void {
    if (this.#reading || this.#ended || this.#size >= READ_AHEAD) return
    this.#life.reading(now)
    this.#next()
  }

  #next(): void {
    this.#reading = true
    this.#reader!.read().then(this.#accept, this.#break)
  }

  // Made once: there is a read for each event.
  readonly #break = (cause: unknown): void => {
    // What cut it short has ended it, and goes before what came of that.
    if (this.#life.isCut()) return
    this.#fail(
      new APIConnectionError('The connection broke in the middle of the stream', { cause }),
    )
  }

  readonly #accept = (chunk: Chunk): void => {
    this.#reading = false
    if (this.#ended) return
    if (chunk.done) {
      if (this.#spare === undefined) this.#life.received(true)
      this.#end()
      return
    }
    const { value } = chunk
    if (!ArrayBuffer.isView(value)) {
      this.#life.abort(new TypeError('A chunk of the body is no Uint8Array'))
    } else if (value.length === 0) {
      // A chunk without a byte is none: what waits for bytes goes on waiting.
      this.#next()
    } else if (this.#spare === undefined) {
      const at = this.#life.received(false)
      this.#keep(value, at)
      this.#notify()
      this.#readOn(at)
    } else {
      this.#spare -= value.length
      if (this.#spare < 0) this.#life.abort()
      this.#readOn()
    }
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
    this.failure = error
    this.#end()
  }

  #end(): void {
    this.#ended = true
    this.#life.closed()
    this.#notify()
  }

  #notify(): void {
    this.#wake?.()
    this.#wake = undefined
  }
}
