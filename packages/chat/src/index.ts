export {
  ChatDecoder,
  type ChatCompletionEvidence,
  type ChatDecoderOptions,
} from './chat-decoder.ts'
export {
  decodeChatStream,
  decodeChatStreamSync,
  type DecodeChatStreamOptions,
} from './decode-chat-stream.ts'
export { chunkOfCompletion } from './chunk-of-completion.ts'
export { type Anomaly, AnomalyError, type PayloadAnomalyCode } from '@sse/core/json-decoder'
export type { ChatAnomaly, ChatAnomalyCode } from './chat-anomaly.ts'
export { type BodyKind, NotEventStreamError } from '@sse/core/json-decoder'

export type {
  ChatChoiceExtensions,
  ChatChoiceMessageExtension,
  ChatCompletionChunk,
  ChatCompletionChunkAudio,
  ChatCompletionChunkChoice,
  ChatCompletionChunkDelta,
  ChatCompletionChunkExtensions,
  ChatCompletionChunkFunctionCall,
  ChatCompletionChunkRole,
  ChatCompletionChunkToolCall,
  ChatCompletionChunkToolCallCustom,
  ChatCompletionChunkToolCallFunction,
  ChatCompletionFinishReason,
  ChatDeltaExtensions,
  ChatServiceTier,
} from './chat-completion-chunk.ts'
export type {
  ChatCompletion,
  ChatCompletionAudio,
  ChatCompletionChoice,
  ChatCompletionChoiceExtensions,
  ChatCompletionCustomCall,
  ChatCompletionExtensions,
  ChatCompletionFunctionCall,
  ChatCompletionMessage,
  ChatCompletionMessageCustomToolCall,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageToolCall,
  ChatGroqExtension,
  ChatMessageExtensions,
  ChatReasoningExtensions,
  ChatSearchResult,
} from './chat-completion.ts'
export type {
  ChatCompletionAnnotation,
  ChatCompletionURLCitation,
} from './chat-completion-annotation.ts'
export type {
  ChatCompletionLogprobs,
  ChatCompletionTokenLogprob,
  ChatCompletionTopLogprob,
} from './chat-completion-logprobs.ts'
export type {
  ChatCompletionModeration,
  ChatCompletionModerationError,
  ChatCompletionModerationResult,
  ChatCompletionModerationResults,
} from './chat-completion-moderation.ts'
export type {
  ChatContentPart,
  ChatOtherContentPart,
  ChatReferenceContentPart,
  ChatTextContentPart,
  ChatThinkingContentPart,
} from './chat-content-part.ts'
export type {
  CompletionTokensDetails,
  CompletionUsage,
  CompletionUsageExtensions,
  PromptTokensDetails,
} from './completion-usage.ts'
export type {
  ContentFilterDetection,
  ContentFilterOffsets,
  ContentFilterResults,
  ContentFilterSeverity,
  PromptFilterResult,
} from './content-filter.ts'
export type { ReasoningDetail } from './reasoning-detail.ts'
