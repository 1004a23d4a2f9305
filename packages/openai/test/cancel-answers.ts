// Bodies that an answer of `responses.cancel` may have: JSON, however it is written.

import fc from 'fast-check'

/** JSON in one line, in many, with CRLF and tabs, and with values below their keys. */
export const shapes: readonly (readonly [string, (value: unknown) => string])[] = [
  ['in one line', (value) => JSON.stringify(value)],
  ['in many lines', (value) => `${JSON.stringify(value, null, 2)}\n`],
  ['with CRLF and tabs', (value) => JSON.stringify(value, null, '\t').replaceAll('\n', '\r\n')],
  ['with values below their keys', (value) => valuesBelow(JSON.parse(JSON.stringify(value)))],
]

// Such as may look like fields of an event at the beginning of a line.
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'event: x\n\ndata: y', ': a', 'a: b: c', 'a:  b', 'data: [DONE]'),
)

/** What JSON can say, strings that look like lines of an event stream among it. */
export const values: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value

function valuesBelow(value: unknown): string {
  if (Array.isArray(value)) return `[\n${value.map(valuesBelow).join('\n,\n')}\n]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const pairs = Object.entries(value).map(([key, each]) => {
    return `${JSON.stringify(key)} :\n  ${valuesBelow(each)}`
  })
  return `{\n${pairs.join(',\n')}\n}`
}
