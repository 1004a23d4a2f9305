/**
 * Log probabilities of the tokens of one choice. In a stream each chunk carries those of its own
 * tokens: the arrays are to be concatenated.
 */
export interface ChatCompletionLogprobs {
  /** Of the tokens of `content`. Null when there are none, absent from servers that do without. */
  readonly content?: readonly ChatCompletionTokenLogprob[] | null
  /** Of the tokens of `refusal`. Null when there are none; many servers leave it out. */
  readonly refusal?: readonly ChatCompletionTokenLogprob[] | null
}

/** One token of the answer and how likely it was. */
export interface ChatCompletionTokenLogprob extends ChatCompletionTopLogprob {
  /** The most likely tokens at this position, as many as `top_logprobs` asked for at most. */
  readonly top_logprobs: readonly ChatCompletionTopLogprob[]
}

/** A token that was possible at some position. */
export interface ChatCompletionTopLogprob {
  /** The token as text; U+FFFD stands where the token is only a part of a character. */
  readonly token: string
  /**
   * The token as UTF-8 bytes, to be joined with its neighbours before decoding; null when there are
   * none. Hugging Face leaves them out.
   */
  readonly bytes?: readonly number[] | null
  /** The natural logarithm of the probability; `-9999` when the token was hardly possible. */
  readonly logprob: number
}
