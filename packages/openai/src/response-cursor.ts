import type { ResponseAccumulator, ResponseCursor } from '@sse/accumulate'

/** What a call knows of the response that it asks for: which one, and behind which event. */
export interface ResponseOrigin {
  readonly id: string
  readonly starting_after?: number | null | undefined
}

/**
 * Where another call may go on with a response. The events of one that was retrieved behind an event do
 * not say which response they are of: the call does.
 */
export function cursorOf(
  accumulator: Pick<ResponseAccumulator, 'checkpoint' | 'complete' | 'resumeCursor'>,
  origin: ResponseOrigin | undefined,
): ResponseCursor | undefined {
  const { complete, resumeCursor } = accumulator
  if (resumeCursor !== undefined || complete || origin === undefined) return resumeCursor
  const startingAfter = accumulator.checkpoint().sequence.cursor ?? origin.starting_after
  return typeof startingAfter !== 'number' ? undefined : { responseId: origin.id, startingAfter }
}
