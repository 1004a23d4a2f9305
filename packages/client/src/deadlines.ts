import { APITimeoutError } from './api-timeout-error.ts'
import { type Clock, LONGEST_TIMER, unref } from './clock.ts'

/** How long the server may take, in milliseconds each. Default: none of them is set. */
export interface Deadlines {
  /** From the sending of a request to the headers of its response. */
  readonly headers?: number | undefined
  /** From the sending of a request to the first byte of the body. */
  readonly firstByte?: number | undefined
  /** From the sending of a request to the first content, as `isContent` has it. */
  readonly firstContent?: number | undefined
  /**
   * Between two pieces of the body; comments count. Without `firstByte` also before the first one, and,
   * where none of the three above is set, from the sending of a request to the headers.
   */
  readonly idleBytes?: number | undefined
  /**
   * Between two items that are content. Without `firstContent` also before the first one, and, where
   * none of the first three is set, from the sending of a request.
   */
  readonly idleContent?: number | undefined
  /**
   * From the call to the end of the stream, with all that is between: retries, waits, your own code.
   * When it has passed nothing more is delivered, not even what has arrived.
   */
  readonly total?: number | undefined
}

/** Which of the deadlines. */
export type DeadlineKind = keyof Deadlines

/** The deadlines of one stream, with one timer for all: most are moved long before they pass. */
export class DeadlineTimer {
  readonly limits: Deadlines
  readonly #clock: Clock
  readonly #onPassed: (error: APITimeoutError) => void
  readonly #due = new Map<DeadlineKind, number>()
  #timer: unknown
  // When the timer fires; a deadline that is moved further away leaves it as it is.
  #firesAt = Infinity
  #ended = false

  /** Throws a `RangeError` that names the deadline which is no positive number. */
  constructor(limits: Deadlines, clock: Clock, onPassed: (error: APITimeoutError) => void) {
    for (const [kind, limit] of Object.entries(limits)) {
      if (limit !== undefined && !(typeof limit === 'number' && limit > 0)) {
        throw new RangeError(`The deadline \`${kind}\` takes a positive number of milliseconds`)
      }
    }
    this.limits = limits
    this.#clock = clock
    this.#onPassed = onPassed
  }

  /** Starts a deadline of which so many milliseconds are spent; nothing when it is not set. */
  start(kind: DeadlineKind, now: number, spent = 0): void {
    const limit = this.limits[kind]
    if (limit === undefined || this.#ended) return
    const due = now + limit - spent
    this.#due.set(kind, due)
    if (due < this.#firesAt) this.#arm(due)
  }

  stop(kind: DeadlineKind): void {
    if (this.#due.size > 0) this.#due.delete(kind)
  }

  /** Stops all, for good. */
  end(): void {
    this.#ended = true
    this.#due.clear()
    this.#clock.clearTimeout(this.#timer)
  }

  #arm(at: number, again = false): void {
    this.#clock.clearTimeout(this.#timer)
    this.#firesAt = at
    const wait = Math.ceil(at - this.#clock.now())
    this.#timer = this.#clock.setTimeout(
      () => this.#look(again),
      Math.min(Math.max(wait, 0), LONGEST_TIMER),
    )
    unref(this.#timer)
  }

  // Timers are served before sockets: behind code that blocked the thread a deadline may seem to have
  // passed although the bytes are there. So one that has passed is looked at twice, a turn apart.
  #look(again: boolean): void {
    this.#firesAt = Infinity
    const [first] = [...this.#due].toSorted(([, a], [, b]) => a - b)
    if (first === undefined) return
    const [kind, due] = first
    if (due > this.#clock.now()) this.#arm(due)
    else if (again) {
      this.#due.delete(kind)
      this.#onPassed(new APITimeoutError(kind, this.limits[kind]!))
      // What is left is to be heard of as well.
      const rest = Math.min(...this.#due.values())
      if (rest < this.#firesAt) this.#arm(rest)
    } else this.#arm(due, true)
  }
}
