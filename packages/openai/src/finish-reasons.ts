import type { ChatCompletion } from '@sse/chat'

/** A reason that a choice gave for its end, and the error that it may have beside it. */
export interface FinishReason {
  readonly code: unknown
  readonly error: unknown
}

/** The reasons that the choices of a completion gave for their ends: of each the first and the last one. */
export function finishReasonsOf({ choices }: ChatCompletion): FinishReason[] {
  return choices.flatMap((choice) => {
    const { finish_reason, last_finish_reason, error } = choice as typeof choice & {
      readonly error?: unknown
    }
    return [
      { code: finish_reason, error },
      { code: last_finish_reason, error },
    ]
  })
}
