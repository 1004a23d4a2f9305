// Not readonly, other than options elsewhere: those of eventsource-parser are not, and code that writes them must go on
// to compile.

import type { EventSourceMessage } from './eventsource-message.ts'
import type { ParseError } from './eventsource-parse-error.ts'

/**
 * What a parser calls, in the order of the stream, before `feed` returns. What a callback throws comes
 * out of `feed`; nothing is lost by it, the next `feed` goes on behind.
 */
export interface ParserCallbacks {
  /**
   * Takes the last `id` without NUL of a block when the block ends: once, before `onEvent`, and also
   * when there is no event. An empty ID is `''`.
   */
  onId?: ((id: string) => void) | undefined
  /** Takes each event. */
  onEvent?: ((event: EventSourceMessage) => void) | undefined
  /** Takes the value of each valid `retry` field at once: milliseconds, at most 2^31 - 1. */
  onRetry?: ((retry: number) => void) | undefined
  /** Takes the text of each comment, less one leading space. */
  onComment?: ((comment: string) => void) | undefined
  /**
   * Takes what is wrong: each `retry` that is no number, each line that is no field (however it was
   * cut), and that `maxBufferSize` was passed. Without it, such lines are skipped.
   */
  onError?: ((error: ParseError) => void) | undefined
}

/** Callbacks and settings of a parser; they are read once. */
export interface ParserConfig extends ParserCallbacks {
  /**
   * Most UTF-16 code units that one line, and the data of its block before it, may have together,
   * however they were cut. Default: no limit. Passing it calls `onError` with
   * `max-buffer-size-exceeded` behind every event before, and then `feed` throws until `reset`.
   *
   * Comments count when there is `onComment`. A line that is no field never counts; one that is longer
   * than this is skipped without a word.
   */
  maxBufferSize?: number | undefined
}
