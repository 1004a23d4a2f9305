/**
 * One event of an event stream, as it was dispatched.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage
 */
export interface ServerSentEvent {
  /** The `event` field of this block; undefined when there was none or the last one was empty (the standard's type `message`). */
  readonly event: string | undefined
  /** The `data` lines of this block, joined with LF. */
  readonly data: string
  /** The `id` field of this block, if it had one. A value with NUL does not count. */
  readonly id: string | undefined
  /** The `retry` field of this block in milliseconds, if it had a valid one; at most 2^31 - 1. */
  readonly retry: number | undefined
  /** The last event ID at dispatch: the newest `id` of this or an earlier block, else `''`. */
  readonly lastEventId: string
}
