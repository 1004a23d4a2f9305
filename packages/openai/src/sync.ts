export { OpenAI, type OpenAISyncOptions } from './sync-openai.ts'
export type { ConnectionSyncOptions, RequestSyncOptions } from './sync-request-options.ts'

export { type ChatCompletionSyncOptions, ChatCompletionsSync } from './sync-chat-completions.ts'
export { ChatCompletionStreamSync } from './sync-chat-completion-stream.ts'
export { type ResponseSyncOptions, ResponsesSync } from './sync-responses.ts'
export { ResponseStreamSync } from './sync-response-stream.ts'
export { AccumulatedStreamSync } from './sync-accumulated-stream.ts'

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
export type { Deadlines, Outcome, SyncResponse } from '@sse/client/sync'
export type {
  Response,
  ResponseInputItem,
  ResponseOutputItem,
  ResponsesAnomaly,
  ResponseStreamEvent,
} from '@sse/responses'
