import type { ByteReader, ReadableByteStream } from '@sse/core'
import { APIConnectionError } from './api-connection-error.ts'
import { APIUserAbortError } from './api-user-abort-error.ts'
import type { PlatformAbortSignal } from './http.ts'

/** The body of a response as a byte source that fails with our errors, and stops when the signal says so. */
export class BodySource implements ReadableByteStream {
  readonly #body: ReadableByteStream
  readonly #signal: PlatformAbortSignal | undefined

  constructor(body: ReadableByteStream, signal: PlatformAbortSignal | undefined) {
    this.#body = body
    this.#signal = signal
  }

  getReader(): ByteReader {
    const reader = this.#body.getReader()
    const signal = this.#signal
    const aborted = (): APIUserAbortError => abortError(signal)
    // A `fetch` that does not know the signal goes on without this.
    const onAbort = (): void => void reader.cancel(signal?.reason).catch(() => undefined)
    signal?.addEventListener('abort', onAbort, { once: true })
    const leave = (): void => signal?.removeEventListener('abort', onAbort)
    const failed = (cause: unknown): never => {
      leave()
      if (signal?.aborted === true) throw aborted()
      throw new APIConnectionError('The connection broke in the middle of the stream', { cause })
    }
    return {
      read() {
        if (signal?.aborted === true) return Promise.reject(aborted())
        return reader.read().then((chunk) => {
          if (!chunk.done) return chunk
          leave()
          if (signal?.aborted === true) throw aborted()
          return chunk
        }, failed)
      },
      cancel(reason) {
        leave()
        return reader.cancel(reason)
      },
      releaseLock() {
        leave()
        reader.releaseLock()
      },
    }
  }
}

/** The error for a signal that was aborted. */
export function abortError(signal: PlatformAbortSignal | undefined): APIUserAbortError {
  return new APIUserAbortError('The request was aborted by its signal', { cause: signal?.reason })
}
