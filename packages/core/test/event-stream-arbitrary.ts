// Streams that look like streams: random soup finds nothing. Biased towards the places where parsers break.

import fc from 'fast-check'

const utf8 = new TextEncoder()
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r\n', '\r')
const snippet = fc.constantFrom(
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
  '\uFEFF',
  '\u2028',
  '\u0085',
  '\v',
  '\0',
  '[DONE]',
  ' [DONE] ',
  'data',
  '1',
  '0',
  'y'.repeat(30),
  'z'.repeat(300),
  '漢'.repeat(120),
)
const digits = fc.constantFrom(
  '',
  '0',
  '3000',
  '03000',
  '+5',
  '-1',
  '1.5',
  ' 7',
  '7 ',
  '１２',
  '99999999999',
  '9'.repeat(400),
)
const value = fc.tuple(snippet, snippet).map(([a, b]) => a + b)
const separator = fc.constantFrom(': ', ': ', ':', ':  ', ':\t', '')
const line = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(separator, value).map(([by, v]) => `data${by === '' ? '' : by + v}`),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(separator, fc.constantFrom('', 'ping', 'response.output_text.delta', 'é'))
      .map(([by, v]) => `event${by === '' ? '' : by + v}`),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(separator, value).map(([by, v]) => `id${by === '' ? '' : by + v}`),
  },
  { weight: 2, arbitrary: digits.map((v) => `retry: ${v}`) },
  { weight: 2, arbitrary: value.map((v) => `:${v}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'Data',
          'data ',
          ' data',
          'datax',
          'dat',
          'error',
          '__proto__',
          '\uFEFFdata',
          'longfieldname',
        ),
        separator,
        value,
      )
      .map(([n, by, v]) => `${n}${by}${v}`),
  },
)
const textBlock = fc
  .tuple(
    fc.array(line, { maxLength: 4 }),
    lineEnd,
    fc.array(lineEnd, { minLength: 5, maxLength: 5 }),
    fc.boolean(),
  )
  .map(([lines, same, ends, mixed]) => {
    const end = (index: number): string => (mixed ? (ends[index % 5] ?? '\n') : same)
    return lines.map((each, index) => each + end(index)).join('') + end(4)
  })
const wholeEvent = fc
  .tuple(
    fc.constantFrom('', '', 'event: delta\n', 'event: delta\n', 'event: other\n'),
    value,
    fc.constantFrom('\n\n', '\n\n', '\r\n\r\n'),
  )
  .map(([event, v, end]) => `${event}data: ${v}${end}`)
// Types that repeat are learnt; one that is not ASCII has fewer code units than bytes.
const run = fc
  .tuple(
    fc.constantFrom('delta', '\u65e5\u672c', 'd\u00e9lta', '\u{1f600}'),
    fc.array(value, { minLength: 3, maxLength: 6 }),
    fc.constantFrom('\n\n', '\n\n', '\r\n\r\n', '\ndata: y\n\n'),
  )
  .map(([type, values, end]) => values.map((v) => `event: ${type}\ndata: ${v}${end}`).join(''))
// More types by turns than are learnt; some are alike in length, or the beginning of another.
const turns = fc
  .tuple(
    fc.array(
      fc.tuple(fc.constantFrom(...'abcdefgh', 'ab', 'abc', 'abd', '\u65e5', '\u672c'), value),
      { minLength: 8, maxLength: 30 },
    ),
    fc.constantFrom('\n\n', '\n\n', '\r\n\r\n', '\ndata: y\n\n', '\nevent: z\n\n'),
  )
  .map(([types, end]) => types.map(([type, v]) => `event: ${type}\ndata: ${v}${end}`).join(''))
const broken = fc.constantFrom(
  [0xff],
  [0xc3],
  [0xe2, 0x82],
  [0xf0, 0x9f, 0x98],
  [0xed, 0xa0, 0x80],
  [0xc0, 0xaf],
  [0xf8, 0x88],
)
const piece = fc.oneof(
  { weight: 6, arbitrary: textBlock.map((text) => [...utf8.encode(text)]) },
  { weight: 6, arbitrary: wholeEvent.map((text) => [...utf8.encode(text)]) },
  { weight: 2, arbitrary: run.map((text) => [...utf8.encode(text)]) },
  { weight: 1, arbitrary: turns.map((text) => [...utf8.encode(text)]) },
  { weight: 1, arbitrary: broken },
  { weight: 1, arbitrary: lineEnd.map((text) => [...utf8.encode(text)]) },
)
const start = fc.constantFrom<number[]>(
  [],
  [],
  [],
  [0xef, 0xbb, 0xbf],
  [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf],
  [0xef, 0xbb],
  [0xc3, 0xaf, 0xc2, 0xbb, 0xc2, 0xbf],
)

/** The bytes of an event stream, now and then with a cut or broken end. */
export const eventStreamBytes: fc.Arbitrary<Uint8Array> = fc
  .tuple(start, fc.array(piece, { maxLength: 8 }), fc.nat({ max: 3 }))
  .map(([head, pieces, lost]) => {
    const bytes = Uint8Array.from([...head, ...pieces.flat()])
    return lost === 3 ? bytes.subarray(0, Math.max(0, bytes.length - 2)) : bytes
  })

/** How to cut bytes: by lengths, over and over; 0 is an empty chunk. */
export const cutting: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.constant([1]),
  fc.constant([Infinity]),
  fc.array(fc.oneof(fc.nat({ max: 4 }), fc.nat({ max: 40 }), fc.nat({ max: 700 })), {
    minLength: 1,
    maxLength: 6,
  }),
)

/** Cuts bytes by a cutting; each chunk is a buffer of its own. */
export function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1
    // Nothing but empty chunks would never end.
    const take = turn % 50 === 49 ? Math.max(1, length) : length
    chunks.push(bytes.slice(at, at + take))
    at += take
  }
  return chunks
}

/** Cuts bytes behind each blank line: the way of language models. */
export function cutAtEvents(bytes: Uint8Array): Uint8Array[] {
  const chunks: Uint8Array[] = []
  let from = 0
  for (let i = 1; i < bytes.length; i++) {
    const blank =
      (bytes[i] === 10 && bytes[i - 1] === 10) ||
      (bytes[i] === 10 && bytes[i - 1] === 13 && bytes[i - 2] === 10)
    if (!blank) continue
    chunks.push(bytes.slice(from, i + 1))
    from = i + 1
  }
  if (from < bytes.length) chunks.push(bytes.slice(from))
  return chunks
}
