// Written by the Encoding Standard, compared with the runtime: a stateless `TextDecoder` with `ignoreBOM` is right
// everywhere (the streaming one is not).

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeUtf8, encodeUtf8, isWellFormed } from '../src/utf-8.ts'

const numRuns = Number(process.env['FC_RUNS'] ?? 1000)

/** Bytes around the borders of the decoder's tables. */
const BORDERS = [
  0x00, 0x0a, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbb, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
  0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xfe, 0xff,
]
const border = fc.constantFrom(...BORDERS)
const bytes = fc.array(border, { maxLength: 12 }).map((all) => Uint8Array.from(all))

test('decodes as the runtime does', () => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  fc.assert(
    fc.property(bytes, (each) => {
      expect(decodeUtf8(each)).toBe(decoder.decode(each))
    }),
    { numRuns },
  )
})

test('decodes every pair of bytes as the runtime does', () => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const wrong: string[] = []
  for (let pair = 0; pair < 0x10000; pair++) {
    const each = Uint8Array.of(pair >> 8, pair & 0xff)
    if (decodeUtf8(each) !== decoder.decode(each)) wrong.push(pair.toString(16))
  }
  expect(wrong).toEqual([])
})

test('encodes as the runtime does, lone surrogates too', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\u{d800}', '\u{dfff}', '\u{feff}'),
  )
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 4 }), (parts) => {
      const text = parts.join('')
      expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text))
    }),
    { numRuns },
  )
})

test('knows what is well-formed as a fatal decoder does', () => {
  const fatal = new TextDecoder('utf-8', { fatal: true })
  const accepts = (each: Uint8Array): boolean => {
    try {
      fatal.decode(each)
      return true
    } catch {
      return false
    }
  }
  fc.assert(
    fc.property(bytes, (each) => {
      expect(isWellFormed(each)).toBe(accepts(each))
    }),
    { numRuns },
  )
})
