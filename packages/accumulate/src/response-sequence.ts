import { type JSONObject, textOf } from './json-object.ts'
import type { ResponseSequenceState } from './response-checkpoint.ts'

/**
 * The numbers of the events: a cursor to resume after, and a way to recognise what is repeated then.
 * Numbers put nothing in order: servers leave them out, begin anywhere, leave gaps, give each event
 * the same.
 */
export class ResponseSequence {
  /** What a checkpoint keeps. */
  readonly state: ResponseSequenceState
  readonly #isResumed: boolean
  // What has a number that was there before is a repetition.
  #skips: boolean

  constructor(isResumed: boolean, state?: ResponseSequenceState) {
    this.state = state ?? { cursor: null, rises: 0 }
    this.#isResumed = isResumed
    this.#skips = isResumed || state !== undefined
  }

  /** The highest number; undefined when there is none, or when they say nothing. */
  get cursor(): number | undefined {
    const { cursor, rises } = this.state
    return rises < 0 ? undefined : (cursor ?? undefined)
  }

  /** Takes the number of an event. True when the event is a repetition. */
  repeats(event: JSONObject): boolean {
    const { state } = this
    const number = event['sequence_number'] as number
    if (!Number.isSafeInteger(number)) return false
    const cursor = state.cursor ?? -Infinity
    if (number > cursor) {
      state.cursor = number
      if (state.rises >= 0 && cursor >= 0) state.rises++
      state.first = state.rises === 0 ? identityOf(event) : undefined
      this.#skips = this.#isResumed
      return false
    }
    // From one number it cannot be told whether they rise: some servers give all events the same.
    const areRising = this.#isResumed || state.rises > 0 || (state.rises === 0 && number < cursor)
    // Where all have the same number it is 0 or 1, and then pieces of a text may be the same, too.
    const isSure = cursor > 1 || typeof event['delta'] !== 'string'
    if (this.#skips && (areRising || (isSure && state.first === identityOf(event)))) return true
    state.rises = -1
    state.first = undefined
    return false
  }
}

/** What an event, or a part of one, says, without its padding, which is another when it is sent again. */
export function identityOf(event: JSONObject): string {
  try {
    return JSON.stringify({ ...event, obfuscation: undefined })
  } catch {
    // It nests too deep: Node 20 writes no 5,000 lists in one another.
    return textOf(event['type'])
  }
}
