import { appendText, replaceText, type TextChange } from './growing-text.ts'
import type { JSONObject } from './json-object.ts'
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
export interface ReasoningChannelState {
  readonly text: string
  readonly isPlain: boolean
}

/**
 * The reasoning of one choice. In the message each name has its own text, as the server sends it
 * without streaming; here they are one text, for which the first name that a delta has is taken.
 */
export class ReasoningChannel {
  text: string
  readonly #message: JSONObject
  // Plain text was sent: the details say the same again.
  #isPlain: boolean
  #details: ReasoningDetails | undefined

  constructor(message: JSONObject, state?: ReasoningChannelState) {
    this.#message = message
    this.text = state?.text ?? ''
    this.#isPlain = state?.isPlain ?? false
    const entries = message['reasoning_details']
    if (Array.isArray(entries)) this.#details = new ReasoningDetails(entries as JSONObject[])
  }

  get state(): ReasoningChannelState {
    return { text: this.text, isPlain: this.#isPlain }
  }

  /** Takes a delta, and the thinking that was among its content parts; gives what is new. */
  take(delta: JSONObject, thinking: string, cumulative: boolean): TextChange | undefined {
    const grow = cumulative ? replaceText : appendText
    let taken: string | undefined
    for (const key of REASONING_KEYS) {
      const value = delta[key]
      const piece = typeof value === 'string' ? value : key === 'reasoning_content' ? thinking : ''
      if (piece === '') continue
      const current = this.#message[key]
      const change = grow(typeof current === 'string' ? current : '', piece)
      if (change !== undefined) this.#message[key] = change.snapshot
      taken ??= piece
    }
    const pieces = delta['reasoning_details']
    const detailed = Array.isArray(pieces) && pieces.length > 0 ? this.#takeDetails(pieces) : ''
    if (taken !== undefined) this.#isPlain = true
    else if (this.#isPlain) return undefined
    // Details are pieces even where the plain names repeat the whole.
    const change = taken === undefined ? appendText(this.text, detailed) : grow(this.text, taken)
    if (change !== undefined) this.text = change.snapshot
    return change
  }

  #takeDetails(pieces: readonly unknown[]): string {
    if (this.#details === undefined) {
      this.#details = new ReasoningDetails()
      this.#message['reasoning_details'] = this.#details.entries
    }
    return this.#details.take(pieces)
  }
}
