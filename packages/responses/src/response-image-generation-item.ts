/** An image that OpenAI makes. */
export interface ResponseImageGenerationCall {
  readonly type: 'image_generation_call'
  readonly id: string
  readonly status: 'in_progress' | 'completed' | 'generating' | 'failed'
  /** In base64. Null or absent until it is there. */
  readonly result?: string | null
  readonly action?: 'generate' | 'edit' | 'auto' | null
  readonly background?: 'transparent' | 'opaque' | 'auto' | null
  readonly error?: ResponseImageGenerationError
  readonly output_format?: 'png' | 'webp' | 'jpeg' | 'gif' | 'svg' | null
  readonly quality?: 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'auto' | null
  /** The prompt as the image model got it. */
  readonly revised_prompt?: string | null
  /** Such as `1024x1536`. */
  readonly size?: string | null
  readonly svg_usage?: ResponseImageGenerationSvgUsage
}

/** Why there is no image. */
export interface ResponseImageGenerationError {
  readonly type: string
  readonly code: string | null
  readonly message: string
  readonly param: string | null
  readonly moderation_details?: ResponseImageGenerationModerationDetails
}

/** What moderation objected to. */
export interface ResponseImageGenerationModerationDetails {
  readonly categories: readonly string[]
  readonly moderation_stage: 'input' | 'output' | 'unknown'
}

/** What an SVG image cost. */
export interface ResponseImageGenerationSvgUsage {
  readonly model: string
  readonly input_tokens: number
  readonly output_tokens: number
  readonly reasoning_tokens: number
  readonly total_tokens: number
}
