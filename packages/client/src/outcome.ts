import type { SSEError } from '@sse/core'
import type { APITimeoutError } from './api-timeout-error.ts'
import { APIUserAbortError } from './api-user-abort-error.ts'
import { codeOf } from './error-code.ts'
import type { DeadlineKind } from './deadlines.ts'

/** How a stream ended, and what says so. */
export type Outcome =
  /** The stream said that it was whole; `evidence` is the decoder's, such as `done-sentinel`. */
  | { readonly status: 'completed'; readonly evidence: string | undefined }
  /** It is whole, but the answer in it is not: it stopped at a limit, says `ending`. */
  | { readonly status: 'incomplete'; readonly evidence: string | undefined }
  /** It ended, and nothing said that it was whole. */
  | { readonly status: 'truncated'; readonly error: SSEError }
  /**
   * The server reported an error, the connection broke, or what came made no sense. `error` is undefined
   * when the stream is whole and what it says is, by `ending`, that it failed.
   */
  | { readonly status: 'failed'; readonly error: unknown }
  /** A deadline passed. */
  | { readonly status: 'timed_out'; readonly kind: DeadlineKind; readonly error: APITimeoutError }
  /** The caller ended it: by `close(reason)` or by leaving the loop, or by the signal. */
  | { readonly status: 'aborted'; readonly by: 'close' | 'signal'; readonly reason?: unknown }

/** The outcome of a stream that ended with an error. */
export function outcomeOf(error: unknown): Outcome {
  switch (codeOf(error)) {
    case 'ERR_SSE_ABORTED':
      return { status: 'aborted', by: 'signal' }
    case 'ERR_SSE_TIMEOUT': {
      const timeout = error as APITimeoutError
      return { status: 'timed_out', kind: timeout.kind, error: timeout }
    }
    case 'ERR_SSE_TRUNCATED':
    case 'ERR_SSE_EMPTY_STREAM':
      return { status: 'truncated', error: error as SSEError }
    default:
      return { status: 'failed', error }
  }
}

/** The outcome of a stream that is closed. */
export function closedFor(reason?: unknown): Outcome {
  return { status: 'aborted', by: 'close', ...(reason === undefined ? undefined : { reason }) }
}

/** The error for who wants all of a stream that was closed; its cause is the reason of that. */
export function closedEarly({ reason }: { readonly reason?: unknown }): APIUserAbortError {
  const options = reason === undefined ? undefined : { cause: reason }
  return new APIUserAbortError('The stream was closed before its end', options)
}
