export { OpenAI } from './openai.ts'
export type { OpenAIOptions } from './openai-options.ts'
export type { ConnectionOptions, RequestOptions } from './request-options.ts'

export { type ChatCompletionOptions, ChatCompletions } from './chat-completions.ts'
export { ChatCompletionStream } from './chat-completion-stream.ts'
export { type ResponseOptions, Responses } from './responses.ts'
export { ResponseStream } from './response-stream.ts'
export { AccumulatedStream } from './accumulated-stream.ts'
export type { ResumeOptions } from './resume.ts'

export type * from './chat-completion-create-params.ts'
export type * from './response-create-params.ts'
export type * from './response-retrieve-params.ts'

export * from './error-classes.ts'
export { BodyTooLargeError } from '@sse/client'
export {
  ContentFilterFinishReasonError,
  LengthFinishReasonError,
  partialCompletion,
  partialResponse,
  SchemaValidationError,
} from '@sse/accumulate'
export type { StreamError, StreamErrorCode } from './stream-error.ts'

export { executableToolCalls, toolCallState } from '@sse/accumulate'
export type {
  ChatUpdate,
  ChatUpdateOf,
  ParsedChatCompletion,
  ParsedResponse,
  ResponseCursor,
  ResponseUpdate,
  ResponseUpdateOf,
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
export type {
  Response,
  ResponseInputItem,
  ResponseOutputItem,
  ResponsesAnomaly,
  ResponseStreamEvent,
} from '@sse/responses'
