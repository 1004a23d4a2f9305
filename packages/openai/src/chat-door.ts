export { OpenAI } from './chat-openai.ts'
export type { OpenAIOptions } from './openai-options.ts'
export type { ConnectionOptions, RequestOptions } from './request-options.ts'

export { type ChatCompletionOptions, ChatCompletions } from './chat-completions.ts'
export { ChatCompletionStream } from './chat-completion-stream.ts'
export { AccumulatedStream } from './accumulated-stream.ts'

export type {
  ChatAssistantMessageParam,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
  ChatCompletionTool,
  ChatCompletionToolChoice,
  ChatContentPartFile,
  ChatContentPartImage,
  ChatContentPartInputAudio,
  ChatContentPartText,
  ChatFunctionDefinition,
  ChatFunctionMessageParam,
  ChatInstructionMessageParam,
  ChatResponseFormat,
  ChatToolMessageParam,
  ChatUserMessageParam,
} from './chat-completion-create-params.ts'

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
export {
  ContentFilterFinishReasonError,
  executableToolCalls,
  LengthFinishReasonError,
  partialCompletion,
  SchemaValidationError,
  toolCallState,
} from '@sse/accumulate'
export type { StreamError, StreamErrorCode } from './stream-error.ts'

export type {
  ChatUpdate,
  ChatUpdateOf,
  ParsedChatCompletion,
  StandardSchema,
} from '@sse/accumulate'
export type { ChatAnomaly, ChatCompletion, ChatCompletionChunk } from '@sse/chat'
export type {
  Deadlines,
  Logger,
  Outcome,
  RelayInit,
  RetryAttempt,
  RetryPolicy,
  StreamTiming,
} from '@sse/client'
export type { ServerSentEvent } from '@sse/core'
