/** How many tokens a response cost. */
export interface ResponseUsage extends ResponseUsageExtensions {
  readonly input_tokens: number
  /** Absent or null where a server does not count them. */
  readonly input_tokens_details?: ResponseInputTokensDetails | null
  readonly output_tokens: number
  /** Absent or null where a server does not count them. */
  readonly output_tokens_details?: ResponseOutputTokensDetails | null
  /** Input and output together. */
  readonly total_tokens: number
}

/** Fields of `usage` that are not OpenAI's but arrive from compatible servers. */
export interface ResponseUsageExtensions {
  /** OpenRouter: credits. */
  readonly cost?: number | null
  /** OpenRouter: the cost of the upstream provider, split by kind of token. */
  readonly cost_details?: Readonly<Record<string, number | null>> | null
  /** OpenRouter: the request was paid with the caller's own provider key. */
  readonly is_byok?: boolean | null
  /** xAI. */
  readonly cost_in_usd_ticks?: number | null
  /** xAI: the number of search sources used. */
  readonly num_sources_used?: number | null
  /** xAI: the number of tools that the server ran itself. */
  readonly num_server_side_tools_used?: number | null
}

/** What the input tokens consist of. */
export interface ResponseInputTokensDetails {
  /** Tokens read from the prompt cache. */
  readonly cached_tokens: number
  /** Tokens written to the prompt cache. Absent in older recordings and from most servers. */
  readonly cache_write_tokens?: number
  readonly cache_write_tokens_details?: ResponseCacheWriteTokensDetails
}

/** Tokens written to the prompt cache, by how long they stay. */
export interface ResponseCacheWriteTokensDetails {
  readonly ttl_30m_tokens: number
  readonly ttl_12h_tokens: number
}

/** What the output tokens consist of. */
export interface ResponseOutputTokensDetails {
  readonly reasoning_tokens: number
}

/** What tools have cost on their own. */
export interface ResponseToolUsage {
  readonly image_gen: ResponseImageGenerationUsage
  readonly web_search: { readonly num_requests: number }
}

/** What image generation has cost, in tokens. */
export interface ResponseImageGenerationUsage {
  readonly input_tokens: number
  readonly input_tokens_details: { readonly image_tokens: number; readonly text_tokens: number }
  readonly output_tokens: number
  readonly output_tokens_details?: { readonly image_tokens: number; readonly text_tokens: number }
  readonly total_tokens: number
  readonly cached_tokens?: number
  readonly cached_tokens_details?: {
    readonly cached_image_tokens: number
    readonly cached_text_tokens: number
  }
}
