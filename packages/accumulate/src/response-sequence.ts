import type { ResponseSequenceState } from './response-checkpoint.ts'

/**
 * The numbers of the events: a cursor to resume after, and a way to recognise what is repeated then.
 * Numbers put nothing in order: servers leave them out, begin anywhere, leave gaps, give each event
 * the same.
 */
export class ResponseSequence {
  #cursor: number | null
  #rises: number
  readonly #isResumed: boolean
  // What has a number that was there before is a repetition.
  #skips: boolean

  constructor(isResumed: boolean, state?: ResponseSequenceState) {
    this.#cursor = state?.cursor ?? null
    this.#rises = state?.rises ?? 0
    this.#isResumed = isResumed
    this.#skips = isResumed || state !== undefined
  }

  get state(): ResponseSequenceState {
    return { cursor: this.#cursor, rises: this.#rises }
  }

  /** The highest number; undefined when there is none, or when they say nothing. */
  get cursor(): number | undefined {
    return this.#rises < 0 ? undefined : (this.#cursor ?? undefined)
  }

  /** Takes the number of an event. True when the event is a repetition. */
  repeats(number: unknown): boolean {
    if (typeof number !== 'number') return false
    const cursor = this.#cursor ?? -Infinity
    if (number > cursor) {
      this.#cursor = number
      if (this.#rises >= 0 && cursor >= 0) this.#rises++
      this.#skips = this.#isResumed
      return false
    }
    // From one number it cannot be told whether they rise: some servers give all events the same.
    const areRising = this.#isResumed || this.#rises > 0 || (this.#rises === 0 && number < cursor)
    if (this.#skips && areRising) return true
    this.#rises = -1
    return false
  }
}
