import type { ChatCompletion, ChatCompletionChunk } from '@sse/chat'
import type { ChatAccumulatorOptions } from './chat-accumulator-options.ts'
import { ChatAccumulator } from './chat-accumulator.ts'
import { withPartial } from './partial-completion.ts'
import { isDecoded, isVouchedFor } from './stream-evidence.ts'

/** Settings of `accumulateChat`, `chatUpdates` and their twins. */
export interface AccumulateChatOptions extends ChatAccumulatorOptions {
  /**
   * Whether the items, having ended without an error, are those of a complete stream; a function is
   * called then. It is believed, true or false. Default: the iterable's own `complete` if it has one,
   * true for the iterables of `decodeEventStream` and so of `decodeChatStream`, which fail where a
   * stream is cut off; else the chunks themselves must tell.
   */
  readonly complete?: boolean | (() => boolean) | undefined
}

/** Chunks, as an array, a generator or a stream gives them. */
export type ChatItems = Iterable<ChatCompletionChunk> | AsyncIterable<ChatCompletionChunk>

/**
 * Adds the chunks of one stream up to its completion.
 *
 * Rejects with what the iterable throws, the same object, and with `ERR_SSE_TRUNCATED` when it ends
 * before the stream was complete. In both cases what had arrived is the error's `partial`: see
 * `partialCompletion`.
 */
export async function accumulateChat(
  items: ChatItems,
  options: AccumulateChatOptions = {},
): Promise<ChatCompletion> {
  const accumulator = new ChatAccumulator(options)
  let complete: boolean | undefined
  try {
    if (isDecoded(items)) {
      // One wait for each network chunk, not for each item.
      await items.each((chunk) => {
        accumulator.push(chunk)
      })
    } else {
      for await (const chunk of items) accumulator.push(chunk)
    }
    complete = isVouchedFor(items, options.complete)
  } catch (error) {
    throw failed(accumulator, error)
  }
  return accumulator.finish({ complete })
}

/** The synchronous twin of `accumulateChat`. Throws what that rejects with. */
export function accumulateChatSync(
  items: Iterable<ChatCompletionChunk>,
  options: AccumulateChatOptions = {},
): ChatCompletion {
  const accumulator = new ChatAccumulator(options)
  let complete: boolean | undefined
  try {
    for (const chunk of items) accumulator.push(chunk)
    complete = isVouchedFor(items, options.complete)
  } catch (error) {
    throw failed(accumulator, error)
  }
  return accumulator.finish({ complete })
}

/** The error that ended a stream, with what the accumulator has of the completion. */
export function failed(accumulator: ChatAccumulator, error: unknown): unknown {
  accumulator.finishUpdates({ complete: false })
  return withPartial(error, accumulator.snapshot)
}
