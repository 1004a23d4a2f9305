import type { ChatCompletionAnnotation } from './chat-completion-annotation.ts'
import type { ChatCompletionFinishReason, ChatServiceTier } from './chat-completion-chunk.ts'
import type { ChatCompletionLogprobs } from './chat-completion-logprobs.ts'
import type { ChatCompletionModeration } from './chat-completion-moderation.ts'
import type { ChatContentPart } from './chat-content-part.ts'
import type { CompletionUsage } from './completion-usage.ts'
import type { ContentFilterResults, PromptFilterResult } from './content-filter.ts'
import type { ReasoningDetail } from './reasoning-detail.ts'

/**
 * A whole completion: what the API returns without `stream`, and what a stream adds up to.
 *
 * @see https://platform.openai.com/docs/api-reference/chat/object
 */
export interface ChatCompletion extends ChatCompletionExtensions {
  readonly id: string
  readonly choices: readonly ChatCompletionChoice[]
  /** Unix time in seconds. */
  readonly created: number
  readonly model: string
  readonly object: 'chat.completion'
  /** The request's own labels, when it was stored; not in streams. */
  readonly metadata?: Readonly<Record<string, string>> | null
  readonly moderation?: ChatCompletionModeration | null
  /** How the request was processed, which may differ from what was asked for. */
  readonly service_tier?: ChatServiceTier | null
  /** The backend's configuration. Deprecated by OpenAI. */
  readonly system_fingerprint?: string | null
  readonly usage?: CompletionUsage
}

/** One of the `n` answers. */
export interface ChatCompletionChoice extends ChatCompletionChoiceExtensions {
  readonly index: number
  readonly message: ChatCompletionMessage
  /** Null when the stream ended well without one, as OpenAI's audio streams do. */
  readonly finish_reason: ChatCompletionFinishReason | null
  readonly logprobs: ChatCompletionLogprobs | null
}

/** What the model said. */
export interface ChatCompletionMessage extends ChatMessageExtensions {
  readonly role: 'assistant'
  readonly content: string | null
  readonly refusal: string | null
  /** GitHub Copilot sends an object, and that is what is here then. */
  readonly annotations?: readonly ChatCompletionAnnotation[] | Readonly<Record<string, unknown>>
  readonly audio?: ChatCompletionAudio | null
  /** The predecessor of `tool_calls`. Deprecated by OpenAI. */
  readonly function_call?: ChatCompletionFunctionCall | null
  readonly tool_calls?: readonly ChatCompletionMessageToolCall[]
}

/** A call that the model wants to be made. */
export type ChatCompletionMessageToolCall =
  | ChatCompletionMessageFunctionToolCall
  | ChatCompletionMessageCustomToolCall

/** A call of a function tool. */
export interface ChatCompletionMessageFunctionToolCall {
  readonly id: string
  readonly type: 'function'
  readonly function: ChatCompletionFunctionCall
}

/** A call of a custom tool. */
export interface ChatCompletionMessageCustomToolCall {
  readonly id: string
  readonly type: 'custom'
  readonly custom: ChatCompletionCustomCall
}

/** Which function to call, with what. */
export interface ChatCompletionFunctionCall {
  readonly name: string
  /** JSON text as the model wrote it, so not certain to be JSON, nor to fit the schema. */
  readonly arguments: string
}

/** Which custom tool to call, with what. */
export interface ChatCompletionCustomCall {
  readonly name: string
  /** Free text. */
  readonly input: string
}

/** A spoken answer. */
export interface ChatCompletionAudio {
  readonly id: string
  /** The sound in base64, in the format that the request asked for. */
  readonly data: string
  readonly transcript: string
  /** Unix time in seconds until which later requests can refer to this audio. */
  readonly expires_at: number
}

/** Top-level fields of a completion that are not OpenAI's but arrive from compatible servers. */
export interface ChatCompletionExtensions {
  /** Azure, GitHub Copilot: in the first chunk of a stream. */
  readonly prompt_filter_results?: readonly PromptFilterResult[] | null
  /** OpenRouter: who answered. */
  readonly provider?: string | null
  /** Perplexity: the addresses of the sources. */
  readonly citations?: readonly string[] | null
  /** Perplexity: the sources themselves. */
  readonly search_results?: readonly ChatSearchResult[] | null
  /** Groq: its request, and in the last chunk a second copy of `usage`. */
  readonly x_groq?: ChatGroqExtension | null
  /** Cerebras: seconds. */
  readonly time_info?: Readonly<Record<string, number>> | null
  /** llama.cpp: counts, milliseconds and rates. */
  readonly timings?: Readonly<Record<string, number>> | null
  /** Vercel AI Gateway. */
  readonly generationId?: string | null
  /** OpenCode Zen: a string. Venice: an object with one number per currency. */
  readonly cost?: number | string | Readonly<Record<string, number>> | null
  /** Hugging Face router: milliseconds to the first token. */
  readonly sla_metrics?: Readonly<Record<string, number>> | null
  /** GitHub Copilot. */
  readonly copilot_usage?: Readonly<Record<string, unknown>> | null
  /** Azure: milliseconds. */
  readonly latency_checkpoint?: Readonly<Record<string, number>> | null
  /** vLLM: the tokens of the prompt. */
  readonly prompt_token_ids?: readonly number[] | null
  /** LiteLLM: the request's own options, repeated. */
  readonly stream_options?: Readonly<Record<string, unknown>> | null
}

/** A source that a search found. */
export interface ChatSearchResult {
  readonly title?: string | null
  readonly url?: string | null
  readonly date?: string | null
  readonly last_updated?: string | null
  readonly snippet?: string | null
  readonly source?: string | null
}

/** What Groq adds. */
export interface ChatGroqExtension {
  readonly id?: string | null
  readonly seed?: number | null
  readonly error?: string | null
  readonly usage?: CompletionUsage | null
  readonly usage_breakdown?: Readonly<Record<string, unknown>> | null
}

/** Fields of a whole choice that are not OpenAI's but arrive from compatible servers. */
export interface ChatCompletionChoiceExtensions {
  /** Azure, GitHub Copilot. */
  readonly content_filter_results?: ContentFilterResults | null
  /** OpenRouter: the provider's own finish reason. */
  readonly native_finish_reason?: string | null
  /** SGLang and others: the stop string or token that ended the choice. */
  readonly matched_stop?: number | string | null
  /** vLLM: the stop string or token that ended the choice. */
  readonly stop_reason?: number | string | null
  /** vLLM: the tokens of the answer. */
  readonly token_ids?: readonly number[] | null
  /** Ours: the last finish reason, where a stream gave another one after the first. */
  readonly last_finish_reason?: string
}

/** Fields of a message that are not OpenAI's but arrive from compatible servers. */
export interface ChatMessageExtensions extends ChatReasoningExtensions {
  /** The parts of the content, in order, where some of it arrived as an array (Mistral). */
  readonly content_parts?: readonly ChatContentPart[]
}

/**
 * The names under which servers send the model's reasoning. When one delta has several, they say the
 * same: take one, never join them.
 */
export interface ChatReasoningExtensions {
  /** DeepSeek, z.ai, xAI, llama.cpp and most others. */
  readonly reasoning_content?: string | null
  /** OpenRouter, Groq, Ollama, Cerebras, vLLM. */
  readonly reasoning?: string | null
  /** OpenRouter and gateways like it, next to `reasoning`. */
  readonly reasoning_details?: readonly ReasoningDetail[] | null
  /** GitHub Copilot. */
  readonly reasoning_text?: string | null
  /** GitHub Copilot: the reasoning encrypted, for sending it back. */
  readonly reasoning_opaque?: string | null
  /** Venice: whether the reasoning is encrypted. */
  readonly reasoning_encrypted?: boolean | string | null
  /** GitHub Copilot: a summary of the reasoning. */
  readonly cot_summary?: string | null
  /** GitHub Copilot. */
  readonly cot_id?: string | null
}
