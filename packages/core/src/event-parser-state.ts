import type { EventBlock } from './event-block.ts'
import type { TextRegionsState } from './text-regions.ts'

/** All that an `EventParser` remembers between two bytes, as plain JSON. Options are not part of it. */
export interface EventParserState extends TextRegionsState {
  readonly version: 1
  /** The event block so far, and what outlives it; what is undefined may be left out. */
  readonly block: Readonly<Partial<EventBlockFields>>
  /** The start of a line whose end was not there yet, behind `unread` and before `bytes`. */
  readonly line: string
  readonly finished: boolean
  readonly tooLarge: boolean
}

type EventBlockFields = Pick<
  EventBlock,
  | 'data'
  | 'event'
  | 'id'
  | 'retry'
  | 'size'
  | 'idBuffer'
  | 'lastEventId'
  | 'reconnectionTime'
  | 'done'
>
