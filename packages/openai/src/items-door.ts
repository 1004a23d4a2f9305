export { OpenAI } from './items-openai.ts'
export type { OpenAIOptions } from './openai-options.ts'
export type { ConnectionOptions, RequestOptions } from './request-options.ts'

export { ChatCompletionItems, type ChatCompletionItemsOptions } from './chat-completion-items.ts'
export { ResponseItems, type ResponseItemsOptions } from './response-items.ts'
export { Stream } from '@sse/client'

export type * from './chat-completion-create-params.ts'
export type * from './response-create-params.ts'
export type * from './response-retrieve-params.ts'

export * from './error-classes.ts'
export { BodyTooLargeError } from '@sse/client'
export type { StreamError, StreamErrorCode } from '@sse/client'

export type { ChatAnomaly, ChatCompletionChunk } from '@sse/chat'
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
