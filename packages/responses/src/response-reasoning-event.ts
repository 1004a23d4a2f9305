import type { ResponseReasoningSummary } from './response-output-content.ts'
import type {
  ResponseContentEvent,
  ResponseDeltaExtensions,
  ResponseItemEvent,
} from './sequenced-response-event.ts'

/** A piece of the reasoning itself. */
export interface ResponseReasoningTextDeltaEvent
  extends ResponseContentEvent, ResponseDeltaExtensions {
  readonly type: 'response.reasoning_text.delta'
  readonly delta: string
}

/** A part of the reasoning itself is whole. */
export interface ResponseReasoningTextDoneEvent extends ResponseContentEvent {
  readonly type: 'response.reasoning_text.done'
  readonly text: string
}

/** A part of the summary of the reasoning begins. */
export interface ResponseReasoningSummaryPartAddedEvent extends ResponseItemEvent {
  readonly type: 'response.reasoning_summary_part.added'
  /** The position of the part in the `summary` of the item. */
  readonly summary_index?: number
  readonly part: ResponseReasoningSummary
}

/** A part of the summary of the reasoning is whole. */
export interface ResponseReasoningSummaryPartDoneEvent extends ResponseItemEvent {
  readonly type: 'response.reasoning_summary_part.done'
  /** The position of the part in the `summary` of the item. */
  readonly summary_index?: number
  readonly part: ResponseReasoningSummary
  /** Only when the part was cut short. */
  readonly status?: 'incomplete'
}

/** A piece of the summary of the reasoning. */
export interface ResponseReasoningSummaryTextDeltaEvent
  extends ResponseItemEvent, ResponseDeltaExtensions {
  readonly type: 'response.reasoning_summary_text.delta'
  /** The position of the part in the `summary` of the item. */
  readonly summary_index?: number
  readonly delta: string
}

/** A text of the summary of the reasoning is whole. */
export interface ResponseReasoningSummaryTextDoneEvent extends ResponseItemEvent {
  readonly type: 'response.reasoning_summary_text.done'
  /** The position of the part in the `summary` of the item. */
  readonly summary_index?: number
  readonly text: string
}
