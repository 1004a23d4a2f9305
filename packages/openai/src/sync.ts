export { OpenAI, type OpenAISyncOptions } from './sync-openai.ts'
export { ChatCompletionsSync } from './sync-chat-completions.ts'
export { ChatCompletionStreamSync } from './sync-chat-completion-stream.ts'
export type { RequestSyncOptions } from './sync-connection.ts'

export {
  APIConnectionError,
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
export { EmptyStreamError, TruncatedStreamError, UpstreamError } from '@sse/core/decoder'
export { partialCompletion } from '@sse/accumulate'
