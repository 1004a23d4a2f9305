import { SSEError } from './sse-error.ts'

/** The stream ended without a single event: not a finished answer, most likely not an event stream. */
export class EmptyStreamError extends SSEError {
  override readonly name = 'EmptyStreamError'
  readonly code = 'ERR_SSE_EMPTY_STREAM'

  constructor() {
    super('The stream ended without any event')
  }
}
