import type { ChatCompletion } from '@sse/chat'
import type { AccumulationOutcome, AccumulationResult } from './accumulation-result.ts'
import type { Cut } from './finish-reason.ts'
import { textOf } from './json-object.ts'
import type { NoTools, ParsedChatCompletion } from './parsed-chat-completion.ts'
import type { Failure } from './structured-output.ts'

/**
 * What came of a chat stream. Where it is `completed`, schemas have seen everything that they were asked
 * for; elsewhere `value` may have nothing of what they make.
 */
export type ChatResult<Parsed = never, Tools extends object = NoTools> =
  | (AccumulationResult<ParsedChatCompletion<Parsed, Tools>> & {
      readonly outcome: 'completed'
      readonly error: undefined
    })
  | (AccumulationResult<ChatCompletion> & {
      readonly outcome: Exclude<AccumulationOutcome, 'completed'>
    })

/** A choice that was cut off. */
export interface CutChoice {
  readonly choice: number
  readonly kind: Cut
  readonly reason: string
  /** What the choice says about it. */
  readonly error: unknown
}

/** Of what cut choices off the first, or the first that was an error. */
export function worstOf(cuts: readonly CutChoice[]): CutChoice | undefined {
  return cuts.find(({ kind }) => kind === 'error') ?? cuts[0]
}

/** How a stream ended, from what is known about its end. */
export function resultOf<Final>(
  value: Final,
  failure: Failure | undefined,
  cut: CutChoice | undefined,
  evidence: string | undefined,
): AccumulationResult<Final> {
  const reason = cut && `finish_reason ${cut.reason}, choice ${cut.choice}`
  if (failure === undefined) {
    const outcome = cut === undefined ? 'completed' : 'incomplete'
    return { outcome, evidence: reason ?? evidence, value, error: undefined }
  }
  const thrown = failure.error
  const error = thrown instanceof Error ? thrown : notAnError(thrown)
  const { code } = error as { readonly code?: unknown }
  const said = textOf(code) || textOf(error.name) || 'Error'
  const isCut = said.endsWith('_FINISH_REASON')
  const isTruncated = /^ERR_SSE_(TRUNCATED|EMPTY_STREAM)$/.test(said)
  const outcome = isCut ? 'incomplete' : isTruncated ? 'truncated' : 'failed'
  return { outcome, evidence: isCut ? reason : said, value, error }
}

/** The error that stands for what was thrown and is none. */
export function notAnError(cause: unknown): Error {
  return new Error('No error', { cause })
}
