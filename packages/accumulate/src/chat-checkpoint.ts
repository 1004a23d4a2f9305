import type { ChatCompletion } from '@sse/chat'
import type { GrowingChoiceState } from './growing-choice-state.ts'
import { isObject } from './json-object.ts'

/**
 * All that a `ChatAccumulator` remembers between two chunks, as plain JSON. Options are not part of
 * it. What is in it beside `completion` is for `ChatAccumulator.restore` alone.
 */
export interface ChatCheckpoint {
  readonly version: 2
  /** What there is of the completion. */
  readonly completion: ChatCompletion
  /** In the order of `completion.choices`. */
  readonly choices: readonly GrowingChoiceState[]
  /** A chunk has come. */
  readonly hasBegun: boolean
  readonly usageIsLast: boolean
  /** The chunk that came with an error; null when there was none. */
  readonly failed: unknown
  /** Null while the stream goes on; then whether it was complete. */
  readonly finished: boolean | null
  /** The last updates were taken. */
  readonly isTold: boolean
}

/** Whether a value is a checkpoint of this version, as far as its outline tells. */
export function isChatCheckpoint(value: unknown): value is ChatCheckpoint {
  if (!isObject(value) || value['version'] !== 2) return false
  const { completion, choices: states } = value
  const choices = isObject(completion) ? completion['choices'] : undefined
  return (
    Array.isArray(choices) &&
    Array.isArray(states) &&
    choices.length === states.length &&
    choices.every(isObject) &&
    states.every((state) => isObject(state) && isObject(state['calls']))
  )
}
