/** What moderation said about the input and the output. */
export interface ResponseModeration {
  readonly input: ResponseModerationResult | ResponseModerationError
  readonly output: ResponseModerationResult | ResponseModerationError
}

/** The verdict on the input or the output. */
export interface ResponseModerationResult {
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

/** Moderation that failed; the response itself did not. */
export interface ResponseModerationError {
  readonly type: 'error'
  readonly code: string
  readonly message: string
}
