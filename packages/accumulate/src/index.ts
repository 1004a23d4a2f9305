export { ChatAccumulator } from './chat-accumulator.ts'
export type { ChatResult } from './chat-result.ts'
export type { ChatFinishOptions, ChatResultOptions } from './chat-finish-options.ts'
export type { ChatAccumulatorOptions } from './chat-accumulator-options.ts'
export type { ChatCheckpoint } from './chat-checkpoint.ts'
export type { ChatUpdate, ChatUpdateOf } from './chat-update.ts'

export {
  accumulateChat,
  accumulateChatResult,
  accumulateChatSync,
  type AccumulateChatOptions,
  type ChatItems,
} from './accumulate-chat.ts'
export { chatUpdates, type ChatUpdates } from './chat-updates.ts'
export { chatUpdatesSync } from './chat-updates-sync.ts'

export { partialCompletion, withPartial } from './partial-completion.ts'
export { reasoningText } from './reasoning-text.ts'
export { wellFormedText } from './well-formed-text.ts'
export { executableToolCalls, toolCallState } from './tool-call-state.ts'
export { liveJson, type JSONTextUpdate, type LiveJson } from './live-json.ts'

export type {
  ParsedChatCompletion,
  ParsedChatCompletionChoice,
  ParsedToolCall,
} from './parsed-chat-completion.ts'
export type {
  InferOutput,
  StandardSchema,
  StandardSchemaIssue,
  StandardSchemaResult,
} from './standard-schema.ts'
export type { AccumulationOutcome, AccumulationResult } from './accumulation-result.ts'
export { ContentFilterFinishReasonError } from './content-filter-finish-reason-error.ts'
export { LengthFinishReasonError } from './length-finish-reason-error.ts'
export { SchemaValidationError } from './schema-validation-error.ts'

export {
  ResponseAccumulator,
  type ResponseCursor,
  type ResponseFinishOptions,
  type ResponseResultOptions,
  type ResponseToolCallState,
} from './response-accumulator.ts'
export type { ResponseAccumulatorOptions } from './response-accumulator-options.ts'
export type { ResponseCheckpoint } from './response-checkpoint.ts'
export type { ResponseUpdate, ResponseUpdateOf } from './response-update.ts'
export type { ParsedResponse, ParsedResponseToolCall } from './response-parsed.ts'

export {
  accumulateResponse,
  accumulateResponseResult,
  accumulateResponseSync,
  type AccumulateResponseOptions,
  type ResponseItems,
} from './accumulate-response.ts'
export { responseUpdates, responseUpdatesSync, type ResponseUpdates } from './response-updates.ts'
export { partialResponse, withPartialResponse } from './response-partial.ts'
export { liveResponseJson, type ResponseJSONTextUpdate } from './response-live-json.ts'
