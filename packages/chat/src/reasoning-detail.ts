/**
 * One piece of reasoning in the form that OpenRouter and gateways like it stream next to the plain
 * text: the same words, with what is needed to send them back. Not OpenAI's.
 *
 * Pieces with the same `index` (or `id`) belong together: their texts are to be joined.
 *
 * @see https://openrouter.ai/docs/use-cases/reasoning-tokens
 */
export interface ReasoningDetail {
  readonly type: 'reasoning.text' | 'reasoning.summary' | 'reasoning.encrypted' | (string & {})
  readonly id?: string | null
  readonly index?: number | null
  /** Which provider's rules the piece follows, such as `anthropic-claude-v1`. */
  readonly format?: string | null
  /** `reasoning.text` */
  readonly text?: string | null
  /** `reasoning.text`: proof that the text is unchanged, for sending it back. */
  readonly signature?: string | null
  /** `reasoning.summary` */
  readonly summary?: string | null
  /** `reasoning.encrypted` */
  readonly data?: string | null
}
