/**
 * What Azure's content filter said, per category. Not OpenAI's: Azure and GitHub Copilot.
 *
 * @see https://learn.microsoft.com/en-us/azure/ai-foundry/openai/concepts/content-filter
 */
export interface ContentFilterResults {
  readonly hate?: ContentFilterSeverity
  readonly self_harm?: ContentFilterSeverity
  readonly sexual?: ContentFilterSeverity
  readonly violence?: ContentFilterSeverity
  readonly profanity?: ContentFilterDetection
  readonly jailbreak?: ContentFilterDetection
  readonly indirect_attack?: ContentFilterDetection
  readonly protected_material_code?: ContentFilterDetection
  readonly protected_material_text?: ContentFilterDetection
  /** The filter itself failed; empty strings when it did not. */
  readonly error?: { readonly code: string | number; readonly message: string }
}

/** A category that has a severity. */
export interface ContentFilterSeverity {
  readonly filtered: boolean
  readonly severity: 'safe' | 'low' | 'medium' | 'high' | (string & {})
}

/** A category that is detected or not. */
export interface ContentFilterDetection {
  readonly filtered: boolean
  readonly detected: boolean
}

/** The filter's results for one prompt of the request. */
export interface PromptFilterResult {
  readonly prompt_index: number
  readonly content_filter_results: ContentFilterResults
}

/** Which stretch of the answer the filter has looked at, in characters. */
export interface ContentFilterOffsets {
  readonly check_offset: number
  readonly start_offset: number
  readonly end_offset: number
}
