/** An event of a stream. Its properties can be written, as in eventsource-parser. */
export interface EventSourceMessage {
  /** The event type; undefined when the block had no `event` field, or an empty one. */
  event?: string | undefined
  /** The last `id` without NUL in the event's own block; undefined when there was none. */
  id?: string | undefined
  /** The values of the `data` fields, joined with LF. */
  data: string
}
