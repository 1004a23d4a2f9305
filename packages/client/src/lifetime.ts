import type { APITimeoutError } from './api-timeout-error.ts'
import { APIUserAbortError } from './api-user-abort-error.ts'
import { type Clock, systemClock } from './clock.ts'
import { type Deadlines, DeadlineTimer } from './deadlines.ts'
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
  readonly clock: Clock
  readonly timing: StreamTiming
  /** What cut it short: nothing more may be begun. */
  readonly cutBy: APIUserAbortError | APITimeoutError | undefined
  /** How often in a row, without an event in between, something was sent again. */
  retries: number
  /** When the bytes at hand had arrived. */
  arrivedAt: number | undefined
  /** A request is sent: gives its signal, whose reason is the error that it is to fail with. */
  send(): PlatformAbortSignal
  /** Its headers are there; whether they are those of a stream, or of a refusal. */
  headers(ok: boolean): void
  /** A piece of the body is asked for. */
  reading(): void
  /** So many bytes have come. Gives the time of it. */
  received(size: number): number
  /** The consumer waits, and nothing is at hand. */
  waiting(): void
  /** It does not wait any more. */
  served(): void
  /** An event was decoded: the connection is worth something. */
  event(): void
  /** An item was decoded that is content. */
  content(): void
  /** Waits before another attempt. Rejects when all is cut short. */
  sleep(milliseconds: number): Promise<void>
  /** Cuts all short: the request, the wait for another one, the read of the body. */
  cut(error: APIUserAbortError | APITimeoutError): void
  /** Lets go of the signal and the timers, that of a wait included: nothing cuts it short any more. */
  end(): void
  /** Ends the request, if it is not over. */
  abort(): void
  /** The error to fail with: what cut it short goes before what came of that. */
  why(error: unknown): unknown
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
  let cutBy: Lifetime['cutBy']
  let request: AbortController | undefined
  let wake: ((error: unknown) => void) | undefined
  let readingSince = 0
  // Which of the two deadlines is counted while the consumer waits, since when it does, and how long it has.
  let contentKind: 'firstContent' | 'idleContent' =
    deadlines.firstContent === undefined ? 'idleContent' : 'firstContent'
  let waitingSince: number | undefined
  let waited = 0

  const timer = new DeadlineTimer(deadlines, clock, (error) => {
    if (error.kind === 'total') cut(error)
    else request?.abort(error)
  })
  const onAbort = (): void => cut(abortError(signal))
  const cut = (error: APIUserAbortError | APITimeoutError): void => {
    cutBy ??= error
    end()
    request?.abort(error)
  }
  const end = (): void => {
    signal?.removeEventListener('abort', onAbort)
    timer.end()
    wake?.(cutBy)
    timing.total ??= clock.now() - start
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  timer.start('total', start)

  return {
    clock,
    timing,
    retries: 0,
    arrivedAt: undefined,
    cut,
    end,
    get cutBy() {
      return cutBy
    },
    send() {
      readingSince = clock.now()
      timing.attempts++
      timer.start('headers', readingSince)
      timer.start('firstByte', readingSince)
      request = new AbortController()
      return request.signal
    },
    headers(ok) {
      const now = clock.now()
      timer.stop('headers')
      if (!ok) timer.stop('firstByte')
      else timing.headers ??= now - start
      if (contentKind === 'firstContent') waited = now - readingSince
    },
    reading() {
      readingSince = clock.now()
      if (timing.firstByte === undefined && deadlines.firstByte !== undefined) return
      timer.start('idleBytes', readingSince)
    },
    received(size) {
      const now = clock.now()
      timer.stop('idleBytes')
      timer.stop('firstByte')
      // Those of a refusal are of no stream.
      if (timing.headers !== undefined) {
        if (size > 0) timing.firstByte ??= now - start
        timing.longestGap = Math.max(timing.longestGap ?? 0, now - readingSince)
      }
      return now - start
    },
    waiting() {
      waitingSince = clock.now()
      timer.start(contentKind, waitingSince, waited)
    },
    served() {
      if (waitingSince === undefined) return
      waited += clock.now() - waitingSince
      waitingSince = undefined
      timer.stop(contentKind)
    },
    event() {
      timing.firstEvent ??= this.arrivedAt
      this.retries = 0
    },
    content() {
      timing.firstContent ??= this.arrivedAt
      contentKind = 'idleContent'
      waited = 0
    },
    sleep: (milliseconds) =>
      new Promise((resolve, reject) => {
        if (cutBy !== undefined) throw cutBy
        // Not `unref`: who waits for an answer is still waiting.
        const sleeping = clock.setTimeout(resolve, milliseconds)
        wake = (error) => {
          clock.clearTimeout(sleeping)
          reject(error)
        }
      }),
    abort: () => request?.abort(),
    why: (error) => cutBy ?? (signal?.aborted ? abortError(signal) : error),
  }
}

/** The error for a signal that was aborted. */
export function abortError(signal: PlatformAbortSignal | undefined): APIUserAbortError {
  return new APIUserAbortError('The request was aborted by its signal', { cause: signal?.reason })
}
