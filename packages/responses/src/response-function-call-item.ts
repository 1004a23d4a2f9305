import type { ResponseInputContent } from './response-input-content.ts'
import type { ResponseItemStatus } from './response-item-status.ts'
import type { ResponseToolCaller } from './response-tool-caller.ts'

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
