/**
 * An event of a type that is not known here, or of a known type without the object it is about.
 *
 * New types appear at OpenAI without notice, and compatible servers have their own. Because all of
 * them arrive under one `type`, a `switch` over `ResponseStreamEvent` stays exhaustive.
 */
export interface UnknownResponseEvent {
  readonly type: 'unknown'
  /** The `type` of the payload, else the event's name, else empty. */
  readonly name: string
  /** What arrived, untouched. */
  readonly payload: unknown
  readonly sequence_number: number | undefined
}
