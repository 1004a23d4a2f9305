import { APIConnectionError } from './api-connection-error.ts'
import { APIStatusError } from './api-status-error.ts'
import { backoff } from './backoff.ts'
import { retryAfter } from './retry-after.ts'

/** What a `retry` policy is told about the attempt that would follow. */
export interface RetryAttempt {
  /** 1 for the first retry; with `reconnect` or `resume` again after each event that was received. */
  readonly attempt: number
  /** How many items the stream has delivered. They are not taken back: after a retry they come again. */
  readonly delivered: number
  /** What the client would do by itself. */
  readonly retryable: boolean
  /** How long it would wait, in milliseconds. */
  readonly delay: number
}

/**
 * Decides whether a request that failed is sent again: `true` after the usual delay, a number after so
 * many milliseconds, `false` not at all, undefined as the client would. `maxRetries` bounds it. A number
 * that is negative or `NaN` ends the request with a `RangeError`, anything else, such as a promise, with
 * a `TypeError`.
 */
export type RetryPolicy = (error: unknown, attempt: RetryAttempt) => boolean | number | undefined

/** What is sent again, and how often. */
export interface RetryOptions {
  /**
   * How often a request is sent again. Default 2. It bounds `reconnect` and `resume` as well, which go
   * on: for them it is how often in a row, without an event in between. 0 turns all of them off.
   */
  readonly maxRetries?: number | undefined
  /**
   * Default: connection errors, deadlines other than `total`, 408, 409, 429 and every status of 500 and
   * above, unless `x-should-retry` says otherwise; nothing once an item was delivered. It is not asked
   * then either where `decoder` is one object, which cannot begin anew.
   */
  readonly retry?: RetryPolicy | undefined
}

/**
 * How long to wait before a request that failed is sent again; undefined when it is not. One that goes
 * on where the last one ended is, as often as it may be, after its `reconnectionTime` at least.
 */
export function retryDelay(
  error: unknown,
  retries: number,
  delivered: number,
  { maxRetries = 2, retry }: RetryOptions,
  reconnectionTime?: number,
): number | undefined {
  if (!(retries < maxRetries)) return undefined
  const usual = backoff(retries)
  if (reconnectionTime !== undefined) return Math.max(reconnectionTime, usual)
  const delay = (error instanceof APIStatusError ? retryAfter(error.headers) : undefined) ?? usual
  const retryable = delivered === 0 && isTransient(error)
  const said: unknown = retry?.(error, { attempt: retries + 1, delivered, retryable, delay })
  if (said === undefined || typeof said === 'boolean')
    return (said ?? retryable) ? delay : undefined
  if (typeof said === 'number' && said >= 0) return said
  const Problem = typeof said === 'number' ? RangeError : TypeError
  throw new Problem('`retry` gave no number of milliseconds, true or false', { cause: error })
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof APIStatusError)) return error instanceof APIConnectionError
  const said = error.headers.get('x-should-retry')
  if (said === 'true' || said === 'false') return said === 'true'
  return [408, 409, 429].includes(error.status) || error.status >= 500
}
