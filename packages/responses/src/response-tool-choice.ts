/** Which tools the model may or must use, as a response repeats it from the request. */
export type ToolChoice =
  | 'none'
  | 'auto'
  | 'required'
  | ToolChoiceAllowed
  | ToolChoiceTypes
  | ToolChoiceFunction
  | ToolChoiceMcp
  | ToolChoiceCustom
  | ToolChoiceProgrammaticToolCalling
  | ToolChoiceApplyPatch
  | ToolChoiceShell

/** Some of the tools. */
export interface ToolChoiceAllowed {
  readonly type: 'allowed_tools'
  readonly mode: 'auto' | 'required'
  readonly tools: readonly Readonly<Record<string, unknown>>[]
}

/** One of OpenAI's own tools. */
export interface ToolChoiceTypes {
  readonly type:
    | 'file_search'
    | 'web_search_preview'
    | 'web_search_preview_2025_03_11'
    | 'computer'
    | 'computer_use_preview'
    | 'computer_use'
    | 'image_generation'
    | 'code_interpreter'
    | 'mcp'
}

/** One function. */
export interface ToolChoiceFunction {
  readonly type: 'function'
  readonly name: string
}

/** An MCP server, or one of its tools. */
export interface ToolChoiceMcp {
  readonly type: 'mcp'
  readonly server_label: string
  readonly name?: string | null
}

/** One custom tool. */
export interface ToolChoiceCustom {
  readonly type: 'custom'
  readonly name: string
}

/** A program that calls tools. */
export interface ToolChoiceProgrammaticToolCalling {
  readonly type: 'programmatic_tool_calling'
}

/** A patch. */
export interface ToolChoiceApplyPatch {
  readonly type: 'apply_patch'
}

/** The shell. */
export interface ToolChoiceShell {
  readonly type: 'shell'
}
