/** Search in uploaded files. */
export interface FileSearchTool {
  readonly type: 'file_search'
  readonly vector_store_ids: readonly string[]
  readonly filters?: ComparisonFilter | CompoundFilter | null
  readonly max_num_results?: number
  readonly ranking_options?: FileSearchRankingOptions
}

/** How results of a file search are ranked. */
export interface FileSearchRankingOptions {
  readonly ranker?: 'auto' | 'default-2024-11-15'
  /** From 0 to 1. */
  readonly score_threshold?: number
  readonly hybrid_search?: FileSearchHybridSearch
}

/** The weights of the two ways to search. */
export interface FileSearchHybridSearch {
  readonly embedding_weight: number
  readonly text_weight: number
}

/** A condition on one attribute of a file. */
export interface ComparisonFilter {
  readonly type: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin'
  readonly key: string
  readonly value: string | number | boolean | readonly (string | number)[]
}

/** Several conditions. */
export interface CompoundFilter {
  readonly type: 'and' | 'or'
  /** Each is a `ComparisonFilter` or a `CompoundFilter`. */
  readonly filters: readonly unknown[]
}
