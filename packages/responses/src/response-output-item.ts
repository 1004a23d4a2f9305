import type { ComputerAction } from './computer-action.ts'
import type { ResponseInputContent } from './response-input-content.ts'
import type {
  ResponseOutputContent,
  ResponseReasoningSummary,
  ResponseReasoningText,
} from './response-output-content.ts'
import type { ContainerReference, Tool } from './response-tool.ts'

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

/** How far an item is. */
export type ResponseItemStatus = 'in_progress' | 'completed' | 'incomplete'

/** Who made a call: the model itself, or a program that the model wrote. */
export type ResponseToolCaller = ResponseDirectToolCaller | ResponseProgramToolCaller

/** The model itself. */
export interface ResponseDirectToolCaller {
  readonly type: 'direct'
}

/** A program that the model wrote. */
export interface ResponseProgramToolCaller {
  readonly type: 'program'
  /** The `call_id` of the program. */
  readonly caller_id: string
}

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

/** A call of a function of the caller's. */
export interface ResponseFunctionToolCall {
  readonly type: 'function_call'
  readonly id?: string
  /** What the result must refer to. */
  readonly call_id: string
  readonly name: string
  /** JSON text as the model wrote it. */
  readonly arguments: string
  readonly namespace?: string
  readonly async?: boolean
  readonly caller?: ResponseToolCaller | null
  readonly status?: ResponseItemStatus
}

/** What a function returned. */
export interface ResponseFunctionToolCallOutputItem {
  readonly type: 'function_call_output'
  readonly id: string
  readonly call_id?: string
  readonly output: string | readonly ResponseInputContent[]
  readonly status: ResponseItemStatus
  readonly name?: string
  readonly namespace?: string
  readonly caller?: ResponseToolCaller | null
  readonly created_by?: string
}

/** A call of a custom tool of the caller's. */
export interface ResponseCustomToolCall extends ResponseCustomToolCallExtensions {
  readonly type: 'custom_tool_call'
  readonly id?: string
  /** What the result must refer to. */
  readonly call_id: string
  readonly name: string
  /** Free text. */
  readonly input: string
  readonly namespace?: string
  readonly async?: boolean
  readonly caller?: ResponseToolCaller | null
}

/** Fields of a custom tool call that are sent but that OpenAI's own types leave out. */
export interface ResponseCustomToolCallExtensions {
  readonly status?: ResponseItemStatus
}

/** What a custom tool returned. */
export interface ResponseCustomToolCallOutputItem {
  readonly type: 'custom_tool_call_output'
  readonly id: string
  readonly call_id: string
  readonly output: string | readonly ResponseInputContent[]
  readonly status: ResponseItemStatus
  readonly caller?: ResponseToolCaller | null
  readonly created_by?: string
}

/** A search in the web. */
export interface ResponseFunctionWebSearch {
  readonly type: 'web_search_call'
  readonly id: string
  readonly status: ResponseItemStatus | 'searching' | 'failed'
  /** Absent until it is known, and at xAI to the end. */
  readonly action?: ResponseWebSearchAction
}

/** A step of a web search. */
export type ResponseWebSearchAction =
  | ResponseWebSearchQuery
  | ResponseWebSearchOpenPage
  | ResponseWebSearchFindInPage

/** A query. */
export interface ResponseWebSearchQuery {
  readonly type: 'search'
  readonly queries?: readonly string[]
  /** The predecessor of `queries`. */
  readonly query?: string
  readonly sources?: readonly ResponseWebSearchSource[]
}

/** A page that a search has used. */
export interface ResponseWebSearchSource {
  readonly type: 'url'
  readonly url: string
}

/** A page is opened. */
export interface ResponseWebSearchOpenPage {
  readonly type: 'open_page'
  readonly url?: string | null
}

/** A page is searched. */
export interface ResponseWebSearchFindInPage {
  readonly type: 'find_in_page'
  readonly url: string
  readonly pattern: string
}

/** A search in uploaded files. */
export interface ResponseFileSearchToolCall {
  readonly type: 'file_search_call'
  readonly id: string
  readonly status: ResponseItemStatus | 'searching' | 'failed'
  readonly queries: readonly string[]
  readonly results?: readonly ResponseFileSearchResult[] | null
}

/** A piece of a file that a search found. */
export interface ResponseFileSearchResult {
  readonly file_id?: string
  readonly filename?: string
  readonly attributes?: Readonly<Record<string, string | number | boolean>> | null
  /** From 0 to 1. */
  readonly score?: number
  readonly text?: string
}

/** Something to do at a computer. */
export interface ResponseComputerToolCall {
  readonly type: 'computer_call'
  readonly id: string
  /** What the result must refer to. */
  readonly call_id: string
  readonly status: ResponseItemStatus
  readonly action?: ComputerAction
  readonly actions?: readonly ComputerAction[]
  readonly pending_safety_checks: readonly ResponseComputerSafetyCheck[]
}

/** A doubt that a human should look at. */
export interface ResponseComputerSafetyCheck {
  readonly id: string
  readonly code?: string | null
  readonly message?: string | null
}

/** What the screen shows after a computer call. */
export interface ResponseComputerToolCallOutputItem {
  readonly type: 'computer_call_output'
  readonly id: string
  readonly call_id: string
  readonly status: ResponseItemStatus | 'failed'
  readonly output: ResponseComputerToolCallOutputScreenshot
  readonly acknowledged_safety_checks?: readonly ResponseComputerSafetyCheck[]
  readonly created_by?: string
}

/** A picture of the screen. */
export interface ResponseComputerToolCallOutputScreenshot {
  readonly type: 'computer_screenshot'
  readonly file_id?: string
  readonly image_url?: string
}

/** Code that OpenAI runs. */
export interface ResponseCodeInterpreterToolCall {
  readonly type: 'code_interpreter_call'
  readonly id: string
  readonly container_id: string
  readonly status: ResponseItemStatus | 'interpreting' | 'failed'
  readonly code: string | null
  readonly outputs: readonly ResponseCodeInterpreterOutput[] | null
}

/** What code has put out. */
export type ResponseCodeInterpreterOutput =
  | ResponseCodeInterpreterLogs
  | ResponseCodeInterpreterImage

/** Text that code has put out. */
export interface ResponseCodeInterpreterLogs {
  readonly type: 'logs'
  readonly logs: string
}

/** An image that code has put out. */
export interface ResponseCodeInterpreterImage {
  readonly type: 'image'
  readonly url: string
}

/** An image that OpenAI makes. */
export interface ResponseImageGenerationCall {
  readonly type: 'image_generation_call'
  readonly id: string
  readonly status: 'in_progress' | 'completed' | 'generating' | 'failed'
  /** In base64. Null or absent until it is there. */
  readonly result?: string | null
  readonly action?: 'generate' | 'edit' | 'auto' | null
  readonly background?: 'transparent' | 'opaque' | 'auto' | null
  readonly error?: ResponseImageGenerationError
  readonly output_format?: 'png' | 'webp' | 'jpeg' | 'gif' | 'svg' | null
  readonly quality?: 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'auto' | null
  /** The prompt as the image model got it. */
  readonly revised_prompt?: string | null
  /** Such as `1024x1536`. */
  readonly size?: string | null
  readonly svg_usage?: ResponseImageGenerationSvgUsage
}

/** Why there is no image. */
export interface ResponseImageGenerationError {
  readonly type: string
  readonly code: string | null
  readonly message: string
  readonly param: string | null
  readonly moderation_details?: ResponseImageGenerationModerationDetails
}

/** What moderation objected to. */
export interface ResponseImageGenerationModerationDetails {
  readonly categories: readonly string[]
  readonly moderation_stage: 'input' | 'output' | 'unknown'
}

/** What an SVG image cost. */
export interface ResponseImageGenerationSvgUsage {
  readonly model: string
  readonly input_tokens: number
  readonly output_tokens: number
  readonly reasoning_tokens: number
  readonly total_tokens: number
}

/** A call of a tool of an MCP server, made by OpenAI. */
export interface ResponseMcpCall {
  readonly type: 'mcp_call'
  readonly id: string
  readonly server_label: string
  readonly name: string
  /** JSON text. */
  readonly arguments: string
  readonly approval_request_id?: string | null
  readonly error?: ResponseMcpCallError | null
  readonly output?: string | null
  readonly status?: ResponseItemStatus | 'calling' | 'failed'
}

/** Why an MCP call failed. */
export type ResponseMcpCallError =
  | ResponseMcpProtocolError
  | ResponseMcpToolExecutionError
  | ResponseMcpHTTPError

/** The server broke the protocol. */
export interface ResponseMcpProtocolError {
  readonly type: 'mcp_protocol_error'
  readonly code: number
  readonly message: string
}

/** The tool failed. */
export interface ResponseMcpToolExecutionError {
  readonly type: 'mcp_tool_execution_error'
  readonly content: unknown
}

/** The server answered with an HTTP error. */
export interface ResponseMcpHTTPError {
  readonly type: 'http_error'
  readonly code: number
  readonly message: string
}

/** The tools of an MCP server. */
export interface ResponseMcpListTools {
  readonly type: 'mcp_list_tools'
  readonly id: string
  readonly server_label: string
  readonly tools: readonly ResponseMcpListedTool[]
  readonly error?: string | null
}

/** A tool of an MCP server. */
export interface ResponseMcpListedTool {
  readonly name: string
  readonly description?: string | null
  /** JSON Schema. */
  readonly input_schema: unknown
  readonly annotations?: unknown
}

/** May this MCP call be made? */
export interface ResponseMcpApprovalRequest {
  readonly type: 'mcp_approval_request'
  readonly id: string
  readonly server_label: string
  readonly name: string
  /** JSON text. */
  readonly arguments: string
}

/** The answer to an approval request. */
export interface ResponseMcpApprovalResponse {
  readonly type: 'mcp_approval_response'
  readonly id: string
  readonly approval_request_id: string
  readonly approve: boolean
  readonly reason?: string | null
}

/** A command to run on the caller's side, older form. */
export interface ResponseLocalShellCall {
  readonly type: 'local_shell_call'
  readonly id: string
  /** What the result must refer to. */
  readonly call_id: string
  readonly status: ResponseItemStatus
  readonly action: ResponseLocalShellAction
}

/** The command. */
export interface ResponseLocalShellAction {
  readonly type: 'exec'
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly timeout_ms?: number | null
  readonly user?: string | null
  readonly working_directory?: string | null
}

/** What a command on the caller's side returned, older form. */
export interface ResponseLocalShellCallOutput {
  readonly type: 'local_shell_call_output'
  readonly id: string
  /** JSON text. */
  readonly output: string
  readonly status?: ResponseItemStatus | null
}

/** Commands to run in a shell. */
export interface ResponseFunctionShellToolCall {
  readonly type: 'shell_call'
  readonly id: string
  /** What the result must refer to. */
  readonly call_id: string
  readonly status: ResponseItemStatus
  readonly action: ResponseFunctionShellAction
  /** Where they run: in a container, or on the caller's side. OpenAI leaves it out of some calls. */
  readonly environment?: ResponseLocalEnvironment | ContainerReference | null
  readonly caller?: ResponseToolCaller | null
  readonly created_by?: string
}

/** The commands. */
export interface ResponseFunctionShellAction {
  readonly commands: readonly string[]
  /** In characters. */
  readonly max_output_length: number | null
  readonly timeout_ms: number | null
}

/** The caller's own machine. */
export interface ResponseLocalEnvironment {
  readonly type: 'local'
}

/** What commands returned. */
export interface ResponseFunctionShellToolCallOutput {
  readonly type: 'shell_call_output'
  readonly id: string
  readonly call_id: string
  readonly status: ResponseItemStatus
  /** In characters. */
  readonly max_output_length: number | null
  /** One for each command. */
  readonly output: readonly ResponseFunctionShellOutput[]
  readonly caller?: ResponseToolCaller | null
  readonly created_by?: string
}

/** What one command returned. */
export interface ResponseFunctionShellOutput {
  readonly stdout: string
  readonly stderr: string
  readonly outcome: ResponseFunctionShellTimeout | ResponseFunctionShellExit
  readonly created_by?: string
}

/** The command took too long. */
export interface ResponseFunctionShellTimeout {
  readonly type: 'timeout'
}

/** The command ended. */
export interface ResponseFunctionShellExit {
  readonly type: 'exit'
  readonly exit_code: number
}

/** A patch to apply. */
export interface ResponseApplyPatchToolCall {
  readonly type: 'apply_patch_call'
  readonly id: string
  /** What the result must refer to. */
  readonly call_id: string
  readonly status: 'in_progress' | 'completed'
  readonly operation: ResponseApplyPatchOperation
  readonly caller?: ResponseToolCaller | null
  readonly created_by?: string
}

/** What happens to a file. */
export type ResponseApplyPatchOperation =
  | ResponseApplyPatchCreateFile
  | ResponseApplyPatchDeleteFile
  | ResponseApplyPatchUpdateFile

/** A file is made. */
export interface ResponseApplyPatchCreateFile {
  readonly type: 'create_file'
  readonly path: string
  readonly diff: string
}

/** A file is deleted. */
export interface ResponseApplyPatchDeleteFile {
  readonly type: 'delete_file'
  readonly path: string
}

/** A file is changed. */
export interface ResponseApplyPatchUpdateFile {
  readonly type: 'update_file'
  readonly path: string
  readonly diff: string
}

/** How a patch went. */
export interface ResponseApplyPatchToolCallOutput {
  readonly type: 'apply_patch_call_output'
  readonly id: string
  readonly call_id: string
  readonly status: 'completed' | 'failed'
  readonly output?: string | null
  readonly caller?: ResponseToolCaller | null
  readonly created_by?: string
}

/** A search among tools. */
export interface ResponseToolSearchCall {
  readonly type: 'tool_search_call'
  readonly id: string
  readonly call_id: string | null
  readonly arguments: unknown
  readonly execution: 'server' | 'client'
  readonly status: ResponseItemStatus
  readonly created_by?: string
}

/** The tools that a search found. */
export interface ResponseToolSearchOutputItem {
  readonly type: 'tool_search_output'
  readonly id: string
  readonly call_id: string | null
  readonly execution: 'server' | 'client'
  readonly status: ResponseItemStatus
  readonly tools: readonly Tool[]
  readonly created_by?: string
}

/** A program, written by the model, that calls tools. */
export interface ResponseProgram {
  readonly type: 'program'
  readonly id: string
  readonly call_id: string
  readonly code: string
  readonly fingerprint: string
}

/** What a program returned. */
export interface ResponseProgramOutput {
  readonly type: 'program_output'
  readonly id: string
  readonly call_id: string
  readonly result: string
  readonly status: 'completed' | 'incomplete'
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
