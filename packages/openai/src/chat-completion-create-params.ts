/** What every part of a message may have. */
interface ChatContentPart {
  /** Here ends a part of the prompt that later requests can reuse. */
  readonly prompt_cache_breakpoint?: { readonly mode: 'explicit'; readonly ttl?: '30m' | '12h' }
}

/** A text part of a message. */
export interface ChatContentPartText extends ChatContentPart {
  readonly type: 'text'
  readonly text: string
}

/** An image part of a user message; `url` may be a data URL. */
export interface ChatContentPartImage extends ChatContentPart {
  readonly type: 'image_url'
  readonly image_url: {
    readonly url: string
    readonly detail?: 'auto' | 'low' | 'high' | 'original'
  }
}

/** An audio part of a user message; `data` is base64. */
export interface ChatContentPartInputAudio extends ChatContentPart {
  readonly type: 'input_audio'
  readonly input_audio: { readonly data: string; readonly format: 'wav' | 'mp3' }
}

/** A file part of a user message. */
export interface ChatContentPartFile extends ChatContentPart {
  readonly type: 'file'
  readonly file: {
    readonly file_data?: string
    readonly file_id?: string
    readonly filename?: string
  }
}

/** A part of an earlier message of the model: why it would not answer. */
export interface ChatContentPartRefusal {
  readonly type: 'refusal'
  readonly refusal: string
}

/** What the application says to the model. */
export interface ChatInstructionMessageParam {
  readonly role: 'developer' | 'system'
  readonly content: string | readonly ChatContentPartText[]
  readonly name?: string
}

/** What the user says. */
export interface ChatUserMessageParam {
  readonly role: 'user'
  readonly content:
    | string
    | readonly (
        | ChatContentPartText
        | ChatContentPartImage
        | ChatContentPartInputAudio
        | ChatContentPartFile
      )[]
  readonly name?: string
}

/** What the model said before: the `message` of a `ChatCompletion` fits as it is. */
export interface ChatAssistantMessageParam {
  readonly role: 'assistant'
  readonly content?: string | readonly (ChatContentPartText | ChatContentPartRefusal)[] | null
  readonly refusal?: string | null
  readonly name?: string
  readonly audio?: { readonly id: string } | null
  readonly tool_calls?: readonly (
    | {
        readonly id: string
        readonly type: 'function'
        readonly function: { readonly name: string; readonly arguments: string }
      }
    | {
        readonly id: string
        readonly type: 'custom'
        readonly custom: { readonly name: string; readonly input: string }
      }
  )[]
  readonly function_call?: { readonly name: string; readonly arguments: string } | null
}

/** What a tool call gave. */
export interface ChatToolMessageParam {
  readonly role: 'tool'
  readonly content: string | readonly ChatContentPartText[]
  readonly tool_call_id: string
}

/** What a function call gave. Deprecated by OpenAI in favour of `tool`. */
export interface ChatFunctionMessageParam {
  readonly role: 'function'
  readonly content: string | null
  readonly name: string
}

/** A message of the conversation, by its `role`. */
export type ChatCompletionMessageParam =
  | ChatInstructionMessageParam
  | ChatUserMessageParam
  | ChatAssistantMessageParam
  | ChatToolMessageParam
  | ChatFunctionMessageParam

/** A function that the model may call; `parameters` is a JSON schema. */
export interface ChatFunctionDefinition {
  readonly name: string
  readonly description?: string
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly strict?: boolean | null
}

/** What a custom tool takes: any text, or what a grammar allows. */
export type ChatCustomToolFormat =
  | { readonly type: 'text' }
  | {
      readonly type: 'grammar'
      readonly grammar: { readonly definition: string; readonly syntax: 'lark' | 'regex' }
    }

/** A tool that the model may call. */
export type ChatCompletionTool =
  | { readonly type: 'function'; readonly function: ChatFunctionDefinition }
  | {
      readonly type: 'custom'
      readonly custom: {
        readonly name: string
        readonly description?: string
        readonly format?: ChatCustomToolFormat
      }
    }

/** The tools to choose from, each as `{ type: 'function', function: { name } }` or the like. */
export interface ChatAllowedTools {
  readonly mode: 'auto' | 'required'
  readonly tools: readonly Readonly<Record<string, unknown>>[]
}

/** Whether and which tool is called. */
export type ChatCompletionToolChoice =
  | 'none'
  | 'auto'
  | 'required'
  | { readonly type: 'function'; readonly function: { readonly name: string } }
  | { readonly type: 'custom'; readonly custom: { readonly name: string } }
  | { readonly type: 'allowed_tools'; readonly allowed_tools: ChatAllowedTools }

/** What the content is to look like. */
export type ChatResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json_object' }
  | {
      readonly type: 'json_schema'
      readonly json_schema: {
        readonly name: string
        readonly description?: string
        readonly schema?: Readonly<Record<string, unknown>>
        readonly strict?: boolean | null
      }
    }

/** How the model is to speak, where `modalities` has `audio`. */
export interface ChatAudioParam {
  readonly format: 'wav' | 'aac' | 'mp3' | 'flac' | 'opus' | 'pcm16' | (string & {})
  /** The name of a voice, such as `alloy`, or the id of one's own. */
  readonly voice: string | { readonly id: string }
}

/** What most of the answer is known to be, such as a file of which a little is to change. */
export interface ChatPredictionContent {
  readonly type: 'content'
  readonly content: string | readonly ChatContentPartText[]
}

/** How a model that searches the web is to do so. */
export interface ChatWebSearchOptions {
  /** How much of the context may go into the search. Default of OpenAI: `medium`. */
  readonly search_context_size?: 'low' | 'medium' | 'high'
  /** Where the user is, roughly: `country` in two letters, `timezone` in the names of IANA. */
  readonly user_location?: {
    readonly type: 'approximate'
    readonly approximate: {
      readonly city?: string
      readonly country?: string
      readonly region?: string
      readonly timezone?: string
    }
  } | null
}

/**
 * The body of `POST /chat/completions` with `stream: true`. What compatible servers take beside it
 * goes into `extraBody` of the call's options.
 *
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
export interface ChatCompletionCreateParamsStreaming {
  readonly model: string
  readonly messages: readonly ChatCompletionMessageParam[]
  readonly stream: true
  readonly stream_options?: {
    readonly include_usage?: boolean
    readonly include_obfuscation?: boolean
  } | null
  readonly audio?: ChatAudioParam | null
  readonly frequency_penalty?: number | null
  /** Deprecated by OpenAI in favour of `tool_choice`. */
  readonly function_call?: 'none' | 'auto' | { readonly name: string }
  /** Deprecated by OpenAI in favour of `tools`. */
  readonly functions?: readonly Omit<ChatFunctionDefinition, 'strict'>[]
  readonly logit_bias?: Readonly<Record<string, number>> | null
  readonly logprobs?: boolean | null
  readonly max_completion_tokens?: number | null
  /** Deprecated by OpenAI in favour of `max_completion_tokens`. */
  readonly max_tokens?: number | null
  readonly metadata?: Readonly<Record<string, string>> | null
  readonly modalities?: readonly ('text' | 'audio')[] | null
  readonly moderation?: {
    readonly model: string
    readonly policy?: {
      readonly input?: { readonly mode: 'score' | 'block' } | null
      readonly output?: { readonly mode: 'score' | 'block' } | null
    } | null
  } | null
  readonly n?: number | null
  readonly parallel_tool_calls?: boolean
  readonly prediction?: ChatPredictionContent | null
  readonly presence_penalty?: number | null
  readonly prompt_cache_key?: string | null
  readonly prompt_cache_options?: {
    readonly mode?: 'implicit' | 'explicit'
    readonly ttl?: '30m'
  }
  readonly prompt_cache_retention?: 'in_memory' | '24h' | null
  readonly reasoning_effort?:
    | 'none'
    | 'minimal'
    | 'low'
    | 'medium'
    | 'high'
    | 'xhigh'
    | 'max'
    | (string & {})
    | null
  readonly response_format?: ChatResponseFormat
  readonly safety_identifier?: string | null
  readonly seed?: number | null
  readonly service_tier?:
    | 'auto'
    | 'default'
    | 'flex'
    | 'scale'
    | 'priority'
    | 'fast'
    | (string & {})
    | null
  readonly stop?: string | readonly string[] | null
  readonly store?: boolean | null
  readonly temperature?: number | null
  readonly tool_choice?: ChatCompletionToolChoice
  readonly tools?: readonly ChatCompletionTool[]
  readonly top_logprobs?: number | null
  readonly top_p?: number | null
  readonly user?: string
  readonly verbosity?: 'low' | 'medium' | 'high' | (string & {}) | null
  readonly web_search_options?: ChatWebSearchOptions
}
