import { withPartial } from '@sse/accumulate'
import { type Outcome, SyncStream, type SyncStreamSource } from '@sse/client/sync'
import type { Accumulator } from './accumulated-stream.ts'

/**
 * The items of one answer, to be read once, and the object that they add up to.
 *
 * An error of the stream carries what had arrived as `partial`. What has to be known of an API is in
 * the two methods that a subclass has.
 */
export abstract class AccumulatedStreamSync<
  Item,
  Update,
  Snapshot,
  Final,
  Parsed,
> extends SyncStream<Item> {
  readonly #accumulator: Omit<Accumulator<Item, Update, Snapshot, Final>, 'validate'>
  // The updates that the one loop over them has not seen.
  #updates: Update[] | undefined
  // Of a stream that is whole and says that the answer failed.
  #failed: Outcome | undefined

  constructor(
    source: SyncStreamSource<Item>,
    accumulator: Omit<Accumulator<Item, Update, Snapshot, Final>, 'validate'>,
  ) {
    super(source)
    this.#accumulator = accumulator
  }

  /** The object so far: live, so clone it to keep it. */
  get snapshot(): Snapshot {
    return this.#accumulator.snapshot
  }

  /** How the stream ended; undefined as long as it has not. Of one that failed `error` is what `final` throws. */
  override get outcome(): Outcome | undefined {
    const outcome = super.outcome
    if (outcome?.status !== 'failed' || outcome.error !== undefined) return outcome
    return (this.#failed ??= { status: 'failed', error: this.#failure() })
  }

  /**
   * Reads the stream as updates: what each item changed, and in the end what settles everything. It is
   * the one reading of the stream; leaving the loop closes it. After the last update it fails with
   * what `final` throws.
   */
  updates(): Iterable<Update> {
    return { [Symbol.iterator]: () => this.#read((update) => update) }
  }

  /**
   * Reads the stream as text, piece by piece: all pieces together are the text of the answer. Otherwise
   * like `updates`.
   */
  text(): Iterable<string> {
    return { [Symbol.iterator]: () => this.#read((update) => this.textOf(update)) }
  }

  /**
   * Reads what is left and gives the object that the API returns without `stream`. Items that an open
   * loop has not seen are kept for it.
   *
   * Throws what ended the stream, `ERR_SSE_TRUNCATED` when it was cut off and `ERR_SSE_ABORTED` when it
   * was closed before its end: an unfinished answer is never handed out as a finished one. Where
   * schemas were asked for also `ERR_SSE_SCHEMA`, `ERR_SSE_LENGTH_FINISH_REASON`,
   * `ERR_SSE_CONTENT_FILTER_FINISH_REASON`, and a `TypeError` for a schema that is asynchronous.
   */
  final(): Final {
    this.consume()
    this.#finish()
    return this.#end()
  }

  /**
   * Like `final`, and gives what `schema` made of the text; null when the model refused, answered
   * with tool calls only, or was stopped, which `outcome` tells. Throws a `TypeError` when no schema was asked for.
   */
  parsed(): Parsed | null {
    const parsed = this.parsedOf(this.final())
    if (parsed === undefined) throw new TypeError('No schema was asked for: pass one as `schema`')
    return parsed
  }

  /** A piece of text of the answer, when the update is one. */
  protected abstract textOf(update: Update): string | undefined

  /** What the schema made; undefined when there was none. */
  protected abstract parsedOf(final: Final): Parsed | null | undefined

  protected override received(item: Item): void {
    this.#tell(this.#accumulator.push(item))
  }

  protected override failed(error: unknown): void {
    this.#tell(this.#accumulator.finishUpdates({ complete: false }))
    withPartial(error, this.snapshot as never)
  }

  #finish(): void {
    const status = this.outcome?.status
    const complete = status === 'completed' || status === 'incomplete'
    this.#tell(this.#accumulator.finishUpdates({ complete }))
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
    for (const update of updates) this.#updates?.push(update)
  }

  #read<Value>(valueOf: (update: Update) => Value | undefined): IterableIterator<Value> {
    const items = this[Symbol.iterator]()
    const updates: Update[] = (this.#updates = [])
    const values = this.#values(items, updates, valueOf)
    const iterator: IterableIterator<Value> = {
      next: () => (this.#updates === undefined ? { value: undefined, done: true } : values.next()),
      return: (value?: unknown) => {
        this.#updates = undefined
        updates.length = 0
        items.return?.()
        return { value, done: true }
      },
      [Symbol.iterator]: () => iterator,
    }
    return iterator
  }

  // What ends the stream is thrown after the last updates.
  *#values<Value>(
    items: Iterator<Item>,
    updates: Update[],
    valueOf: (update: Update) => Value | undefined,
  ): Generator<Value, void> {
    for (let isOver = false; !isOver;) {
      try {
        isOver = items.next().done === true
        // It was closed, or left: that is a quiet end.
        const isQuiet = this.#updates === undefined || this.outcome?.status === 'aborted'
        if (isOver && !isQuiet) {
          this.#finish()
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
