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

/** Throws a `RangeError` that names the deadline which is no positive number. */
export function checkDeadlines(limits: Deadlines): void {
  for (const [kind, limit] of Object.entries(limits)) {
    if (limit !== undefined && !(typeof limit === 'number' && limit > 0)) {
      throw new RangeError(`The deadline \`${kind}\` takes a positive number of milliseconds`)
    }
  }
}

/** The deadlines of one stream, with one timer for all: most are moved long before they pass. */
export interface DeadlineTimer {
  /** Starts a deadline as of a time; does nothing when it is not set. */
  start(kind: DeadlineKind, since: number): void
  stop(...kinds: DeadlineKind[]): void
  counts(kind: DeadlineKind): boolean
  /** Looks whether a deadline has passed, without the timer. */
  look(kind: DeadlineKind): void
  /** Stops all, for good. */
  end(): void
}

/** Gives a timer that calls back for each deadline that passes. Throws as `checkDeadlines` does. */
export function deadlineTimer(
  limits: Deadlines,
  clock: Clock,
  onPassed: (error: APITimeoutError) => void,
): DeadlineTimer {
  checkDeadlines(limits)
  const dues = new Map<DeadlineKind, number>()
  let timer: unknown
  // When the timer fires; a deadline that is moved further away leaves it as it is.
  let firesAt = Infinity

  const arm = (at: number, again: boolean): void => {
    clock.clearTimeout(timer)
    firesAt = at
    const wait = Math.ceil(at - clock.now())
    timer = clock.setTimeout(() => look(again), Math.min(Math.max(wait, 0), LONGEST_TIMER))
    unref(timer)
  }
  // Timers are served before sockets: behind code that blocked the thread a deadline may seem to have
  // passed although the bytes are there. So one that has passed is looked at twice, a turn apart.
  const look = (again: boolean): void => {
    firesAt = Infinity
    const [first] = [...dues].toSorted(([, a], [, b]) => a - b)
    if (first === undefined) return
    const [kind, due] = first
    const hasPassed = due <= clock.now()
    if (hasPassed && again) {
      pass(kind)
      // What is left is to be heard of as well.
      look(false)
    } else arm(due, hasPassed)
  }
  const pass = (kind: DeadlineKind): void => {
    dues.delete(kind)
    onPassed(new APITimeoutError(kind, limits[kind]!))
  }

  return {
    start(kind, since) {
      const limit = limits[kind]
      if (limit === undefined) return
      const due = since + limit
      dues.set(kind, due)
      if (due < firesAt) arm(due, false)
    },
    stop(...kinds) {
      for (const kind of kinds) dues.delete(kind)
    },
    counts: (kind) => dues.has(kind),
    look(kind) {
      const due = dues.get(kind)
      if (due !== undefined && due <= clock.now()) pass(kind)
    },
    end() {
      limits = {}
      dues.clear()
      clock.clearTimeout(timer)
    },
  }
}
