import type { JSONObject } from './json-object.ts'
import type { ResponseSequenceState } from './response-checkpoint.ts'

/**
 * The numbers of the events: a cursor to resume after, and a way to recognise what is repeated then.
 * Numbers put nothing in order: servers leave them out, begin anywhere, leave gaps, give each event
 * the same.
 */
export class ResponseSequence {
  #cursor: number | null
  #rises: number
  // What the first event with a number was, as long as there is no other number.
  #first: string | undefined
  readonly #isResumed: boolean
  // What has a number that was there before is a repetition.
  #skips: boolean

  constructor(isResumed: boolean, state?: ResponseSequenceState) {
    this.#cursor = state?.cursor ?? null
    this.#rises = state?.rises ?? 0
    this.#first = state?.first
    this.#isResumed = isResumed
    this.#skips = isResumed || state !== undefined
  }

  get state(): ResponseSequenceState {
    const state = { cursor: this.#cursor, rises: this.#rises }
    return this.#first === undefined ? state : { ...state, first: this.#first }
  }

  /** The highest number; undefined when there is none, or when they say nothing. */
  get cursor(): number | undefined {
    return this.#rises < 0 ? undefined : (this.#cursor ?? undefined)
  }

  /** Takes the number of an event. True when the event is a repetition. */
  repeats(event: JSONObject): boolean {
    const number = event['sequence_number'] as number
    if (!Number.isSafeInteger(number)) return false
    const cursor = this.#cursor ?? -Infinity
    if (number > cursor) {
      this.#cursor = number
      if (this.#rises >= 0 && cursor >= 0) this.#rises++
      this.#first = this.#rises === 0 ? identityOf(event) : undefined
      this.#skips = this.#isResumed
      return false
    }
    // From one number it cannot be told whether they rise: some servers give all events the same.
    const areRising = this.#isResumed || this.#rises > 0 || (this.#rises === 0 && number < cursor)
    if (this.#skips && (areRising || this.#isFirst(event))) return true
    this.#rises = -1
    this.#first = undefined
    return false
  }

  // Where all have the same number it is 0 or 1, and then pieces of a text may be the same, too.
  #isFirst(event: JSONObject): boolean {
    const isSure = this.#cursor! > 1 || typeof event['delta'] !== 'string'
    return isSure && this.#first === identityOf(event)
  }
}

// What an event says, without its padding, which is another when it is sent again.
function identityOf(event: JSONObject): string {
  return JSON.stringify({ ...event, obfuscation: undefined })
}
