import type { PlatformReadableStream, ServerSentEvent } from '@sse/core'
import { requestIdOf, withContext } from './error-context.ts'
import type { EventRecord } from './event-decoding.ts'
import type { PlatformResponse } from './http.ts'
import { closedEarly, closedFor, type Outcome, outcomeOf } from './outcome.ts'
import { type RelayInit, relayResponse, relayStream } from './relay.ts'
import type { StreamSource } from './stream-source.ts'
import { teeRecords } from './stream-tee.ts'
import type { StreamTiming } from './stream-timing.ts'

/**
 * The items of one response, to be read once: `for await (const item of stream)`. Or its events, or
 * both by two branches, or relayed: whatever comes first is the one reading that there is.
 *
 * Leaving the loop, `close()` and `await using` cancel the body and end quietly. Iteration rejects
 * with `ERR_SSE_CONNECTION`, `ERR_SSE_TIMEOUT`, `ERR_SSE_ABORTED`, `ERR_SSE_TRUNCATED` or what else the
 * decoder throws, after every item that was received before.
 */
export class Stream<Item> implements AsyncIterable<Item> {
  readonly #source: StreamSource<Item>
  // What `consume` read while a loop was open: the loop still gets it, and the error if there was one.
  readonly #ahead: unknown[] = []
  // The next one of these to give.
  #at = 0
  #restarts = 0
  #delivered = 0
  #opened = false
  #byEvent = false
  // `consume` has read an item that no loop will see.
  #consumed = false
  #told = false
  // The read that is under way, whoever asked for it: there is never more than one, so that none overtakes another.
  #reading: Promise<unknown> | undefined
  // How many calls of `next` wait for a read, or for one that does; and the latest of them.
  #waiting = 0
  #latest: Promise<unknown> | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(source: StreamSource<Item>) {
    this.#source = source
  }

  /** The response: status, headers, URL; the newest one after a reconnect. Its body belongs to the stream. */
  get response(): PlatformResponse {
    return this.#source.response as unknown as PlatformResponse
  }

  /** The `x-request-id` of the response: what the server's operators ask for. */
  get requestId(): string | undefined {
    return requestIdOf(this.#source.response)
  }

  /** How the stream ended; undefined as long as it has not. */
  get outcome(): Outcome | undefined {
    return this.#source.outcome
  }

  /** How long everything took so far. */
  get timing(): StreamTiming {
    return this.#source.timing
  }

  /** Opens the one loop over the stream; throws a `TypeError` when there was one before. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Item> {
    return this.#open(false)
  }

  /**
   * The events as they came, those without an item and the end marker included. They are decoded all
   * the same. Opening a loop over them is the one reading of the stream.
   */
  get events(): AsyncIterable<ServerSentEvent> {
    return {
      [Symbol.asyncIterator]: () =>
        this.#open(true, (record) => (record as EventRecord<Item>).event),
    }
  }

  /**
   * Divides the stream into two, each with every item. The slower one holds the faster one back: at most
   * 1,024 events or a million characters wait for it. Closing one leaves the other; closing both closes
   * the stream. Throws a `TypeError` when the stream was read before.
   */
  tee(): [Stream<Item>, Stream<Item>] {
    const [left, right] = teeRecords<Item>(this.#source, this.#records())
    return [this.branch(left), this.branch(right)]
  }

  /**
   * The events encoded once more, byte for byte as far as events have meaning: comments are left out.
   * An error ends them with an `error` event in the shape of the OpenAI API, and its code. Reading is
   * held back by the reader, cancelling closes the stream. Throws a `TypeError` when it was read before.
   */
  toReadableStream(): PlatformReadableStream<Uint8Array> {
    return relayStream(this.#records(), () => this.outcome)
  }

  /**
   * A response that relays the stream, with the headers of an event stream that nobody holds back: what
   * a request handler returns. When the viewer leaves, the stream is closed. Throws what `Response` does
   * for a status or a header that cannot be; the stream is then as it was.
   */
  toResponse(init?: RelayInit): PlatformResponse {
    return relayResponse(() => this.toReadableStream(), init)
  }

  /**
   * Ends the stream now and quietly; a `next` that waits settles as done. More calls do nothing. The
   * reason, if there is one, is in the `outcome`.
   */
  async close(reason?: unknown): Promise<void> {
    this.#source.close(closedFor(reason))
  }

  // The directive gets into the declarations with its comment, for projects whose `lib` does not know the symbol.
  /**
   * Closes the stream at the end of an `await using` block.
   *
   * @ts-ignore */
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
      else if (this.outcome?.status === 'aborted') {
        throw this.#ended(closedEarly(this.outcome))
      } else if (this.outcome !== undefined) return
      else {
        // Kept as part of the read: nobody reads on before it is at its place.
        await this.#read((unit) => this.#keep(unit), false)
      }
    }
  }

  /** Called with each item as it is read, whoever reads it. What it throws ends the stream. */
  protected received(_item: Item): void {}

  /** Called before the items begin anew, by a `retry` behind the first one: those before do not count. */
  protected restarted(): void {}

  /** Called with the error that ends the stream, before it is thrown. */
  protected failed(_error: unknown): void {}

  /** Adds to an error what is known of the stream, as to each that ends it, and gives that error. */
  protected inContext(error: unknown): unknown {
    return withContext(error, this.#source.response, this.#delivered)
  }

  /** Makes a stream of a branch: of its own class, where a subclass says so. */
  protected branch(source: StreamSource<Item>): Stream<Item> {
    return new Stream(source)
  }

  #records(): AsyncIterableIterator<EventRecord<Item>> {
    return this.#open(true)
  }

  #open<Value>(
    byEvent: boolean,
    valueOf = (unit: unknown) => unit as Value,
  ): AsyncIterableIterator<Value> {
    if (this.#opened || this.#consumed || (byEvent && this.#reading !== undefined)) {
      throw new TypeError('A stream can be read once, and this one was')
    }
    this.#opened = true
    this.#byEvent = byEvent
    const resultOf = (unit: unknown): IteratorResult<Value> =>
      unit === undefined ? { value: undefined, done: true } : { value: valueOf(unit), done: false }
    const iterator: AsyncIterableIterator<Value> = {
      next: () => this.#next(resultOf),
      return: async (value?: unknown) => {
        await this.close()
        return { value, done: true }
      },
      [Symbol.asyncIterator]: () => iterator,
    }
    return iterator
  }

  // No `async`: a promise for each step of each item is a tenth of what it costs.
  #next<Result>(resultOf: (unit: unknown) => Result): Promise<Result> {
    if (this.#waiting === 0 && !this.#isHeld) return this.#give(resultOf)
    this.#waiting++
    const result = this.#wait(this.#latest, resultOf)
    this.#latest = result
    return result
  }

  // Each call of `next` settles before a later one does, and nobody takes what it waits for.
  async #wait<Result>(
    before: Promise<unknown> | undefined,
    resultOf: (unit: unknown) => Result,
  ): Promise<Result> {
    try {
      await settled(before)
      while (this.#isHeld) await settled(this.#reading)
      return await this.#give(resultOf)
    } finally {
      this.#waiting--
    }
  }

  get #isHeld(): boolean {
    return this.#at >= this.#ahead.length && this.#reading !== undefined
  }

  #give<Result>(resultOf: (unit: unknown) => Result): Promise<Result> {
    if (this.#at < this.#ahead.length) return Promise.resolve(resultOf(this.#ahead[this.#at++]))
    if (this.#at > 0) this.#at = this.#ahead.length = 0
    if (this.#failure === undefined) return this.#read(resultOf, true)
    if (this.#told) return Promise.resolve(resultOf(undefined))
    this.#told = true
    return Promise.reject(this.#failure.error)
  }

  #keep(unit: unknown): void {
    if (unit === undefined) return
    if (this.#opened) this.#ahead.push(unit)
    else this.#consumed = true
  }

  #read<Result>(resultOf: (unit: unknown) => Result, isTold: boolean): Promise<Result> {
    const reading = this.#pulled().then(
      (unit) => {
        try {
          this.#take(unit)
        } catch (error) {
          this.#source.close(outcomeOf(error))
          this.#fail(error, isTold)
        }
        this.#reading = undefined
        return resultOf(unit)
      },
      (error: unknown) => this.#fail(error, isTold),
    )
    this.#reading = reading
    return reading
  }

  #pulled(): Promise<unknown> {
    return this.#byEvent ? this.#source.nextRecord() : this.#source.next()
  }

  #take(unit: unknown): void {
    const { restarts = 0 } = this.#source
    if (restarts !== this.#restarts) {
      this.#restarts = restarts
      this.restarted()
    }
    if (unit === undefined) return
    if (!this.#byEvent) this.#receive(unit as Item)
    else for (const item of (unit as EventRecord<Item>).items) this.#receive(item)
  }

  #receive(item: Item): void {
    this.received(item)
    this.#delivered++
  }

  #ended(error: unknown): unknown {
    this.failed(this.inContext(error))
    return error
  }

  #fail(error: unknown, isTold: boolean): never {
    this.#reading = undefined
    this.#failure = { error }
    this.#told ||= isTold
    throw this.#ended(error)
  }
}

// Its result is for whoever asked for it.
async function settled(promise: Promise<unknown> | undefined): Promise<void> {
  try {
    await promise
  } catch {
    // See above.
  }
}
