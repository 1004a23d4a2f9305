import { grow, type TextChange } from './growing-text.ts'
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

/** What a checkpoint keeps of a reasoning channel, beside what is in the message. */
export type ReasoningChannelState = readonly [text: string, isPlain: boolean]

/**
 * The reasoning of one choice. In the message each name has its own text, as the server sends it
 * without streaming; here they are one text, for which the first name that a delta has is taken.
 */
export class ReasoningChannel {
  text = ''
  readonly #message: JSONObject
  // Plain text was sent: the details say the same again.
  #isPlain = false
  #details: ReasoningDetails | undefined

  constructor(message: JSONObject, state?: ReasoningChannelState) {
    this.#message = message
    if (state !== undefined) [this.text, this.#isPlain] = state
    this.#keep(message['reasoning_details'])
  }

  get state(): ReasoningChannelState {
    return [this.text, this.#isPlain]
  }

  /** Takes a delta, and the thinking that was among its content parts; gives what is new. */
  take(delta: JSONObject, thinking: string, cumulative: boolean): TextChange | undefined {
    if (thinking === '' && !hasReasoning(delta)) return undefined
    const message = this.#message
    let taken = ''
    for (const key of REASONING_KEYS) {
      const value = delta[key]
      const isOther = typeof value !== 'string' && key === 'reasoning_content'
      const piece = isOther ? thinking : textOf(value)
      const change = grow(textOf(message[key]), piece, cumulative)
      if (change !== undefined) message[key] = change.snapshot
      taken ||= piece
    }
    const pieces = delta['reasoning_details']
    if (Array.isArray(pieces) && pieces.length > 0) {
      if (this.#details === undefined) this.#keep((message['reasoning_details'] = []))
      const detailed = this.#details!.take(pieces)
      // Details are pieces even where the plain names repeat the whole.
      if (taken === '' && !this.#isPlain) return this.#grown(grow(this.text, detailed))
    }
    if (taken !== '') this.#isPlain = true
    return this.#grown(grow(this.text, taken, cumulative))
  }

  #grown(change: TextChange | undefined): TextChange | undefined {
    if (change !== undefined) this.text = change.snapshot
    return change
  }

  #keep(entries: unknown): void {
    if (Array.isArray(entries)) this.#details = new ReasoningDetails(entries as JSONObject[])
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
