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
  // What `consume` read while a loop was open: the loop still gets it, and the error if there was one.
  readonly #ahead: Item[] = []
  #opened = false
  // `consume` has read an item that no loop will see.
  #consumed = false
  #told = false
  // The read that is under way, whoever asked for it: there is never more than one, so that none overtakes another.
  #reading: Promise<unknown> | undefined
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
    if (this.#opened || this.#consumed) {
      throw new TypeError('A stream can be read once, and this one was')
    }
    this.#opened = true
    const iterator: AsyncIterableIterator<Item> = {
      next: () => this.#loopNext(),
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
    this.#outcome = { status: 'aborted', by: 'close' }
    // A body may take for ever to be cancelled: nobody waits for it, and the request is ended beside it.
    this.#items.return?.().catch(() => undefined)
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
      if (this.#reading !== undefined) await settled(this.#reading)
      else if (this.#failure !== undefined) throw this.#failure.error
      else if (this.#outcome?.status === 'aborted') {
        const error = new APIUserAbortError('The stream was closed before its end')
        this.failed(error)
        throw error
      } else if (this.#outcome !== undefined) return
      else await this.#next(this.#opened)
    }
  }

  async #loopNext(): Promise<IteratorResult<Item>> {
    for (;;) {
      const item = this.#ahead.shift()
      if (item !== undefined) return { value: item, done: false }
      if (this.#reading !== undefined) await settled(this.#reading)
      else if (this.#failure !== undefined && !this.#told) {
        this.#told = true
        throw this.#failure.error
      } else {
        try {
          return await this.#next(false)
        } catch (error) {
          this.#told = true
          throw error
        }
      }
    }
  }

  #next(keep: boolean): Promise<IteratorResult<Item>> {
    const reading = this.#read(keep)
    this.#reading = reading
    return reading
  }

  async #read(keep: boolean): Promise<IteratorResult<Item>> {
    try {
      const result = await this.#items.next()
      if (result.done !== true) {
        if (keep) this.#ahead.push(result.value)
        else if (!this.#opened) this.#consumed = true
      } else if (this.#outcome === undefined) {
        this.#outcome = { status: 'completed', evidence: this.#decoder.completion }
        this.#release()
      }
      return result
    } catch (error) {
      this.#fail(error)
      throw error
    } finally {
      this.#reading = undefined
    }
  }

  /** Called with the error that ends the stream, before it is thrown. */
  protected failed(_error: unknown): void {}

  #fail(error: unknown): void {
    if (this.#outcome !== undefined) return
    this.failed(error)
    this.#failure = { error }
    if (error instanceof APIUserAbortError) this.#outcome = { status: 'aborted', by: 'signal' }
    else if (error instanceof TruncatedStreamError || error instanceof EmptyStreamError) {
      this.#outcome = { status: 'truncated', error }
    } else this.#outcome = { status: 'failed', error }
    this.#release()
  }
}

// Its result is for whoever asked for it.
async function settled(promise: Promise<unknown>): Promise<void> {
  try {
    await promise
  } catch {
    // See above.
  }
}
