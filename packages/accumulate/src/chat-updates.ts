import type { ChatCompletion, ChatCompletionChunk } from '@sse/chat'
import { type AccumulateChatOptions, type ChatItems, failed } from './accumulate-chat.ts'
import { ChatAccumulator } from './chat-accumulator.ts'
import type { ChatUpdate } from './chat-update.ts'
import { isVouchedFor } from './stream-evidence.ts'

/** The updates of one stream, to be read once. */
export interface ChatUpdates<Parsed = never, Tools extends object = object> extends AsyncIterable<
  ChatUpdate<Parsed, Tools>
> {
  /** The completion so far: live, so clone it to keep it. After the last update it is the final one. */
  readonly snapshot: ChatCompletion
  /** Gives the updates one by one; a chunk is asked for when those of the last one were taken. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ChatUpdate<Parsed, Tools>>
}

const DONE = { value: undefined, done: true } as const

/**
 * The updates that the chunks of one stream amount to, and at its end those that settle everything.
 *
 * Leaving the loop ends the iteration of `items`. Fails with what `items` throws, the same object, and
 * after the last update with what `accumulateChat` rejects with at the end; what had arrived is the
 * error's `partial`, see `partialCompletion`.
 */
export function chatUpdates<Parsed = never, Tools extends object = object>(
  items: ChatItems,
  options: AccumulateChatOptions<Parsed, Tools> = {},
): ChatUpdates<Parsed, Tools> {
  const accumulator = new ChatAccumulator(options)
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

class UpdateIterator<Parsed, Tools extends object> implements AsyncIterableIterator<
  ChatUpdate<Parsed, Tools>
> {
  readonly #items: ChatItems
  readonly #accumulator: ChatAccumulator<Parsed, Tools>
  readonly #complete: AccumulateChatOptions['complete']
  #chunks: Iterator<ChatCompletionChunk> | AsyncIterator<ChatCompletionChunk> | undefined
  // The updates of the last chunk, and which of them is next.
  #updates: readonly ChatUpdate<Parsed, Tools>[] = []
  #next = 0
  // There are no more chunks to ask for.
  #ended = false
  // Nobody wants any more updates.
  #left = false
  // What is to be thrown after the last updates.
  #owed: { readonly error: unknown } | undefined
  // The call of `next` that was made last, if it waits for a chunk.
  #pending: Promise<IteratorResult<ChatUpdate<Parsed, Tools>>> | undefined
  // Ends the calls of `next` that wait, whatever the source does.
  readonly #waiting: Set<() => void> = new Set()

  constructor(
    items: ChatItems,
    accumulator: ChatAccumulator<Parsed, Tools>,
    complete: AccumulateChatOptions['complete'],
  ) {
    this.#items = items
    this.#accumulator = accumulator
    this.#complete = complete
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<ChatUpdate<Parsed, Tools>>> {
    if (this.#left) return Promise.resolve(DONE)
    if (this.#pending === undefined) {
      const update = this.#updates[this.#next]
      if (update !== undefined) {
        this.#next++
        return Promise.resolve({ value: update, done: false })
      }
    }
    const read = (): Promise<IteratorResult<ChatUpdate<Parsed, Tools>>> => this.#read()
    const turn = this.#pending === undefined ? read() : this.#pending.then(read, read)
    this.#pending = turn
    let leave = (): void => {}
    const left = new Promise<typeof DONE>((resolve) => {
      leave = () => resolve(DONE)
    })
    this.#waiting.add(leave)
    const clear = (): void => {
      this.#waiting.delete(leave)
      if (this.#pending === turn) this.#pending = undefined
    }
    turn.then(clear, clear)
    return Promise.race([turn, left])
  }

  async return(value?: unknown): Promise<IteratorResult<ChatUpdate<Parsed, Tools>>> {
    for (const leave of this.#waiting) leave()
    await this.#leave()
    return { value, done: true } as IteratorResult<ChatUpdate<Parsed, Tools>>
  }

  async throw(error?: unknown): Promise<IteratorResult<ChatUpdate<Parsed, Tools>>> {
    for (const leave of this.#waiting) leave()
    await this.#leave()
    throw error
  }

  // A loop: many a chunk changes nothing.
  async #read(): Promise<IteratorResult<ChatUpdate<Parsed, Tools>>> {
    for (;;) {
      const update = this.#updates[this.#next]
      if (update !== undefined) {
        this.#next++
        return { value: update, done: false }
      }
      if (this.#owed !== undefined) {
        const { error } = this.#owed
        this.#owed = undefined
        throw error
      }
      if (this.#ended) return DONE
      await this.#ask()
    }
  }

  async #ask(): Promise<void> {
    let result: IteratorResult<ChatCompletionChunk>
    try {
      this.#chunks ??= iteratorOf(this.#items)
      result = await this.#chunks.next()
    } catch (error) {
      if (this.#ended) return
      this.#ended = true
      this.#owed = { error: failed(this.#accumulator, error) }
      return
    }
    if (this.#ended) return
    this.#next = 0
    try {
      this.#updates =
        result.done === true ? await this.#finish() : this.#accumulator.push(result.value)
    } catch (error) {
      await this.#leave()
      this.#owed = { error: failed(this.#accumulator, error) }
    }
  }

  async #finish(): Promise<readonly ChatUpdate<Parsed, Tools>[]> {
    this.#ended = true
    const complete = isVouchedFor(this.#items, this.#complete)
    await this.#accumulator.validate({ complete })
    // While a schema took its time.
    if (this.#left) return []
    const updates = this.#accumulator.finishUpdates()
    try {
      this.#accumulator.finish()
    } catch (error) {
      this.#owed = { error }
    }
    return updates
  }

  async #leave(): Promise<void> {
    const wasEnded = this.#ended
    this.#ended = this.#left = true
    this.#owed = undefined
    this.#updates = []
    if (!wasEnded) await this.#chunks?.return?.()
  }
}

function iteratorOf(
  items: ChatItems,
): Iterator<ChatCompletionChunk> | AsyncIterator<ChatCompletionChunk> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
}
