import type { ChatCompletionChunk } from '@sse/chat'
import { type AccumulateChatOptions, failed } from './accumulate-chat.ts'
import { ChatAccumulator } from './chat-accumulator.ts'
import type { ChatUpdate } from './chat-update.ts'
import type { ParsedChatCompletion } from './parsed-chat-completion.ts'
import { isVouchedFor } from './stream-evidence.ts'

/** The synchronous twin of `chatUpdates`: throws what that fails with, and returns the completion. */
export function* chatUpdatesSync<Parsed = never, Tools extends object = object>(
  items: Iterable<ChatCompletionChunk>,
  options: AccumulateChatOptions<Parsed, Tools> = {},
): Generator<ChatUpdate<Parsed, Tools>, ParsedChatCompletion<Parsed, Tools>, undefined> {
  const accumulator = new ChatAccumulator(options)
  let complete: boolean | undefined
  try {
    for (const chunk of items) yield* accumulator.push(chunk)
    complete = isVouchedFor(items, options.complete)
  } catch (error) {
    throw failed(accumulator, error)
  }
  yield* accumulator.finishUpdates({ complete })
  return accumulator.finish()
}
