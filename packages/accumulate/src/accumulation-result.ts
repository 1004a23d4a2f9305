/**
 * How a stream ended.
 *
 * - `completed`: it ended as a whole answer ends.
 * - `incomplete`: it ended in order, but the answer was cut off, by a length or by a filter.
 * - `failed`: the server reported an error, in the stream or as what ended the answer; or reading the
 *   stream threw; or the answer is not what a schema asks for.
 * - `truncated`: the stream stopped before anything said that the answer was whole, or was empty.
 */
export type AccumulationOutcome = 'completed' | 'incomplete' | 'failed' | 'truncated'

/** What came of a stream, whatever came of it: what the functions that never throw give. */
export interface AccumulationResult<Final> {
  /** How the stream ended. */
  readonly outcome: AccumulationOutcome
  /**
   * What tells so: what the decoder took the stream for complete upon (`done-sentinel`), the type of
   * the terminal event (`response.completed`), the finish reason that cut a choice off
   * (`finish_reason length, choice 0`), the `code` or else the `name` of the error. Undefined when
   * there is only somebody's word for it. For logs: not to be taken apart.
   */
  readonly evidence: string | undefined
  /** The object as far as it came; final when the outcome is `completed` or `incomplete`. */
  readonly value: Final
  /** What `finish()` throws, or what ended the stream; undefined when there is no such error. */
  readonly error: Error | undefined
}
