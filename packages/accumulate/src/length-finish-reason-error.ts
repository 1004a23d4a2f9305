import { SSEError } from '@sse/core'

/**
 * An answer that a schema was asked for was cut off by a length: `max_completion_tokens`, or what the
 * model can do. No schema has seen it.
 */
export class LengthFinishReasonError<Final = unknown> extends SSEError {
  override readonly name = 'LengthFinishReasonError'
  readonly code = 'ERR_SSE_LENGTH_FINISH_REASON'
  /** All that arrived. Not enumerable. */
  declare readonly partial: Final

  constructor() {
    super('The answer was cut off by a length limit, so it was not parsed')
  }
}
