// Streams of chunks as OpenAI itself sends them, with nothing that the official SDK would stumble on.

import type { ChatCompletionChunk } from '@sse/chat'
import fc, { type GeneratorValue } from 'fast-check'
import { below, chance, type Json, oneOf } from './stream-pieces.ts'

export function plainChatStream(): fc.Arbitrary<ChatCompletionChunk[]> {
  return fc.gen().map((g) => {
    const top = {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1_790_000_000,
      model: 'gpt-x',
      service_tier: g(oneOf<string | null>, 'default', 'default', null),
      system_fingerprint: 'fp_1',
      ...(g(chance) ? { obfuscation: 'abc' } : {}),
    }
    if (top.service_tier === null) delete (top as Json)['service_tier']
    const hasUsage = g(chance)
    const rest = Array.from({ length: 1 + g(below, 3) }, (_, index) => choice(g, index))
    const chunks: Json[] = []
    for (;;) {
      const open = rest.filter((each) => each.length > 0)
      if (open.length === 0) break
      const next = open[g(below, open.length)]!.shift()!
      chunks.push({ ...top, choices: [next], ...(hasUsage ? { usage: null } : {}) })
    }
    if (hasUsage) {
      const usage = { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14 }
      chunks.push({ ...top, choices: [], usage })
    }
    return chunks as unknown as ChatCompletionChunk[]
  })
}

function choice(g: GeneratorValue, index: number): Json[] {
  const kind = g(oneOf, 'text', 'text', 'refusal', 'calls', 'text and calls', 'function_call')
  const hasLogprobs = g(chance)
  const wire = (delta: Json, key = 'content'): Json => {
    const text = delta[key]
    const isText =
      hasLogprobs && typeof text === 'string' && (key === 'content' || key === 'refusal')
    const logprobs = isText ? { content: null, refusal: null, [key]: tokens(text) } : null
    return { index, delta, logprobs, finish_reason: null }
  }
  const first = kind.includes('text') ? '' : null
  const wires: Json[] = [
    { ...wire({ role: 'assistant', content: first, refusal: null }), logprobs: null },
  ]
  if (kind.includes('text')) for (const content of texts(g)) wires.push(wire({ content }))
  if (kind === 'refusal') for (const refusal of texts(g)) wires.push(wire({ refusal }, 'refusal'))
  if (kind === 'function_call') {
    wires.push(wire({ function_call: { name: 'f', arguments: '' } }, ''))
    for (const text of texts(g)) wires.push(wire({ function_call: { arguments: text } }, ''))
  }
  if (kind.includes('calls')) {
    for (const tool_calls of callPieces(g)) wires.push(wire({ tool_calls }, ''))
  }
  const ends = kind.includes('calls')
    ? ['tool_calls', 'stop', 'length']
    : ['stop', 'length', 'content_filter']
  wires.push({ index, delta: {}, logprobs: null, finish_reason: g(oneOf, ...ends) })
  return wires
}

/** At least one: of a text without any, theirs is empty and ours is none. */
function texts(g: GeneratorValue): string[] {
  return Array.from({ length: 1 + g(below, 4) }, () =>
    g(oneOf, 'a', 'é', '{"x":', ' 1}', '😀', '\n'),
  )
}

function tokens(token: string): Json[] {
  return [{ token, logprob: -0.5, bytes: [...new TextEncoder().encode(token)], top_logprobs: [] }]
}

// One piece in each delta, each call’s in order; the calls one after the other, or in turns.
function callPieces(g: GeneratorValue): Json[][] {
  const rest = Array.from({ length: 1 + g(below, 3) }, (_, index) => {
    const isCustom = g(chance)
    const key = isCustom ? 'custom' : 'function'
    const text = isCustom ? 'input' : 'arguments'
    const begin = {
      index,
      id: `call_${index}`,
      type: key,
      [key]: { name: `f${index}`, [text]: '' },
    }
    return [begin, ...texts(g).map((each) => ({ index, [key]: { [text]: each } }))] as Json[]
  })
  const inTurns = g(chance)
  const begun = rest.map((pieces) => [pieces.shift()!])
  if (!inTurns) return rest.flatMap((pieces, at) => [begun[at]!, ...pieces.map((each) => [each])])
  const all = begun
  for (;;) {
    const open = rest.filter((pieces) => pieces.length > 0)
    if (open.length === 0) return all
    all.push([open[g(below, open.length)]!.shift()!])
  }
}
