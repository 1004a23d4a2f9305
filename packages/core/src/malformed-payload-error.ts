import type { ServerSentEvent } from './server-sent-event.ts'
import { SSEError } from './sse-error.ts'

/** The data of an event is not what a stream of this kind carries, JSON in most cases. */
export class MalformedPayloadError extends SSEError {
  override readonly name = 'MalformedPayloadError'
  readonly code = 'ERR_SSE_MALFORMED_PAYLOAD'
  /** The event that could not be decoded; its data may carry user content. */
  readonly event: ServerSentEvent

  constructor(message: string, event: ServerSentEvent, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.event = event
  }
}
