import { APIError } from './api-error.ts'

/** The caller's `signal` was aborted, or the stream was closed before its end was asked for; `cause` is the signal's reason. */
export class APIUserAbortError extends APIError {
  override readonly name = 'APIUserAbortError'
  readonly code = 'ERR_SSE_ABORTED'
}
