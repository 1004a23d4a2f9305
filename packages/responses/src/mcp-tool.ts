import type { ToolAllowedCaller } from './response-tool.ts'

/** The tools of an MCP server. */
export interface McpTool {
  readonly type: 'mcp'
  readonly server_label: string
  readonly server_description?: string
  readonly server_url?: string
  readonly connector_id?: McpConnector
  readonly tunnel_id?: string
  /** An OAuth access token. */
  readonly authorization?: string
  readonly headers?: Readonly<Record<string, string>> | null
  readonly allowed_tools?: readonly string[] | McpToolFilter | null
  readonly allowed_callers?: readonly ToolAllowedCaller[] | null
  readonly require_approval?: McpToolApprovalFilter | 'always' | 'never' | null
  readonly defer_loading?: boolean
}

/** Services that OpenAI reaches without a server of one's own. */
export type McpConnector =
  | 'connector_dropbox'
  | 'connector_gmail'
  | 'connector_googlecalendar'
  | 'connector_googledrive'
  | 'connector_microsoftteams'
  | 'connector_outlookcalendar'
  | 'connector_outlookemail'
  | 'connector_sharepoint'

/** Which tools of an MCP server are meant. */
export interface McpToolFilter {
  readonly read_only?: boolean
  readonly tool_names?: readonly string[]
}

/** Which tools of an MCP server need approval. */
export interface McpToolApprovalFilter {
  readonly always?: McpToolFilter
  readonly never?: McpToolFilter
}
