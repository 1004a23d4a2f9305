// The errors of a request and of a stream, whichever API it is of.

export {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIStatusError,
  APITimeoutError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from '@sse/client'
export { EventTooLargeError, SSEError, SSEError as OpenAIError } from '@sse/core'
export {
  EmptyStreamError,
  MalformedPayloadError,
  TruncatedStreamError,
  UpstreamError,
} from '@sse/core/decoder'
export { AnomalyError, NotEventStreamError } from '@sse/core/json-decoder'
