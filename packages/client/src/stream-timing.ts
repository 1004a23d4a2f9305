/** How long a stream took so far: milliseconds since the call, undefined for what has not been. */
export interface StreamTiming {
  /** Requests that were sent. */
  readonly attempts: number
  /** To the headers of the first response that was no refusal. */
  readonly headers: number | undefined
  /** To the first byte of the body. */
  readonly firstByte: number | undefined
  /** To the arrival of the first event; when it was asked for does not matter, here and in the next one. */
  readonly firstEvent: number | undefined
  /** To the arrival of the first content, as `isContent` has it. */
  readonly firstContent: number | undefined
  /** The longest wait for one piece of the body. Not counted: when the server was held back. */
  readonly longestGap: number | undefined
  /** To the end of the stream, whatever it was. */
  readonly total: number | undefined
}
