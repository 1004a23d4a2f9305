/** Search in the web. */
export interface WebSearchTool {
  readonly type: 'web_search' | 'web_search_2025_08_26'
  readonly external_web_access?: boolean
  readonly filters?: WebSearchFilters | null
  readonly search_context_size?: 'low' | 'medium' | 'high'
  readonly user_location?: WebSearchLocation | null
}

/** Where a web search may look. */
export interface WebSearchFilters {
  /** All when absent; subdomains are included. */
  readonly allowed_domains?: readonly string[] | null
}

/** Where the user is, roughly. */
export interface WebSearchLocation {
  readonly type?: 'approximate'
  readonly city?: string | null
  /** ISO 3166-1, two letters. */
  readonly country?: string | null
  readonly region?: string | null
  /** IANA name. */
  readonly timezone?: string | null
}

/** Search in the web, older form. */
export interface WebSearchPreviewTool {
  readonly type: 'web_search_preview' | 'web_search_preview_2025_03_11'
  readonly search_content_types?: readonly ('text' | 'image')[]
  readonly search_context_size?: 'low' | 'medium' | 'high'
  readonly user_location?: WebSearchPreviewLocation | null
}

/** Where the user is, roughly. */
export interface WebSearchPreviewLocation extends WebSearchLocation {
  readonly type: 'approximate'
}
