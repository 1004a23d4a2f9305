import type { ResponseDeltaExtensions, ResponseItemEvent } from './sequenced-response-event.ts'

/** A piece of the arguments of a function call. */
export interface ResponseFunctionCallArgumentsDeltaEvent
  extends ResponseItemEvent, ResponseDeltaExtensions {
  readonly type: 'response.function_call_arguments.delta'
  /** A piece of JSON text. */
  readonly delta: string
}

/** The arguments of a function call are whole. Its name is on the item. */
export interface ResponseFunctionCallArgumentsDoneEvent
  extends ResponseItemEvent, ResponseFunctionCallArgumentsDoneExtensions {
  readonly type: 'response.function_call_arguments.done'
  /** JSON text. It replaces the deltas, which GitHub Copilot may send encrypted. */
  readonly arguments: string
}

/** Fields of the end of a function call's arguments that are sent but that OpenAI's own types leave out. */
export interface ResponseFunctionCallArgumentsDoneExtensions {
  readonly name?: string
}

/** A piece of the input of a custom tool. */
export interface ResponseCustomToolCallInputDeltaEvent
  extends ResponseItemEvent, ResponseDeltaExtensions {
  readonly type: 'response.custom_tool_call_input.delta'
  readonly delta: string
}

/** The input of a custom tool is whole. */
export interface ResponseCustomToolCallInputDoneEvent extends ResponseItemEvent {
  readonly type: 'response.custom_tool_call_input.done'
  readonly input: string
}
