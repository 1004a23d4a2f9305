import { SSEError } from '@sse/core'

/** An answer that a schema was asked for was cut off by a content filter. No schema has seen it. */
export class ContentFilterFinishReasonError<Final = unknown> extends SSEError {
  override readonly name = 'ContentFilterFinishReasonError'
  readonly code = 'ERR_SSE_CONTENT_FILTER_FINISH_REASON'
  /** All that arrived. Not enumerable. */
  declare readonly partial: Final

  constructor() {
    super('The answer was cut off by a content filter, so it was not parsed')
  }
}
