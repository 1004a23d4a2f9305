import { SSEError } from '@sse/core'

/**
 * Why a text was refused: `syntax`, no JSON text goes on like this; `truncated`, it ended before its
 * value did; `depth` and `size`, it passed a limit of the options.
 */
export type PartialJsonReason = 'depth' | 'size' | 'syntax' | 'truncated'

/**
 * A text is no JSON, ended too early, or passed a limit. What came before `offset` stays readable in
 * `value`; nothing more is taken. The message says nothing of what is in the text.
 */
export class PartialJsonError extends SSEError {
  override readonly name = 'PartialJsonError'
  readonly code = 'ERR_SSE_PARTIAL_JSON'
  readonly reason: PartialJsonReason
  /**
   * The first UTF-16 code unit, counted over all pushes, that no JSON text can have there or that
   * passes a limit; the length of the text where it ended too early.
   */
  readonly offset: number

  constructor(reason: PartialJsonReason, offset: number, expected: string) {
    super(`JSON ${reason} at offset ${offset}: expected ${expected}`)
    this.reason = reason
    this.offset = offset
  }
}
