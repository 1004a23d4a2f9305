import type { ResponseItemStatus } from './response-item-status.ts'

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
