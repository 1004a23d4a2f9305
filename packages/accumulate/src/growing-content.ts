import { appendParts, textOfParts } from './content-parts.ts'
import type { LiveMessage } from './growing-choice-state.ts'
import { grow, type TextChange } from './growing-text.ts'
import { type JSONObject, textOf } from './json-object.ts'
import type { FollowedText } from './text-delta.ts'

/** The content of one message as it grows, and its parts, where servers send some. */
export class GrowingContent implements FollowedText {
  declare onChange?: (change: TextChange) => void
  readonly #message: LiveMessage

  constructor(message: LiveMessage) {
    this.#message = message
  }

  get text(): string {
    return this.#message.content ?? ''
  }

  /** Takes a delta, and the text that some servers put beside it; gives what is new. */
  take(delta: JSONObject, beside: unknown, isWhole?: boolean): TextChange | undefined {
    const message = this.#message
    const { content } = delta
    const isSpread = Array.isArray(content)
    // `ChatDecoder` has spread the parts already, and keeps them there.
    const parts: unknown = isSpread ? content : delta['content_parts']
    const hasParts = Array.isArray(parts)
    const before = this.text
    const piece = isSpread ? textOfParts(content, 'text') : textOf(content ?? beside)
    const change = grow(before, piece, isWhole && !hasParts)
    if (change !== undefined) message.content = change.snapshot
    if (hasParts) {
      // Once some of the content came as parts, what came as text is one of them.
      message.content_parts ??= before === '' ? [] : [{ type: 'text', text: before }]
      appendParts(message.content_parts, parts)
    } else if (change !== undefined && message.content_parts !== undefined) {
      appendParts(message.content_parts, [{ type: 'text', text: change.delta }])
    }
    if (change !== undefined) this.onChange?.(change)
    return change
  }
}
