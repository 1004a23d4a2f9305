// A generator that does not reach the delicate places proves nothing. What it reaches is counted here.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutStream, eventStream, referenceParse, undispatchedStream } from '@sse/conformance'

const seed = 7
const streams = fc.sample(cutStream(eventStream()), { numRuns: 4000, seed })
const latin1 = streams.map(({ bytes }) => String.fromCharCode(...bytes))

test.each<[string, RegExp]>([
  ['a leading byte order mark', /^\xef\xbb\xbf(?!\xef\xbb\xbf)/],
  ['two of them', /^\xef\xbb\xbf\xef\xbb\xbf/],
  ['half of one', /^\xef\xbb(?!\xbf)/],
  ['one read as latin-1', /^\xc3\xaf\xc2\xbb\xc2\xbf/],
  ['one at the start of a later line', /[\r\n]\xef\xbb\xbf/],
  ['one at the start of a value', /data: ?\xef\xbb\xbf/],
  ['LF LF', /\n\n/],
  ['CR CR', /\r\r/],
  ['CRLF CRLF', /\r\n\r\n/],
  ['LF CR', /\n\r/],
  ['CR LF CR', /\r\n\r(?!\n)/],
  ['CR at the end', /\r$/],
  ['an empty value', /data: ?[\r\n]/],
  ['a name alone', /(?:^|[\r\n])data[\r\n]/],
  ['two fields of one name', /event:[^\r\n]*[\r\n]+event:/],
  ['an empty event field behind another', /event: ?[a-z][^\r\n]*(?:\r\n|[\r\n])event:? ?[\r\n]/],
  ['NUL in an id', /id: ?[^\r\n]*\0/],
  ['digits and something else', /retry: ?5[^0-9\r\n]/],
  ['a digit look-alike', /retry: ?\xef\xbc\x95/],
  ['a line separator', /\xe2\x80\xa8/],
  ['a sequence that a line end cuts short', /\xe2\x82[\r\n]/],
  ['an overlong sequence', /\xc0\x80/],
  ['a surrogate', /\xed\xa0\x80/],
  ['an unfinished line', /data: [^\r\n]+$/],
  ['a comment', /(?:^|[\r\n]):/],
  ['a name of every object', /__proto__/],
])('%s occurs', (_, pattern) => {
  expect(latin1.filter((text) => pattern.test(text)).length).toBeGreaterThanOrEqual(8)
})

test('most streams have events, many have several', () => {
  const counts = streams.map(({ bytes }) => referenceParse(bytes).events.length)
  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(streams.length / 2)
  expect(counts.filter((count) => count > 2).length).toBeGreaterThan(streams.length / 7)
})

test.each<[string, (bytes: Uint8Array, cuts: readonly number[]) => boolean]>([
  ['inside CRLF', (bytes, cuts) => cuts.some((at) => bytes[at - 1] === 0x0d && bytes[at] === 0x0a)],
  ['behind CR', (bytes, cuts) => cuts.some((at) => bytes[at - 1] === 0x0d)],
  ['inside a character', (bytes, cuts) => cuts.some((at) => ((bytes[at] ?? 0) & 0xc0) === 0x80)],
  [
    'inside a leading byte order mark',
    (bytes, cuts) => bytes[0] === 0xef && cuts.some((at) => at === 1 || at === 2),
  ],
  ['with an empty chunk', (_, cuts) => cuts.some((at, index) => cuts[index + 1] === at)],
  ['between all bytes', (bytes, cuts) => bytes.length > 9 && cuts.length === bytes.length - 1],
])('cuts %s occur', (_, reached) => {
  const found = streams.filter(({ bytes, cuts }) => reached(bytes, cuts))
  expect(found.length).toBeGreaterThanOrEqual(40)
})

test('cuts ascend and stay within the stream', () => {
  for (const { bytes, cuts } of streams) {
    expect([...cuts]).toEqual(cuts.toSorted((a, b) => a - b))
    expect(cuts.every((at) => at >= 0 && at <= bytes.length)).toBe(true)
  }
})

test('well-formed streams decode without an error, also chunk by chunk', () => {
  const options = { wellFormed: true }
  fc.assert(
    fc.property(cutStream(eventStream(options), options), ({ bytes, cuts }) => {
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
      const ends = [...cuts, bytes.length]
      const text = ends.map((end, index) =>
        decoder.decode(bytes.subarray(ends[index - 1] ?? 0, end)),
      )
      expect(text.join('')).toBe(decoder.decode(bytes))
    }),
    { numRuns: 1000, seed },
  )
})

test('now and then a stream is as long as a buffer', () => {
  const sizes = fc
    .sample(eventStream({ large: true }), { numRuns: 2000, seed })
    .map(({ length }) => length)
  expect(sizes.filter((size) => size > 4000).length).toBeGreaterThan(8)
  expect(sizes.filter((size) => size > 30_000).length).toBeGreaterThan(2)
  expect(sizes.every((size) => size < 100_000)).toBe(true)
})

test('a sentinel is strewn in', () => {
  const sentinel = { data: '[END]', match: 'trimmed' } as const
  const some = fc.sample(eventStream({ sentinel }), { numRuns: 500, seed })
  expect(some.filter((bytes) => referenceParse(bytes, { sentinel }).done).length).toBeGreaterThan(
    50,
  )
})

test('the tail of an undispatched stream dispatches nothing', () => {
  fc.assert(
    fc.property(undispatchedStream(), ({ complete, tail }) => {
      const all = referenceParse(Uint8Array.from([...complete, ...tail]))
      const before = referenceParse(complete)
      expect(all.events).toEqual(before.events)
      expect(all.lastEventId).toBe(before.lastEventId)
    }),
    { numRuns: 1000, seed },
  )
})
