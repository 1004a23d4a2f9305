import type { ChatCompletionChunk } from '@sse/chat'
import type { ChatAccumulatorOptions } from './chat-accumulator-options.ts'
import { ChatAccumulator } from './chat-accumulator.ts'
import type { ChatResultOptions } from './chat-finish-options.ts'
import { type ChatResult, notAnError } from './chat-result.ts'
import type { ParsedChatCompletion } from './parsed-chat-completion.ts'
import { withPartial } from './partial-completion.ts'
import { completionOf, isDecoded, isVouchedFor } from './stream-evidence.ts'

/** Settings of `accumulateChat`, `chatUpdates` and their twins. */
export interface AccumulateChatOptions<
  Parsed = never,
  Tools extends object = object,
> extends ChatAccumulatorOptions<Parsed, Tools> {
  /**
   * Whether the items, having ended without an error, are those of a complete stream; a function is
   * called then. It is believed, true or false, if there was a chunk at all. Default: the iterable's own `complete` if it has one,
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
 * Rejects with a `TypeError` for a schema that is none, before anything is read. Then with what the
 * iterable throws, the same object; with `ERR_SSE_TRUNCATED` when it ends before
 * the stream was complete; where schemas were asked for also with `ERR_SSE_SCHEMA`,
 * `ERR_SSE_LENGTH_FINISH_REASON` and `ERR_SSE_CONTENT_FILTER_FINISH_REASON`. In each case what had
 * arrived is the error's `partial`: see `partialCompletion`.
 */
export async function accumulateChat<Parsed = never, Tools extends object = object>(
  items: ChatItems,
  options: AccumulateChatOptions<Parsed, Tools> = {},
): Promise<ParsedChatCompletion<Parsed, Tools>> {
  const accumulator = new ChatAccumulator(options)
  const end = await readAll(accumulator, items, options)
  if ('error' in end) throw failed(accumulator, end.error)
  await accumulator.validate(end)
  return accumulator.finish()
}

/**
 * The same without a throw: how the stream ended, and what came of it. Anything that `accumulateChat`
 * rejects with is the `error` of the result, but for the `TypeError` about a schema that is none.
 */
export async function accumulateChatResult<Parsed = never, Tools extends object = object>(
  items: ChatItems,
  options: AccumulateChatOptions<Parsed, Tools> = {},
): Promise<ChatResult<Parsed, Tools>> {
  const accumulator = new ChatAccumulator(options)
  const end = await readAll(accumulator, items, options)
  // Anything can be thrown, `undefined` too, which is no error to `result`.
  if ('error' in end) return accumulator.result({ error: end.error ?? notAnError(end.error) })
  await accumulator.validate(end)
  return accumulator.result(end)
}

/**
 * The synchronous twin of `accumulateChat`. Throws what that rejects with, and a `TypeError` for a
 * schema that is asynchronous.
 */
export function accumulateChatSync<Parsed = never, Tools extends object = object>(
  items: Iterable<ChatCompletionChunk>,
  options: AccumulateChatOptions<Parsed, Tools> = {},
): ParsedChatCompletion<Parsed, Tools> {
  const accumulator = new ChatAccumulator(options)
  try {
    for (const chunk of items) accumulator.push(chunk)
    return accumulator.finish({ complete: isVouchedFor(items, options.complete) })
  } catch (error) {
    throw failed(accumulator, error)
  }
}

/** The error that ended a stream, with what the accumulator has of the completion. */
export function failed(
  accumulator: Pick<ChatAccumulator, 'finishUpdates' | 'snapshot'>,
  error: unknown,
): unknown {
  accumulator.finishUpdates({ complete: false })
  return withPartial(error, accumulator.snapshot)
}

async function readAll<Parsed, Tools extends object>(
  accumulator: ChatAccumulator<Parsed, Tools>,
  items: ChatItems,
  options: AccumulateChatOptions<Parsed, Tools>,
): Promise<ChatResultOptions> {
  try {
    if (isDecoded(items)) {
      // One wait for each network chunk, not for each item.
      await items.each((chunk) => {
        accumulator.push(chunk)
      })
    } else {
      for await (const chunk of items) accumulator.push(chunk)
    }
    return { complete: isVouchedFor(items, options.complete), evidence: completionOf(items) }
  } catch (error) {
    return { error }
  }
}
