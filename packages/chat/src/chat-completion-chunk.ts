import type { ChatCompletionAnnotation } from './chat-completion-annotation.ts'
import type { ChatCompletionExtensions, ChatReasoningExtensions } from './chat-completion.ts'
import type { ChatCompletionLogprobs } from './chat-completion-logprobs.ts'
import type { ChatCompletionModeration } from './chat-completion-moderation.ts'
import type { ChatContentPart } from './chat-content-part.ts'
import type { CompletionUsage } from './completion-usage.ts'
import type { ContentFilterOffsets, ContentFilterResults } from './content-filter.ts'

/**
 * One item of a Chat Completions stream.
 *
 * The fields are OpenAI's; each `...Extensions` interface holds what compatible servers add. Keys
 * that are typed nowhere are still there at run time.
 *
 * @see https://platform.openai.com/docs/api-reference/chat-streaming/streaming
 */
export interface ChatCompletionChunk extends ChatCompletionChunkExtensions {
  /**
   * The same in every chunk of a completion, at OpenAI. Others change it, leave it empty in the first
   * chunk (Azure) or leave it out (Gemini): no key to group chunks by.
   */
  readonly id?: string | null
  /** Empty in chunks that carry something else: usage, moderation, filter results, padding. */
  readonly choices: readonly ChatCompletionChunkChoice[]
  /** Unix time in seconds, at OpenAI the same in every chunk. Others change it, send 0 or milliseconds, or leave it out. */
  readonly created?: number | null
  /** The model that answers. Empty in Azure's first chunk, absent at AI21 and Copilot. */
  readonly model?: string | null
  /** Not to be relied on: others send `''`, `chat.completion` and more, or nothing. What makes a chunk is `choices`. */
  readonly object?: 'chat.completion.chunk' | (string & {}) | null
  readonly moderation?: ChatCompletionModeration | null
  /** Padding that hides the length of the delta from who watches the network. Carries nothing. */
  readonly obfuscation?: string | null
  /** How the request was processed, which may differ from what was asked for. */
  readonly service_tier?: ChatServiceTier | null
  /** The backend's configuration. Deprecated by OpenAI. */
  readonly system_fingerprint?: string | null
  /** Null in all chunks but the last, at OpenAI. Others send it in several chunks, next to deltas, or before the last. */
  readonly usage?: CompletionUsage | null
}

/** How a request is processed. */
export type ChatServiceTier =
  | 'auto'
  | 'default'
  | 'flex'
  | 'scale'
  | 'priority'
  | 'fast'
  | (string & {})

/**
 * Why the model stopped. Servers invent their own (`eos`, `end_turn`, `error`), so the set is open.
 * `stop` does not mean that there are no tool calls: a forced tool call ends with `stop`, at OpenAI too.
 */
export type ChatCompletionFinishReason =
  | 'stop'
  | 'length'
  | 'tool_calls'
  | 'content_filter'
  | 'function_call'
  | (string & {})

/** What one chunk adds to one choice. */
export interface ChatCompletionChunkChoice extends ChatChoiceExtensions {
  /** Which of the `n` choices this is; chunks of different choices interleave. */
  readonly index: number
  readonly delta: ChatCompletionChunkDelta
  /** Null until the choice ends. Some servers repeat it, and some go on with the choice after it. */
  readonly finish_reason: ChatCompletionFinishReason | null
  readonly logprobs?: ChatCompletionLogprobs | null
}

/** What is new in a choice. Strings are to be appended, absent and null fields add nothing. */
export interface ChatCompletionChunkDelta extends ChatDeltaExtensions {
  /** Once in the first chunk, at OpenAI. Others repeat it, or send null, `''` or nothing. */
  readonly role?: ChatCompletionChunkRole | null
  readonly content?: string | null
  readonly refusal?: string | null
  readonly tool_calls?: readonly ChatCompletionChunkToolCall[] | null
  readonly audio?: ChatCompletionChunkAudio | null
  /** The predecessor of `tool_calls`. Deprecated by OpenAI. */
  readonly function_call?: ChatCompletionChunkFunctionCall | null
}

/** Who speaks; in a stream always `assistant`. */
export type ChatCompletionChunkRole =
  | 'developer'
  | 'system'
  | 'user'
  | 'assistant'
  | 'tool'
  | (string & {})

/** A piece of one tool call. */
export interface ChatCompletionChunkToolCall {
  /**
   * Which of the tool calls of the choice this piece belongs to. Always there at OpenAI; Gemini and
   * Mistral leave it out, others give the same one to parallel calls.
   */
  readonly index?: number | null
  /** In the first piece of a call. Null, empty and repeated at others. */
  readonly id?: string | null
  /** In the first piece of a call. Missing at Mistral, null or empty at others: then `function`. */
  readonly type?: 'function' | 'custom' | (string & {}) | null
  readonly function?: ChatCompletionChunkToolCallFunction | null
  readonly custom?: ChatCompletionChunkToolCallCustom | null
}

/** A piece of a call of a function tool. */
export interface ChatCompletionChunkToolCallFunction {
  readonly name?: string | null
  /** A piece of JSON text. MiniMax and older llama.cpp send all arguments at once, as an object instead of text. */
  readonly arguments?: string | Readonly<Record<string, unknown>> | null
}

/** A piece of a call of a custom tool. */
export interface ChatCompletionChunkToolCallCustom {
  readonly name?: string | null
  /** A piece of the input, free text. */
  readonly input?: string | null
}

/** A piece of the one call of the deprecated function interface. */
export interface ChatCompletionChunkFunctionCall {
  readonly name?: string | null
  /** A piece of JSON text. */
  readonly arguments?: string | null
}

/** A piece of a spoken answer. */
export interface ChatCompletionChunkAudio {
  readonly id?: string | null
  /** A piece of the sound, in base64 that can be decoded on its own. */
  readonly data?: string | null
  /** A piece of what is said. */
  readonly transcript?: string | null
  /** Unix time in seconds until which the audio can be referred to; in the last piece. */
  readonly expires_at?: number | null
}

/** Top-level fields of a chunk that are not OpenAI's but arrive from compatible servers. */
export interface ChatCompletionChunkExtensions extends ChatCompletionExtensions {
  /** Mistral: padding, like `obfuscation`. */
  readonly p?: string | null
  /** OpenRouter and others: an error that came together with a delta. It is also raised, after this chunk. */
  readonly error?: unknown
}

/** Fields of a choice that are not OpenAI's but arrive from compatible servers. */
export interface ChatChoiceExtensions {
  /** Azure, GitHub Copilot. */
  readonly content_filter_results?: ContentFilterResults | null
  /** Azure, GitHub Copilot. */
  readonly content_filter_offsets?: ContentFilterOffsets | null
  /** Perplexity, Writer: the whole answer so far. It repeats the deltas: not to be appended. */
  readonly message?: ChatChoiceMessageExtension | null
  /** OpenRouter: the provider's own finish reason. */
  readonly native_finish_reason?: string | null
  /** SGLang and others: the stop string or token that ended the choice. */
  readonly matched_stop?: number | string | null
  /** vLLM: the stop string or token that ended the choice. */
  readonly stop_reason?: number | string | null
  /** Together. */
  readonly seed?: number | null
  /** Together, GitHub Copilot inline completions: the text, as the older completions API has it. */
  readonly text?: string | null
  /** vLLM: the tokens of the delta. */
  readonly token_ids?: readonly number[] | null
  /** Moonshot: the usage, instead of at the top level. */
  readonly usage?: CompletionUsage | null
}

/** The whole answer so far, as some servers send it in every chunk. */
export interface ChatChoiceMessageExtension {
  readonly role?: string | null
  readonly content?: string | null
}

/** Fields of a delta that are not OpenAI's but arrive from compatible servers. */
export interface ChatDeltaExtensions extends ChatReasoningExtensions {
  /**
   * The array that was sent as `content`, where a server (Mistral) did so. The decoder puts it here;
   * its texts are in `content` and its thinking is in `reasoning_content`, so only what is neither
   * (references) is new.
   */
  readonly content_parts?: readonly ChatContentPart[]
  /** OpenRouter: the sources of the text, as OpenAI has them in a whole message. GitHub Copilot sends an object. */
  readonly annotations?:
    | readonly ChatCompletionAnnotation[]
    | Readonly<Record<string, unknown>>
    | null
  /** Groq: `analysis` for reasoning, `final` for the answer. */
  readonly channel?: string | null
  /** `commentary` or `final_answer`, as in the Responses API. */
  readonly phase?: string | null
  /** Groq Compound: tools that the server ran itself. */
  readonly executed_tools?: readonly unknown[] | null
  /** GitHub Copilot. */
  readonly copilot_annotations?: Readonly<Record<string, unknown>> | null
  /** Vercel AI Gateway: per provider. */
  readonly provider_metadata?: Readonly<Record<string, unknown>> | null
  /** Together. */
  readonly token_id?: number | null
}
