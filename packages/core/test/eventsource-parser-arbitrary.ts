// Text of event streams, with what only text can hold (lone surrogates), and places to cut it.

import fc from 'fast-check'

const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r\n', '\r')
const snippet = fc.constantFrom(
  '',
  '',
  ' ',
  '  ',
  'x',
  ':',
  'a:b',
  '{"a":1}',
  '\t',
  'é',
  '漢字',
  '😀',
  '\uD83D',
  '\uDE00',
  '\uFEFF',
  '\u2028',
  '\u0085',
  '\v',
  '\0',
  'data',
  '\u00EF\u00BB\u00BF',
  'y'.repeat(30),
  'z'.repeat(300),
)
const value = fc.tuple(snippet, snippet).map(([a, b]) => a + b)
const separator = fc.constantFrom(': ', ': ', ':', ':  ', ':\t')

const smallDigits = fc.constantFrom('0', '3000', '03000', '2147483647', '0'.repeat(400))
const noDigits = fc.constantFrom(
  '',
  '+5',
  '-1',
  '1.5',
  ' 7',
  '7 ',
  '１２',
  '1e3',
  '0x1',
  'x'.repeat(90),
)
const hugeDigits = fc.constantFrom('2147483648', '99999999999', '9'.repeat(400))

const dataLine = fc.tuple(separator, value).map(([by, v]) => `data${by}${v}`)
const otherField = fc.oneof(
  fc
    .tuple(separator, fc.constantFrom('', 'ping', 'response.output_text.delta', 'é'))
    .map(([by, v]) => `event${by}${v}`),
  fc.tuple(separator, value).map(([by, v]) => `id${by}${v}`),
  fc.oneof(smallDigits, noDigits).map((v) => `retry: ${v}`),
  fc.constantFrom('data', 'event', 'id', 'retry'),
)
const comment = value.map((v) => `:${v}`)
const unknownLine = fc
  .tuple(
    fc.constantFrom(
      'Data',
      'data ',
      ' data',
      'datax',
      'dat',
      'd',
      'events',
      'idx',
      'i',
      'retry ',
      'error',
      '__proto__',
      '\uFEFFdata',
      'a name that is longer than 20 characters',
      '<html>',
    ),
    fc.constantFrom('', ': ', ':'),
    value,
  )
  .map(([name, by, v]) => name + by + (by === '' ? '' : v))

const knownLine = fc.oneof(
  { weight: 6, arbitrary: dataLine },
  { weight: 4, arbitrary: otherField },
  { weight: 2, arbitrary: comment },
)

function block(line: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const ends = fc.array(lineEnd, { minLength: 5, maxLength: 5 })
  return fc
    .tuple(fc.array(line, { maxLength: 4 }), lineEnd, ends, fc.boolean())
    .map(([lines, same, each, mixed]) => {
      const end = (index: number): string => (mixed ? (each[index] ?? '\n') : same)
      return lines.map((text, index) => text + end(index)).join('') + end(4)
    })
}

const wholeEvent = fc
  .tuple(
    fc.constantFrom('', '', 'event: delta\n', 'id: 7\n'),
    value,
    fc.constantFrom('\n\n', '\r\n\r\n', '\r\r'),
  )
  .map(([before, v, end]) => `${before}data: ${v}${end}`)

const anyLine = fc.oneof(
  { weight: 12, arbitrary: knownLine },
  { weight: 2, arbitrary: unknownLine },
)
const starts = ['', '', '', '\uFEFF', '\n', '\uFEFF\n']

function stream(piece: fc.Arbitrary<string>, ...more: string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...starts, ...more), fc.array(piece, { maxLength: 7 }))
    .map(([head, pieces]) => head + pieces.join(''))
}

/** Streams that may hold anything but what we read otherwise on purpose; they may end anywhere. */
export const streamText: fc.Arbitrary<string> = fc
  .tuple(
    stream(
      fc.oneof(
        { weight: 4, arbitrary: block(anyLine) },
        { weight: 4, arbitrary: wholeEvent },
        { weight: 1, arbitrary: lineEnd },
        { weight: 1, arbitrary: anyLine },
      ),
      '\uFEFF\uFEFF',
    ),
    fc.nat({ max: 3 }),
    fc.nat({ max: 12 }),
  )
  .map(([text, ending, lost]) =>
    ending === 3 ? text.slice(0, Math.max(0, text.length - lost)) : text,
  )
  .filter((text) => !text.startsWith('\u00EF\u00BB\u00BF'))

/** Streams of lines that are all fields or comments, each with its end. */
export const knownLinesText: fc.Arbitrary<string> = stream(
  fc.oneof(
    { weight: 4, arbitrary: block(knownLine) },
    { weight: 4, arbitrary: wholeEvent },
    { weight: 1, arbitrary: lineEnd },
  ),
)

/** The same as a list of lines with their ends. */
export const knownLines: fc.Arbitrary<readonly string[]> = fc.array(
  fc.tuple(fc.oneof(knownLine, fc.constant('')), lineEnd).map(([text, end]) => text + end),
  { maxLength: 12 },
)

/** A line, with its end, that is no field and no comment. */
export const unknownLineText: fc.Arbitrary<string> = fc
  .tuple(unknownLine, lineEnd)
  .map(([text, end]) => text + end)

/** Streams with everything, what we read otherwise on purpose included. */
export const anyText: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '\u00EF\u00BB\u00BF', '\u00EF\u00BB', '\u00EF'),
    fc.array(
      fc.oneof(
        streamText,
        hugeDigits.map((digits) => `retry:${digits}\n`),
      ),
      { maxLength: 3 },
    ),
  )
  .map(([head, pieces]) => head + pieces.join(''))

/** How to cut text: by lengths in UTF-16 code units, over and over; 0 is an empty chunk. */
export const cutting: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.constant([1]),
  fc.constant([Infinity]),
  fc.array(fc.oneof(fc.nat({ max: 4 }), fc.nat({ max: 40 }), fc.nat({ max: 700 })), {
    minLength: 1,
    maxLength: 6,
  }),
)

/** Cuts text by a cutting. */
export function cut(text: string, lengths: readonly number[]): string[] {
  const chunks: string[] = []
  for (let turn = 0, at = 0; at < text.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1
    // Nothing but empty chunks would never end.
    const take = turn % 50 === 49 ? Math.max(1, length) : length
    chunks.push(text.slice(at, at + take))
    at += take
  }
  return chunks
}

/** Cuts text behind each blank line: one event to a chunk, the way of language models. */
function cutAtEvents(text: string): string[] {
  return text.split(/(?<=\n\n|\r\n\r\n|\r\r)/)
}

/** Text that was cut, one way or the other. */
export function chunked(
  text: fc.Arbitrary<string>,
): fc.Arbitrary<{ readonly text: string; readonly chunks: readonly string[] }> {
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(text, cutting).map(([t, by]) => ({ text: t, chunks: cut(t, by) })),
    },
    { weight: 1, arbitrary: text.map((t) => ({ text: t, chunks: cutAtEvents(t) })) },
  )
}
