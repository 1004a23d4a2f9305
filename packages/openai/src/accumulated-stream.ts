import { withPartial } from '@sse/accumulate'
import { type Outcome, Stream, type StreamSource } from '@sse/client'

/** Adds items up, as the accumulators of `@sse/accumulate` do. */
export interface Accumulator<Item, Update, Snapshot, Final> {
  readonly snapshot: Snapshot
  push(item: Item): readonly Update[]
  validate(options: AccumulatorEnd): Promise<void>
  finishUpdates(options: AccumulatorEnd): readonly Update[]
  finish(): Final
}

interface AccumulatorEnd {
  readonly complete: boolean
}

/**
 * The items of one answer, to be read once, and the object that they add up to.
 *
 * An error of the stream carries what had arrived as `partial`. What has to be known of an API is in
 * the three methods that a subclass has.
 */
export abstract class AccumulatedStream<
  Item,
  Update,
  Snapshot,
  Final,
  Parsed,
> extends Stream<Item> {
  #accumulator: Accumulator<Item, Update, Snapshot, Final>
  // The updates that the one loop over them has not seen.
  #updates: Update[] | undefined
  // Of a stream that is whole and says that the answer failed.
  #failed: Outcome | undefined

  constructor(source: StreamSource<Item>, accumulator: Accumulator<Item, Update, Snapshot, Final>) {
    super(source)
    this.#accumulator = accumulator
  }

  /** The object so far: live, so clone it to keep it. */
  get snapshot(): Snapshot {
    return this.#accumulator.snapshot
  }

  /** How the stream ended; undefined as long as it has not. Of one that failed `error` is what `final` rejects with. */
  override get outcome(): Outcome | undefined {
    const outcome = super.outcome
    if (outcome?.status !== 'failed' || outcome.error !== undefined) return outcome
    return (this.#failed ??= { status: 'failed', error: this.#failure() })
  }

  /**
   * Reads the stream as updates: what each item changed, and in the end what settles everything. It is
   * the one reading of the stream; leaving the loop closes it. After the last update it fails with
   * what `final` rejects with.
   */
  updates(): AsyncIterable<Update> {
    return { [Symbol.asyncIterator]: () => this.#read((update) => update) }
  }

  /**
   * Reads the stream as text, piece by piece, such as for `Readable.from`: all pieces together are the
   * text of the answer. Otherwise like `updates`.
   */
  text(): AsyncIterable<string> {
    return { [Symbol.asyncIterator]: () => this.#read((update) => this.textOf(update)) }
  }

  /**
   * Reads what is left and gives the object that the API returns without `stream`. Items that an open
   * loop has not seen are kept for it.
   *
   * Rejects with what ended the stream, with `ERR_SSE_TRUNCATED` when it was cut off and with
   * `ERR_SSE_ABORTED` when it was closed before its end: an unfinished answer is never handed out as
   * a finished one. Where schemas were asked for also with `ERR_SSE_SCHEMA`,
   * `ERR_SSE_LENGTH_FINISH_REASON` and `ERR_SSE_CONTENT_FILTER_FINISH_REASON`.
   */
  async final(): Promise<Final> {
    await this.consume()
    await this.#finish()
    return this.#end()
  }

  /**
   * Like `final`, and gives what `schema` made of the text; null when the model refused, answered
   * with tool calls only, or was stopped, which `outcome` tells. Rejects with a `TypeError` when no schema was asked for.
   */
  async parsed(): Promise<Parsed | null> {
    const parsed = this.parsedOf(await this.final())
    if (parsed === undefined) throw new TypeError('No schema was asked for: pass one as `schema`')
    return parsed
  }

  /** Divides the stream into two, each with every item and an object of its own; see `Stream`. */
  override tee(): [this, this] {
    return super.tee() as [this, this]
  }

  /** A piece of text of the answer, when the update is one. */
  protected abstract textOf(update: Update): string | undefined

  /** What the schema made; undefined when there was none. */
  protected abstract parsedOf(final: Final): Parsed | null | undefined

  /** An accumulator that has seen nothing, for an answer that begins anew. */
  protected abstract newAccumulator(): Accumulator<Item, Update, Snapshot, Final>

  protected override restarted(): void {
    this.#accumulator = this.newAccumulator()
  }

  protected override received(item: Item): void {
    this.#tell(this.#accumulator.push(item))
  }

  protected override failed(error: unknown): void {
    this.#tell(this.#accumulator.finishUpdates({ complete: false }))
    withPartial(error, this.snapshot as never)
  }

  async #finish(): Promise<void> {
    const status = this.outcome?.status
    const end = { complete: status === 'completed' || status === 'incomplete' }
    await this.#accumulator.validate(end)
    this.#tell(this.#accumulator.finishUpdates(end))
  }

  #end(): Final {
    try {
      return this.#accumulator.finish()
    } catch (error) {
      throw this.inContext(error)
    }
  }

  #failure(): unknown {
    this.#tell(this.#accumulator.finishUpdates({ complete: false }))
    try {
      return void this.#end()
    } catch (error) {
      return error
    }
  }

  #tell(updates: readonly Update[]): void {
    // No spread: an item may have more updates than a call may have arguments.
    for (const update of updates) this.#updates?.push(update)
  }

  #read<Value>(valueOf: (update: Update) => Value | undefined): AsyncIterableIterator<Value> {
    const items = this[Symbol.asyncIterator]()
    const updates: Update[] = (this.#updates = [])
    // One after the other: an item may have no update, and then nobody may overtake who waits for one.
    const values = this.#values(items, updates, valueOf)
    const iterator: AsyncIterableIterator<Value> = {
      next: () => values.next(),
      return: async (value?: unknown) => {
        this.#updates = undefined
        updates.length = 0
        await items.return?.()
        // Nobody waits: it answers only after a `next` that waits for a schema, which may be for ever.
        void values.return(undefined)
        return { value, done: true }
      },
      [Symbol.asyncIterator]: () => iterator,
    }
    return iterator
  }

  // What ends the stream is thrown after the last updates.
  async *#values<Value>(
    items: AsyncIterator<Item>,
    updates: Update[],
    valueOf: (update: Update) => Value | undefined,
  ): AsyncGenerator<Value, void> {
    for (let isOver = false; !isOver;) {
      try {
        isOver = (await items.next()).done === true
        // It was closed, or left: that is a quiet end.
        const isQuiet = this.#updates === undefined || this.outcome?.status === 'aborted'
        if (isOver && !isQuiet) {
          await this.#finish()
          this.#end()
        }
      } finally {
        for (const update of updates) {
          const value = valueOf(update)
          if (value !== undefined) yield value
        }
        updates.length = 0
      }
    }
  }
}
