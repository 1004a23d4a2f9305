/** A part of a message to the model, or of what a tool returned. */
export type ResponseInputContent = ResponseInputText | ResponseInputImage | ResponseInputFile

/** Text for the model. */
export interface ResponseInputText {
  readonly type: 'input_text'
  readonly text: string
  readonly prompt_cache_breakpoint?: PromptCacheBreakpoint
}

/** An image for the model: an uploaded file, an address, or a data URL. */
export interface ResponseInputImage {
  readonly type: 'input_image'
  readonly detail: ImageDetail
  readonly file_id?: string | null
  readonly image_url?: string | null
  readonly prompt_cache_breakpoint?: PromptCacheBreakpoint
}

/** How closely an image is looked at. */
export type ImageDetail = 'low' | 'high' | 'auto' | 'original'

/** A file for the model: uploaded, at an address, or in base64. */
export interface ResponseInputFile {
  readonly type: 'input_file'
  readonly detail?: 'auto' | 'low' | 'high'
  /** In base64. */
  readonly file_data?: string
  readonly file_id?: string | null
  readonly file_url?: string
  readonly filename?: string
  readonly prompt_cache_breakpoint?: PromptCacheBreakpoint
}

/** The end of a part of the prompt that later requests can reuse. */
export interface PromptCacheBreakpoint {
  readonly mode: 'explicit'
  /** How long at least; the request's own setting when absent. */
  readonly ttl?: '30m' | '12h'
}

/** A part of what a function returned: an input part whose fields may be null. */
export type ResponseFunctionCallOutputContent =
  | ResponseInputTextContent
  | ResponseInputImageContent
  | ResponseInputFileContent

/** Text that a function returned. */
export interface ResponseInputTextContent {
  readonly type: 'input_text'
  readonly text: string
  readonly prompt_cache_breakpoint?: PromptCacheBreakpoint | null
}

/** An image that a function returned. */
export interface ResponseInputImageContent {
  readonly type: 'input_image'
  readonly detail?: ImageDetail | null
  readonly file_id?: string | null
  readonly image_url?: string | null
  readonly prompt_cache_breakpoint?: PromptCacheBreakpoint | null
}

/** A file that a function returned. */
export interface ResponseInputFileContent {
  readonly type: 'input_file'
  readonly detail?: 'auto' | 'low' | 'high'
  /** In base64. */
  readonly file_data?: string | null
  readonly file_id?: string | null
  readonly file_url?: string | null
  readonly filename?: string | null
  readonly prompt_cache_breakpoint?: PromptCacheBreakpoint | null
}
