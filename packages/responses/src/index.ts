export {
  ResponsesDecoder,
  type ResponsesCompletionEvidence,
  type ResponsesDecoderOptions,
} from './responses-decoder.ts'
export {
  decodeResponsesStream,
  decodeResponsesStreamSync,
  type DecodeResponsesStreamOptions,
} from './decode-responses-stream.ts'
export { type Anomaly, AnomalyError, type PayloadAnomalyCode } from '@sse/core/json-decoder'
export type { ResponsesAnomaly, ResponsesAnomalyCode } from './responses-anomaly.ts'
export { type BodyKind, NotEventStreamError } from '@sse/core/json-decoder'

export type { DocumentedResponseStreamEvent, ResponseStreamEvent } from './response-stream-event.ts'
export type {
  ResponseContentEvent,
  ResponseDeltaExtensions,
  ResponseItemEvent,
  SequencedResponseEvent,
} from './sequenced-response-event.ts'
export type {
  ResponseCancelledEvent,
  ResponseCompletedEvent,
  ResponseCreatedEvent,
  ResponseFailedEvent,
  ResponseInProgressEvent,
  ResponseIncompleteEvent,
  ResponseQueuedEvent,
} from './response-lifecycle-event.ts'
export type {
  ResponseOutputItemAddedEvent,
  ResponseOutputItemDoneEvent,
} from './response-output-item-event.ts'
export type {
  ResponseContentPartAddedEvent,
  ResponseContentPartDoneEvent,
  ResponseOutputTextAnnotationAddedEvent,
  ResponseRefusalDeltaEvent,
  ResponseRefusalDoneEvent,
  ResponseTextDeltaEvent,
  ResponseTextDoneEvent,
  ResponseTextLogprob,
  ResponseTextTopLogprob,
} from './response-content-event.ts'
export type {
  ResponseReasoningSummaryPartAddedEvent,
  ResponseReasoningSummaryPartDoneEvent,
  ResponseReasoningSummaryTextDeltaEvent,
  ResponseReasoningSummaryTextDoneEvent,
  ResponseReasoningTextDeltaEvent,
  ResponseReasoningTextDoneEvent,
} from './response-reasoning-event.ts'
export type {
  ResponseCustomToolCallInputDeltaEvent,
  ResponseCustomToolCallInputDoneEvent,
  ResponseFunctionCallArgumentsDeltaEvent,
  ResponseFunctionCallArgumentsDoneEvent,
  ResponseFunctionCallArgumentsDoneExtensions,
} from './response-tool-call-event.ts'
export type {
  ResponseCodeInterpreterCallCodeDeltaEvent,
  ResponseCodeInterpreterCallCodeDoneEvent,
  ResponseCodeInterpreterCallCompletedEvent,
  ResponseCodeInterpreterCallInProgressEvent,
  ResponseCodeInterpreterCallInterpretingEvent,
  ResponseCompactionCompactingEvent,
  ResponseFileSearchCallCompletedEvent,
  ResponseFileSearchCallInProgressEvent,
  ResponseFileSearchCallSearchingEvent,
  ResponseImageGenCallCompletedEvent,
  ResponseImageGenCallGeneratingEvent,
  ResponseImageGenCallInProgressEvent,
  ResponseImageGenCallPartialImageEvent,
  ResponseMcpCallArgumentsDeltaEvent,
  ResponseMcpCallArgumentsDoneEvent,
  ResponseMcpCallCompletedEvent,
  ResponseMcpCallFailedEvent,
  ResponseMcpCallInProgressEvent,
  ResponseMcpListToolsCompletedEvent,
  ResponseMcpListToolsFailedEvent,
  ResponseMcpListToolsInProgressEvent,
  ResponseWebSearchCallCompletedEvent,
  ResponseWebSearchCallInProgressEvent,
  ResponseWebSearchCallSearchingEvent,
} from './response-hosted-tool-event.ts'
export type {
  ResponseShellCallCommandAddedEvent,
  ResponseShellCallCommandDeltaEvent,
  ResponseShellCallCommandDoneEvent,
  ResponseShellCallOutputContentDeltaEvent,
  ResponseShellCallOutputContentDoneEvent,
  ResponseShellCommandEvent,
  ResponseShellOutputDelta,
} from './response-shell-event.ts'
export type {
  ResponseAudioDeltaEvent,
  ResponseAudioDoneEvent,
  ResponseAudioTranscriptDeltaEvent,
  ResponseAudioTranscriptDoneEvent,
} from './response-audio-event.ts'
export type { ResponseErrorEvent, ResponseErrorEventDetail } from './response-error-event.ts'
export type { ResponseKeepaliveEvent } from './response-keepalive-event.ts'
export type { UnknownResponseEvent } from './unknown-response-event.ts'
export type {
  ResponseModeration,
  ResponseModerationError,
  ResponseModerationResult,
} from './response-moderation.ts'
export type {
  ResponsePromptCacheComparisonNotFound,
  ResponsePromptCacheDiagnostics,
  ResponsePromptCacheHit,
  ResponsePromptCacheMiss,
  ResponsePromptCacheOptions,
  ResponsePromptCacheUnavailable,
} from './response-prompt-cache.ts'
export type {
  ResponseFormatJSONObject,
  ResponseFormatJSONSchema,
  ResponseFormatText,
  ResponseTextConfig,
  ResponseTextFormat,
} from './response-text-config.ts'
export type {
  ResponseCacheWriteTokensDetails,
  ResponseImageGenerationUsage,
  ResponseInputTokensDetails,
  ResponseOutputTokensDetails,
  ResponseToolUsage,
  ResponseUsage,
  ResponseUsageExtensions,
} from './response-usage.ts'
export type {
  Response,
  ResponseAccessPrograms,
  ResponseConversation,
  ResponseError,
  ResponseErrorCode,
  ResponseExtensions,
  ResponseImage,
  ResponseIncompleteDetails,
  ResponseInputTransformation,
  ResponseMisalignment,
  ResponsePrompt,
  ResponseReasoning,
  ResponseReasoningEffort,
  ResponseServiceTier,
  ResponseStatus,
} from './response.ts'
export type {
  ResponseApplyPatchCreateFile,
  ResponseApplyPatchDeleteFile,
  ResponseApplyPatchOperation,
  ResponseApplyPatchToolCall,
  ResponseApplyPatchToolCallOutput,
  ResponseApplyPatchUpdateFile,
} from './response-apply-patch-item.ts'
export type {
  ResponseComputerSafetyCheck,
  ResponseComputerToolCall,
  ResponseComputerToolCallOutputItem,
  ResponseComputerToolCallOutputScreenshot,
} from './response-computer-item.ts'
export type {
  ResponseCustomToolCall,
  ResponseCustomToolCallExtensions,
  ResponseCustomToolCallOutputItem,
  ResponseFunctionToolCall,
  ResponseFunctionToolCallOutputItem,
} from './response-function-call-item.ts'
export type {
  ResponseImageGenerationCall,
  ResponseImageGenerationError,
  ResponseImageGenerationModerationDetails,
  ResponseImageGenerationSvgUsage,
} from './response-image-generation-item.ts'
export type { ResponseItemStatus } from './response-item-status.ts'
export type {
  ResponseMcpApprovalRequest,
  ResponseMcpApprovalResponse,
  ResponseMcpCall,
  ResponseMcpCallError,
  ResponseMcpHTTPError,
  ResponseMcpListTools,
  ResponseMcpListedTool,
  ResponseMcpProtocolError,
  ResponseMcpToolExecutionError,
} from './response-mcp-item.ts'
export type {
  ResponseAdditionalTools,
  ResponseCompactionItem,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseReasoningItem,
  ResponseReasoningItemExtensions,
} from './response-output-item.ts'
export type {
  ResponseCodeInterpreterImage,
  ResponseCodeInterpreterLogs,
  ResponseCodeInterpreterOutput,
  ResponseCodeInterpreterToolCall,
  ResponseProgram,
  ResponseProgramOutput,
} from './response-program-item.ts'
export type {
  ResponseFileSearchResult,
  ResponseFileSearchToolCall,
  ResponseFunctionWebSearch,
  ResponseToolSearchCall,
  ResponseToolSearchOutputItem,
  ResponseWebSearchAction,
  ResponseWebSearchFindInPage,
  ResponseWebSearchOpenPage,
  ResponseWebSearchQuery,
  ResponseWebSearchSource,
} from './response-search-item.ts'
export type {
  ResponseFunctionShellAction,
  ResponseFunctionShellExit,
  ResponseFunctionShellOutput,
  ResponseFunctionShellTimeout,
  ResponseFunctionShellToolCall,
  ResponseFunctionShellToolCallOutput,
  ResponseLocalEnvironment,
  ResponseLocalShellAction,
  ResponseLocalShellCall,
  ResponseLocalShellCallOutput,
} from './response-shell-item.ts'
export type {
  ResponseDirectToolCaller,
  ResponseProgramToolCaller,
  ResponseToolCaller,
} from './response-tool-caller.ts'
export type {
  ResponseAnnotation,
  ResponseContainerFileCitation,
  ResponseFileCitation,
  ResponseFilePath,
  ResponseOutputContent,
  ResponseOutputRefusal,
  ResponseOutputText,
  ResponseReasoningSummary,
  ResponseReasoningText,
  ResponseTokenLogprob,
  ResponseTopLogprob,
  ResponseURLCitation,
} from './response-output-content.ts'
export type {
  ComputerAction,
  ComputerClick,
  ComputerDoubleClick,
  ComputerDrag,
  ComputerKeypress,
  ComputerMove,
  ComputerPoint,
  ComputerScreenshot,
  ComputerScroll,
  ComputerTyping,
  ComputerWait,
} from './computer-action.ts'
export type { CodeInterpreterContainer, CodeInterpreterTool } from './code-interpreter-tool.ts'
export type {
  ComparisonFilter,
  CompoundFilter,
  FileSearchHybridSearch,
  FileSearchRankingOptions,
  FileSearchTool,
} from './file-search-tool.ts'
export type {
  ImageGenerationInputMask,
  ImageGenerationSvg,
  ImageGenerationTool,
} from './image-generation-tool.ts'
export type { McpConnector, McpTool, McpToolApprovalFilter, McpToolFilter } from './mcp-tool.ts'
export type {
  ApplyPatchTool,
  ComputerTool,
  ComputerUsePreviewTool,
  CustomTool,
  CustomToolGrammarFormat,
  CustomToolInputFormat,
  CustomToolTextFormat,
  FunctionTool,
  NamespaceFunctionTool,
  NamespaceTool,
  ProgrammaticToolCallingTool,
  Tool,
  ToolAllowedCaller,
  ToolSearchTool,
} from './response-tool.ts'
export type {
  ContainerAuto,
  ContainerReference,
  FunctionShellTool,
  InlineSkill,
  InlineSkillSource,
  LocalEnvironment,
  LocalShellTool,
  LocalSkill,
  SkillReference,
} from './shell-tool.ts'
export type {
  ContainerMemoryLimit,
  ContainerNetworkPolicyAllowlist,
  ContainerNetworkPolicyDisabled,
  ContainerNetworkPolicyDomainSecret,
} from './tool-container.ts'
export type {
  WebSearchFilters,
  WebSearchLocation,
  WebSearchPreviewLocation,
  WebSearchPreviewTool,
  WebSearchTool,
} from './web-search-tool.ts'
export type {
  ToolChoice,
  ToolChoiceAllowed,
  ToolChoiceApplyPatch,
  ToolChoiceCustom,
  ToolChoiceFunction,
  ToolChoiceMcp,
  ToolChoiceProgrammaticToolCalling,
  ToolChoiceShell,
  ToolChoiceTypes,
} from './response-tool-choice.ts'
export type {
  ResponseCompactionTrigger,
  ResponseComputerCallOutput,
  ResponseConfigurationUpdate,
  ResponseCustomToolCallOutput,
  ResponseEasyInputMessage,
  ResponseFunctionCallOutput,
  ResponseInputAdditionalTools,
  ResponseInputApplyPatchCall,
  ResponseInputApplyPatchCallOutput,
  ResponseInputCompaction,
  ResponseInputItem,
  ResponseInputMcpApprovalResponse,
  ResponseInputMessage,
  ResponseInputShellAction,
  ResponseInputShellCall,
  ResponseInputShellCallOutput,
  ResponseInputShellOutput,
  ResponseInputToolSearchCall,
  ResponseInputToolSearchOutput,
  ResponseItemReference,
} from './response-input-item.ts'
export type {
  ImageDetail,
  PromptCacheBreakpoint,
  ResponseFunctionCallOutputContent,
  ResponseInputContent,
  ResponseInputFile,
  ResponseInputFileContent,
  ResponseInputImage,
  ResponseInputImageContent,
  ResponseInputText,
  ResponseInputTextContent,
} from './response-input-content.ts'
