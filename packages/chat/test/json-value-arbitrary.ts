// JSON values, with the keys that these tests can rely on. Values have everything that JSON has.

import fc from 'fast-check'

/**
 * A key of a JSON object, without what JSON writes as an escape: `JSON.parse` of V8 14.6 (Node 26.10)
 * takes a key for an earlier one that ended in a backslash. `JSON.parse('{"\\\\":1}')`, and from then
 * on the key of `'{"\\"":1}'` is a backslash too.
 */
export const jsonKey: fc.Arbitrary<string> = fc
  .string({ maxLength: 10 })
  // oxlint-disable-next-line no-control-regex -- they are what it is about
  .filter((key) => !/["\\\u0000-\u001f]/.test(key))

/** Any JSON value but -0, which JSON text does not give back: `JSON.stringify(-0)` is `0`. */
export function jsonValue(constraints: {
  readonly maxDepth?: number | undefined
}): fc.Arbitrary<unknown> {
  const { maxDepth = 2 } = constraints
  return fc.anything({
    key: jsonKey,
    maxDepth,
    values: [
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0),
      fc.string(),
      fc.constantFrom('"', '\\', '\\"', '\n', '\u0000', '{', ']'),
      fc.constant(null),
    ],
  })
}
