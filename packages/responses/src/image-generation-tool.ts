/** Images, made by an image model. */
export interface ImageGenerationTool {
  readonly type: 'image_generation'
  readonly action?: 'generate' | 'edit' | 'auto'
  readonly background?: 'transparent' | 'opaque' | 'auto'
  readonly complexity?: 'low' | 'medium' | 'high'
  readonly frame_count?: number
  /** In milliseconds. */
  readonly frame_duration_ms?: number
  readonly input_fidelity?: 'high' | 'low' | null
  readonly input_image_mask?: ImageGenerationInputMask
  /** Such as `gpt-image-1`. */
  readonly model?: string
  readonly moderation?: 'auto' | 'low'
  /** In percent. */
  readonly output_compression?: number
  readonly output_format?: 'png' | 'webp' | 'jpeg' | 'gif' | 'svg'
  /** How many unfinished images are streamed, 0 to 3. */
  readonly partial_images?: number
  readonly quality?: 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'auto'
  /** Such as `1024x1536`, or `auto`. */
  readonly size?: string
  readonly svg?: ImageGenerationSvg
}

/** Which part of an image is to change. */
export interface ImageGenerationInputMask {
  readonly file_id?: string
  readonly image_url?: string
}

/** Who draws an SVG image. */
export interface ImageGenerationSvg {
  readonly model?: string
  readonly reasoning?: {
    readonly effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'
  } | null
}
