export { openSource, openStream, type OpenStreamOptions } from './open-stream.ts'
export { type OpenRequest, request } from './open-stream.ts'
export { fetchBody, type FetchBodyOptions, type FetchedBody } from './fetch-body.ts'
export type { WholeBodyOptions } from './whole-body.ts'
export { type HeadersInput, mergeHeaders } from './headers-input.ts'
export type { RequestURL } from './request-url.ts'
export type { RequestOptions } from './request-options.ts'
export type { DecodingOptions } from './item-source.ts'
export type { Resume, ResumeRequest, ResumeState } from './reconnect.ts'
export type { RetryAttempt, RetryOptions, RetryPolicy } from './retry-policy.ts'
export type { DeadlineKind, Deadlines } from './deadlines.ts'
export type { LifetimeOptions } from './lifetime.ts'
export type { Clock } from './clock.ts'
export type { Logger } from './logger.ts'

export { Stream } from './stream.ts'
export type { EventRecord } from './event-decoding.ts'
export type { Outcome } from './outcome.ts'
export type { RelayInit } from './relay.ts'
export type { StreamSource } from './stream-source.ts'
export type { StreamTiming } from './stream-timing.ts'

export { APIConnectionError } from './api-connection-error.ts'
export { APIError } from './api-error.ts'
export {
  APIStatusError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  type StatusErrorCode,
  type StatusErrorDetails,
  statusErrorOf,
  UnprocessableEntityError,
} from './api-status-error.ts'
export {
  APITimeoutError,
  APITimeoutError as APIConnectionTimeoutError,
} from './api-timeout-error.ts'
export { APIUserAbortError } from './api-user-abort-error.ts'
export { BodyTooLargeError } from './body-too-large-error.ts'
export type { StreamError, StreamErrorCode } from './error-code.ts'
export { type StreamErrorContext, withContext } from './error-context.ts'

export type {
  Fetch,
  HttpHeaders,
  HttpRequest,
  HttpResponse,
  PlatformAbortSignal,
  PlatformResponse,
} from './http.ts'
