import type { ByteReader, ReadableByteStream } from '@sse/core'
import { APIConnectionError } from './api-connection-error.ts'
import { APIUserAbortError } from './api-user-abort-error.ts'
import type { PlatformAbortSignal } from './http.ts'

type Chunk = Awaited<ReturnType<ByteReader['read']>>

/** How many bytes are read ahead of the consumer; then the server is held back. */
const READ_AHEAD = 1_048_576

/**
 * The body of a response as a byte source that fails with our errors, stops when the signal says so,
 * and keeps what was received.
 *
 * A `ReadableStream` that fails drops the chunks that wait in it. So it is read ahead, from the moment
 * that the response is there, and what arrived before a connection broke is delivered before the error.
 */
export class BodySource implements ReadableByteStream {
  readonly #reader: ByteReader
  readonly #signal: PlatformAbortSignal | undefined
  readonly #onAbort: () => void
  // What was read and not asked for, with its size; then the end or the error, if it has come.
  readonly #chunks: Uint8Array[] = []
  #size = 0
  #end: Chunk | undefined
  #failure: { readonly error: unknown } | undefined
  #reading = false
  // Whoever asked and waits.
  #waiting:
    | { readonly resolve: (chunk: Chunk) => void; readonly reject: (error: unknown) => void }
    | undefined

  constructor(body: ReadableByteStream, signal: PlatformAbortSignal | undefined) {
    this.#reader = body.getReader()
    this.#signal = signal
    // A `fetch` that does not know the signal would go on.
    this.#onAbort = () => {
      this.#drop()
      this.#fail(abortError(signal))
      this.#reader.cancel(signal?.reason).catch(() => undefined)
    }
    if (signal?.aborted === true) this.#onAbort()
    else signal?.addEventListener('abort', this.#onAbort, { once: true })
    this.#readOn()
  }

  getReader(): ByteReader {
    return {
      read: () => this.#read(),
      cancel: async (reason) => {
        this.#leave()
        this.#drop()
        this.#end ??= { done: true }
        this.#waiting?.resolve(this.#end)
        this.#waiting = undefined
        await this.#reader.cancel(reason)
      },
      releaseLock: () => this.#leave(),
    }
  }

  #read(): Promise<Chunk> {
    const value = this.#chunks.shift()
    if (value !== undefined) {
      this.#size -= value.length
      this.#readOn()
      return Promise.resolve({ done: false, value })
    }
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error)
    if (this.#end !== undefined) return Promise.resolve(this.#end)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#readOn()
    })
  }

  #readOn(): void {
    if (this.#reading || this.#end !== undefined || this.#failure !== undefined) return
    if (this.#size >= READ_AHEAD) return
    this.#reading = true
    this.#reader.read().then(
      (chunk) => this.#take(chunk),
      (cause: unknown) => {
        const broken = 'The connection broke in the middle of the stream'
        this.#fail(new APIConnectionError(broken, { cause }))
      },
    )
  }

  #take(chunk: Chunk): void {
    this.#reading = false
    if (this.#end !== undefined || this.#failure !== undefined) return
    if (chunk.done) {
      this.#leave()
      this.#end = chunk
    } else if (this.#waiting === undefined) {
      this.#chunks.push(chunk.value)
      this.#size += chunk.value.length
    }
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve(chunk)
    this.#readOn()
  }

  #fail(error: unknown): void {
    if (this.#end !== undefined || this.#failure !== undefined) return
    this.#leave()
    // The runtime's own error for an aborted request may come before the signal's listeners are called.
    this.#failure = { error: this.#signal?.aborted === true ? abortError(this.#signal) : error }
    this.#waiting?.reject(this.#failure.error)
    this.#waiting = undefined
  }

  #drop(): void {
    this.#chunks.length = 0
    this.#size = 0
  }

  #leave(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort)
  }
}

/** The error for a signal that was aborted. */
export function abortError(signal: PlatformAbortSignal | undefined): APIUserAbortError {
  return new APIUserAbortError('The request was aborted by its signal', { cause: signal?.reason })
}
