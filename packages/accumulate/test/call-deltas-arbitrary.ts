// Tool calls, and the deltas by which one kind of server or another streams them.

import fc, { type GeneratorValue } from 'fast-check'
import { jsonKey } from '../../chat/test/json-value-arbitrary.ts'
import { below, chance, type Json, oneOf, type Piece } from './stream-pieces.ts'

interface Call {
  readonly id: string
  readonly name: string
  /** JSON, in pieces. */
  readonly pieces: readonly string[]
}

type Style = (g: GeneratorValue, calls: readonly Call[], choice: number) => Streamed

interface Streamed {
  /** The `tool_calls` of each delta. */
  readonly deltas: Json[][]
  /** The calls as the message has them. */
  readonly calls: Json[]
}

const someArguments = (): fc.Arbitrary<object> =>
  fc.dictionary(
    jsonKey.filter((key) => key !== '__proto__'),
    fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.constantFrom('{', '"}', '\\', [], {})),
    { maxKeys: 3 },
  )
const cuts = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat({ max: length }), { maxLength: 4 })

/** The deltas that stream some calls, or none; the calls themselves are put into the message. */
export function callDeltas(g: GeneratorValue, message: Json, choice: number): Piece[] {
  switch (g(below, 4)) {
    case 0:
      return legacyDeltas(g, message)
    case 1:
      return []
    default: {
      const calls = Array.from({ length: 1 + g(below, 3) }, (_, at) => makeCall(g, at))
      const { deltas, calls: expected } = g(oneOf<Style>, ...styles)(g, calls, choice)
      message['tool_calls'] = expected
      const empty = g(oneOf, {}, { content: null }, { role: 'assistant', content: '' })
      return deltas.map((tool_calls) => ({ delta: { ...empty, tool_calls } }))
    }
  }
}

function legacyDeltas(g: GeneratorValue, message: Json): Piece[] {
  if (g(chance)) return []
  const { name, pieces } = makeCall(g, 0)
  message['function_call'] = { name, arguments: pieces.join('') }
  const again = g(oneOf, {}, { name }, { name: null })
  return [
    { delta: { role: null, content: null, function_call: { name, arguments: '' } } },
    ...pieces.map((text) => ({ delta: { function_call: { ...again, arguments: text } } })),
  ]
}

function makeCall(g: GeneratorValue, at: number): Call {
  const text = JSON.stringify(g(someArguments))
  const ends = [...g(cuts, text.length).toSorted((a, b) => a - b), text.length]
  return {
    id: `call_${at}`,
    name: g(oneOf, 'get_weather', 'get', 'get_time'),
    pieces: ends.map((end, nth) => text.slice(nth === 0 ? 0 : ends[nth - 1], end)),
  }
}

function whole({ id, name, pieces }: Call, id_ = id): Json {
  return { id: id_, type: 'function', function: { name, arguments: pieces.join('') } }
}

/** OpenAI's, with every liberty that others take: C9 to C13, C15, C28. */
const numbered: Style = (g, calls) => {
  const first = g(oneOf, 0, 0, 1, -1, 12)
  const step = g(oneOf, 1, 1, 5)
  // As text, or now as a number and now as text.
  const asText = g(oneOf, 'never', 'never', 'always', 'sometimes')
  const written = (index: number): number | string => {
    if (index < 0 || asText === 'never') return index
    return asText === 'always' || g(chance) ? String(index) : index
  }
  const repeats = g(oneOf, 'nothing', 'id', 'name', 'both', 'empty', 'null', 'other id')
  let others = 0
  const again = ({ id, name }: Call): Json => {
    switch (repeats) {
      case 'id':
        return { id }
      case 'name':
        return { type: 'function', function: { name } }
      case 'both':
        return { id, function: { name } }
      case 'empty':
        return { id: '', type: '', function: { name: '' } }
      case 'null':
        return { id: null, type: null, function: { name: null } }
      case 'other id':
        return { id: `other_${others++}` }
      default:
        return {}
    }
  }
  const lists = calls.map((call, at) => {
    const index = first + at * step
    const { id, name } = call
    const type = g(oneOf<Json>, { type: 'function' }, {}, { type: null })
    const start = { index: written(index), id, ...type, function: { name, arguments: '' } }
    if (g(chance)) delete (start.function as Json)['arguments']
    return [
      start,
      ...call.pieces.map((text) => withText({ index: written(index), ...again(call) }, text)),
    ]
  })
  return interleaved(g, calls, lists)
}

/** Parallel calls all with one number, C14: each piece has its id, or they come one after the other. */
const sameNumber: Style = (g, calls) => {
  const withIds = g(chance)
  const blank = g(oneOf<Json>, {}, { id: '' }, { id: null })
  const lists = calls.map(({ id, name, pieces }) => [
    { index: 0, id, type: 'function', function: { name, arguments: '' } },
    ...pieces.map((text) => withText({ index: 0, ...(withIds ? { id } : blank) }, text)),
  ])
  return withIds ? interleaved(g, calls, lists) : inTurn(calls, lists)
}

/** Without numbers, C10: each piece has its id, or they come one after the other. */
const unnumbered: Style = (g, calls) => {
  const withIds = g(chance)
  const lists = calls.map(({ id, name, pieces }) => [
    { id, function: { name, arguments: '' } },
    ...pieces.map((text) => withText(withIds ? { id } : {}, text)),
  ])
  return withIds ? interleaved(g, calls, lists) : inTurn(calls, lists)
}

/** Without numbers and without ids, whole, in one delta or in several: C10, C11, C25. */
const anonymous: Style = (g, calls, choice) => {
  const blank = g(oneOf<Json>, {}, { id: '' }, { id: null })
  const entries = calls.map(({ name, pieces }) => ({
    ...blank,
    type: 'function',
    function: { name, arguments: pieces.join('') },
  }))
  return {
    deltas: g(chance) ? [entries] : entries.map((entry) => [entry]),
    calls: calls.map((call, at) => whole(call, `call_local_${choice}_${at}`)),
  }
}

/** The id comes with the second piece. */
const lateId: Style = (g, calls) => {
  const lists = calls.map(({ id, name, pieces }, index) => [
    { index, function: { name, arguments: '' } },
    { index, id },
    ...pieces.map((text) => withText({ index }, text)),
  ])
  return interleaved(g, calls, lists)
}

/** The name comes in pieces, or longer every time, before the arguments: C13. */
const namePieces: Style = (g, calls) => {
  const grows = g(chance)
  const lists = calls.map(({ id, name, pieces }, index) => {
    const words = name.split(/(?=_)/)
    const names = words.map((word, at) => (grows ? words.slice(0, at + 1).join('') : word))
    return [
      ...names.map((piece, at) => ({
        index,
        ...(at === 0 ? { id } : {}),
        function: { name: piece },
      })),
      ...pieces.map((text) => withText({ index }, text)),
    ]
  })
  return interleaved(g, calls, lists)
}

/** The arguments are an object, sent once or again: C26. */
const objects: Style = (g, calls) => {
  const again = g(chance)
  const lists = calls.map(({ id, name, pieces }, index) => {
    const piece = { index, id, function: { name, arguments: JSON.parse(pieces.join('')) as Json } }
    return again ? [piece, piece] : [piece]
  })
  return interleaved(g, calls, lists)
}

/** Custom tools, whose input is text, with a key that is not known beside it. */
const custom: Style = (g, calls) => {
  const type = g(oneOf<Json>, { type: 'custom' }, {})
  const lists = calls.map(({ id, name, pieces }, index) => [
    { index, id, ...type, custom: { name }, x_call: [index] },
    ...pieces.map((input) => ({ index, custom: { input } })),
  ])
  const { deltas } = interleaved(g, calls, lists)
  const order = firstSeen(deltas)
  return {
    deltas,
    calls: order.map((index) => {
      const { id, name, pieces } = calls[index]!
      return { id, type: 'custom', custom: { name, input: pieces.join('') }, x_call: [index] }
    }),
  }
}

const styles = [
  numbered,
  numbered,
  numbered,
  sameNumber,
  unnumbered,
  anonymous,
  lateId,
  namePieces,
  objects,
  custom,
]

function withText(piece: Json, text: string): Json {
  return { ...piece, function: { ...(piece['function'] as Json | undefined), arguments: text } }
}

function inTurn(calls: readonly Call[], lists: readonly Json[][]): Streamed {
  return { deltas: lists.flat().map((piece) => [piece]), calls: calls.map((call) => whole(call)) }
}

/** In any order that keeps each call's own, in which the first pieces decide the order of the calls. */
function interleaved(
  g: GeneratorValue,
  calls: readonly Call[],
  lists: readonly Json[][],
): Streamed {
  const rest = lists.map((list, at) => list.map((piece) => ({ at, piece })))
  const deltas: Json[][] = []
  const order: number[] = []
  for (;;) {
    const open = rest.filter((list) => list.length > 0)
    if (open.length === 0) break
    const taken = g(below, 4) === 0 ? open : [open[g(below, open.length)]!]
    const pieces = taken.map((list) => list.shift()!)
    for (const { at } of pieces) if (!order.includes(at)) order.push(at)
    deltas.push(pieces.map(({ piece }) => piece))
  }
  return { deltas, calls: order.map((at) => whole(calls[at]!)) }
}

function firstSeen(deltas: readonly Json[][]): number[] {
  return [...new Set(deltas.flat().map((piece) => piece['index'] as number))]
}
