// JSON texts, valid ones in all their ways of writing, and ones that are broken in one place.

import fc from 'fast-check'

const space = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom(' ', '\n', '\t', '\r', ' \r\n\t ') },
)

const hex = fc.constantFrom('0', '9', 'a', 'F', 'd', 'D', '8', 'c', 'e')
const unicodeEscape = fc.tuple(hex, hex, hex, hex).map((digits) => `\\u${digits.join('')}`)
const piece = fc.oneof(
  fc.constantFrom('a', 'b', ' ', '/', "'", '{', ']', ',', ':', '0', 'true', '\u007f', '\u2028'),
  fc.constantFrom('\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t'),
  fc.constantFrom('\\ud83d', '\\uDE00', '\\uD83D\\ude00', '\\u0000', '\\u0022', '\\u005c'),
  fc.constantFrom('\ud83d', '\ude00', '\u{1f600}', '\\ud83d\ude00', '\ud83d\\ude00', '\ufeff'),
  // Long runs are scanned in another way than short ones.
  fc.constantFrom(`${'long '.repeat(9)}run`, `${'x'.repeat(33)}\\n`, '中'.repeat(40)),
  unicodeEscape,
)
const stringBody = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))

// No key ends in a backslash: `JSON.parse` of Node 26.10 mistakes later keys for such a key.
const key = fc.oneof(
  fc.constantFrom('', 'a', 'b', '__proto__', 'constructor', 'toString', 'length', '0', '1', '10'),
  stringBody.map((body) => `${body}a`),
)

const integer = fc.constantFrom('0', '1', '-0', '-1', '10', '907', '12345678901234567890')
const fraction = fc.constantFrom('', '', '.0', '.5', '.10', '.000001')
const exponent = fc.constantFrom('', '', 'e0', 'E5', 'e+1', 'E-1', 'e400', 'e-400', 'e007')
const number = fc.tuple(integer, fraction, exponent).map((parts) => parts.join(''))

const inSpace = (value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(space, value, space).map((parts) => parts.join(''))

/** A valid text, of any way of writing it. */
export const jsonText: fc.Arbitrary<string> = inSpace(
  fc.letrec<{ readonly value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('true', 'false', 'null'),
      number,
      stringBody.map((body) => `"${body}"`),
      fc
        .array(inSpace(tie('value')), { maxLength: 4 })
        .chain((elements) => inSpace(fc.constant(elements.join(','))).map((all) => `[${all}]`)),
      fc
        .array(fc.tuple(inSpace(key.map((body) => `"${body}"`)), inSpace(tie('value'))), {
          maxLength: 4,
        })
        .chain((members) =>
          inSpace(fc.constant(members.map((member) => member.join(':')).join(','))),
        )
        .map((all) => `{${all}}`),
    ),
  })).value,
)

/** A text with one character changed, left out or put in: valid still, now and then. */
export const brokenText: fc.Arbitrary<string> = fc
  .tuple(
    jsonText,
    fc.nat(),
    fc.constantFrom(0, 1),
    fc.oneof(
      fc.constant(''),
      fc.constantFrom(...'{}[]",:\\0123456789-+.eEtrufalsn \n\u0000\u001f\u00a0\ufeffx/'),
      piece,
    ),
  )
  .map(([text, where, removed, put]) => {
    const at = where % (text.length + 1)
    return text.slice(0, at) + put + text.slice(at + removed)
  })
  // See above.
  .filter((text) => !/(?:\\\\|\\u005c)"\s*:/i.test(text))

/** Places to cut a text at. */
export function cuts(text: string, seeds: readonly number[]): string[] {
  const places = [...new Set(seeds.map((seed) => seed % (text.length + 1)))].toSorted(
    (a, b) => a - b,
  )
  return [...places, text.length].map((end, index) => text.slice(places[index - 1] ?? 0, end))
}
