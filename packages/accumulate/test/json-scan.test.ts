// White box: the scan is no part of the package's door.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonValue } from '../../chat/test/json-value-arbitrary.ts'
import { scanJSON, WHOLE } from '../src/json-scan.ts'

function scanned(...pieces: string[]): boolean {
  let state = 0
  for (const piece of pieces) state = scanJSON(state, piece)
  return state === WHOLE
}

const json = jsonValue({ maxDepth: 3 })
  .filter((value) => typeof value === 'object' && value !== null)
  .chain((value) => fc.constantFrom(JSON.stringify(value), JSON.stringify(value, null, 2)))

describe('an object or an array is whole', () => {
  test('at its end, however it is cut', () => {
    fc.assert(
      fc.property(json, fc.nat(), (text, cut) => {
        const at = cut % (text.length + 1)
        expect(scanned(text.slice(0, at), text.slice(at))).toBe(true)
        expect(scanned(...text)).toBe(true)
        expect(scanned(' \n', text, '\t\r\n')).toBe(true)
      }),
    )
  })

  test('not before', () => {
    fc.assert(
      fc.property(json, fc.nat(), (text, cut) => {
        expect(scanned(text.slice(0, cut % text.length))).toBe(false)
      }),
    )
  })

  test('not when something else follows or goes before', () => {
    fc.assert(
      fc.property(json, fc.constantFrom('x', '{}', '"', ']'), (text, other) => {
        expect(scanned(text, other)).toBe(false)
        expect(scanned(other, text)).toBe(false)
      }),
    )
  })
})

test.each(['', ' ', '"a"', '1', 'null', 'true'])('%j is neither', (text) => {
  expect(scanned(text)).toBe(false)
})
