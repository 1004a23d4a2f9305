export { OpenAI } from './chat-openai.ts'
export type { OpenAIOptions } from './openai-options.ts'
export type { ConnectionOptions, RequestOptions } from './request-options.ts'

export { type ChatCompletionOptions, ChatCompletions } from './chat-completions.ts'
export { ChatCompletionStream } from './chat-completion-stream.ts'
export { AccumulatedStream } from './accumulated-stream.ts'

export type * from './chat-completion-create-params.ts'

export * from './error-classes.ts'
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
