/**
 * How many tokens a request cost.
 *
 * A stream carries it in a last chunk without choices when `stream_options.include_usage` was asked
 * for. Many compatible servers repeat it: the counts are cumulative, so the newest replaces the
 * older ones and nothing is to be summed. Some servers send it empty, so no count is certain to be there.
 *
 * @see https://platform.openai.com/docs/api-reference/chat/object
 */
export interface CompletionUsage extends CompletionUsageExtensions {
  readonly prompt_tokens?: number | null
  /** Null at Databricks in chunks before the last. */
  readonly completion_tokens?: number | null
  /** Prompt and completion together. Null where `completion_tokens` is. */
  readonly total_tokens?: number | null
  readonly completion_tokens_details?: CompletionTokensDetails | null
  readonly prompt_tokens_details?: PromptTokensDetails | null
}

/** What the completion tokens were spent on. */
export interface CompletionTokensDetails {
  /** Predicted tokens (Predicted Outputs) that the answer did contain. */
  readonly accepted_prediction_tokens?: number | null
  readonly audio_tokens?: number | null
  readonly reasoning_tokens?: number | null
  /** Predicted tokens that the answer did not contain; they are billed all the same. */
  readonly rejected_prediction_tokens?: number | null
  readonly text_tokens?: number | null
  /** Not OpenAI's: OpenRouter and gateways like it. */
  readonly image_tokens?: number | null
}

/** What the prompt tokens consist of. */
export interface PromptTokensDetails {
  readonly audio_tokens?: number | null
  /** Tokens written to the prompt cache, not adjusted for billing. */
  readonly cache_write_tokens?: number | null
  /** Tokens read from the prompt cache. */
  readonly cached_tokens?: number | null
  readonly image_tokens?: number | null
  readonly text_tokens?: number | null
  /** Not OpenAI's: OpenRouter and gateways like it. */
  readonly video_tokens?: number | null
}

/** Fields of `usage` that are not OpenAI's but arrive from compatible servers. */
export interface CompletionUsageExtensions {
  /** OpenRouter: credits as a number. Perplexity: an object with one cost per kind of token. */
  readonly cost?: number | Readonly<Record<string, number>> | null
  /** OpenRouter: the cost of the upstream provider, split by kind of token. */
  readonly cost_details?: Readonly<Record<string, number | null>> | null
  /** OpenRouter: the request was paid with the caller's own provider key. */
  readonly is_byok?: boolean | null
  /** xAI: the number of search sources used. */
  readonly num_sources_used?: number | null
  /** xAI. */
  readonly cost_in_usd_ticks?: number | null
  /** DeepSeek. */
  readonly prompt_cache_hit_tokens?: number | null
  /** DeepSeek. */
  readonly prompt_cache_miss_tokens?: number | null
  /** Groq: seconds in the queue. */
  readonly queue_time?: number | null
  /** Groq: seconds for the prompt. */
  readonly prompt_time?: number | null
  /** Groq: seconds for the completion. */
  readonly completion_time?: number | null
  /** Groq: seconds altogether. */
  readonly total_time?: number | null
  /** Together: tokens read from the prompt cache. */
  readonly cached_tokens?: number | null
  /** Gateways to Anthropic models. */
  readonly cache_creation_input_tokens?: number | null
  /** Gateways to Anthropic models. */
  readonly cache_read_input_tokens?: number | null
  /** GitHub Copilot: reasoning tokens outside the details. */
  readonly reasoning_tokens?: number | null
  /** Perplexity: how much search context was asked for. */
  readonly search_context_size?: string | null
}
