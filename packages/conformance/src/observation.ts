/**
 * An event as a parser reported it. Only `data` is required; any other property is judged when the
 * event has it, also with the value undefined, and its model in the capabilities is not `none`.
 */
export interface ObservedEvent {
  /** The type. What stands for no type is the capability `typeDefault`. */
  readonly event?: string | undefined
  readonly data: string
  /** The last `id` of this block without NUL; undefined when the block had none. */
  readonly id?: string | undefined
  /** The last valid `retry` of this block in milliseconds; undefined when the block had none. */
  readonly retry?: number | undefined
  /** The last event ID when the event was dispatched. */
  readonly lastEventId?: string | undefined
}

/** All that was to be seen of a parser while it read one stream from its first to its last byte. */
export interface Observation {
  readonly events: readonly ObservedEvent[]
  /** The comments in their order, in the shape that the capability `comments` names. */
  readonly comments?: readonly string[] | undefined
  /** The reconnection time at the end in milliseconds; undefined when it was never set. */
  readonly reconnectionTime?: number | undefined
  /** The last event ID at the end. */
  readonly lastEventId?: string | undefined
  /** A stable name of the error that ended the parse, best its `code`; left out when none did. */
  readonly error?: string | undefined
}
