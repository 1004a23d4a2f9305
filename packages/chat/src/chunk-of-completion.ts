import { isObject, type JSONObject } from '@sse/core/json-decoder'
import type { ChatCompletionChunk } from './chat-completion-chunk.ts'
import type { ChatCompletion } from './chat-completion.ts'

/**
 * Makes one chunk of a whole completion: each message becomes a delta, each tool call gets its
 * position for an index. For servers that ignore `stream: true`, see `ChatDecoderOptions.fromCompletion`.
 */
export function chunkOfCompletion(completion: ChatCompletion): ChatCompletionChunk {
  const choices = completion.choices as readonly unknown[]
  return {
    ...completion,
    object: 'chat.completion.chunk',
    choices: choices.map((choice) => (isObject(choice) ? withDelta(choice) : choice)),
  } as ChatCompletionChunk
}

// What came over the wire may be any JSON: what does not fit is left to the decoder's repairs.
function withDelta({ message, ...choice }: JSONObject): JSONObject {
  if (!isObject(message)) return choice
  const { tool_calls: calls } = message
  if (!Array.isArray(calls)) return { ...choice, delta: message }
  const indexed = calls.map((call: unknown, index) => (isObject(call) ? { index, ...call } : call))
  return { ...choice, delta: { ...message, tool_calls: indexed } }
}
