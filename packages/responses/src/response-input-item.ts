import type {
  ResponseFunctionCallOutputContent,
  ResponseInputContent,
} from './response-input-content.ts'
import type { ResponseApplyPatchOperation } from './response-apply-patch-item.ts'
import type {
  ResponseComputerSafetyCheck,
  ResponseComputerToolCall,
  ResponseComputerToolCallOutputScreenshot,
} from './response-computer-item.ts'
import type {
  ResponseCustomToolCall,
  ResponseFunctionToolCall,
} from './response-function-call-item.ts'
import type { ResponseImageGenerationCall } from './response-image-generation-item.ts'
import type { ResponseItemStatus } from './response-item-status.ts'
import type {
  ResponseMcpApprovalRequest,
  ResponseMcpCall,
  ResponseMcpListTools,
} from './response-mcp-item.ts'
import type { ResponseOutputMessage, ResponseReasoningItem } from './response-output-item.ts'
import type {
  ResponseCodeInterpreterToolCall,
  ResponseProgram,
  ResponseProgramOutput,
} from './response-program-item.ts'
import type {
  ResponseFileSearchToolCall,
  ResponseFunctionWebSearch,
} from './response-search-item.ts'
import type {
  ResponseFunctionShellExit,
  ResponseFunctionShellTimeout,
  ResponseLocalShellCall,
  ResponseLocalShellCallOutput,
} from './response-shell-item.ts'
import type { ResponseToolCaller } from './response-tool-caller.ts'
import type { ResponseTextFormat } from './response-text-config.ts'
import type { ResponseReasoningEffort } from './response.ts'
import type { Tool } from './response-tool.ts'
import type { ContainerReference, LocalEnvironment } from './shell-tool.ts'

/** One item of the input of a response, as `instructions` repeats it when they were a list. */
export type ResponseInputItem =
  | ResponseEasyInputMessage
  | ResponseInputMessage
  | ResponseOutputMessage
  | ResponseReasoningItem
  | ResponseFunctionToolCall
  | ResponseFunctionCallOutput
  | ResponseCustomToolCall
  | ResponseCustomToolCallOutput
  | ResponseFunctionWebSearch
  | ResponseFileSearchToolCall
  | ResponseComputerToolCall
  | ResponseComputerCallOutput
  | ResponseCodeInterpreterToolCall
  | ResponseImageGenerationCall
  | ResponseMcpCall
  | ResponseMcpListTools
  | ResponseMcpApprovalRequest
  | ResponseInputMcpApprovalResponse
  | ResponseLocalShellCall
  | ResponseLocalShellCallOutput
  | ResponseInputShellCall
  | ResponseInputShellCallOutput
  | ResponseInputApplyPatchCall
  | ResponseInputApplyPatchCallOutput
  | ResponseInputToolSearchCall
  | ResponseInputToolSearchOutput
  | ResponseProgram
  | ResponseProgramOutput
  | ResponseInputAdditionalTools
  | ResponseInputCompaction
  | ResponseCompactionTrigger
  | ResponseConfigurationUpdate
  | ResponseItemReference

/** A message in its shortest form. */
export interface ResponseEasyInputMessage {
  readonly type?: 'message'
  readonly role: 'user' | 'assistant' | 'system' | 'developer'
  readonly content: string | readonly ResponseInputContent[]
  readonly phase?: 'commentary' | 'final_answer' | null
}

/** A message to the model. */
export interface ResponseInputMessage {
  readonly type?: 'message'
  readonly role: 'user' | 'system' | 'developer'
  readonly content: readonly ResponseInputContent[]
  readonly status?: ResponseItemStatus
}

/** What a function returned. */
export interface ResponseFunctionCallOutput {
  readonly type: 'function_call_output'
  readonly id?: string | null
  readonly call_id?: string | null
  readonly output: string | readonly ResponseFunctionCallOutputContent[]
  readonly status?: ResponseItemStatus | null
  readonly name?: string | null
  readonly namespace?: string | null
  readonly caller?: ResponseToolCaller | null
}

/** What a custom tool returned. */
export interface ResponseCustomToolCallOutput {
  readonly type: 'custom_tool_call_output'
  readonly id?: string
  readonly call_id: string
  readonly output: string | readonly ResponseInputContent[]
  readonly caller?: ResponseToolCaller | null
}

/** What the screen shows after a computer call. */
export interface ResponseComputerCallOutput {
  readonly type: 'computer_call_output'
  readonly id?: string | null
  readonly call_id: string
  readonly output: ResponseComputerToolCallOutputScreenshot
  readonly acknowledged_safety_checks?: readonly ResponseComputerSafetyCheck[] | null
  readonly status?: ResponseItemStatus | null
}

/** The answer to an approval request. */
export interface ResponseInputMcpApprovalResponse {
  readonly type: 'mcp_approval_response'
  readonly id?: string | null
  readonly approval_request_id: string
  readonly approve: boolean
  readonly reason?: string | null
}

/** Commands to run in a shell. */
export interface ResponseInputShellCall {
  readonly type: 'shell_call'
  readonly id?: string | null
  readonly call_id: string
  readonly action: ResponseInputShellAction
  readonly environment?: LocalEnvironment | ContainerReference | null
  readonly caller?: ResponseToolCaller | null
  readonly status?: ResponseItemStatus | null
}

/** The commands. */
export interface ResponseInputShellAction {
  readonly commands: readonly string[]
  /** In characters. */
  readonly max_output_length?: number | null
  readonly timeout_ms?: number | null
}

/** What commands returned. */
export interface ResponseInputShellCallOutput {
  readonly type: 'shell_call_output'
  readonly id?: string | null
  readonly call_id: string
  readonly output: readonly ResponseInputShellOutput[]
  /** In characters. */
  readonly max_output_length?: number | null
  readonly caller?: ResponseToolCaller | null
  readonly status?: ResponseItemStatus | null
}

/** What one command returned. */
export interface ResponseInputShellOutput {
  readonly stdout: string
  readonly stderr: string
  readonly outcome: ResponseFunctionShellTimeout | ResponseFunctionShellExit
}

/** A patch. */
export interface ResponseInputApplyPatchCall {
  readonly type: 'apply_patch_call'
  readonly id?: string | null
  readonly call_id: string
  readonly operation: ResponseApplyPatchOperation
  readonly status: 'in_progress' | 'completed'
  readonly caller?: ResponseToolCaller | null
}

/** How a patch went. */
export interface ResponseInputApplyPatchCallOutput {
  readonly type: 'apply_patch_call_output'
  readonly id?: string | null
  readonly call_id: string
  readonly status: 'completed' | 'failed'
  readonly output?: string | null
  readonly caller?: ResponseToolCaller | null
}

/** A search among tools. */
export interface ResponseInputToolSearchCall {
  readonly type: 'tool_search_call'
  readonly id?: string | null
  readonly call_id?: string | null
  readonly arguments: unknown
  readonly execution?: 'server' | 'client'
  readonly status?: ResponseItemStatus | null
}

/** The tools that a search found. */
export interface ResponseInputToolSearchOutput {
  readonly type: 'tool_search_output'
  readonly id?: string | null
  readonly call_id?: string | null
  readonly execution?: 'server' | 'client'
  readonly status?: ResponseItemStatus | null
  readonly tools: readonly Tool[]
}

/** Tools that become available. */
export interface ResponseInputAdditionalTools {
  readonly type: 'additional_tools'
  readonly id?: string | null
  readonly role: 'developer'
  readonly tools: readonly Tool[]
}

/** The conversation so far in a compact, encrypted form. */
export interface ResponseInputCompaction {
  readonly type: 'compaction'
  readonly id?: string | null
  readonly encrypted_content: string
}

/** The conversation so far is to be compacted. */
export interface ResponseCompactionTrigger {
  readonly type: 'compaction_trigger'
  readonly id?: string | null
}

/** Settings that change from here on. */
export interface ResponseConfigurationUpdate {
  readonly type: 'configuration_update'
  readonly id?: string | null
  readonly reasoning?: { readonly effort?: ResponseReasoningEffort | null }
  readonly text?: { readonly format: Exclude<ResponseTextFormat, { type: 'json_object' }> }
}

/** An item that the server knows. */
export interface ResponseItemReference {
  readonly type?: 'item_reference' | null
  readonly id: string
}
