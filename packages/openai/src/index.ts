export { OpenAI, type OpenAIOptions } from './openai.ts'
export { ChatCompletions } from './chat-completions.ts'
export { ChatCompletionStream } from './chat-completion-stream.ts'
export type { RequestOptions } from './connection.ts'
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
  APIError,
  APIStatusError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
  type Outcome,
} from '@sse/client'
export { EmptyStreamError, TruncatedStreamError, UpstreamError } from '@sse/core/decoder'
export { partialCompletion } from '@sse/accumulate'
export type { ChatCompletion, ChatCompletionChunk } from '@sse/chat'
