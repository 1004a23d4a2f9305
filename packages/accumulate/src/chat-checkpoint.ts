import type { ChatCompletion } from '@sse/chat'
import type { ChoiceAccumulatorState } from './choice-accumulator.ts'

/**
 * All that a `ChatAccumulator` remembers between two chunks, as plain JSON. Options are not part of
 * it. What is in it beside `completion` is for `ChatAccumulator.restore` alone.
 */
export interface ChatCheckpoint {
  readonly version: 1
  /** What there is of the completion. */
  readonly completion: ChatCompletion
  /** In the order of `completion.choices`. */
  readonly choices: readonly ChoiceAccumulatorState[]
  readonly usageIsLast: boolean
  readonly failed: boolean
  /** Null while the stream goes on; then whether it was complete. */
  readonly finished: boolean | null
}
