/** What the compiler knows of parsed values. A slip in the types makes `tsc` fail here. */
import {
  accumulateChat,
  accumulateChatSync,
  ChatAccumulator,
  type ChatUpdateOf,
  chatUpdates,
  chatUpdatesSync,
  executableToolCalls,
  type InferOutput,
  type ParsedChatCompletion,
} from '@sse/accumulate'
import type { ChatCompletion, ChatCompletionChunk } from '@sse/chat'
import { type } from 'arktype'
import type OpenAI from 'openai'
import * as v from 'valibot'
import { z } from 'zod'

type IsAny<T> = 0 extends T & 1 ? true : false
type Equal<A, B> = [A, IsAny<A>] extends [B, IsAny<B>] ? ([B] extends [A] ? true : false) : false

function expectType<Expected>() {
  return <Actual>(_: Actual, ...equal: Equal<Actual, Expected> extends true ? [] : [never]): void =>
    void equal
}

declare const chunks: ChatCompletionChunk[]
const zod = z.object({ at: z.string().transform((text) => new Date(text)) })
const valibot = v.object({ n: v.number() })
const arktype = type({ 'b?': 'boolean' })

// Without schemas the types are the plain ones.
expectType<Promise<ChatCompletion>>()(accumulateChat(chunks))
expectType<ChatCompletion>()(accumulateChatSync(chunks, { cumulative: true }))
expectType<ChatCompletion>()(new ChatAccumulator().finish())

// The output of a schema, and not its input, is the type of `parsed`.
export const withZod: { at: Date } | null | undefined = accumulateChatSync(chunks, {
  schema: zod,
}).choices[0]?.message.parsed
expectType<{ at: Date } | null>()(
  accumulateChatSync(chunks, { schema: zod }).choices[0]!.message.parsed,
)
expectType<{ n: number } | null>()(
  accumulateChatSync(chunks, { schema: valibot }).choices[0]!.message.parsed,
)
expectType<{ b?: boolean } | null>()(
  accumulateChatSync(chunks, { schema: arktype }).choices[0]!.message.parsed,
)
expectType<{ at: Date }>()({} as InferOutput<typeof zod>)

// Arguments go by the name of the tool.
const options = { tools: { clock: zod, count: valibot }, schema: arktype } as const
const completion = accumulateChatSync(chunks, options)
for (const call of executableToolCalls(completion.choices[0]!.message)) {
  if (call.type === 'custom') {
    expectType<string>()(call.custom.input)
    continue
  }
  const { function: called } = call
  if (called.name === 'clock') {
    expectType<{ at: Date } | null | undefined>()(called.parsed_arguments)
  }
  if (called.name === 'count') {
    expectType<{ n: number } | null | undefined>()(called.parsed_arguments)
  }
  // @ts-expect-error: not before it is known which tool it is
  use(called.parsed_arguments?.at)
}

// A result that is completed has been parsed.
const result = new ChatAccumulator({ schema: valibot }).result()
if (result.outcome === 'completed') {
  expectType<{ n: number } | null>()(result.value.choices[0]!.message.parsed)
  expectType<undefined>()(result.error)
} else {
  // @ts-expect-error: it may have been cut off before
  use(result.value.choices[0]!.message.parsed)
}

// Updates carry the same.
for (const update of chatUpdatesSync(chunks, options)) {
  switch (update.type) {
    case 'content.done':
      expectType<{ b?: boolean } | null>()(update.parsed)
      break
    case 'tool_call.done':
      if (update.toolCall.type === 'function' && update.toolCall.function.name === 'count') {
        expectType<{ n: number } | null | undefined>()(update.toolCall.function.parsed_arguments)
      }
      break
    case 'choice.done':
      expectType<{ b?: boolean } | null>()(update.snapshot.message.parsed)
  }
}
for await (const update of chatUpdates(chunks)) {
  // @ts-expect-error: no schema was asked for
  if (update.type === 'content.done') use(update.parsed)
}

// A parsed completion is a completion, and its updates are updates.
export const plain: ChatCompletion = completion
export const done: ChatUpdateOf<'content.done'> = {} as ChatUpdateOf<'content.done', { a: 1 }>
export const none: Equal<ParsedChatCompletion, ChatCompletion> = true

// @ts-expect-error: no schema
accumulateChatSync(chunks, { schema: { parse: (text: string) => text } })

// What is parsed is where the official SDK has it.
declare const theirs: OpenAI.Chat.Completions.ParsedChatCompletion<{ n: number }>
expectType<{ n: number } | null>()(theirs.choices[0]!.message.parsed)
export const ours: { readonly parsed: { n: number } | null } = accumulateChatSync(chunks, {
  schema: valibot,
}).choices[0]!.message

declare function use(value: unknown): void
