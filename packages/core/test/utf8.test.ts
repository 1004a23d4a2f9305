// White box: where regions end is seen from outside only in the memory that is kept alive.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesEnd } from '../src/utf8.ts'

const LF = 10
const CR = 13

const bytes = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constant(120) }, fc.constantFrom(LF, CR, 0xe9)), {
    maxLength: 24,
  })
  .map((values) => Uint8Array.from(values))

/** The same, looking at each byte. */
function linesEndByHand(all: readonly number[], start: number, end: number): number {
  if (end === all.length) return end
  const lineFeeds = all.flatMap((byte, at) => (byte === LF && at >= start ? [at + 1] : []))
  const within = lineFeeds.filter((at) => at <= end)
  if (within.length > 0) return Math.max(...within)
  if (all.slice(start, end).includes(CR)) return end
  return Math.min(...lineFeeds, all.length)
}

test('a region ends behind its last LF, or behind its only line', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), fc.nat(), (chunk, from, length) => {
      const start = from % (chunk.length + 1)
      const end = start + (length % (chunk.length - start + 1))
      expect(linesEnd(chunk, start, end)).toBe(linesEndByHand([...chunk], start, end))
    }),
    { numRuns: 5000 },
  )
})
