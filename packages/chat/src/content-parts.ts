import { isObject, type JSONObject } from '@sse/core/json-decoder'

/**
 * Puts a `content` that is an array where strings are expected: its texts joined into `content`, its
 * thinking into `reasoning_content` unless that is there, the array itself into `content_parts`.
 */
export function spreadContentParts(delta: JSONObject, parts: readonly unknown[]): void {
  delta['content_parts'] = parts
  delta['content'] = joined(parts.map((part) => contentOf(part, 'text')))
  const thinking = joined(
    parts.flatMap((part) => {
      const inner = contentOf(part, 'thinking')
      return Array.isArray(inner) ? inner.map((each) => isObject(each) && each['text']) : [inner]
    }),
  )
  if (thinking !== null && typeof delta['reasoning_content'] !== 'string') {
    delta['reasoning_content'] = thinking
  }
}

// What a part of a type holds stands under the name of the type.
function contentOf(part: unknown, type: 'text' | 'thinking'): unknown {
  return isObject(part) && part['type'] === type ? part[type] : undefined
}

function joined(texts: readonly unknown[]): string | null {
  const strings = texts.filter((text) => typeof text === 'string')
  return strings.length > 0 ? strings.join('') : null
}
