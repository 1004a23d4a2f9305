import type {
  ResponseApplyPatchToolCall,
  ResponseApplyPatchToolCallOutput,
} from './response-apply-patch-item.ts'
import type {
  ResponseComputerToolCall,
  ResponseComputerToolCallOutputItem,
} from './response-computer-item.ts'
import type {
  ResponseCustomToolCall,
  ResponseCustomToolCallOutputItem,
  ResponseFunctionToolCall,
  ResponseFunctionToolCallOutputItem,
} from './response-function-call-item.ts'
import type { ResponseImageGenerationCall } from './response-image-generation-item.ts'
import type { ResponseItemStatus } from './response-item-status.ts'
import type {
  ResponseMcpApprovalRequest,
  ResponseMcpApprovalResponse,
  ResponseMcpCall,
  ResponseMcpListTools,
} from './response-mcp-item.ts'
import type {
  ResponseOutputContent,
  ResponseReasoningSummary,
  ResponseReasoningText,
} from './response-output-content.ts'
import type {
  ResponseCodeInterpreterToolCall,
  ResponseProgram,
  ResponseProgramOutput,
} from './response-program-item.ts'
import type {
  ResponseFileSearchToolCall,
  ResponseFunctionWebSearch,
  ResponseToolSearchCall,
  ResponseToolSearchOutputItem,
} from './response-search-item.ts'
import type {
  ResponseFunctionShellToolCall,
  ResponseFunctionShellToolCallOutput,
  ResponseLocalShellCall,
  ResponseLocalShellCallOutput,
} from './response-shell-item.ts'
import type { Tool } from './response-tool.ts'

/**
 * One item of the output of a response.
 *
 * A server may send items of a type that is not listed here; they pass through as they are.
 *
 * @see https://platform.openai.com/docs/api-reference/responses/object
 */
export type ResponseOutputItem =
  | ResponseOutputMessage
  | ResponseReasoningItem
  | ResponseFunctionToolCall
  | ResponseFunctionToolCallOutputItem
  | ResponseCustomToolCall
  | ResponseCustomToolCallOutputItem
  | ResponseFunctionWebSearch
  | ResponseFileSearchToolCall
  | ResponseComputerToolCall
  | ResponseComputerToolCallOutputItem
  | ResponseCodeInterpreterToolCall
  | ResponseImageGenerationCall
  | ResponseMcpCall
  | ResponseMcpListTools
  | ResponseMcpApprovalRequest
  | ResponseMcpApprovalResponse
  | ResponseLocalShellCall
  | ResponseLocalShellCallOutput
  | ResponseFunctionShellToolCall
  | ResponseFunctionShellToolCallOutput
  | ResponseApplyPatchToolCall
  | ResponseApplyPatchToolCallOutput
  | ResponseToolSearchCall
  | ResponseToolSearchOutputItem
  | ResponseProgram
  | ResponseProgramOutput
  | ResponseAdditionalTools
  | ResponseCompactionItem

/** A message of the model. */
export interface ResponseOutputMessage {
  readonly type: 'message'
  readonly id: string
  readonly role: 'assistant'
  readonly status: ResponseItemStatus
  readonly content: readonly ResponseOutputContent[]
  /** Whether it is said on the way or is the answer. */
  readonly phase?: 'commentary' | 'final_answer' | null
}

/** Reasoning, as a summary, as text or encrypted. */
export interface ResponseReasoningItem extends ResponseReasoningItemExtensions {
  readonly type: 'reasoning'
  readonly id: string
  readonly summary: readonly ResponseReasoningSummary[]
  readonly content?: readonly ResponseReasoningText[]
  /** For sending it back; only when `reasoning.encrypted_content` was included in the request. */
  readonly encrypted_content?: string | null
  readonly status?: ResponseItemStatus
}

/** Fields of a reasoning item that are not OpenAI's but arrive from compatible servers. */
export interface ResponseReasoningItemExtensions {
  /** OpenRouter: which provider's rules the reasoning follows. */
  readonly format?: string | null
}

/** Tools that became available on the way. */
export interface ResponseAdditionalTools {
  readonly type: 'additional_tools'
  readonly id: string
  readonly role:
    | 'unknown'
    | 'user'
    | 'assistant'
    | 'system'
    | 'critic'
    | 'discriminator'
    | 'developer'
    | 'tool'
  readonly tools: readonly Tool[]
}

/** The conversation so far in a compact, encrypted form. */
export interface ResponseCompactionItem {
  readonly type: 'compaction'
  readonly id: string
  readonly encrypted_content: string
  readonly created_by?: string
}
