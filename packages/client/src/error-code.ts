import type { EventTooLargeError } from '@sse/core'
import type {
  EmptyStreamError,
  MalformedPayloadError,
  TruncatedStreamError,
  UpstreamError,
} from '@sse/core/decoder'
import type { AnomalyError, NotEventStreamError } from '@sse/core/json-decoder'
import type { APIConnectionError } from './api-connection-error.ts'
import type {
  APIStatusError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from './api-status-error.ts'
import type { APITimeoutError } from './api-timeout-error.ts'
import type { APIUserAbortError } from './api-user-abort-error.ts'
import type { BodyTooLargeError } from './body-too-large-error.ts'
import type { StreamErrorContext } from './error-context.ts'

/**
 * Every error that a request or a stream with the decoders of these packages ends with, told apart by
 * its `code`: a `switch` over it narrows, and one that is exhaustive compiles.
 */
export type StreamError = Partial<
  Pick<StreamErrorContext, 'delivered' | 'contentType' | 'partial'>
> &
  (
    | (APIConnectionError & { readonly code: 'ERR_SSE_CONNECTION' })
    | APITimeoutError
    | APIUserAbortError
    | BodyTooLargeError
    | (APIStatusError & { readonly code: 'ERR_SSE_STATUS' })
    | BadRequestError
    | AuthenticationError
    | PermissionDeniedError
    | NotFoundError
    | ConflictError
    | UnprocessableEntityError
    | RateLimitError
    | InternalServerError
    | (Partial<Omit<StreamErrorContext, 'status'>> &
        (
          | UpstreamError
          | (Partial<Pick<StreamErrorContext, 'status'>> &
              (
                | AnomalyError
                | EmptyStreamError
                | EventTooLargeError
                | MalformedPayloadError
                | NotEventStreamError
                | TruncatedStreamError
              ))
        ))
  )

/** The closed set of their codes. */
export type StreamErrorCode = StreamError['code']

/** The `code` of an error, where it has one. */
export function codeOf(error: unknown): unknown {
  return (Object(error) as { readonly code?: unknown }).code
}
