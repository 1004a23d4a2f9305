import {
  decodeEventStream,
  type EventDecoder,
  TruncatedStreamError,
  EmptyStreamError,
} from '@sse/core/decoder'
import { APIUserAbortError } from './api-user-abort-error.ts'
import { BodySource } from './body-source.ts'
import type { HttpResponse, PlatformAbortSignal, PlatformResponse } from './http.ts'
import type { Outcome } from './outcome.ts'

/** What a stream is made of. */
export interface StreamInit<Item> {
  readonly response: HttpResponse
  readonly decoder: EventDecoder<Item>
  /** The caller's signal: aborting it fails the stream with `ERR_SSE_ABORTED`. */
  readonly signal?: PlatformAbortSignal | undefined
  /** Ends the request, called once when the stream is over for whatever reason. */
  readonly release?: (() => void) | undefined
}

/**
 * The items of one response, to be read once: `for await (const item of stream)`.
 *
 * Leaving the loop, `close()` and `await using` cancel the body and end quietly. Iteration rejects
 * with `ERR_SSE_CONNECTION`, `ERR_SSE_ABORTED`, `ERR_SSE_TRUNCATED` or what else the decoder throws,
 * after every item that was received before.
 */
export class Stream<Item> implements AsyncIterable<Item> {
  readonly #response: HttpResponse
  readonly #decoder: EventDecoder<Item>
  readonly #items: AsyncIterableIterator<Item>
  readonly #release: () => void
  // What was read on behalf of `consume` while a loop was open: the loop still gets it.
  readonly #ahead: IteratorResult<Item>[] = []
  #opened = false
  #outcome: Outcome | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(init: StreamInit<Item>) {
    this.#response = init.response
    this.#decoder = init.decoder
    this.#release = init.release ?? (() => undefined)
    const source =
      init.response.body === null ? [] : new BodySource(init.response.body, init.signal)
    this.#items = decodeEventStream(source, init.decoder)[Symbol.asyncIterator]()
  }

  /** The response: status, headers, URL. Its body belongs to the stream. */
  get response(): PlatformResponse {
    return this.#response as unknown as PlatformResponse
  }

  /** The `x-request-id` of the response: what the server's operators ask for. */
  get requestId(): string | undefined {
    return this.#response.headers.get('x-request-id') ?? undefined
  }

  /** How the stream ended; undefined as long as it has not. */
  get outcome(): Outcome | undefined {
    return this.#outcome
  }

  /** Opens the one loop over the stream; throws a `TypeError` when there was one before. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Item> {
    if (this.#opened) throw new TypeError('A stream can be read once, and this one was')
    this.#opened = true
    const iterator: AsyncIterableIterator<Item> = {
      next: async () => this.#ahead.shift() ?? this.#next(),
      return: async (value?: unknown) => {
        await this.close()
        return { value, done: true }
      },
      [Symbol.asyncIterator]: () => iterator,
    }
    return iterator
  }

  /** Ends the stream now and quietly; a `next` that waits settles as done. More calls do nothing. */
  async close(): Promise<void> {
    if (this.#outcome !== undefined) return
    this.#settle({ status: 'aborted', by: 'close' })
    await this.#items.return?.()
    this.#release()
  }

  /** Closes the stream at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /**
   * Reads what is left. Items that an open loop has not seen are kept for it. Rejects as iteration
   * does, and with `ERR_SSE_ABORTED` when the stream was closed before its end.
   */
  protected async consume(): Promise<void> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.error
      if (this.#outcome?.status === 'aborted') {
        throw new APIUserAbortError('The stream was closed before its end')
      }
      if (this.#outcome !== undefined) return
      const result = await this.#next()
      if (this.#opened && result.done !== true) this.#ahead.push(result)
    }
  }

  async #next(): Promise<IteratorResult<Item>> {
    try {
      const result = await this.#items.next()
      if (result.done === true && this.#outcome === undefined) {
        this.#settle({ status: 'completed', evidence: this.#decoder.completion })
        this.#release()
      }
      return result
    } catch (error) {
      this.#fail(error)
      throw error
    }
  }

  /** Called once with the error that ends the stream, before it is thrown. */
  protected failed(_error: unknown): void {}

  #fail(error: unknown): void {
    if (this.#outcome !== undefined) return
    this.failed(error)
    this.#failure = { error }
    if (error instanceof APIUserAbortError) this.#settle({ status: 'aborted', by: 'signal' })
    else if (error instanceof TruncatedStreamError || error instanceof EmptyStreamError) {
      this.#settle({ status: 'truncated', error })
    } else this.#settle({ status: 'failed', error })
    this.#release()
  }

  #settle(outcome: Outcome): void {
    this.#outcome = outcome
  }
}
