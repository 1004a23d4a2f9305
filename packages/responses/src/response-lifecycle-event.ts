import type { Response } from './response.ts'
import type { SequencedResponseEvent } from './sequenced-response-event.ts'

/** The response exists. Missing from a stream that was resumed. */
export interface ResponseCreatedEvent extends SequencedResponseEvent {
  readonly type: 'response.created'
  readonly response: Response
}

/** The response waits for its turn (background mode). */
export interface ResponseQueuedEvent extends SequencedResponseEvent {
  readonly type: 'response.queued'
  readonly response: Response
}

/** The model works. */
export interface ResponseInProgressEvent extends SequencedResponseEvent {
  readonly type: 'response.in_progress'
  readonly response: Response
}

/** The response is whole. Ends the stream. */
export interface ResponseCompletedEvent extends SequencedResponseEvent {
  readonly type: 'response.completed'
  readonly response: Response
}

/** The response stopped early, see `incomplete_details`. Ends the stream. */
export interface ResponseIncompleteEvent extends SequencedResponseEvent {
  readonly type: 'response.incomplete'
  readonly response: Response
}

/** The response failed, see `error`. Ends the stream. */
export interface ResponseFailedEvent extends SequencedResponseEvent {
  readonly type: 'response.failed'
  readonly response: Response
}

/** The response was cancelled. Ends the stream. In no type of OpenAI's, but `cancelled` is a status. */
export interface ResponseCancelledEvent extends SequencedResponseEvent {
  readonly type: 'response.cancelled'
  readonly response: Response
}
