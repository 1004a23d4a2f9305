import type { ChatCompletion, ChatCompletionChunk } from '@sse/chat'
import { type AccumulateChatOptions, type ChatItems, failed } from './accumulate-chat.ts'
import { ChatAccumulator } from './chat-accumulator.ts'
import type { ChatUpdate } from './chat-update.ts'
import { isVouchedFor } from './stream-evidence.ts'

/** The updates of one stream, to be read once. */
export interface ChatUpdates extends AsyncIterable<ChatUpdate> {
  /** The completion so far: live, so clone it to keep it. After the last update it is the final one. */
  readonly snapshot: ChatCompletion
  /** Gives the updates one by one; a chunk is asked for when those of the last one were taken. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ChatUpdate>
}

const DONE = { value: undefined, done: true } as const

/**
 * The updates that the chunks of one stream amount to, and at its end those that settle everything.
 *
 * Leaving the loop ends the iteration of `items`. Fails with what `items` throws, the same object, and
 * after the last update with `ERR_SSE_TRUNCATED` when the stream was not complete; what had arrived is
 * the error's `partial`, see `partialCompletion`.
 */
export function chatUpdates(items: ChatItems, options: AccumulateChatOptions = {}): ChatUpdates {
  const accumulator = new ChatAccumulator(options)
  let used = false
  return {
    get snapshot() {
      return accumulator.snapshot
    },
    [Symbol.asyncIterator]() {
      if (used) throw new TypeError('The updates of a stream can be read once, and these were')
      used = true
      return new UpdateIterator(items, accumulator, options)
    },
  }
}

class UpdateIterator implements AsyncIterableIterator<ChatUpdate> {
  readonly #items: ChatItems
  readonly #accumulator: ChatAccumulator
  readonly #options: AccumulateChatOptions
  #chunks: Iterator<ChatCompletionChunk> | AsyncIterator<ChatCompletionChunk> | undefined
  // The updates of the last chunk, and which of them is next.
  #updates: readonly ChatUpdate[] = []
  #next = 0
  // There are no more chunks to ask for.
  #ended = false
  // What is to be thrown after the last updates.
  #owed: { readonly error: unknown } | undefined
  // The call of `next` that was made last, if it waits for a chunk.
  #pending: Promise<IteratorResult<ChatUpdate>> | undefined

  constructor(items: ChatItems, accumulator: ChatAccumulator, options: AccumulateChatOptions) {
    this.#items = items
    this.#accumulator = accumulator
    this.#options = options
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<ChatUpdate>> {
    if (this.#pending === undefined) {
      const update = this.#updates[this.#next]
      if (update !== undefined) {
        this.#next++
        return Promise.resolve({ value: update, done: false })
      }
    }
    const read = (): Promise<IteratorResult<ChatUpdate>> => this.#read()
    const turn = this.#pending === undefined ? read() : this.#pending.then(read, read)
    this.#pending = turn
    const clear = (): void => {
      if (this.#pending === turn) this.#pending = undefined
    }
    turn.then(clear, clear)
    return turn
  }

  async return(value?: unknown): Promise<IteratorResult<ChatUpdate>> {
    await this.#leave()
    return { value, done: true } as IteratorResult<ChatUpdate>
  }

  async throw(error?: unknown): Promise<IteratorResult<ChatUpdate>> {
    await this.#leave()
    throw error
  }

  // A loop: many a chunk changes nothing.
  async #read(): Promise<IteratorResult<ChatUpdate>> {
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
      this.#updates = result.done === true ? this.#finish() : this.#accumulator.push(result.value)
    } catch (error) {
      await this.#leave()
      this.#owed = { error: failed(this.#accumulator, error) }
    }
  }

  #finish(): readonly ChatUpdate[] {
    this.#ended = true
    const complete = isVouchedFor(this.#items, this.#options.complete)
    const updates = this.#accumulator.finishUpdates({ complete })
    try {
      this.#accumulator.finish()
    } catch (error) {
      this.#owed = { error }
    }
    return updates
  }

  async #leave(): Promise<void> {
    const wasEnded = this.#ended
    this.#ended = true
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
