import type { ChatCompletionLogprobs } from '@sse/chat'
import { isObject, type JSONObject } from './json-object.ts'

/** Log probabilities that grow: `content`, `refusal`, and whatever other lists a server sends. */
export type GrowingLogprobs = JSONObject & { content: unknown; refusal: unknown }

/**
 * Appends the lists of a chunk's `logprobs` to those that were there, key by key. Undefined when the
 * chunk has none: null, or an object without the two lists of a chat completion and without any other.
 */
export function appendLogprobs(
  target: GrowingLogprobs | undefined,
  logprobs: unknown,
): GrowingLogprobs | undefined {
  if (!isObject(logprobs)) return undefined
  const lists = Object.keys(logprobs).filter(
    (key) => Array.isArray(logprobs[key]) && key !== '__proto__',
  )
  const isChat = Object.hasOwn(logprobs, 'content') || Object.hasOwn(logprobs, 'refusal')
  if (lists.length === 0 && !isChat) return undefined
  const grown = target ?? { content: null, refusal: null }
  for (const key of lists) {
    const list = Object.hasOwn(grown, key) ? grown[key] : undefined
    const growing: unknown[] = Array.isArray(list) ? list : (grown[key] = [])
    // No spread: a list is as long as the server likes, a call's arguments are not.
    for (const token of logprobs[key] as unknown[]) growing.push(token)
  }
  return grown
}

/** What of a chunk's `logprobs` is new tokens; undefined when there are none. */
export function newTokens(logprobs: unknown): ChatCompletionLogprobs | undefined {
  if (!isObject(logprobs)) return undefined
  const { content, refusal } = logprobs as Partial<ChatCompletionLogprobs>
  const delta = {
    content: Array.isArray(content) ? content : null,
    refusal: Array.isArray(refusal) ? refusal : null,
  }
  return (delta.content?.length ?? 0) + (delta.refusal?.length ?? 0) > 0 ? delta : undefined
}
