import type { ChatCompletion } from '@sse/chat'
import { type AccumulateChatOptions, type ChatItems, failed } from './accumulate-chat.ts'
import { ChatAccumulator } from './chat-accumulator.ts'
import type { ChatUpdate } from './chat-update.ts'
import { UpdateIterator } from './update-iterator.ts'

/** The updates of one stream, to be read once. */
export interface ChatUpdates<Parsed = never, Tools extends object = object> extends AsyncIterable<
  ChatUpdate<Parsed, Tools>
> {
  /** The completion so far: live, so clone it to keep it. After the last update it is the final one. */
  readonly snapshot: ChatCompletion
  /** Gives the updates one by one; a chunk is asked for when those of the last one were taken. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ChatUpdate<Parsed, Tools>>
}

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
      return new UpdateIterator({
        items,
        machine: accumulator,
        complete: options.complete,
        failed: (error) => failed(accumulator, error),
      })
    },
  }
}
