/** How a parser recognises the payload that ends a stream. */
export interface Sentinel {
  readonly data: string
  /** Whether white space (U+0009, U+000A, U+000C, U+000D, U+0020) around the data is left aside. */
  readonly match: 'exact' | 'trimmed'
}

/**
 * What a parser offers and where it deviates from the standard on purpose. A declared deviation is
 * expected, checked and reported as one; what was not declared is a failure.
 */
export interface Capabilities {
  /**
   * `persisted`: every event reports `lastEventId`, the value that holds until the next `id`.
   * `per-event`: events report `id`, that of their own block. `none`: IDs are not reported.
   * Default `persisted`.
   */
  readonly idModel: 'persisted' | 'per-event' | 'none'
  /**
   * What becomes of an event without its blank line at the end: the standard's `discard`, or `flush`
   * as if the last line and the block had ended. Default `discard`.
   */
  readonly eof: 'discard' | 'flush'
  /** What `event` is for an event without a type. Default undefined. */
  readonly typeDefault: string | undefined
  /**
   * Comments are reported as all that follows the colon (`verbatim`), less one leading space
   * (`stripped`), or not at all (`none`). Default `none`.
   */
  readonly comments: 'verbatim' | 'stripped' | 'none'
  /**
   * `immediate`: `reconnectionTime` follows each valid `retry` line at once, as in the standard.
   * `per-event`: only events report `retry`. `none`: not reported. Default `immediate`.
   */
  readonly retry: 'immediate' | 'per-event' | 'none'
  /** The payload that ends the stream and is not dispatched. Default undefined: there is none. */
  readonly sentinel: Sentinel | undefined
  /**
   * What `maxEventSize` counts. `block-bytes`: the UTF-8 bytes of the lines of one block, comments
   * included, line ends not. `own`: something else. `none`: there is no limit. Default `none`.
   */
  readonly limits: 'none' | 'own' | 'block-bytes'
  /**
   * Whether the parser itself takes bytes. A parser of a `string` is not judged on malformed UTF-8,
   * and its chunks are cut between characters. Default `bytes`.
   */
  readonly input: 'bytes' | 'string'
}

/** The capabilities of a parser that does what the standard says and nothing else. */
export const STANDARD_CAPABILITIES: Capabilities = {
  idModel: 'persisted',
  eof: 'discard',
  typeDefault: undefined,
  comments: 'none',
  retry: 'immediate',
  sentinel: undefined,
  limits: 'none',
  input: 'bytes',
}
