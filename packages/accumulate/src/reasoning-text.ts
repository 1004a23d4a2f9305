import type { ChatCompletionMessage } from '@sse/chat'
import { isObject } from './json-object.ts'
import { REASONING_KEYS } from './growing-reasoning.ts'
import { detailText } from './reasoning-details.ts'

/**
 * The reasoning in a message, whatever its server calls it: the first of `reasoning_content`,
 * `reasoning`, `reasoning_text` and `cot_summary` that there is, else the texts of
 * `reasoning_details` joined. Undefined when there is none.
 */
export function reasoningText(message: ChatCompletionMessage): string | undefined {
  for (const key of REASONING_KEYS) {
    const text = message[key]
    if (typeof text === 'string' && text !== '') return text
  }
  let joined = ''
  for (const detail of message.reasoning_details ?? []) {
    if (isObject(detail)) joined += detailText(detail)
  }
  return joined === '' ? undefined : joined
}
