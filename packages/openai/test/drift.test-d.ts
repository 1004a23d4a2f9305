// What may be asked for is what the official client takes: both ways, but for what is listed. A field that is added or
// taken away there, or here, stops the compiler.

import type Official from 'openai'
import type {
  ChatAllowedTools,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
  ChatCustomToolFormat,
  ChatPredictionContent,
  ChatWebSearchOptions,
  OpenAI,
  ResponseCreateParamsStreaming,
  ResponseIncludable,
  ResponseRetrieveParamsStreaming,
} from '@sse/openai'
import type { OpenAI as SyncOpenAI } from '@sse/openai/sync'
import type { Difference, Expect, SameNames } from '../../chat/test/difference.ts'

// As they stand there, and not mapped: a mapped type has the index signature that an interface lacks.
type OfficialChat = Official.Chat.ChatCompletionCreateParamsStreaming
type OfficialMessage = Official.Chat.ChatCompletionMessageParam
type OfficialCreate = Official.Responses.ResponseCreateParamsStreaming
type OfficialRetrieve = Official.Responses.ResponseRetrieveParamsStreaming

/** What somebody who comes from the official client has is passed on as it is, to both clients. */
export function ask(
  client: OpenAI | SyncOpenAI,
  chat: OfficialChat,
  create: OfficialCreate,
  retrieve: OfficialRetrieve,
): unknown {
  return [
    client.chat.completions.create(chat),
    client.responses.create(create),
    client.responses.retrieve('resp_1', retrieve),
  ]
}

/** The fields of which not every value of `A` is one of `B`. */
type Unfit<A, B> = {
  [Key in keyof A]-?: Key extends keyof B ? (A[Key] extends B[Key] ? never : Key) : Key
}[keyof A] &
  string

/** The same for one field after the other, which names the field. */
export const unfit: [
  Expect<Unfit<OfficialChat, ChatCompletionCreateParamsStreaming>, never>,
  Expect<Unfit<OfficialCreate, ResponseCreateParamsStreaming>, never>,
  Expect<Unfit<OfficialRetrieve, ResponseRetrieveParamsStreaming>, never>,
  Expect<Exclude<Official.Responses.ResponseIncludable, ResponseIncludable>, never>,
] = [true, true, true, true]

/** Servers have words of their own, and so will the next model. */
type OwnWords<Path extends string> = `${Path}: wider, any string`

/** Otherwise nothing is taken that is not known there. */
export const chat: Expect<
  Difference<Omit<ChatCompletionCreateParamsStreaming, 'messages'>, Omit<OfficialChat, 'messages'>>,
  OwnWords<'.audio.format' | '.reasoning_effort' | '.service_tier' | '.verbosity'>
> = true

type Role = OfficialMessage['role']
/** The fields of the message of a role, beside the role. */
type MessageOf<Message, Of> = Message extends { readonly role: infer Each }
  ? Of extends Each
    ? Omit<Message, 'role'>
    : never
  : never
export const roles: SameNames<ChatCompletionMessageParam['role'], Role> = true
export const messages: Expect<
  {
    [Of in Role]: Difference<
      MessageOf<ChatCompletionMessageParam, Of>,
      MessageOf<OfficialMessage, Of>,
      never,
      Of
    >
  }[Role],
  never
> = true

/** Without `input`: its items are those of `@sse/responses`, which has a test like this one. */
export const create: Expect<
  Difference<Omit<ResponseCreateParamsStreaming, 'input'>, Omit<OfficialCreate, 'input'>>,
  OwnWords<'.include[]' | '.service_tier'> | '.text.format<json_schema>.description: wider, null'
> = true
export const retrieve: Expect<
  Difference<ResponseRetrieveParamsStreaming, OfficialRetrieve>,
  OwnWords<'.include[]'>
> = true

/** What is misspelt, or is no word there, is found out. */
export const misspelt: (
  | ChatAllowedTools
  | ChatCustomToolFormat
  | ChatPredictionContent
  | ChatWebSearchOptions
)[] = [
  { mode: 'auto', tools: [{ type: 'function', function: { name: 'get_weather' } }] },
  // @ts-expect-error: there are two modes.
  { mode: 'nonsense', tools: [] },
  // @ts-expect-error: they are called `tools`.
  { mode: 'auto', tolls: [] },
  { search_context_size: 'low', user_location: null },
  // @ts-expect-error: it is called `search_context_size`.
  { search_context_sise: 'low' },
  { type: 'grammar', grammar: { definition: 'start: "a"', syntax: 'lark' } },
  // @ts-expect-error: there are two syntaxes.
  { type: 'grammar', grammar: { definition: 'start: "a"', syntax: 'bnf' } },
  { type: 'content', content: [{ type: 'text', text: 'As it was.' }] },
  // @ts-expect-error: it is called `content`.
  { type: 'content', context: 'As it was.' },
]
