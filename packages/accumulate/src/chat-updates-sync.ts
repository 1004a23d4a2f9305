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
  try {
    // No `yield*`: a list cannot be thrown into, as a generator can.
    for (const chunk of items) for (const update of accumulator.push(chunk)) yield update
    const complete = isVouchedFor(items, options.complete)
    for (const update of accumulator.finishUpdates({ complete })) yield update
    return accumulator.finish()
  } catch (error) {
    throw failed(accumulator, error)
  }
}
