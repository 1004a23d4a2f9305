/** All that an `EventParser` remembers between two bytes, as plain JSON. Options are not part of it. */
export interface EventParserState {
  readonly version: 1
  readonly lastEventId: string
  readonly idBuffer: string
  readonly reconnectionTime: number | null
  /** The event block so far: its fields, and the bytes of its lines. */
  readonly data: string | null
  readonly event: string | null
  readonly id: string | null
  readonly retry: number | null
  readonly size: number
  /** The start of a line whose end was not there yet: text, then bytes that are not decoded. */
  readonly line: string
  readonly bytes: readonly number[]
  /** Text that was pushed and not read yet, in order. */
  readonly unread: readonly string[]
  /** No byte was decoded yet: a byte order mark may come. */
  readonly start: boolean
  /** The last line ended with CR: a LF that follows belongs to it. */
  readonly carriageReturn: boolean
  readonly finished: boolean
  readonly done: boolean
  readonly tooLarge: boolean
}
