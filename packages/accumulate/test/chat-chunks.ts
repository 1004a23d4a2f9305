// Short words for chunks in named cases. What a server leaves out can be left out here too.

import {
  type AccumulateChatOptions,
  type ChatUpdate,
  accumulateChatSync,
  chatUpdatesSync,
} from '@sse/accumulate'
import type { ChatCompletion, ChatCompletionChunk } from '@sse/chat'

export type Json = Record<string, any>

/** A chunk with these choices, as they are. */
export function chunk(choices: readonly Json[], top: Json = {}): ChatCompletionChunk {
  const wire = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm' }
  return { ...wire, choices, ...top } as unknown as ChatCompletionChunk
}

/** A chunk that is all of what is given. */
export function bare(wire: unknown): ChatCompletionChunk {
  return wire as ChatCompletionChunk
}

/** A chunk with one delta of the first choice, and fields beside the delta. */
export function delta(fields: Json | null, beside: Json = {}): ChatCompletionChunk {
  return chunk([{ index: 0, delta: fields, finish_reason: null, ...beside }])
}

/** A chunk with pieces of tool calls. */
export function calls(...pieces: Json[]): ChatCompletionChunk {
  return delta({ tool_calls: pieces })
}

/** A piece of a call of a function tool. */
export function piece(fields: Json, name: unknown, text: unknown): Json {
  const body: Json = {}
  if (name !== undefined) body['name'] = name
  if (text !== undefined) body['arguments'] = text
  return { ...fields, function: body }
}

/** A chunk that ends the first choice. */
export function finish(reason = 'stop', fields: Json = {}): ChatCompletionChunk {
  return delta(fields, { finish_reason: reason })
}

export function finalOf(
  chunks: readonly ChatCompletionChunk[],
  options?: AccumulateChatOptions,
): ChatCompletion {
  return accumulateChatSync(chunks, options)
}

/** The first choice of the final object. */
export function choiceOf(
  chunks: readonly ChatCompletionChunk[],
  options?: AccumulateChatOptions,
): Json {
  return finalOf(chunks, options).choices[0] as unknown as Json
}

/** The message of the first choice of the final object. */
export function messageOf(
  chunks: readonly ChatCompletionChunk[],
  options?: AccumulateChatOptions,
): Json {
  return choiceOf(chunks, options)['message'] as Json
}

/** The tool calls of the first choice, each as its id, its name and its text. */
export function callsOf(
  chunks: readonly ChatCompletionChunk[],
  options?: AccumulateChatOptions,
): string[][] {
  const toolCalls = (messageOf(chunks, options)['tool_calls'] ?? []) as Json[]
  return toolCalls.map(({ id, function: body }) => [id, body.name, body.arguments])
}

/** The updates of one type. */
export function updatesOf<Type extends ChatUpdate['type']>(
  type: Type,
  chunks: readonly ChatCompletionChunk[],
  options?: AccumulateChatOptions,
): Extract<ChatUpdate, { type: Type }>[] {
  return [...chatUpdatesSync(chunks, options)].filter(
    (update): update is Extract<ChatUpdate, { type: Type }> => update.type === type,
  )
}
