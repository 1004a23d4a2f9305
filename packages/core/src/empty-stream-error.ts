import { SSEError } from './sse-error.ts'

/**
 * The stream ended without a single event, or `[DONE]` ended it and there was nothing before: not a
 * finished answer.
 */
export class EmptyStreamError extends SSEError {
  override readonly name = 'EmptyStreamError'
  readonly code = 'ERR_SSE_EMPTY_STREAM'

  constructor() {
    super('The stream ended and there was nothing in it')
  }
}
