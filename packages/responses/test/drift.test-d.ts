/**
 * Our Responses vocabulary against that of the `openai` package, both ways. A new version of that
 * package with a new event, item or field, or a slip of ours, makes `tsc` fail here and name the
 * place.
 */
import type OpenAI from 'openai'
import type {
  DocumentedResponseStreamEvent,
  Response,
  ResponseCustomToolCallExtensions,
  ResponseDeltaExtensions,
  ResponseEasyInputMessage,
  ResponseExtensions,
  ResponseFunctionCallArgumentsDoneExtensions,
  ResponseInputItem,
  ResponseInputMessage,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseReasoningItemExtensions,
  ResponseStreamEvent,
  ResponseUsageExtensions,
  Tool,
  ToolChoice,
} from '@sse/responses'
import type {
  Difference,
  Expect,
  Same,
  SameNames,
  Unassignable,
} from '../../chat/test/difference.ts'

// `drift.test.ts` compiles copies of this file in which these two are other unions.
type Theirs = OpenAI.Responses.ResponseStreamEvent
type TheirItem = OpenAI.Responses.ResponseOutputItem

/** What is sent but stands in no type of OpenAI's. */
type Extension =
  | keyof ResponseCustomToolCallExtensions
  | keyof ResponseDeltaExtensions
  | keyof ResponseExtensions
  | keyof ResponseFunctionCallArgumentsDoneExtensions
  | keyof ResponseReasoningItemExtensions
  | keyof ResponseUsageExtensions

export const eventTypes: SameNames<DocumentedResponseStreamEvent['type'], Theirs['type']> = true

/** Whoever has an event of theirs has one of ours. The other way there are differences, listed below. */
export const theirEvents: Expect<Unassignable<Theirs, DocumentedResponseStreamEvent>, never> = true

/** The events that are not OpenAI's; the decoder makes `unknown`. */
export const otherEventTypes: Same<
  Exclude<ResponseStreamEvent['type'], Theirs['type']>,
  'keepalive' | 'response.cancelled' | 'unknown'
> = true

/** The fields that say where the news of an event belongs. */
type Position =
  | 'annotation_index'
  | 'command_index'
  | 'content_index'
  | 'item_id'
  | 'output_index'
  | 'summary_index'

/** Each event has those that theirs has, and all are optional: compatible servers leave them out. */
type Placed<T> = T extends { readonly type: infer Type }
  ? { readonly type: Type } & Required<Pick<T, keyof T & Position>>
  : never
type WithRequired<T> = T extends { readonly type: infer Type }
  ? object extends Pick<T, keyof T & Position>
    ? never
    : Type
  : never
export const positions: Expect<
  Difference<Placed<DocumentedResponseStreamEvent>, Placed<Theirs>>,
  never
> = true
export const positionsAreOptional: Expect<WithRequired<DocumentedResponseStreamEvent>, never> = true

/** Each event without what all have, and without the large objects, which are compared below. */
type Bare<T> = T extends unknown
  ? Omit<T, 'sequence_number' | 'response' | 'item' | Position>
  : never

/** xAI's citations of web pages have no title and no place. */
type URLCitationDifference<Path extends string> =
  `${Path}<url_citation>.${'end_index' | 'start_index' | 'title'}: optional`

export const events: Expect<
  Difference<Bare<DocumentedResponseStreamEvent>, Bare<Theirs>, Extension>,
  | URLCitationDifference<'<response.content_part.added>.part<output_text>.annotations[]'>
  | URLCitationDifference<'<response.content_part.done>.part<output_text>.annotations[]'>
  | URLCitationDifference<'<response.output_text.annotation.added>.annotation'>
  // OpenAI documents the flat error and sends the nested one.
  | '<error>.code: optional'
  | '<error>.error: ours only'
  | '<error>.message: optional'
  | '<error>.param: optional'
  // Compatible servers leave log probabilities out; OpenAI sends the bytes too.
  | '<response.output_text.delta>.logprobs: optional'
  | '<response.output_text.delta>.logprobs[].bytes: ours only'
  | '<response.output_text.delta>.logprobs[].top_logprobs[].bytes: ours only'
  | '<response.output_text.done>.logprobs: optional'
  | '<response.output_text.done>.logprobs[].bytes: ours only'
  | '<response.output_text.done>.logprobs[].top_logprobs[].bytes: ours only'
> = true

/** All events have it. It is optional: OpenAI itself did not send it before May 2025. */
export const sequenceNumber: Same<
  DocumentedResponseStreamEvent['sequence_number'],
  Theirs['sequence_number'] | undefined
> = true

/** Which events carry which object. */
type Carries<T, Key extends string, Value> = T extends { readonly type: infer Type }
  ? T extends { readonly [K in Key]: Value }
    ? Type
    : never
  : never
export const lifecycle: Same<
  Carries<DocumentedResponseStreamEvent, 'response', Response>,
  Carries<Theirs, 'response', OpenAI.Responses.Response>
> = true
export const outputItems: Same<
  Carries<DocumentedResponseStreamEvent, 'item', ResponseOutputItem>,
  Carries<Theirs, 'item', OpenAI.Responses.ResponseOutputItem>
> = true

/** Those are all that have such a field, in any form: the comparison above leaves both names out. */
type Has<T, Key extends string> = T extends { readonly type: infer Type }
  ? Key extends keyof T
    ? Type
    : never
  : never
export const lifecycleField: SameNames<
  Has<DocumentedResponseStreamEvent | Theirs, 'response'>,
  Carries<Theirs, 'response', OpenAI.Responses.Response>
> = true
export const outputItemField: SameNames<
  Has<DocumentedResponseStreamEvent | Theirs, 'item'>,
  Carries<Theirs, 'item', OpenAI.Responses.ResponseOutputItem>
> = true

export const itemTypes: SameNames<ResponseOutputItem['type'], TheirItem['type']> = true
export const theirItems: Expect<Unassignable<TheirItem, ResponseOutputItem>, never> = true
export const items: Expect<
  Difference<ResponseOutputItem, TheirItem, Extension>,
  // OpenAI itself, in items that have only begun, or altogether.
  | '<image_generation_call>.result: optional'
  | '<shell_call>.environment: optional'
  | '<web_search_call>.action: optional'
  | URLCitationDifference<'<message>.content[]<output_text>.annotations[]'>
> = true

type Large = 'output' | 'instructions' | 'tools' | 'tool_choice'

export const response: Expect<
  Difference<Omit<Response, Large>, Omit<OpenAI.Responses.Response, Large>, Extension>,
  // Newer than most recordings, or left out by compatible servers.
  | '.access_programs: optional'
  | '.created_at: optional'
  | '.error: optional'
  | '.incomplete_details: optional'
  | '.metadata: optional'
  | '.object: optional'
  | '.parallel_tool_calls: optional'
  | '.temperature: optional'
  | '.top_p: optional'
  | '.usage.input_tokens_details: optional'
  | '.usage.input_tokens_details: wider, null'
  | '.usage.input_tokens_details.cache_write_tokens: optional'
  | '.usage.output_tokens_details: optional'
  | '.usage.output_tokens_details: wider, null'
  // The SDK computes it, the wire does not carry it.
  | '.output_text: optional'
  // Null until it is known, or when the request did not set it.
  | '.prompt_cache_options: wider, null'
  | '.text.format<json_schema>.description: wider, null'
  | '.usage: wider, null'
  | '.user: wider, null'
  // Servers have words of their own.
  | '.error.code: wider, any string'
  | '.incomplete_details.reason: wider, any string'
  | '.service_tier: wider, any string'
> = true
export const output: Same<Response['output'], readonly ResponseOutputItem[]> = true

export const tools: Expect<Difference<Tool, OpenAI.Responses.Tool, Extension>, never> = true
export const toolUnion: Same<Response['tools'], readonly Tool[] | undefined> = true
export const toolChoice: Expect<
  Difference<ToolChoice, OpenAI.Responses.Response['tool_choice'], Extension>,
  never
> = true
export const toolChoiceUnion: Same<Response['tool_choice'], ToolChoice | undefined> = true

/** Messages come in three forms that only their other fields tell apart, so they are compared one by one. */
type Messages = { readonly type?: 'message' }
export const inputItems: Expect<
  Difference<
    Exclude<ResponseInputItem, Messages>,
    Exclude<OpenAI.Responses.ResponseInputItem, Messages>,
    Extension
  >,
  // As in the output, and in the response.
  | '<configuration_update>.text.format<json_schema>.description: wider, null'
  | '<image_generation_call>.result: optional'
  | '<web_search_call>.action: optional'
> = true
export const inputMessage: Expect<
  Difference<ResponseInputMessage, OpenAI.Responses.ResponseInputItem.Message>,
  never
> = true
export const easyInputMessage: Expect<
  Difference<ResponseEasyInputMessage, OpenAI.Responses.EasyInputMessage>,
  never
> = true
export const messages: Same<
  Extract<ResponseInputItem, Messages>,
  ResponseInputMessage | ResponseEasyInputMessage | ResponseOutputMessage
> = true
export const instructions: Same<
  Response['instructions'],
  string | readonly ResponseInputItem[] | null | undefined
> = true
