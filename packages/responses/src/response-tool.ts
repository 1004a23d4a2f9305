import type { CodeInterpreterTool } from './code-interpreter-tool.ts'
import type { FileSearchTool } from './file-search-tool.ts'
import type { ImageGenerationTool } from './image-generation-tool.ts'
import type { McpTool } from './mcp-tool.ts'
import type { FunctionShellTool, LocalShellTool } from './shell-tool.ts'
import type { WebSearchPreviewTool, WebSearchTool } from './web-search-tool.ts'

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

/** Programs, written by the model, that call tools. */
export interface ProgrammaticToolCallingTool {
  readonly type: 'programmatic_tool_calling'
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
