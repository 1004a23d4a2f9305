import type { ResponseDeltaExtensions, ResponseItemEvent } from './sequenced-response-event.ts'

/** The code interpreter is called. */
export interface ResponseCodeInterpreterCallInProgressEvent extends ResponseItemEvent {
  readonly type: 'response.code_interpreter_call.in_progress'
}

/** A piece of the code. */
export interface ResponseCodeInterpreterCallCodeDeltaEvent
  extends ResponseItemEvent, ResponseDeltaExtensions {
  readonly type: 'response.code_interpreter_call_code.delta'
  readonly delta: string
}

/** The code is whole. */
export interface ResponseCodeInterpreterCallCodeDoneEvent extends ResponseItemEvent {
  readonly type: 'response.code_interpreter_call_code.done'
  readonly code: string
}

/** The code runs. */
export interface ResponseCodeInterpreterCallInterpretingEvent extends ResponseItemEvent {
  readonly type: 'response.code_interpreter_call.interpreting'
}

/** The code has run. */
export interface ResponseCodeInterpreterCallCompletedEvent extends ResponseItemEvent {
  readonly type: 'response.code_interpreter_call.completed'
}

/** A file search is called. */
export interface ResponseFileSearchCallInProgressEvent extends ResponseItemEvent {
  readonly type: 'response.file_search_call.in_progress'
}

/** Files are searched. */
export interface ResponseFileSearchCallSearchingEvent extends ResponseItemEvent {
  readonly type: 'response.file_search_call.searching'
}

/** Files were searched. */
export interface ResponseFileSearchCallCompletedEvent extends ResponseItemEvent {
  readonly type: 'response.file_search_call.completed'
}

/** A web search is called. */
export interface ResponseWebSearchCallInProgressEvent extends ResponseItemEvent {
  readonly type: 'response.web_search_call.in_progress'
}

/** The web is searched. */
export interface ResponseWebSearchCallSearchingEvent extends ResponseItemEvent {
  readonly type: 'response.web_search_call.searching'
}

/** The web was searched. */
export interface ResponseWebSearchCallCompletedEvent extends ResponseItemEvent {
  readonly type: 'response.web_search_call.completed'
}

/** Image generation is called. */
export interface ResponseImageGenCallInProgressEvent extends ResponseItemEvent {
  readonly type: 'response.image_generation_call.in_progress'
}

/** An image is made. */
export interface ResponseImageGenCallGeneratingEvent extends ResponseItemEvent {
  readonly type: 'response.image_generation_call.generating'
}

/** An image as far as it is. */
export interface ResponseImageGenCallPartialImageEvent extends ResponseItemEvent {
  readonly type: 'response.image_generation_call.partial_image'
  /** In base64. */
  readonly partial_image_b64: string
  /** Counts the partial images of this call from 0. */
  readonly partial_image_index: number
  readonly background?: string
  readonly output_format?: string
  readonly quality?: string
  readonly size?: string
}

/** An image was made; it is on the item. */
export interface ResponseImageGenCallCompletedEvent extends ResponseItemEvent {
  readonly type: 'response.image_generation_call.completed'
}

/** The tools of an MCP server are asked for. */
export interface ResponseMcpListToolsInProgressEvent extends ResponseItemEvent {
  readonly type: 'response.mcp_list_tools.in_progress'
}

/** The tools of an MCP server are known. */
export interface ResponseMcpListToolsCompletedEvent extends ResponseItemEvent {
  readonly type: 'response.mcp_list_tools.completed'
}

/** The tools of an MCP server could not be had. */
export interface ResponseMcpListToolsFailedEvent extends ResponseItemEvent {
  readonly type: 'response.mcp_list_tools.failed'
}

/** A tool of an MCP server is called. */
export interface ResponseMcpCallInProgressEvent extends ResponseItemEvent {
  readonly type: 'response.mcp_call.in_progress'
}

/** A piece of the arguments of an MCP call. */
export interface ResponseMcpCallArgumentsDeltaEvent
  extends ResponseItemEvent, ResponseDeltaExtensions {
  readonly type: 'response.mcp_call_arguments.delta'
  /** A piece of JSON text. */
  readonly delta: string
}

/** The arguments of an MCP call are whole. */
export interface ResponseMcpCallArgumentsDoneEvent extends ResponseItemEvent {
  readonly type: 'response.mcp_call_arguments.done'
  /** JSON text. */
  readonly arguments: string
}

/** An MCP call has ended. */
export interface ResponseMcpCallCompletedEvent extends ResponseItemEvent {
  readonly type: 'response.mcp_call.completed'
}

/** An MCP call has failed. */
export interface ResponseMcpCallFailedEvent extends ResponseItemEvent {
  readonly type: 'response.mcp_call.failed'
}

/** The conversation is being compacted. */
export interface ResponseCompactionCompactingEvent extends ResponseItemEvent {
  readonly type: 'response.compaction.compacting'
}
