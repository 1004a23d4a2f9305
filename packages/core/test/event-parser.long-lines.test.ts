// Lines that are longer than what is decoded together, in chunks that are as long: none of the other laws has them.

import { EventParser, type ServerSentEvent } from '@sse/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut } from './event-stream-arbitrary.ts'
import { parseByTheBook } from './reference-parser.ts'

const numRuns = Math.ceil(Number(process.env['FC_RUNS'] ?? 3000) / 60)
const utf8 = new TextEncoder()

const lineEnd = fc.constantFrom('\n', '\n', '\r\n', '\r')
const repeated = fc
  .tuple(
    fc.constantFrom('x', 'x', 'é', '漢', '😀', 'x'.repeat(100)),
    fc.constantFrom(1, 50, 300, 16_380, 32_761, 32_762, 32_768, 40_000, 70_000),
  )
  .map(([text, length]) => text.repeat(Math.ceil(length / text.length)))
const field = fc.constantFrom('data: ', 'data: ', 'data:', ': ', 'event: ', 'id: ', 'other: ')
const block = fc
  .tuple(
    fc.array(fc.tuple(field, repeated), { minLength: 1, maxLength: 3 }),
    lineEnd,
    fc.constantFrom<number[]>([], [], [], [0xff], [0xe2, 0x82]),
  )
  .map(([lines, end, broken]) => [
    ...lines.flatMap(([name, value]) => [
      ...utf8.encode(name + value),
      ...broken,
      ...utf8.encode(end),
    ]),
    ...utf8.encode(end),
  ])
const stream = fc
  .array(block, { minLength: 1, maxLength: 4 })
  .map((blocks) => Uint8Array.from(blocks.flat()))
const lengths = fc.oneof(
  fc.constant([Infinity]),
  fc.array(fc.constantFrom(1, 255, 257, 9000, 16_384, 32_767, 32_768, 32_769, 65_536, 200_000), {
    minLength: 1,
    maxLength: 4,
  }),
)

function parse(chunks: readonly Uint8Array[], maxEventSize: number): (ServerSentEvent | string)[] {
  const parser = new EventParser({ maxEventSize })
  const seen: (ServerSentEvent | string)[] = []
  try {
    for (const chunk of chunks) {
      const copy = chunk.slice()
      parser.push(copy)
      copy.fill(0x7e)
      parser.drain((event) => seen.push(event))
    }
    parser.finish()
    parser.drain((event) => seen.push(event))
  } catch (error) {
    seen.push((error as { code: string }).code)
  }
  return seen
}

test('laws 1, 2, 4 and 6: long lines at any cut equal the standard word for word', () => {
  fc.assert(
    fc.property(
      stream,
      lengths,
      fc.constantFrom(Infinity, 32_768, 40_000, 100_000),
      (bytes, sizes, maxEventSize) => {
        // A byte at a time would take a second a stream.
        const chunks = cut(bytes, sizes.length === 1 && sizes[0] === 1 ? [255] : sizes)
        const { events, tooLarge } = parseByTheBook(bytes, { maxEventSize })
        const expected = [...events, ...(tooLarge ? ['ERR_SSE_EVENT_TOO_LARGE'] : [])]
        const seen = parse(chunks, maxEventSize)
        expect(seen.length).toBe(expected.length)
        // A difference of megabytes is printed by its place alone.
        for (const [index, event] of expected.entries()) {
          if (JSON.stringify(seen[index]) !== JSON.stringify(event)) {
            throw new Error(`Event ${index} of ${expected.length} differs`)
          }
        }
      },
    ),
    { numRuns },
  )
})
