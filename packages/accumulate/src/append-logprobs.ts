import type { ChatCompletionLogprobs } from '@sse/chat'
import { appendTo, isObject, type JSONObject } from './json-object.ts'

/**
 * Appends the lists of a chunk's `logprobs` to those of the choice, key by key: `content`, `refusal`,
 * and whatever other lists a server sends. Nothing happens when the chunk has none: null, or an object
 * without the two lists of a chat completion and without any other. Gives what is new tokens of those
 * two, and all there are; undefined when there are none.
 */
export function appendLogprobs(
  choice: JSONObject,
  logprobs: unknown,
): Record<'delta' | 'snapshot', ChatCompletionLogprobs> | undefined {
  if (!isObject(logprobs)) return undefined
  const delta: { content: unknown[] | null; refusal: unknown[] | null } = {
    content: null,
    refusal: null,
  }
  for (const key of Object.keys(logprobs)) {
    const list = logprobs[key]
    const isChat = key === 'content' || key === 'refusal'
    if (key === '__proto__' || !(isChat || Array.isArray(list))) continue
    const growing = (choice['logprobs'] ??= { content: null, refusal: null }) as JSONObject
    if (!Array.isArray(list)) continue
    appendTo(growing, key, list)
    if (isChat) delta[key] = list
  }
  if (!delta.content?.length && !delta.refusal?.length) return undefined
  const snapshot = choice['logprobs'] as ChatCompletionLogprobs
  return { delta: delta as ChatCompletionLogprobs, snapshot }
}
