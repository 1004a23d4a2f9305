/**
 * What moderation said about the input and the output, when the request asked for moderated
 * completions. A stream carries it in one chunk of its own.
 */
export interface ChatCompletionModeration {
  readonly input: ChatCompletionModerationResults | ChatCompletionModerationError
  readonly output: ChatCompletionModerationResults | ChatCompletionModerationError
}

/** Moderation that worked. */
export interface ChatCompletionModerationResults {
  readonly type: 'moderation_results'
  /** The moderation model. */
  readonly model: string
  readonly results: readonly ChatCompletionModerationResult[]
}

/** The verdict on one input or output. */
export interface ChatCompletionModerationResult {
  readonly type: 'moderation_result'
  /** The moderation model. */
  readonly model: string
  /** Whether any category was flagged. */
  readonly flagged: boolean
  /** Per category, whether it was flagged. */
  readonly categories: Readonly<Record<string, boolean>>
  /** Per category, which kinds of input its score rests on. */
  readonly category_applied_input_types: Readonly<Record<string, readonly ('text' | 'image')[]>>
  /** Per category, a score from 0 to 1. */
  readonly category_scores: Readonly<Record<string, number>>
}

/** Moderation that failed; the completion itself did not. */
export interface ChatCompletionModerationError {
  readonly type: 'error'
  readonly code: string
  readonly message: string
}
