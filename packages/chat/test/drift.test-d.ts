/**
 * Our chat vocabulary against that of the `openai` package, both ways. A new version of that package
 * with a new field, or a slip of ours, makes `tsc` fail here and name the place.
 */
import type OpenAI from 'openai'
import type {
  ChatChoiceExtensions,
  ChatCompletion,
  ChatCompletionChoiceExtensions,
  ChatCompletionChunk,
  ChatCompletionChunkExtensions,
  ChatDeltaExtensions,
  ChatMessageExtensions,
  CompletionUsage,
  CompletionUsageExtensions,
} from '@sse/chat'
import type { Difference, Expect, Same } from './difference.ts'

// `drift.test.ts` compiles copies of this file in which this is another type.
type TheirChunk = OpenAI.ChatCompletionChunk

/** What compatible servers add. */
type Extension =
  | keyof ChatCompletionChunkExtensions
  | keyof ChatChoiceExtensions
  | keyof ChatDeltaExtensions
  | keyof ChatCompletionChoiceExtensions
  | keyof ChatMessageExtensions
  | keyof CompletionUsageExtensions

/**
 * The null is real: servers that fill in every field send it for "nothing", OpenAI's own included
 * (`completion_tokens_details` of audio models).
 */
export const usage: Expect<
  Difference<CompletionUsage, OpenAI.CompletionUsage, Extension>,
  // Null at Databricks before the last chunk; others send a usage with nothing in it.
  | '.completion_tokens: optional'
  | '.completion_tokens: wider, null'
  | '.prompt_tokens: optional'
  | '.prompt_tokens: wider, null'
  | '.total_tokens: optional'
  | '.total_tokens: wider, null'
  | '.completion_tokens_details: wider, null'
  | '.completion_tokens_details.accepted_prediction_tokens: wider, null'
  | '.completion_tokens_details.audio_tokens: wider, null'
  | '.completion_tokens_details.image_tokens: ours only'
  | '.completion_tokens_details.reasoning_tokens: wider, null'
  | '.completion_tokens_details.rejected_prediction_tokens: wider, null'
  | '.completion_tokens_details.text_tokens: wider, null'
  | '.prompt_tokens_details: wider, null'
  | '.prompt_tokens_details.audio_tokens: wider, null'
  | '.prompt_tokens_details.cache_write_tokens: wider, null'
  | '.prompt_tokens_details.cached_tokens: wider, null'
  | '.prompt_tokens_details.image_tokens: wider, null'
  | '.prompt_tokens_details.text_tokens: wider, null'
  | '.prompt_tokens_details.video_tokens: ours only'
> = true

export const usageOfChunk: Same<ChatCompletionChunk['usage'], CompletionUsage | null | undefined> =
  true
export const usageOfCompletion: Same<ChatCompletion['usage'], CompletionUsage | undefined> = true

/** Whoever has a chunk or a completion of theirs has one of ours. The other way there are differences, listed below. */
export const theirChunk: TheirChunk extends ChatCompletionChunk ? true : false = true
export const theirCompletion: OpenAI.ChatCompletion extends ChatCompletion ? true : false = true

/** Servers without refusals have no log probabilities of them, and Hugging Face has no bytes. */
type LogprobsDifference =
  | '.choices[].logprobs.content: optional'
  | '.choices[].logprobs.content[].bytes: optional'
  | '.choices[].logprobs.content[].top_logprobs[].bytes: optional'
  | '.choices[].logprobs.refusal: optional'
  | '.choices[].logprobs.refusal[].bytes: optional'
  | '.choices[].logprobs.refusal[].top_logprobs[].bytes: optional'

export const chunk: Expect<
  Difference<Omit<ChatCompletionChunk, 'usage'>, Omit<TheirChunk, 'usage'>, Extension>,
  | LogprobsDifference
  // AI21, Copilot, Gemini and z.ai leave them out; there is nothing true to put in their place.
  | '.created: optional'
  | '.created: wider, null'
  | '.id: optional'
  | '.id: wider, null'
  | '.model: optional'
  | '.model: wider, null'
  | '.object: optional'
  | '.object: wider, null, any string'
  // Servers send null for "nothing new", at every level of a delta.
  | '.choices[].delta.audio: wider, null'
  | '.choices[].delta.audio.data: wider, null'
  | '.choices[].delta.audio.expires_at: wider, null'
  | '.choices[].delta.audio.id: wider, null'
  | '.choices[].delta.audio.transcript: wider, null'
  | '.choices[].delta.function_call: wider, null'
  | '.choices[].delta.function_call.arguments: wider, null'
  | '.choices[].delta.function_call.name: wider, null'
  | '.choices[].delta.tool_calls: wider, null'
  | '.choices[].delta.tool_calls[].custom: wider, null'
  | '.choices[].delta.tool_calls[].custom.input: wider, null'
  | '.choices[].delta.tool_calls[].custom.name: wider, null'
  | '.choices[].delta.tool_calls[].function: wider, null'
  | '.choices[].delta.tool_calls[].function.arguments: wider, null'
  | '.choices[].delta.tool_calls[].function.name: wider, null'
  | '.choices[].delta.tool_calls[].id: wider, null'
  | '.obfuscation: wider, null'
  | '.system_fingerprint: wider, null'
  // Servers have words of their own.
  | '.choices[].delta.role: wider, null, any string'
  | '.choices[].delta.tool_calls[].type: wider, null, any string'
  | '.choices[].finish_reason: wider, any string'
  | '.service_tier: wider, any string'
  // Gemini and Mistral leave it out, and no repair could tell which call is meant.
  | '.choices[].delta.tool_calls[].index: optional'
  | '.choices[].delta.tool_calls[].index: wider, null'
  // MiniMax and older llama.cpp: all arguments at once.
  | '.choices[].delta.tool_calls[].function.arguments: object is ours only'
> = true

export const completion: Expect<
  Difference<Omit<ChatCompletion, 'usage'>, Omit<OpenAI.ChatCompletion, 'usage'>, Extension>,
  | LogprobsDifference
  // OpenAI's audio streams end without one.
  | '.choices[].finish_reason: wider, null, any string'
  // GitHub Copilot.
  | '.choices[].message.annotations: object is ours only'
  // OpenRouter.
  | '.choices[].message.annotations[].url_citation.content: ours only'
  // Servers have words of their own, and send null for "nothing".
  | '.service_tier: wider, any string'
  | '.system_fingerprint: wider, null'
> = true
