import type { ResponseFunctionShellOutput } from './response-shell-item.ts'
import type {
  ResponseDeltaExtensions,
  ResponseItemEvent,
  SequencedResponseEvent,
} from './sequenced-response-event.ts'

/** What all events about one command of a shell call have in common. */
export interface ResponseShellCommandEvent extends SequencedResponseEvent {
  /** The position of the command in the call. */
  readonly command_index?: number
  /** The position of the item in `response.output`. */
  readonly output_index?: number
}

/** A command begins. */
export interface ResponseShellCallCommandAddedEvent extends ResponseShellCommandEvent {
  readonly type: 'response.shell_call_command.added'
  readonly command: string
}

/** A piece of a command. */
export interface ResponseShellCallCommandDeltaEvent
  extends ResponseShellCommandEvent, ResponseDeltaExtensions {
  readonly type: 'response.shell_call_command.delta'
  readonly delta: string
}

/** A command is whole. */
export interface ResponseShellCallCommandDoneEvent extends ResponseShellCommandEvent {
  readonly type: 'response.shell_call_command.done'
  readonly command: string
}

/** A piece of what a command has put out. */
export interface ResponseShellCallOutputContentDeltaEvent
  extends ResponseItemEvent, ResponseShellCommandEvent {
  readonly type: 'response.shell_call_output_content.delta'
  readonly delta: ResponseShellOutputDelta
}

/** A piece of either output, or of both. */
export interface ResponseShellOutputDelta {
  readonly stdout?: string
  readonly stderr?: string
}

/** A command has put out all it will. */
export interface ResponseShellCallOutputContentDoneEvent
  extends ResponseItemEvent, ResponseShellCommandEvent {
  readonly type: 'response.shell_call_output_content.done'
  readonly output: readonly ResponseFunctionShellOutput[]
}
