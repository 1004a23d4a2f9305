import type { ResponseItemStatus } from './response-item-status.ts'
import type { ResponseToolCaller } from './response-tool-caller.ts'
import type { ContainerReference } from './shell-tool.ts'

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
