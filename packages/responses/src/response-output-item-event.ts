import type { ResponseOutputItem } from './response-output-item.ts'
import type { SequencedResponseEvent } from './sequenced-response-event.ts'

/** An item begins; what it will hold is mostly still empty. */
export interface ResponseOutputItemAddedEvent extends SequencedResponseEvent {
  readonly type: 'response.output_item.added'
  readonly item: ResponseOutputItem
  /** The position of the item in `response.output`. */
  readonly output_index?: number
}

/** An item is whole. */
export interface ResponseOutputItemDoneEvent extends SequencedResponseEvent {
  readonly type: 'response.output_item.done'
  readonly item: ResponseOutputItem
  /** The position of the item in `response.output`. */
  readonly output_index?: number
}
