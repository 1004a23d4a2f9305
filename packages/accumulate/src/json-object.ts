import type { JSONObject } from '@sse/core/json-decoder'

export { isObject, type JSONObject } from '@sse/core/json-decoder'

/** A text that says something; `''` otherwise, for null, for absence and for what is no text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** An identifier; a number becomes text, as NVIDIA and AiHubMix send numbers. `''` when there is none. */
export function idOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : textOf(value)
}

/** Appends to the list at a key, which begins with the first. */
export function appendTo(target: JSONObject, key: string, list: readonly unknown[]): void {
  const all = target[key]
  const growing: unknown[] = Array.isArray(all) ? all : (target[key] = [])
  // No spread: a list is as long as the server likes, a call's arguments are not.
  for (const each of list) growing.push(each)
}
