import type { ResponseItemStatus } from './response-item-status.ts'

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
