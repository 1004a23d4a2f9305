import type {
  ResponseInputItem,
  ResponseOutputItem,
  ResponsePrompt,
  ResponseReasoning,
  ResponseServiceTier,
  ResponseTextConfig,
  Tool,
  ToolChoice,
} from '@sse/responses'

/** What a response is to carry besides. */
export type ResponseIncludable =
  | 'file_search_call.results'
  | 'web_search_call.results'
  | 'web_search_call.action.sources'
  | 'message.input_image.image_url'
  | 'computer_call_output.output.image_url'
  | 'code_interpreter_call.outputs'
  | 'reasoning.encrypted_content'
  | 'message.output_text.logprobs'
  | (string & {})

/** An item of the input: what users and tools say, and what a response has in its `output`. */
export type ResponseInputItemParam = ResponseInputItem | ResponseOutputItem

/** What the model is asked: a text, or what was said so far. */
export type ResponseInputParam = string | readonly ResponseInputItemParam[]

/** When the conversation so far is made shorter, and how. */
export interface ResponseContextManagement {
  readonly type: string
  /** In tokens. */
  readonly compact_threshold?: number | null
}

/** How input and output are moderated. */
export interface ResponseModerationParam {
  readonly model: string
  readonly policy?: {
    readonly input?: { readonly mode: 'score' | 'block' } | null
    readonly output?: { readonly mode: 'score' | 'block' } | null
  } | null
}

/** How the prompt cache is to be used. */
export interface ResponsePromptCacheParam {
  readonly comparison_response_id?: string | null
  readonly mode?: 'implicit' | 'explicit'
  readonly prewarm?: boolean
  readonly ttl?: '30m' | '12h'
}

/**
 * The body of `POST /responses` with `stream: true`. What compatible servers take beside it goes into
 * `extraBody` of the call's options.
 *
 * @see https://platform.openai.com/docs/api-reference/responses/create
 */
export interface ResponseCreateParamsStreaming {
  readonly stream: true
  /** It may come from the stored `prompt`. */
  readonly model?: string
  readonly input?: ResponseInputParam
  readonly stream_options?: { readonly include_obfuscation?: boolean } | null
  readonly access_programs?: { readonly cyber?: 'standard' | 'daybreak_blue' | 'daybreak_red' }
  /** The response goes on when the connection is lost, and can be gone on with: see `resume`. */
  readonly background?: boolean | null
  readonly context_management?: readonly ResponseContextManagement[] | null
  readonly conversation?: string | { readonly id: string } | null
  readonly image?: { readonly context_compression?: 'auto' | 'enabled' | 'disabled' }
  readonly include?: readonly ResponseIncludable[] | null
  readonly instructions?: string | null
  readonly max_output_tokens?: number | null
  readonly max_tool_calls?: number | null
  readonly metadata?: Readonly<Record<string, string>> | null
  readonly moderation?: ResponseModerationParam | null
  readonly parallel_tool_calls?: boolean | null
  readonly previous_response_id?: string | null
  readonly prompt?: ResponsePrompt | null
  readonly prompt_cache_key?: string | null
  readonly prompt_cache_options?: ResponsePromptCacheParam
  readonly prompt_cache_retention?: 'in_memory' | '24h' | null
  readonly reasoning?: ResponseReasoning | null
  readonly safety_identifier?: string | null
  readonly service_tier?: ResponseServiceTier | null
  readonly store?: boolean | null
  readonly temperature?: number | null
  readonly text?: ResponseTextConfig
  readonly tool_choice?: ToolChoice
  readonly tools?: readonly Tool[]
  readonly top_logprobs?: number | null
  readonly top_p?: number | null
  readonly truncation?: 'auto' | 'disabled' | null
  /** Deprecated by OpenAI in favour of `safety_identifier` and `prompt_cache_key`. */
  readonly user?: string
}
