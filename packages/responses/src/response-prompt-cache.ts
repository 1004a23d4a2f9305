/** Why the prompt cache did or did not help. */
export type ResponsePromptCacheDiagnostics =
  | ResponsePromptCacheMiss
  | ResponsePromptCacheHit
  | ResponsePromptCacheComparisonNotFound
  | ResponsePromptCacheUnavailable

/** The prompt cache did not help. */
export interface ResponsePromptCacheMiss {
  readonly type: 'cache_miss'
  readonly cache_missed_tokens: number
  readonly comparison_reusable_tokens?: number
  readonly reason:
    | 'model_changed'
    | 'prompt_cache_key_changed'
    | 'tools_changed'
    | 'text_format_changed'
    | 'reasoning_effort_changed'
    | 'verbosity_changed'
    | 'context_compacted'
    | 'input_changed'
    | 'service_tier_changed'
}

/** The prompt cache helped. */
export interface ResponsePromptCacheHit {
  readonly type: 'cache_hit'
}

/** The response to compare with is gone. */
export interface ResponsePromptCacheComparisonNotFound {
  readonly type: 'comparison_response_not_found'
}

/** Nothing is known about the prompt cache. */
export interface ResponsePromptCacheUnavailable {
  readonly type: 'unavailable'
}

/** How the prompt cache is used. */
export interface ResponsePromptCacheOptions {
  readonly mode: 'implicit' | 'explicit'
  readonly ttl: '30m' | '12h'
  readonly comparison_response_id?: string | null
}
