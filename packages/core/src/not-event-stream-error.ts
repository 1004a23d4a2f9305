import { SSEError } from './sse-error.ts'

/**
 * What arrived is no event stream but something else: HTML, plain JSON, text. The request went to
 * the wrong place, or the server ignored that a stream was asked for.
 */
export class NotEventStreamError extends SSEError {
  override readonly name = 'NotEventStreamError'
  readonly code = 'ERR_SSE_NOT_EVENT_STREAM'
  /** How the text begins, at most 1,000 characters. It may carry user content. */
  readonly excerpt: string

  constructor(excerpt: string) {
    super('The response is not an event stream')
    this.excerpt = excerpt
  }
}
