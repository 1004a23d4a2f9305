import type { ResponseInputContent } from './response-input-content.ts'
import type { ResponseInputItem } from './response-input-item.ts'
import type { ResponseModeration } from './response-moderation.ts'
import type { ResponseOutputItem } from './response-output-item.ts'
import type {
  ResponsePromptCacheDiagnostics,
  ResponsePromptCacheOptions,
} from './response-prompt-cache.ts'
import type { ResponseTextConfig } from './response-text-config.ts'
import type { ToolChoice } from './response-tool-choice.ts'
import type { Tool } from './response-tool.ts'
import type { ResponseToolUsage, ResponseUsage } from './response-usage.ts'

/**
 * A response: what the API returns without `stream`, and what lifecycle events of a stream carry.
 *
 * Compatible servers leave out many of the fields, above all those that repeat the request.
 *
 * @see https://platform.openai.com/docs/api-reference/responses/object
 */
export interface Response extends ResponseExtensions {
  readonly id: string
  readonly object?: 'response'
  /** Unix time in seconds. */
  readonly created_at?: number
  /** Unix time in seconds. */
  readonly completed_at?: number | null
  readonly status?: ResponseStatus
  /** Why the response failed; null or absent when it did not. */
  readonly error?: ResponseError | null
  /** Why the response stopped early; null or absent when it did not. */
  readonly incomplete_details?: ResponseIncompleteDetails | null
  readonly model: string
  /** The ChatGPT backend leaves it empty even in the last event: the items are in `response.output_item.done`. */
  readonly output: readonly ResponseOutputItem[]
  /** All texts of the output, joined. OpenAI's SDK computes it; few servers send it. */
  readonly output_text?: string
  readonly usage?: ResponseUsage | null

  readonly access_programs?: ResponseAccessPrograms | null
  readonly background?: boolean | null
  readonly conversation?: ResponseConversation | null
  readonly image?: ResponseImage
  readonly input_transformations?: readonly ResponseInputTransformation[]
  readonly instructions?: string | readonly ResponseInputItem[] | null
  readonly max_output_tokens?: number | null
  readonly max_tool_calls?: number | null
  readonly metadata?: Readonly<Record<string, string>> | null
  readonly moderation?: ResponseModeration | null
  readonly parallel_tool_calls?: boolean
  readonly previous_response_id?: string | null
  readonly prompt?: ResponsePrompt | null
  readonly prompt_cache_diagnostics?: ResponsePromptCacheDiagnostics
  readonly prompt_cache_key?: string | null
  readonly prompt_cache_options?: ResponsePromptCacheOptions | null
  readonly prompt_cache_retention?: 'in_memory' | '24h' | null
  readonly reasoning?: ResponseReasoning | null
  readonly safety_identifier?: string | null
  /** How the request was processed, which may differ from what was asked for. */
  readonly service_tier?: ResponseServiceTier | null
  readonly temperature?: number | null
  readonly text?: ResponseTextConfig
  readonly tool_choice?: ToolChoice
  readonly tool_usage?: ResponseToolUsage
  readonly tools?: readonly Tool[]
  readonly top_logprobs?: number | null
  readonly top_p?: number | null
  readonly truncation?: 'auto' | 'disabled' | null
  /** Deprecated by OpenAI. */
  readonly user?: string | null
}

/** How far a response is. All but `queued` and `in_progress` are final. */
export type ResponseStatus =
  | 'queued'
  | 'in_progress'
  | 'completed'
  | 'incomplete'
  | 'failed'
  | 'cancelled'

/** Why a response failed. */
export interface ResponseError {
  readonly code: ResponseErrorCode
  readonly message: string
  readonly misalignment?: ResponseMisalignment
  readonly param?: string | null
  readonly type?: string | null
}

/** OpenAI's codes; other servers have their own, such as Azure's `content_filter`. */
export type ResponseErrorCode =
  | 'server_error'
  | 'rate_limit_exceeded'
  | 'invalid_prompt'
  | 'data_residency_mismatch'
  | 'bio_policy'
  | 'misalignment_policy_violation'
  | 'vector_store_timeout'
  | 'invalid_image'
  | 'invalid_image_format'
  | 'invalid_base64_image'
  | 'invalid_image_url'
  | 'image_too_large'
  | 'image_too_small'
  | 'image_parse_error'
  | 'image_content_policy_violation'
  | 'invalid_image_mode'
  | 'image_file_too_large'
  | 'unsupported_image_media_type'
  | 'empty_image_file'
  | 'failed_to_download_image'
  | 'image_file_not_found'
  | (string & {})

/** What the model was about to do against its instructions. */
export interface ResponseMisalignment {
  readonly detailed_explanation?: string
  readonly error_type?:
    | 'potentially_unintended_data_transfer'
    | 'potentially_unintended_data_access'
    | 'potentially_unintended_destructive_activity'
    | 'other'
    | (string & {})
  readonly review_target?: string | null
  readonly steer?: { readonly message: string }
}

/** Why a response stopped early. */
export interface ResponseIncompleteDetails {
  readonly reason?:
    | 'max_output_tokens'
    | 'max_messages'
    | 'content_filter'
    | 'steered'
    | (string & {})
}

/** Special access that the request has used. */
export interface ResponseAccessPrograms {
  readonly cyber: 'standard' | 'daybreak_blue' | 'daybreak_red'
}

/** The conversation to which a response belongs. */
export interface ResponseConversation {
  readonly id: string
}

/** How images in the context are treated. */
export interface ResponseImage {
  readonly context_compression: 'enabled' | 'disabled'
}

/** An item of the input that the model did not get. */
export interface ResponseInputTransformation {
  readonly type: 'reasoning'
  readonly id: string
  readonly action: 'removed'
  readonly reason:
    | 'organization_mismatch'
    | 'end_user_mismatch'
    | 'model_mismatch'
    | 'prefix_mismatch'
    | 'turn_boundary'
}

/** A stored prompt and its variables. */
export interface ResponsePrompt {
  readonly id: string
  readonly variables?: Readonly<Record<string, string | ResponseInputContent>> | null
  readonly version?: string | null
}

/** How the model reasons. */
export interface ResponseReasoning {
  readonly context?: 'auto' | 'current_turn' | 'all_turns' | null
  readonly effort?: ResponseReasoningEffort | null
  /** The predecessor of `summary`. Deprecated by OpenAI. */
  readonly generate_summary?: 'auto' | 'concise' | 'detailed' | null
  readonly mode?: 'standard' | 'pro' | (string & {})
  readonly summary?: 'auto' | 'concise' | 'detailed' | null
}

/** How much the model reasons. */
export type ResponseReasoningEffort =
  | 'none'
  | 'minimal'
  | 'low'
  | 'medium'
  | 'high'
  | 'xhigh'
  | 'max'

/** How a request is processed. */
export type ResponseServiceTier =
  | 'auto'
  | 'default'
  | 'flex'
  | 'scale'
  | 'priority'
  | 'fast'
  | 'ultrafast'
  | (string & {})

/** Fields of a response that OpenAI's own types leave out, or that only compatible servers send. */
export interface ResponseExtensions {
  /** Azure. */
  readonly content_filters?: readonly Readonly<Record<string, unknown>>[] | null
  /** Whether the response is kept. */
  readonly store?: boolean | null
  readonly frequency_penalty?: number | null
  readonly presence_penalty?: number | null
}
