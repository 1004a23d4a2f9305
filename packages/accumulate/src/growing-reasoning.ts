import { textOfParts } from './content-parts.ts'
import { growAt, type TextChange } from './growing-text.ts'
import { type JSONObject, textOf } from './json-object.ts'
import { ReasoningDetails } from './reasoning-details.ts'

/**
 * The names under which servers send reasoning as text, in the order in which one of them is taken
 * where a delta has several.
 */
export const REASONING_KEYS = [
  'reasoning_content',
  'reasoning',
  'reasoning_text',
  'cot_summary',
] as const

/** What a checkpoint keeps of the reasoning, beside what is in the message. */
export type GrowingReasoningState = JSONObject & {
  text: string
  /** Plain text was sent: the details say the same again. */
  isPlain: boolean
}

/**
 * The reasoning of one choice. In the message each name has its own text, as the server sends it
 * without streaming; here they are one text, for which the first name that a delta has is taken.
 */
export class GrowingReasoning {
  readonly #state: GrowingReasoningState
  readonly #message: JSONObject
  #details: ReasoningDetails | undefined

  constructor(message: JSONObject, state: GrowingReasoningState) {
    this.#message = message
    this.#state = state
  }

  /** Takes a delta, where thinking may be among its content parts; gives what is new. */
  take(delta: JSONObject, isWhole?: boolean): TextChange | undefined {
    const { content } = delta
    const thinking = Array.isArray(content) ? textOfParts(content, 'thinking') : ''
    if (thinking === '' && !hasReasoning(delta)) return undefined
    const state = this.#state
    const message = this.#message
    let taken = ''
    for (const key of REASONING_KEYS) {
      const value = delta[key]
      const isOther = typeof value !== 'string' && key === 'reasoning_content'
      const piece = isOther ? thinking : textOf(value)
      growAt(message, key, piece, isWhole)
      taken ||= piece
    }
    if (taken !== '') state.isPlain = true
    const pieces = delta['reasoning_details']
    let detailed = ''
    if (Array.isArray(pieces) && pieces.length > 0) {
      const entries = (message['reasoning_details'] ??= []) as JSONObject[]
      this.#details ??= new ReasoningDetails(entries)
      detailed = this.#details.take(pieces)
    }
    // Details are pieces even where the plain names repeat the whole.
    return state.isPlain ? growAt(state, 'text', taken, isWhole) : growAt(state, 'text', detailed)
  }
}

// Most deltas have none. By name, as keys in a loop made a chunk take 80 ns longer (Node 26).
function hasReasoning(delta: JSONObject): boolean {
  return (
    delta['reasoning_content'] !== undefined ||
    delta['reasoning'] !== undefined ||
    delta['reasoning_text'] !== undefined ||
    delta['cot_summary'] !== undefined ||
    delta['reasoning_details'] !== undefined
  )
}
