import type { ComputerAction } from './computer-action.ts'
import type { ResponseItemStatus } from './response-item-status.ts'

/** Something to do at a computer. */
export interface ResponseComputerToolCall {
  readonly type: 'computer_call'
  readonly id: string
  /** What the result must refer to. */
  readonly call_id: string
  readonly status: ResponseItemStatus
  readonly action?: ComputerAction
  readonly actions?: readonly ComputerAction[]
  readonly pending_safety_checks: readonly ResponseComputerSafetyCheck[]
}

/** A doubt that a human should look at. */
export interface ResponseComputerSafetyCheck {
  readonly id: string
  readonly code?: string | null
  readonly message?: string | null
}

/** What the screen shows after a computer call. */
export interface ResponseComputerToolCallOutputItem {
  readonly type: 'computer_call_output'
  readonly id: string
  readonly call_id: string
  readonly status: ResponseItemStatus | 'failed'
  readonly output: ResponseComputerToolCallOutputScreenshot
  readonly acknowledged_safety_checks?: readonly ResponseComputerSafetyCheck[]
  readonly created_by?: string
}

/** A picture of the screen. */
export interface ResponseComputerToolCallOutputScreenshot {
  readonly type: 'computer_screenshot'
  readonly file_id?: string
  readonly image_url?: string
}
