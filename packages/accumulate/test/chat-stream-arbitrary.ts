// Streams of chunks with what they add up to, known because the answer is made first and then taken
// apart, the way one server or another does it. Nothing here adds anything up.

import type { ChatCompletion, ChatCompletionChunk } from '@sse/chat'
import fc, { type GeneratorValue } from 'fast-check'
import { callDeltas } from './call-deltas-arbitrary.ts'
import {
  makeAnnotations,
  makeAudio,
  makeContent,
  makeExtras,
  makeReasoning,
  makeRefusal,
  makeRole,
} from './message-deltas-arbitrary.ts'
import { below, chance, oneOf, type Json, type Piece } from './stream-pieces.ts'

export interface StreamCase {
  readonly chunks: readonly ChatCompletionChunk[]
  readonly final: ChatCompletion
  /** Every choice has a finish reason. */
  readonly tells: boolean
}

export function chatStream(): fc.Arbitrary<StreamCase> {
  return fc.gen().map(makeCase)
}

function makeCase(g: GeneratorValue): StreamCase {
  const indexes = g(oneOf, [0], [0], [0, 1], [1, 0], [2, 0, 1], [7, 3])
  const choices = indexes.map((index) => makeChoice(g, index))
  const wires = interleave(g, choices)
  const { chunks, top } = wrap(g, wires)
  const final = {
    ...top,
    choices: choices.map((each) => each.choice).toSorted((a, b) => a['index'] - b['index']),
  }
  return {
    chunks: chunks as unknown as ChatCompletionChunk[],
    final: final as unknown as ChatCompletion,
    tells: choices.every((each) => each.choice['finish_reason'] !== null),
  }
}

interface MadeChoice {
  readonly choice: Json
  /** What the chunks say about it, in order. */
  readonly wires: Json[]
}

function makeChoice(g: GeneratorValue, index: number): MadeChoice {
  const message: Json = { role: 'assistant', content: null, refusal: null }
  const channels = [
    makeContent(g, message),
    makeRefusal(g, message),
    makeReasoning(g, message),
    makeAudio(g, message),
    makeAnnotations(g, message),
    makeExtras(g, message),
    callDeltas(g, message, index),
    makeFillers(g),
  ]
  const beside: Json = {}
  const pieces = shuffled(g, channels)
  if (pieces.length === 0) pieces.push({ delta: {} })
  makeBeside(g, pieces, beside)
  const logprobs = makeLogprobs(g, pieces)
  if (g(chance)) pieces.unshift(makeRole(g))
  const finish = makeFinish(g, pieces)
  const none = g(oneOf, {}, { finish_reason: null }, { finish_reason: '' })
  return {
    choice: { index, message, logprobs, ...finish, ...beside },
    wires: pieces.map((piece) => ({
      index,
      ...none,
      ...(piece.delta === undefined ? {} : { delta: piece.delta }),
      ...piece.beside,
    })),
  }
}

function makeFillers(g: GeneratorValue): Piece[] {
  const filler = (): Piece =>
    g(
      oneOf<Piece>,
      {},
      { delta: null },
      { delta: {} },
      { delta: { content: null } },
      {
        delta: { role: 'assistant', content: '', refusal: null, tool_calls: null },
      },
    )
  // Copies: what is beside them is put in later.
  return Array.from({ length: g(below, 3) }, () => ({ ...filler() }))
}

function makeBeside(g: GeneratorValue, pieces: Piece[], expected: Json): void {
  if (pieces.length === 0) return
  const put = (fields: Json): void => {
    const piece = pieces[g(below, pieces.length)]!
    piece.beside = { ...piece.beside, ...fields }
  }
  if (g(below, 4) === 0) {
    put({ x_choice: (expected['x_choice'] = g(oneOf, 0, false, 'x', [1])) })
  }
  if (g(below, 4) === 0) {
    // Azure: empty on most.
    for (const piece of pieces) piece.beside = { ...piece.beside, content_filter_results: {} }
    put({ content_filter_results: { hate: { filtered: false } } })
    expected['content_filter_results'] = { hate: { filtered: false } }
  }
}

function makeLogprobs(g: GeneratorValue, pieces: Piece[]): Json | null {
  const kind = g(below, 3)
  if (kind === 0 || pieces.length === 0) return null
  if (kind === 1) {
    for (const piece of pieces) piece.beside = { ...piece.beside, logprobs: null }
    return null
  }
  const content: Json[] = []
  const refusal: Json[] = []
  for (const [at, piece] of pieces.entries()) {
    const tokens = Array.from({ length: g(below, 3) }, (_, nth) => ({
      token: `${at}.${nth}`,
      logprob: -1 - nth,
      bytes: null,
      top_logprobs: [],
    }))
    const isRefusal = g(chance)
    piece.beside = {
      ...piece.beside,
      logprobs: { content: isRefusal ? null : tokens, refusal: isRefusal ? tokens : null },
    }
    for (const token of tokens) (isRefusal ? refusal : content).push(token)
  }
  const sent = (key: string): boolean =>
    pieces.some((piece) => Array.isArray(piece.beside?.['logprobs'][key]))
  return {
    content: sent('content') ? content : null,
    refusal: sent('refusal') ? refusal : null,
  }
}

function makeFinish(g: GeneratorValue, pieces: Piece[]): Json {
  const reason = g(oneOf, 'stop', 'stop', 'tool_calls', 'length', 'eos', 'end_turn')
  const last = g(oneOf, reason, 'stop')
  const put = (finish: string): void => {
    pieces.push({ delta: g(oneOf, {}, { content: '' }), beside: { finish_reason: finish } })
  }
  switch (g(below, 4)) {
    case 0: // C16: never.
      return { finish_reason: null }
    case 1: {
      // C19, C19b: twice, and the first is not the end.
      const early = { delta: {}, beside: { finish_reason: reason } }
      pieces.splice(g(below, pieces.length + 1), 0, early)
      put(last)
      const isOther = last !== reason
      return { finish_reason: reason, ...(isOther ? { last_finish_reason: last } : {}) }
    }
    case 2: {
      // On the piece that is last, whatever it is.
      const piece = pieces.at(-1)
      if (piece !== undefined) piece.beside = { ...piece.beside, finish_reason: reason }
      else put(reason)
      return { finish_reason: reason }
    }
    default:
      put(reason)
      return { finish_reason: reason }
  }
}

/** Several lists in one, each in its own order. */
function shuffled<T>(g: GeneratorValue, lists: readonly (readonly T[])[]): T[] {
  const rest = lists.map((list) => [...list])
  const all: T[] = []
  for (;;) {
    const open = rest.filter((list) => list.length > 0)
    if (open.length === 0) return all
    all.push(open[g(below, open.length)]!.shift()!)
  }
}

/** The choices of each chunk: mostly one, at times one piece of each. */
function interleave(g: GeneratorValue, choices: readonly MadeChoice[]): Json[][] {
  const rest = choices.map((each) => [...each.wires])
  const chunks: Json[][] = []
  for (;;) {
    const open = rest.filter((list) => list.length > 0)
    if (open.length === 0) return chunks
    const taken = g(chance) ? open : [open[g(below, open.length)]!]
    chunks.push(taken.map((list) => list.shift()!))
  }
}

interface Wrapped {
  readonly chunks: Json[]
  /** All of the completion but its choices. */
  readonly top: Json
}

function wrap(g: GeneratorValue, wires: readonly Json[][]): Wrapped {
  const id = g(oneOf<unknown>, 'chatcmpl-1', 'chatcmpl-1', 17)
  const model = 'model-1'
  const top: Json = { id: String(id), model, created: 1_790_000_001, object: 'chat.completion' }
  const changes = g(chance)
  const padding = g(oneOf, {}, { obfuscation: 'zz' }, { p: 'abc' })
  const chunks: Json[] = wires.map((choices, at) => ({
    id: changes && at > 0 ? `other-${at}` : id,
    object: g(oneOf, 'chat.completion.chunk', '', 'text_completion'),
    created: changes ? 1_790_000_001 + at : 1_790_000_001,
    model: changes && at > 0 ? 'model-2' : model,
    choices,
    ...padding,
  }))
  if (chunks.length === 0) chunks.push({ id, model, created: 1_790_000_001, choices: [] })
  // C4: an empty one comes first.
  if (g(chance))
    chunks.unshift({ id: '', model: '', created: 0, object: '', choices: [], ...padding })
  // C1 to C3, in between.
  const nothing = g(oneOf<Json>, {}, { choices: null }, { choices: [] })
  if (g(chance)) chunks.splice(g(below, chunks.length + 1), 0, { ...nothing, ...padding })
  addTopExtras(g, chunks, top)
  addUsage(g, chunks, top)
  return { chunks, top }
}

function addTopExtras(g: GeneratorValue, chunks: Json[], top: Json): void {
  for (const key of ['system_fingerprint', 'x_top']) {
    if (g(below, 3) === 0) continue
    const at = g(below, chunks.length)
    top[key] = g(oneOf<unknown>, 'fp_1', 3, { a: [1] })
    chunks[at]![key] = top[key]
    for (const chunk of chunks.slice(at + 1)) chunk[key] = g(oneOf<unknown>, null, top[key])
  }
}

// C20 to C23: on several chunks, cumulative, in three places, with nulls before and after.
function addUsage(g: GeneratorValue, chunks: Json[], top: Json): void {
  const reports = g(below, 4)
  if (g(chance)) for (const chunk of chunks) chunk['usage'] = null
  if (g(chance)) chunks.push({ choices: [], usage: g(oneOf<unknown>, null, {}) })
  const at = Array.from({ length: reports }, () => g(below, chunks.length)).toSorted(
    (a, b) => a - b,
  )
  for (const [nth, position] of at.entries()) {
    if (position === at[nth - 1]) continue
    const usage: Json = {
      prompt_tokens: 5,
      completion_tokens: nth + 1,
      total_tokens: nth + 6,
      completion_tokens_details: g(oneOf, null, { reasoning_tokens: nth }),
      ...(nth === 0 ? { queue_time: 0.25 } : {}),
    }
    const chunk = chunks[position]!
    const choice = chunk['choices']?.at(0)
    const place = g(oneOf, 'top', 'top', 'choice', 'groq')
    if (place === 'choice' && choice !== undefined) choice['usage'] = usage
    else if (place === 'groq') {
      chunk['x_groq'] = { usage }
      const all = ((top['x_groq'] ??= { usage: {} }) as Json)['usage'] as Json
      for (const [key, each] of Object.entries(usage)) all[key] = each ?? all[key] ?? null
    } else chunk['usage'] = usage
    top['usage'] ??= {}
    for (const [key, each] of Object.entries(usage)) if (each !== null) top['usage'][key] = each
  }
}
