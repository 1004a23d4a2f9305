// What the payloads of a stream add up to, by concatenation and nothing else.

import { field, type JsonObject, list } from './recordings-plain-stream.ts'

interface PlainCall {
  name: string
  arguments: string
}

interface PlainChoice {
  text: string
  readonly calls: Map<unknown, PlainCall>
}

/** By choice index. */
export type PlainAnswer = ReadonlyMap<number, PlainChoice>

/**
 * Content strings are joined per choice; tool calls are told apart by their `index` alone, the name is
 * whatever came last, argument strings are joined.
 */
export function addUpPlainly(payloads: readonly JsonObject[]): PlainAnswer {
  const choices = new Map<number, PlainChoice>()
  for (const wire of payloads.flatMap((payload) => list(payload, 'choices'))) {
    const index = field(wire, 'index') as number
    const choice = choices.get(index) ?? { text: '', calls: new Map<unknown, PlainCall>() }
    choices.set(index, choice)
    const delta = field(wire, 'delta')
    const content = field(delta, 'content')
    if (typeof content === 'string') choice.text += content
    for (const piece of list(delta, 'tool_calls')) {
      const slot = field(piece, 'index')
      const call = choice.calls.get(slot) ?? { name: '', arguments: '' }
      choice.calls.set(slot, call)
      const name = field(field(piece, 'function'), 'name')
      if (typeof name === 'string') call.name = name
      const text = field(field(piece, 'function'), 'arguments')
      if (typeof text === 'string') call.arguments += text
    }
  }
  return choices
}
