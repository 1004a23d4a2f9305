import type { APITimeoutError } from './api-timeout-error.ts'
import { APIUserAbortError } from './api-user-abort-error.ts'
import { type Clock, LONGEST_TIMER, systemClock, unref } from './clock.ts'
import { type DeadlineKind, type Deadlines, deadlineTimer } from './deadlines.ts'
import type { PlatformAbortSignal } from './http.ts'
import type { StreamTiming } from './stream-timing.ts'

/** What may end a request, or the stream that it opened, before its end. */
export interface LifetimeOptions {
  /** Aborting it fails the request, or the stream, with `ERR_SSE_ABORTED`. */
  readonly signal?: PlatformAbortSignal | undefined
  /** Each that passes fails the request, or the stream, with `ERR_SSE_TIMEOUT`. */
  readonly deadlines?: Deadlines | undefined
  /** Default: the clock and the timers of the runtime. */
  readonly clock?: Clock | undefined
}

/**
 * What the requests of one stream have in common: the time that they take, and what may cut them
 * short from outside. There is one request at a time.
 */
export interface Lifetime {
  readonly timing: StreamTiming
  /** How often something was sent again; where it `goesOn`, since the last event. */
  retries: number
  /** A new connection takes up where the last one ended, so that an event makes good what failed before it. */
  goesOn: boolean
  /** When the bytes at hand had arrived, by the clock. */
  arrivedAt: number | undefined
  /** Called when the body of a response has ended, be it that all was cut short. */
  onClosing: (() => void) | undefined
  /**
   * A request is sent: gives its signal, whose reason is the error that it is to fail with. Throws what
   * has cut all short.
   */
  send(): PlatformAbortSignal
  /** Its headers are there; whether they are those of a stream, or of a refusal. */
  headers(ok: boolean): void
  /** A piece of the body is asked for; `now` spares a look at the clock. */
  reading(now?: number): void
  /** Bytes have come, or the end of them; the consumer does not wait any more. Gives the time of it, by the clock. */
  received(isEnd: boolean): number
  /** The body has ended, or broken: there is nothing to wait for. */
  closed(): void
  /** How long the content of the newest request was waited for, in milliseconds. */
  readonly waited: number
  /** The consumer waits, and nothing is at hand. */
  waiting(): void
  /** Nobody here will see what of this body is content. */
  passOn(): void
  /** An event was decoded: the connection is worth something. */
  event(): void
  /** An item was decoded that is content. */
  content(): void
  /**
   * Waits before another attempt, and for what is to be sent, if that is still to come, and gives it.
   * Rejects when all is cut short.
   */
  sleep<Value>(milliseconds: number, sent?: Value | PromiseLike<Value>): Promise<Value | undefined>
  /** Gives what a promise gives, unless the request is ended before: then it rejects with the reason. */
  unlessAborted<Value>(promise: Promise<Value>): Promise<Value>
  /** Has a function called when the request is ended, at once when it has been; there is one at a time. */
  whenAborted(listener: (reason: unknown) => void): void
  /**
   * Whether all was cut short: also by the deadline for all when no timer had its turn since it passed,
   * and by the signal when others heard of it first.
   */
  isCut(): boolean
  /** Throws what cut all short: nothing more may be begun, and it goes before what came of it. */
  check(): void
  /** Cuts all short: the request, the wait for another one, the read of the body. */
  cut(error?: APIUserAbortError | APITimeoutError): void
  /** Lets go of the signal and the timers: nothing cuts it short any more. */
  end(): void
  /** Ends the request, if it is not over; by default because nobody wants it any more. */
  abort(error?: unknown): void
  /** Ends the request, if its body has not ended after so many milliseconds. */
  abortIn(milliseconds: number): void
  /** What the newest request was ended with. Signals have no `reason` in React Native. */
  readonly reason: unknown
}

/** Begins. Throws `ERR_SSE_ABORTED` when the signal is aborted, and a `RangeError` for a deadline that is none. */
export function beginLifetime({
  signal,
  deadlines = {},
  clock = systemClock,
}: LifetimeOptions): Lifetime {
  if (signal?.aborted) throw abortError(signal)
  const start = clock.now()
  const timing = { attempts: 0 } as { -readonly [Name in keyof StreamTiming]: StreamTiming[Name] }
  let cutBy: APIUserAbortError | APITimeoutError | undefined
  // Of the newest request, or of the wait for it.
  let request: AbortController | undefined
  let reason: unknown
  let onAbort: ((reason: unknown) => void) | undefined
  let bound: unknown
  let readingSince = 0
  // Which of the two deadlines is counted while the consumer waits for its content, since when it does, less what it had waited before.
  let contentKind: 'firstContent' | 'idleContent' | undefined
  let waitingSince: number | undefined
  let waited = 0
  const firstContent = deadlines.firstContent === undefined ? 'idleContent' : 'firstContent'
  const starting = startingKinds(deadlines)

  const timer = deadlineTimer(deadlines, clock, (error) => {
    if (error.kind === 'total') cut(error)
    else abort(error)
  })
  const onSignal = (): void => cut(abortError(signal))
  const cut: Lifetime['cut'] = (error) => {
    cutBy ??= error
    end()
    abort(error)
  }
  const abort: Lifetime['abort'] = (error) => {
    clock.clearTimeout(bound)
    if (reason !== undefined) return
    reason = error ?? new APIUserAbortError('The request was ended')
    request?.abort(reason)
    onAbort?.(reason)
  }
  const end = (): void => {
    signal?.removeEventListener('abort', onSignal)
    timer.end()
    timing.total ??= clock.now() - start
  }
  const isCut = (): boolean => {
    if (signal?.aborted && timing.total === undefined) onSignal()
    timer.look('total')
    return cutBy !== undefined
  }
  const check = (): void => {
    if (isCut()) throw cutBy
  }
  const served = (now: number): void => {
    timer.stop('idleBytes', 'firstByte')
    if (waitingSince === undefined || contentKind === undefined) return
    waited = now - waitingSince
    waitingSince = undefined
    timer.stop(contentKind)
  }
  const begin = (): void => {
    reason = cutBy
    onAbort = undefined
    timer.stop(...starting, 'firstByte')
  }
  const whenAborted: Lifetime['whenAborted'] = (listener) => {
    onAbort = listener
    if (reason !== undefined) listener(reason)
  }
  const unlessAborted: Lifetime['unlessAborted'] = (promise) =>
    new Promise((resolve, reject) => {
      whenAborted(reject)
      promise.then(resolve, reject)
    })
  const elapsed = (at: number | undefined): number | undefined => at && at - start
  signal?.addEventListener('abort', onSignal, { once: true })
  timer.start('total', start)

  const life: Lifetime = {
    timing,
    retries: 0,
    goesOn: false,
    arrivedAt: undefined,
    onClosing: undefined,
    cut,
    end,
    get waited() {
      return waited
    },
    send() {
      check()
      begin()
      readingSince = clock.now()
      timing.attempts++
      contentKind = firstContent
      waitingSince = undefined
      waited = 0
      for (const kind of starting) timer.start(kind, readingSince)
      request = new AbortController()
      return request.signal
    },
    headers(ok) {
      const now = clock.now()
      for (const kind of starting) {
        if (kind !== 'firstByte' || !ok) timer.stop(kind)
        if (kind === contentKind) waited = now - readingSince
      }
      if (ok) timing.headers ??= now - start
      // Those of a refusal are of no stream.
      else contentKind = undefined
    },
    reading(now = clock.now()) {
      readingSince = now
      if (!timer.counts('firstByte')) timer.start('idleBytes', readingSince)
    },
    received(isEnd) {
      const now = clock.now()
      served(now)
      // Those of a refusal are of no stream.
      if (timing.headers !== undefined) {
        if (!isEnd) timing.firstByte ??= now - start
        timing.longestGap = Math.max(timing.longestGap ?? 0, now - readingSince)
      }
      return now
    },
    closed() {
      served(clock.now())
      clock.clearTimeout(bound)
      life.onClosing?.()
    },
    waiting() {
      if (contentKind === undefined || deadlines[contentKind] === undefined) return
      waitingSince = clock.now() - waited
      timer.start(contentKind, waitingSince)
    },
    passOn() {
      contentKind = undefined
    },
    event() {
      timing.firstEvent ??= elapsed(this.arrivedAt)
      if (this.goesOn) this.retries = 0
    },
    content() {
      timing.firstContent ??= elapsed(this.arrivedAt)
      contentKind = 'idleContent'
      waited = 0
    },
    async sleep(milliseconds, sent) {
      begin()
      let sleeping: unknown
      const awake = new Promise<void>((resolve) => {
        // Not `unref`: who waits for an answer is still waiting.
        sleeping = clock.setTimeout(resolve, Math.min(milliseconds, LONGEST_TIMER))
      })
      try {
        return (await unlessAborted(Promise.all([sent, awake])))[0]
      } finally {
        clock.clearTimeout(sleeping)
      }
    },
    unlessAborted,
    whenAborted,
    isCut,
    check,
    abort,
    abortIn(milliseconds) {
      bound = clock.setTimeout(() => abort(), milliseconds)
      unref(bound)
    },
    get reason() {
      return reason
    },
  }
  return life
}

/**
 * What is counted from the sending of a request. The deadlines between two pieces stand in where no
 * other one would notice that there is no answer.
 */
function startingKinds(deadlines: Deadlines): readonly DeadlineKind[] {
  const kinds = (['headers', 'firstByte', 'firstContent'] as const).filter(
    (kind) => deadlines[kind] !== undefined,
  )
  return kinds.length > 0 ? kinds : ['idleBytes', 'idleContent']
}

/** The error for a signal that was aborted. */
export function abortError(signal: PlatformAbortSignal | undefined): APIUserAbortError {
  return new APIUserAbortError('The request was aborted by its signal', { cause: signal?.reason })
}
