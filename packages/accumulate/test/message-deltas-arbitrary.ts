// The parts of a message, each with the deltas by which one server or another streams it.

import fc, { type GeneratorValue } from 'fast-check'
import { jsonValue } from '../../chat/test/json-value-arbitrary.ts'
import { below, chance, oneOf, type Json, type Piece } from './stream-pieces.ts'

const anyPiece = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 6 }) },
  { weight: 3, arbitrary: fc.constantFrom(' the', '\n', '{"a":', '"', '\\', '👩‍🚀', 'é') },
  // The halves of a character that is in two pieces, or that never becomes whole.
  { weight: 1, arbitrary: fc.constantFrom('\ud83d', '\ude00', '\ufffd') },
)
const textPieces = (): fc.Arbitrary<string[]> => fc.array(anyPiece, { maxLength: 6 })
// Without the key that is none at any level (U5).
const value = (): fc.Arbitrary<unknown> =>
  jsonValue({ maxDepth: 2 }).filter((each) => !JSON.stringify(each).includes('__proto__'))

export function makeRole(g: GeneratorValue): Piece {
  return {
    delta: g(oneOf, { role: 'assistant' }, { role: 'assistant', content: '' }, { role: null }),
  }
}

export function makeContent(g: GeneratorValue, message: Json): Piece[] {
  const pieces = g(textPieces)
  const text = pieces.join('')
  if (text !== '') message['content'] = text
  const empty = g(oneOf, {}, { refusal: null }, { tool_calls: null, refusal: '' })
  if (g(below, 6) === 0) {
    // C40: beside the delta. C33: the message so far, too.
    return pieces.map((piece) => ({ delta: { ...empty }, beside: { text: piece } }))
  }
  if (g(below, 6) > 0 || text === '') {
    const isCumulative = g(below, 6) === 0
    let soFar = ''
    return pieces.map((content) => {
      soFar += content
      const beside = { message: { role: 'assistant', content: soFar } }
      return { delta: { ...empty, content }, ...(isCumulative ? { beside } : {}) }
    })
  }
  // C29: in parts, the last of it as a string. A first part makes sure that there are parts.
  message['content_parts'] = [
    { type: 'reference', reference_ids: [1] },
    { type: 'text', text },
  ]
  return [
    { delta: { content: [{ type: 'reference', reference_ids: [1] }] } },
    ...pieces.map((piece, at) => {
      if (at === pieces.length - 1) return { delta: { content: piece } }
      return { delta: { content: [{ type: 'text', text: piece }] } }
    }),
  ]
}

export function makeRefusal(g: GeneratorValue, message: Json): Piece[] {
  if (g(below, 4) > 0) return []
  const pieces = g(textPieces)
  if (pieces.join('') !== '') message['refusal'] = pieces.join('')
  return pieces.map((refusal) => ({ delta: { refusal, content: g(oneOf, null, '') } }))
}

export function makeReasoning(g: GeneratorValue, message: Json): Piece[] {
  if (g(chance)) return []
  const pieces = g(textPieces)
  const text = pieces.join('')
  const names = g(
    oneOf,
    ['reasoning_content'],
    ['reasoning'],
    ['reasoning_text'],
    ['reasoning', 'reasoning_content'],
    ['reasoning', 'reasoning_details'],
    ['reasoning_details'],
  )
  const detail = { type: 'reasoning.text', index: 0, format: 'unknown' }
  for (const name of names) {
    if (name === 'reasoning_details') {
      if (pieces.length > 0) message[name] = [{ ...detail, text }]
    } else if (text !== '') message[name] = text
  }
  return pieces.map((piece) => {
    const values = names.map((name) =>
      name === 'reasoning_details' ? [name, [{ ...detail, text: piece }]] : [name, piece],
    )
    return { delta: Object.fromEntries(values) as Json }
  })
}

export function makeAudio(g: GeneratorValue, message: Json): Piece[] {
  if (g(below, 6) > 0) return []
  const transcripts = g(textPieces)
  const sounds = ['AAAA', 'BBBB', 'Q2M='].slice(g(below, 3))
  message['audio'] = {
    id: 'audio_1',
    transcript: transcripts.join(''),
    data: sounds.join(''),
    expires_at: 1_790_000_000,
  }
  return [
    { delta: { audio: { id: 'audio_1' } } },
    ...transcripts.map((transcript) => ({ delta: { audio: { id: 'audio_1', transcript } } })),
    ...sounds.map((data) => ({ delta: { audio: { data } } })),
    { delta: { audio: { expires_at: 1_790_000_000 } } },
  ]
}

export function makeAnnotations(g: GeneratorValue, message: Json): Piece[] {
  if (g(below, 5) > 0) return []
  const annotations = Array.from({ length: g(below, 4) }, (_, at) => ({ type: 'url_citation', at }))
  if (annotations.length > 0) message['annotations'] = annotations
  return annotations.map((annotation) => ({ delta: { content: '', annotations: [annotation] } }))
}

// Keys that are known nowhere (C37), each the way by which a server may send what the message has.
export function makeExtras(g: GeneratorValue, message: Json): Piece[] {
  switch (g(below, 7)) {
    case 0: {
      // The same every time, or last of several that are neither a text, a list nor an object.
      const last = g(value)
      if (last === null || last === '') return []
      message['x_extra'] = last
      const again = g(chance) ? last : g(oneOf<unknown>, null, 3, true)
      return [again, null, last].map((x_extra) => ({ delta: { x_extra } }))
    }
    case 1: {
      // A text in pieces, of which none could be taken for all of it again; null and `''` between them.
      const pieces = Array.from({ length: 1 + g(below, 4) }, (_, at) => `${at}${g(short)}`)
      message['x_text'] = pieces.join('')
      const between = g(oneOf<unknown>, null, '', pieces[0])
      const texts = pieces.length === 1 ? [pieces[0], between] : pieces
      return texts.map((x_text) => ({ delta: { x_text } }))
    }
    case 2: {
      // Longer every time.
      const text = g(short)
      if (text === '') return []
      message['x_grows'] = text
      return Array.from({ length: text.length }, (_, at) => ({
        delta: { x_grows: text.slice(0, at + 1) },
      }))
    }
    case 3: {
      // A list in pieces, or longer every time.
      const list = Array.from({ length: g(below, 5) }, (_, at) => ({ at, is: [at] }))
      message['x_list'] = list
      if (list.length === 0) return [{ delta: { x_list: [] } }]
      return list.map((each, at) => ({
        delta: { x_list: g(chance) && at === list.length - 1 ? list.slice() : [each] },
      }))
    }
    case 4: {
      // Entries by their index, in pieces and in turns.
      const count = 1 + g(below, 3)
      const from = g(below, 3)
      const indexes = Array.from({ length: count }, (_, at) => from + at)
      message['x_entries'] = indexes.map((index) => ({ index, type: 'a', text: `<${index}>` }))
      const piece = (index: number, text: string): Json => ({ index, type: 'a', text })
      return [
        ...indexes.map((index) => piece(index, '<')),
        ...indexes.map((index) => piece(index, `${index}>`)),
      ].map((each) => ({ delta: { x_entries: [each] } }))
    }
    case 5: {
      // An object, key by key, at two levels.
      message['x_object'] = { a: 'xy', b: { c: [1, 2], id: 'two' }, n: 3 }
      return [
        { a: 'x', b: { c: [1], id: 'one' } },
        { a: 'y', b: null, n: 1 },
        { b: { c: [2], id: 'two' }, n: 3 },
      ].map((x_object) => ({ delta: { x_object } }))
    }
    default:
      return []
  }
}

const short = (): fc.Arbitrary<string> => fc.string({ maxLength: 4 })
