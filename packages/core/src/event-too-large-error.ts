import { SSEError } from './sse-error.ts'

/**
 * One event's block is larger than `maxEventSize`. The peer is at fault; every event before it was
 * read, the parser gives nothing more until `reset()`.
 */
export class EventTooLargeError extends SSEError {
  override readonly name = 'EventTooLargeError'
  readonly code = 'ERR_SSE_EVENT_TOO_LARGE'
  /** The limit that was passed, in bytes. */
  readonly limit: number

  constructor(limit: number) {
    super(`An event is larger than the limit of ${limit} bytes (maxEventSize)`)
    this.limit = limit
  }
}
