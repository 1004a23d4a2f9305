/** What is known about the end of a stream. */
export interface ChatFinishOptions {
  /**
   * Whether the stream was complete: the `complete` of a `ChatDecoder`, which has seen what is no chunk,
   * such as `[DONE]` or an event that was cut off; it is believed, true or false, if there was a chunk at
   * all. Default: the chunks themselves must tell.
   */
  readonly complete?: boolean | undefined
}

/** What is known about the end of a stream that may have failed. */
export interface ChatResultOptions extends ChatFinishOptions {
  /** What it was that told so: the `completion` of a `ChatDecoder`. Default: what the chunks tell. */
  readonly evidence?: string | undefined
  /** What ended the stream, if that was an error. */
  readonly error?: unknown
}
