import { SSEError } from './sse-error.ts'

/** Why a stream that ended is not a finished one. */
export type TruncationReason =
  /** Nothing that ends a stream of this kind was seen before the end of input. */
  | 'no-end-marker'
  /** The input ended inside an event. */
  | 'cut-event'

/** The stream ended before it was complete. What was delivered before stands. */
export class TruncatedStreamError extends SSEError {
  override readonly name = 'TruncatedStreamError'
  readonly code = 'ERR_SSE_TRUNCATED'
  readonly reason: TruncationReason

  constructor(reason: TruncationReason) {
    super(
      `The stream ended ${reason === 'cut-event' ? 'inside an event' : 'without an end marker'}`,
    )
    this.reason = reason
  }
}
