export { openStream, type OpenStreamOptions, request, type RequestOptions } from './open-stream.ts'
export { Stream, type StreamInit } from './stream.ts'
export type { Outcome } from './outcome.ts'

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
export { APIUserAbortError } from './api-user-abort-error.ts'

export type {
  Fetch,
  HttpHeaders,
  HttpRequest,
  HttpResponse,
  PlatformAbortSignal,
  PlatformResponse,
} from './http.ts'
