import type {
  ContentFilterFinishReasonError,
  LengthFinishReasonError,
  SchemaValidationError,
} from '@sse/accumulate'
import type { ChatCompletion } from '@sse/chat'
import type { StreamError as ClientStreamError } from '@sse/client'
import type { Response } from '@sse/responses'

/**
 * Every error that a call or a stream of this client ends with, other than a `TypeError` or a
 * `RangeError` for what is wrong in the program, told apart by its `code`: a `switch` over it narrows,
 * and one that is exhaustive compiles.
 */
export type StreamError = {
  /** What had arrived, as far as it came; see `partialCompletion` and `partialResponse`. */
  readonly partial?: ChatCompletion | Response | undefined
} & (
  | ClientStreamError
  | SchemaValidationError
  | LengthFinishReasonError
  | ContentFilterFinishReasonError
)

/** The closed set of their codes. */
export type StreamErrorCode = StreamError['code']
