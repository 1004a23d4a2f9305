import { appendParts, textOfParts } from './content-parts.ts'
import type { LiveMessage } from './growing-choice-state.ts'
import { grow, type TextChange } from './growing-text.ts'
import { type JSONObject, textOf } from './json-object.ts'

/**
 * Takes the content in a delta, or the text that some servers put beside it, and its parts, where there
 * are some; gives what is new.
 */
export function takeContent(
  message: LiveMessage,
  delta: JSONObject,
  beside: unknown,
  isWhole?: boolean,
): TextChange | undefined {
  const { content } = delta
  const isSpread = Array.isArray(content)
  // `ChatDecoder` has spread the parts already, and keeps them there.
  const parts: unknown = isSpread ? content : delta['content_parts']
  const hasParts = Array.isArray(parts)
  const before = message.content ?? ''
  const piece = isSpread ? textOfParts(content, 'text') : textOf(content ?? beside)
  const change = grow(before, piece, isWhole && !hasParts)
  if (change !== undefined) message.content = change.snapshot
  // Once some of the content came as parts, what came as text is one of them.
  if (hasParts) {
    message.content_parts ??= before === '' ? [] : [{ type: 'text', text: before }]
    appendParts(message.content_parts, parts)
  } else if (change !== undefined && message.content_parts !== undefined) {
    appendParts(message.content_parts, [{ type: 'text', text: change.delta }])
  }
  return change
}
