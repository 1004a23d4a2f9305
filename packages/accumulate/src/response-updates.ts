import type { Response, ResponseStreamEvent } from '@sse/responses'
import type { AccumulateResponseOptions, ResponseItems } from './accumulate-response.ts'
import type { NoTools } from './parsed-chat-completion.ts'
import { ResponseAccumulator } from './response-accumulator.ts'
import type { ParsedResponse } from './response-parsed.ts'
import { withPartialResponse } from './response-partial.ts'
import type { ResponseUpdate } from './response-update.ts'
import { isVouchedFor } from './stream-evidence.ts'

/** The updates of one stream, to be read once. */
export interface ResponseUpdates<
  Parsed = never,
  Tools extends object = NoTools,
> extends AsyncIterable<ResponseUpdate<Parsed, Tools>> {
  /** The response so far: live, so clone it to keep it. After the last update it is the final one. */
  readonly snapshot: Response
  /** Gives the updates one by one; an event is asked for when those of the last one were taken. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ResponseUpdate<Parsed, Tools>>
}

/**
 * The updates that the events of one stream amount to, and at its end those that settle everything.
 *
 * Leaving the loop ends the iteration of `items`. Fails with what `items` throws, the same object, and
 * after the last update with what `accumulateResponse` rejects with at the end; what had arrived is the
 * error's `partial`, see `partialResponse`.
 */
export function responseUpdates<Parsed = never, Tools extends object = NoTools>(
  items: ResponseItems,
  options: AccumulateResponseOptions<Parsed, Tools> = {},
): ResponseUpdates<Parsed, Tools> {
  const accumulator = new ResponseAccumulator(options)
  let used = false
  return {
    get snapshot() {
      return accumulator.snapshot
    },
    [Symbol.asyncIterator]() {
      if (used) throw new TypeError('The updates of a stream can be read once, and these were')
      used = true
      return new UpdateIterator(items, accumulator, options.complete)
    },
  }
}

/** The synchronous twin of `responseUpdates`: throws what that fails with, and returns the response. */
export function* responseUpdatesSync<Parsed = never, Tools extends object = NoTools>(
  items: Iterable<ResponseStreamEvent>,
  options: AccumulateResponseOptions<Parsed, Tools> = {},
): Generator<ResponseUpdate<Parsed, Tools>, ParsedResponse<Parsed, Tools>, undefined> {
  const accumulator = new ResponseAccumulator(options)
  let complete: boolean | undefined
  try {
    for (const event of items) yield* accumulator.push(event)
    complete = isVouchedFor(items, options.complete)
  } catch (error) {
    throw withPartialResponse(error, accumulator.snapshot)
  }
  yield* accumulator.finishUpdates({ complete })
  return accumulator.finish()
}

type Result<Parsed, Tools extends object> = IteratorResult<ResponseUpdate<Parsed, Tools>>

// By hand, for `return` is to end the source at once, also while an event is waited for.
class UpdateIterator<Parsed, Tools extends object> implements AsyncIterableIterator<
  ResponseUpdate<Parsed, Tools>
> {
  readonly #items: ResponseItems
  readonly #accumulator: ResponseAccumulator<Parsed, Tools>
  readonly #complete: boolean | (() => boolean) | undefined
  #events: Iterator<ResponseStreamEvent> | AsyncIterator<ResponseStreamEvent> | undefined
  // The updates of the last event, and which of them is next.
  #updates: readonly ResponseUpdate<Parsed, Tools>[] = []
  #next = 0
  // There are no more events to ask for.
  #ended = false
  // Ends the wait for an event, or for a schema.
  #stop: (() => void) | undefined
  // What is to be thrown after the last updates.
  #owed: { readonly error: unknown } | undefined
  // The call of `next` that was made last, if it waits for an event.
  #pending: Promise<Result<Parsed, Tools>> | undefined

  constructor(
    items: ResponseItems,
    accumulator: ResponseAccumulator<Parsed, Tools>,
    complete: boolean | (() => boolean) | undefined,
  ) {
    this.#items = items
    this.#accumulator = accumulator
    this.#complete = complete
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result<Parsed, Tools>> {
    const update = this.#pending === undefined ? this.#take() : undefined
    if (update !== undefined) return Promise.resolve(update)
    const read = (): Promise<Result<Parsed, Tools>> => this.#read()
    const turn = this.#pending === undefined ? read() : this.#pending.then(read, read)
    this.#pending = turn
    const clear = (): void => {
      if (this.#pending === turn) this.#pending = undefined
    }
    turn.then(clear, clear)
    return turn
  }

  async return(value?: unknown): Promise<Result<Parsed, Tools>> {
    await this.#leave()
    return { value, done: true } as Result<Parsed, Tools>
  }

  async throw(error?: unknown): Promise<Result<Parsed, Tools>> {
    await this.#leave()
    throw error
  }

  #take(): Result<Parsed, Tools> | undefined {
    const value = this.#updates[this.#next]
    if (value === undefined) return undefined
    this.#next++
    return { value, done: false }
  }

  // A loop: many an event changes nothing.
  async #read(): Promise<Result<Parsed, Tools>> {
    for (;;) {
      const update = this.#take()
      if (update !== undefined) return update
      if (this.#owed !== undefined) {
        const { error } = this.#owed
        this.#owed = undefined
        throw error
      }
      if (this.#ended) return { value: undefined, done: true }
      await this.#ask()
    }
  }

  async #ask(): Promise<void> {
    const accumulator = this.#accumulator
    let isOpen = false
    try {
      this.#events ??= iteratorOf(this.#items)
      const result = await this.#wait(this.#events.next())
      if (result === undefined || this.#ended) return
      this.#next = 0
      if (result.done === true) await this.#finish()
      else {
        isOpen = true
        this.#updates = accumulator.push(result.value)
      }
    } catch (error) {
      if (this.#ended) return
      this.#ended = true
      this.#owed = { error: withPartialResponse(error, accumulator.snapshot) }
      // What it throws comes second.
      if (isOpen) await this.#wait(this.#close()).catch(() => {})
    }
  }

  async #finish(): Promise<void> {
    const accumulator = this.#accumulator
    const complete = isVouchedFor(this.#items, this.#complete)
    await this.#wait(accumulator.validate({ complete }))
    if (this.#ended) return
    this.#ended = true
    this.#updates = accumulator.finishUpdates({ complete })
    try {
      accumulator.finish()
    } catch (error) {
      this.#owed = { error }
    }
  }

  // Undefined when nobody wants any more updates. No `race`: what lasts would remember each round of it.
  #wait<Value>(value: Value | PromiseLike<Value>): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      this.#stop = () => {
        resolve(undefined)
      }
      Promise.resolve(value).then(resolve, reject)
    })
  }

  async #close(): Promise<void> {
    await this.#events?.return?.()
  }

  async #leave(): Promise<void> {
    const wasEnded = this.#ended
    this.#ended = true
    this.#owed = undefined
    this.#updates = []
    this.#stop?.()
    if (!wasEnded) await this.#close()
  }
}

function iteratorOf(
  items: ResponseItems,
): Iterator<ResponseStreamEvent> | AsyncIterator<ResponseStreamEvent> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
}
