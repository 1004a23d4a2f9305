/** A tool that the model may use, as a response repeats it from the request. */
export type Tool =
  | FunctionTool
  | FileSearchTool
  | ComputerTool
  | ComputerUsePreviewTool
  | WebSearchTool
  | WebSearchPreviewTool
  | McpTool
  | CodeInterpreterTool
  | ProgrammaticToolCallingTool
  | ImageGenerationTool
  | LocalShellTool
  | FunctionShellTool
  | CustomTool
  | NamespaceTool
  | ToolSearchTool
  | ApplyPatchTool

/** Who may call a tool: the model itself, or a program that the model wrote. */
export type ToolAllowedCaller = 'direct' | 'programmatic'

/** A function of the caller's. */
export interface FunctionTool {
  readonly type: 'function'
  readonly name: string
  readonly description?: string | null
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>> | null
  /** Whether the arguments are made to fit the schema. */
  readonly strict: boolean | null
  /** JSON Schema of the result. */
  readonly output_schema?: Readonly<Record<string, unknown>> | null
  readonly allowed_callers?: readonly ToolAllowedCaller[] | null
  readonly async?: boolean
  /** Whether the tool is found by tool search only. */
  readonly defer_loading?: boolean
}

/** A tool of the caller's that takes free text. */
export interface CustomTool {
  readonly type: 'custom'
  readonly name: string
  readonly description?: string
  /** What the text must look like; anything when absent. */
  readonly format?: CustomToolInputFormat
  readonly allowed_callers?: readonly ToolAllowedCaller[] | null
  readonly async?: boolean
  /** Whether the tool is found by tool search only. */
  readonly defer_loading?: boolean
}

/** What the input of a custom tool must look like. */
export type CustomToolInputFormat = CustomToolTextFormat | CustomToolGrammarFormat

/** Any text. */
export interface CustomToolTextFormat {
  readonly type: 'text'
}

/** Text of a grammar. */
export interface CustomToolGrammarFormat {
  readonly type: 'grammar'
  readonly definition: string
  readonly syntax: 'lark' | 'regex'
}

/** Functions and custom tools under a common name. */
export interface NamespaceTool {
  readonly type: 'namespace'
  readonly name: string
  readonly description: string
  readonly tools: readonly (NamespaceFunctionTool | CustomTool)[]
}

/** A function in a namespace. */
export interface NamespaceFunctionTool {
  readonly type: 'function'
  readonly name: string
  readonly description?: string | null
  /** JSON Schema of the arguments. */
  readonly parameters?: unknown
  readonly strict?: boolean | null
  /** JSON Schema of the result. */
  readonly output_schema?: Readonly<Record<string, unknown>> | null
  readonly allowed_callers?: readonly ToolAllowedCaller[] | null
  readonly async?: boolean
  readonly defer_loading?: boolean
}

/** Search in uploaded files. */
export interface FileSearchTool {
  readonly type: 'file_search'
  readonly vector_store_ids: readonly string[]
  readonly filters?: ComparisonFilter | CompoundFilter | null
  readonly max_num_results?: number
  readonly ranking_options?: FileSearchRankingOptions
}

/** How results of a file search are ranked. */
export interface FileSearchRankingOptions {
  readonly ranker?: 'auto' | 'default-2024-11-15'
  /** From 0 to 1. */
  readonly score_threshold?: number
  readonly hybrid_search?: FileSearchHybridSearch
}

/** The weights of the two ways to search. */
export interface FileSearchHybridSearch {
  readonly embedding_weight: number
  readonly text_weight: number
}

/** A condition on one attribute of a file. */
export interface ComparisonFilter {
  readonly type: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin'
  readonly key: string
  readonly value: string | number | boolean | readonly (string | number)[]
}

/** Several conditions. */
export interface CompoundFilter {
  readonly type: 'and' | 'or'
  /** Each is a `ComparisonFilter` or a `CompoundFilter`. */
  readonly filters: readonly unknown[]
}

/** A computer that the model operates. */
export interface ComputerTool {
  readonly type: 'computer'
}

/** A computer that the model operates, older form. */
export interface ComputerUsePreviewTool {
  readonly type: 'computer_use_preview'
  readonly environment: 'windows' | 'mac' | 'linux' | 'ubuntu' | 'browser'
  /** In pixels. */
  readonly display_height: number
  /** In pixels. */
  readonly display_width: number
}

/** Search in the web. */
export interface WebSearchTool {
  readonly type: 'web_search' | 'web_search_2025_08_26'
  readonly external_web_access?: boolean
  readonly filters?: WebSearchFilters | null
  readonly search_context_size?: 'low' | 'medium' | 'high'
  readonly user_location?: WebSearchLocation | null
}

/** Where a web search may look. */
export interface WebSearchFilters {
  /** All when absent; subdomains are included. */
  readonly allowed_domains?: readonly string[] | null
}

/** Where the user is, roughly. */
export interface WebSearchLocation {
  readonly type?: 'approximate'
  readonly city?: string | null
  /** ISO 3166-1, two letters. */
  readonly country?: string | null
  readonly region?: string | null
  /** IANA name. */
  readonly timezone?: string | null
}

/** Search in the web, older form. */
export interface WebSearchPreviewTool {
  readonly type: 'web_search_preview' | 'web_search_preview_2025_03_11'
  readonly search_content_types?: readonly ('text' | 'image')[]
  readonly search_context_size?: 'low' | 'medium' | 'high'
  readonly user_location?: WebSearchPreviewLocation | null
}

/** Where the user is, roughly. */
export interface WebSearchPreviewLocation extends WebSearchLocation {
  readonly type: 'approximate'
}

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

/** Python in a container of OpenAI's. */
export interface CodeInterpreterTool {
  readonly type: 'code_interpreter'
  /** The id of a container, or what a new one should be like. */
  readonly container: string | CodeInterpreterContainer
  readonly allowed_callers?: readonly ToolAllowedCaller[] | null
}

/** A new container for the code interpreter. */
export interface CodeInterpreterContainer {
  readonly type: 'auto'
  readonly file_ids?: readonly string[]
  readonly memory_limit?: ContainerMemoryLimit | null
  readonly network_policy?: ContainerNetworkPolicyDisabled | ContainerNetworkPolicyAllowlist
}

/** How much memory a container has. */
export type ContainerMemoryLimit = '1g' | '4g' | '16g' | '64g'

/** No network. */
export interface ContainerNetworkPolicyDisabled {
  readonly type: 'disabled'
}

/** Network to some domains. */
export interface ContainerNetworkPolicyAllowlist {
  readonly type: 'allowlist'
  readonly allowed_domains: readonly string[]
  readonly domain_secrets?: readonly ContainerNetworkPolicyDomainSecret[]
}

/** A secret that is sent to one domain. */
export interface ContainerNetworkPolicyDomainSecret {
  readonly domain: string
  readonly name: string
  readonly value: string
}

/** Programs, written by the model, that call tools. */
export interface ProgrammaticToolCallingTool {
  readonly type: 'programmatic_tool_calling'
}

/** Images, made by an image model. */
export interface ImageGenerationTool {
  readonly type: 'image_generation'
  readonly action?: 'generate' | 'edit' | 'auto'
  readonly background?: 'transparent' | 'opaque' | 'auto'
  readonly complexity?: 'low' | 'medium' | 'high'
  readonly frame_count?: number
  /** In milliseconds. */
  readonly frame_duration_ms?: number
  readonly input_fidelity?: 'high' | 'low' | null
  readonly input_image_mask?: ImageGenerationInputMask
  /** Such as `gpt-image-1`. */
  readonly model?: string
  readonly moderation?: 'auto' | 'low'
  /** In percent. */
  readonly output_compression?: number
  readonly output_format?: 'png' | 'webp' | 'jpeg' | 'gif' | 'svg'
  /** How many unfinished images are streamed, 0 to 3. */
  readonly partial_images?: number
  readonly quality?: 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'auto'
  /** Such as `1024x1536`, or `auto`. */
  readonly size?: string
  readonly svg?: ImageGenerationSvg
}

/** Which part of an image is to change. */
export interface ImageGenerationInputMask {
  readonly file_id?: string
  readonly image_url?: string
}

/** Who draws an SVG image. */
export interface ImageGenerationSvg {
  readonly model?: string
  readonly reasoning?: {
    readonly effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'
  } | null
}

/** A shell on the caller's side, older form. */
export interface LocalShellTool {
  readonly type: 'local_shell'
}

/** A shell, in a container of OpenAI's or on the caller's side. */
export interface FunctionShellTool {
  readonly type: 'shell'
  readonly environment?: ContainerAuto | LocalEnvironment | ContainerReference | null
  readonly allowed_callers?: readonly ToolAllowedCaller[] | null
}

/** A new container for the shell. */
export interface ContainerAuto {
  readonly type: 'container_auto'
  readonly file_ids?: readonly string[]
  readonly memory_limit?: ContainerMemoryLimit | null
  readonly network_policy?: ContainerNetworkPolicyDisabled | ContainerNetworkPolicyAllowlist
  readonly skills?: readonly (SkillReference | InlineSkill)[]
}

/** A container that exists. */
export interface ContainerReference {
  readonly type: 'container_reference'
  readonly container_id: string
}

/** The caller's own machine. */
export interface LocalEnvironment {
  readonly type: 'local'
  readonly skills?: readonly LocalSkill[]
}

/** A skill on the caller's own machine. */
export interface LocalSkill {
  readonly name: string
  readonly description: string
  readonly path: string
}

/** A skill that was uploaded. */
export interface SkillReference {
  readonly type: 'skill_reference'
  readonly skill_id: string
  readonly version?: string
}

/** A skill inside the request. */
export interface InlineSkill {
  readonly type: 'inline'
  readonly name: string
  readonly description: string
  readonly source: InlineSkillSource
}

/** The archive of a skill. */
export interface InlineSkillSource {
  readonly type: 'base64'
  readonly media_type: 'application/zip'
  /** In base64. */
  readonly data: string
}

/** Search among the tools that are loaded only when needed. */
export interface ToolSearchTool {
  readonly type: 'tool_search'
  readonly description?: string | null
  readonly execution?: 'server' | 'client'
  /** JSON Schema of the search, when the caller executes it. */
  readonly parameters?: unknown
}

/** Changes to files by patches that the caller applies. */
export interface ApplyPatchTool {
  readonly type: 'apply_patch'
  readonly allowed_callers?: readonly ToolAllowedCaller[] | null
}
