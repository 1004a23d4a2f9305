// What a case for a row of the quirks is: payloads as they are on the wire, and what they add up to.

import type { Json } from './chat-chunks.ts'

export interface RowCase {
  /** Begins with the row. */
  readonly name: string
  readonly payloads: readonly unknown[]
  /** The whole completion. */
  readonly final: Json
  /** The ids of the calls to make; all there are, unless it is said. */
  readonly executable?: readonly string[]
  /** The one text of the reasoning, where that is what the row is about. */
  readonly reasoning?: string
  readonly options?: { readonly cumulative?: boolean; readonly splitToolCalls?: boolean }
}

const TOP = { id: 'c-1', object: 'chat.completion.chunk', created: 1, model: 'm-1' }

/** A payload with one delta of the first choice, what is beside it, and what is beside the choice. */
export function d(delta: unknown, beside: Json = {}, top: Json = {}): Json {
  return { ...TOP, choices: [{ index: 0, delta, finish_reason: null, ...beside }], ...top }
}

/** A payload with these choices. */
export function choices(...list: readonly unknown[]): Json {
  return { ...TOP, choices: list }
}

/** A payload that ends the first choice. */
export function end(reason = 'stop', delta: unknown = {}, beside: Json = {}): Json {
  return d(delta, { finish_reason: reason, ...beside })
}

/** A payload with pieces of tool calls. */
export function t(...pieces: readonly Json[]): Json {
  return d({ tool_calls: pieces })
}

/** The whole completion of one choice. */
export function one(message: Json, choice: Json = {}, top: Json = {}): Json {
  return many([answer(0, message, choice)], top)
}

/** The whole completion of several choices. */
export function many(list: readonly Json[], top: Json = {}): Json {
  const head = { id: 'c-1', object: 'chat.completion', created: 1, model: 'm-1' }
  return { ...head, choices: list, ...top }
}

/** A whole choice. */
export function answer(index: number, message: Json, choice: Json = {}): Json {
  return {
    index,
    message: { role: 'assistant', content: null, refusal: null, ...message },
    logprobs: null,
    finish_reason: 'stop',
    ...choice,
  }
}

/** A whole call of a function. */
export function call(id: string, name: string, text: string, fields: Json = {}): Json {
  return { id, type: 'function', function: { name, arguments: text }, ...fields }
}

/** The event stream of these payloads; a string stands for itself. */
export function bytesOf(payloads: readonly unknown[]): Uint8Array {
  const text = (payload: unknown): string =>
    typeof payload === 'string' ? payload : JSON.stringify(payload)
  return new TextEncoder().encode(payloads.map((each) => `data: ${text(each)}\n\n`).join(''))
}
