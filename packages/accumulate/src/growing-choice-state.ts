import type { GrowingCallState } from './growing-call.ts'
import type { GrowingCallsState } from './growing-calls.ts'
import type { GrowingReasoningState } from './growing-reasoning.ts'
import type { JSONObject } from './json-object.ts'

/** What a checkpoint keeps of a choice, beside what is in the completion. */
export interface GrowingChoiceState {
  /** All finish reasons: one need not be the end, Together goes on with a second tool call. */
  readonly reasons: string[]
  /** So many of them had come when the answer last became longer; -1 if it never did. */
  turn: number
  hasRole: boolean
  /** The whole message that Perplexity and Writer send beside every delta. */
  whole?: unknown
  readonly reasoning: GrowingReasoningState
  readonly calls: GrowingCallsState
  /** The call of the deprecated interface. */
  functionCall?: GrowingCallState
}

/** The state of a choice of which nothing has come. */
export function firstState(): GrowingChoiceState {
  return {
    reasons: [],
    turn: -1,
    hasRole: false,
    reasoning: { text: '', isPlain: false },
    calls: { calls: [], keys: {}, last: -1 },
  }
}

/** The choice of a completion. */
export type LiveChoice = JSONObject & {
  readonly index: number
  readonly message: LiveMessage
  finish_reason: string | null
}

/** Its message. */
export type LiveMessage = JSONObject & {
  content: string | null
  refusal: string | null
  audio?: JSONObject
  content_parts?: JSONObject[]
}
