import type { SequencedResponseEvent } from './sequenced-response-event.ts'

/**
 * The server reports an error. The decoder raises it as an `UpstreamError`, so no stream yields it.
 *
 * OpenAI documents the flat form; what it sends, and Azure too, is the nested one.
 */
export interface ResponseErrorEvent extends SequencedResponseEvent {
  readonly type: 'error'
  readonly code?: string | null
  readonly message?: string
  readonly param?: string | null
  readonly error?: ResponseErrorEventDetail
}

/** The nested form of an error. */
export interface ResponseErrorEventDetail {
  readonly type?: string | null
  readonly code?: string | null
  readonly message?: string
  readonly param?: string | null
}
