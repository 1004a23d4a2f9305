import { requestIdOf, withContext } from './error-context.ts'
import { closedEarly, closedFor, type Outcome, outcomeOf } from './outcome.ts'
import type { SyncStreamSource } from './sync-item-source.ts'
import type { SyncResponse } from './sync-response.ts'

/**
 * The items of one response, to be read once: `for (const item of stream)`. Each is there as soon as
 * the server has sent it; until then the thread waits.
 *
 * Leaving the loop, `close()` and `using` end the request, quietly. Iteration throws
 * `ERR_SSE_CONNECTION`, `ERR_SSE_TIMEOUT`, `ERR_SSE_ABORTED`, `ERR_SSE_TRUNCATED` or what else the
 * decoder throws, after every item that was received before.
 */
export class SyncStream<Item> implements Iterable<Item> {
  readonly #source: SyncStreamSource<Item>
  // What `consume` read while a loop was open: the loop still gets it, and the error if there was one.
  readonly #ahead: Item[] = []
  // The next one of these to give.
  #at = 0
  #delivered = 0
  #opened = false
  // `consume` has read an item that no loop will see.
  #consumed = false
  #told = false
  #failure: { readonly error: unknown } | undefined

  constructor(source: SyncStreamSource<Item>) {
    this.#source = source
  }

  /** The response: status, headers, URL; the newest one after a retry. */
  get response(): SyncResponse {
    return this.#source.response
  }

  /** The `x-request-id` of the response: what the server's operators ask for. */
  get requestId(): string | undefined {
    return requestIdOf(this.response)
  }

  /** How the stream ended; undefined as long as it has not. */
  get outcome(): Outcome | undefined {
    return this.#source.outcome
  }

  /** Opens the one loop over the stream; throws a `TypeError` when there was one before. */
  [Symbol.iterator](): IterableIterator<Item> {
    if (this.#opened || this.#consumed) {
      throw new TypeError('A stream can be read once, and this one was')
    }
    this.#opened = true
    const iterator: IterableIterator<Item> = {
      next: () => {
        const item = this.#next()
        return item === undefined ? { value: item, done: true } : { value: item, done: false }
      },
      return: (value?: unknown) => {
        this.close()
        return { value, done: true }
      },
      [Symbol.iterator]: () => iterator,
    }
    return iterator
  }

  /** Ends the stream and its request, quietly. More calls do nothing. The reason, if there is one, is in the `outcome`. */
  close(reason?: unknown): void {
    this.#source.close(closedFor(reason))
  }

  // The directive gets into the declarations with its comment, for projects whose `lib` does not know the symbol.
  /**
   * Closes the stream at the end of a `using` block.
   *
   * @ts-ignore */
  [Symbol.dispose](): void {
    this.close()
  }

  /**
   * Reads what is left. Items that an open loop has not seen are kept for it. Throws as iteration does,
   * and `ERR_SSE_ABORTED` when the stream was closed before its end.
   */
  protected consume(): void {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.error
      if (this.outcome?.status === 'aborted') {
        throw this.#ended(closedEarly(this.outcome))
      }
      if (this.outcome !== undefined) return
      const item = this.#read()
      if (item === undefined) continue
      if (this.#opened) this.#ahead.push(item)
      else this.#consumed = true
    }
  }

  /** Called with each item as it is read, whoever reads it. What it throws ends the stream. */
  protected received(_item: Item): void {}

  /** Called with the error that ends the stream, before it is thrown. */
  protected failed(_error: unknown): void {}

  /** Adds to an error what is known of the stream, as to each that ends it, and gives that error. */
  protected inContext(error: unknown): unknown {
    return withContext(error, this.response, this.#delivered)
  }

  #ended(error: unknown): unknown {
    this.failed(this.inContext(error))
    return error
  }

  #next(): Item | undefined {
    if (this.#at < this.#ahead.length) return this.#ahead[this.#at++]
    if (this.#at > 0) this.#at = this.#ahead.length = 0
    if (this.#failure !== undefined && !this.#told) {
      this.#told = true
      throw this.#failure.error
    }
    try {
      return this.#read()
    } catch (error) {
      this.#told = true
      throw error
    }
  }

  #read(): Item | undefined {
    try {
      const item = this.#source.next()
      if (item !== undefined) {
        this.received(item)
        this.#delivered++
      }
      return item
    } catch (error) {
      this.#failure = { error }
      // Where `received` threw, the request is still open.
      this.#source.close(outcomeOf(error))
      throw this.#ended(error)
    }
  }
}
