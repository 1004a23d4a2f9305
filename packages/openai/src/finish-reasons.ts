import type { ChatCompletion } from '@sse/chat'

/** The reasons that the choices of a completion gave for their ends: of each the first and the last one. */
export function finishReasonsOf({ choices }: ChatCompletion): string[] {
  const reasons = choices.flatMap((choice) => [choice.finish_reason, choice.last_finish_reason])
  return reasons.filter((reason) => typeof reason === 'string')
}
