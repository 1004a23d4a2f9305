import { isObject, type JSONObject } from '@sse/core/json-decoder'

/**
 * Puts a `content` that is an array where strings are expected: its texts joined into `content`, its
 * thinking into `reasoning_content` unless that is there, the array itself into `content_parts`.
 */
export function spreadContentParts(delta: JSONObject, parts: readonly unknown[]): void {
  const text: string[] = []
  const thinking: string[] = []
  for (const part of parts) {
    if (!isObject(part)) continue
    if (part['type'] === 'text') addText(text, part['text'])
    if (part['type'] === 'thinking') addThinking(thinking, part['thinking'])
  }
  delta['content_parts'] = parts
  delta['content'] = text.length > 0 ? text.join('') : null
  if (thinking.length > 0 && typeof delta['reasoning_content'] !== 'string') {
    delta['reasoning_content'] = thinking.join('')
  }
}

function addThinking(texts: string[], thinking: unknown): void {
  addText(texts, thinking)
  if (!Array.isArray(thinking)) return
  for (const part of thinking) if (isObject(part)) addText(texts, part['text'])
}

function addText(texts: string[], text: unknown): void {
  if (typeof text === 'string') texts.push(text)
}
