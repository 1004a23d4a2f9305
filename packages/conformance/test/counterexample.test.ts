import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytes, type EventStreamCase, type ExpectedEvent } from '@fixtures/sse'
import {
  annotate,
  caseSource,
  cutAt,
  cutStream,
  eventStream,
  referenceParse,
  type CutStream,
} from '@sse/conformance'
import { minimise } from '../src/minimise.ts'

const numRuns = Number(process.env['FC_RUNS'] ?? 500)

describe('annotated bytes', () => {
  test('show offsets, hexadecimal, text and cuts; a row ends behind a line end', () => {
    expect(annotate(bytes('data: é\r\n\n', [0xff]), [0, 7, 9, 10, 10])).toBe(
      [
        ' 0 |64 61 74 61 3a 20 c3|a9 0d|0a  |data: \\xc3|\\xa9\\r|\\n',
        '10 ||0a                            ||\\n',
        '11  ff                             \\xff',
      ].join('\n'),
    )
  })

  test('show a cut behind the last byte, and cuts of nothing', () => {
    expect(annotate(bytes('a\\\t'), [3])).toBe('0  61 5c 09|  a\\\\\\t|')
    expect(annotate(bytes(), [0])).toBe('0 |  |')
  })

  test('of a long stream show the beginning and how much follows', () => {
    const rows = annotate(bytes('x'.repeat(2000))).split('\n')
    expect(rows.length).toBe(61)
    expect(rows.at(-1)).toBe('… 1040 more bytes')
  })

  test('hold every byte, in rows of at most sixteen that end at line ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0x0a, 0x0d, 0x61, 0x20, 0x7c, 0xff), { maxLength: 200 }),
        (each) => {
          fc.pre(each.length > 0)
          const rows = annotate(Uint8Array.from(each)).split('\n')
          const offsets = rows.map((row) => Number.parseInt(row, 10))
          const found = rows.flatMap((row, index) => {
            const length = (offsets[index + 1] ?? each.length) - (offsets[index] ?? 0)
            const hex = row.slice(
              String(each.length).length + 1,
              String(each.length).length + 1 + 3 * length,
            )
            expect(length).toBeLessThanOrEqual(16)
            return hex
              .trim()
              .split(' ')
              .map((cell) => Number.parseInt(cell, 16))
          })
          expect(found).toEqual(each)
          const starts = each.flatMap((byte, at) => {
            const crlf = byte === 0x0d && each[at + 1] === 0x0a
            return (byte === 0x0a || byte === 0x0d) && !crlf && at + 1 < each.length ? [at + 1] : []
          })
          expect(starts.filter((start) => !offsets.includes(start))).toEqual([])
        },
      ),
      { numRuns },
    )
  })
})

describe('a case to paste', () => {
  /** Evaluates the source beside what a file of cases imports. */
  function evaluate(source: string): EventStreamCase {
    const event = (data: string, fields: Partial<ExpectedEvent> = {}): ExpectedEvent => ({
      event: undefined,
      id: undefined,
      retry: undefined,
      lastEventId: '',
      ...fields,
      data,
    })
    // oxlint-disable-next-line typescript/no-implied-eval -- the source of a case is what is tested
    const make = new Function('bytes', 'event', `return [${source}]`) as (
      ...given: unknown[]
    ) => EventStreamCase[]
    const [made] = make(bytes, event)
    if (made === undefined) throw new Error('no case')
    return made
  }

  test('is a case with the same bytes and what the standard expects of them', () => {
    fc.assert(
      fc.property(eventStream(), (stream) => {
        const made = evaluate(caseSource('found.x', stream))
        const expected = referenceParse(stream)
        expect(made.id).toBe('found.x')
        expect(made.bytes).toEqual(stream)
        expect(made.events).toEqual(expected.events)
        expect(made.comments ?? []).toEqual(expected.comments)
        expect(made.reconnectionTime).toBe(expected.reconnectionTime)
        expect(made.lastEventId ?? '').toBe(expected.lastEventId)
      }),
      { numRuns },
    )
  })

  test('has text where there is text and bytes where there is none', () => {
    expect(caseSource('x', bytes('data: é', [0xc3], '\n\n'))).toContain(
      "bytes: bytes('data: \\u{e9}', [0xc3], '\\n\\n'),",
    )
  })
})

test('chunks are the stream again, and views into a buffer with other bytes around them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.array(fc.nat({ max: 60 })), (each, cuts) => {
      const within = cuts.filter((cut) => cut <= each.length).toSorted((a, b) => a - b)
      const chunks = cutAt(each, within)
      expect(chunks.flatMap((chunk) => [...chunk])).toEqual([...each])
      expect(chunks.map(({ length }) => length)).toEqual(
        [...within, each.length].map((cut, index) => cut - (within[index - 1] ?? 0)),
      )
      for (const { byteOffset, byteLength, buffer } of chunks) {
        expect(byteOffset).toBeGreaterThan(0)
        expect(byteOffset + byteLength).toBeLessThan(buffer.byteLength)
      }
    }),
    { numRuns },
  )
})

describe('a counter-example is made small', () => {
  const text = (value: { readonly bytes: Uint8Array }) => new TextDecoder().decode(value.bytes)

  test('to the bytes and cuts that matter', async () => {
    const stream = {
      bytes: bytes('data: abc\n\ndata: X and Y\n\n: Z\n'),
      cuts: [2, 7, 7, 12, 30],
      other: 1,
    }
    const fails = async (value: typeof stream) => {
      const cut = value.cuts.some((at) => at > text(value).indexOf('X'))
      return /X.*Y/s.test(text(value)) && cut
    }
    const least = await minimise(stream, fails)
    expect(text(least)).toBe('XY')
    expect(least.cuts.length).toBe(1)
    expect(least.other).toBe(1)
  })

  test('and stays a counter-example, well-formed if it was', async () => {
    await fc.assert(
      fc.asyncProperty(cutStream(eventStream({ wellFormed: true })), async (stream) => {
        const events = ({ bytes: each }: CutStream) => referenceParse(each).events.length
        const before = events(stream)
        const least = await minimise(stream, async (value) => events(value) === before)
        expect(events(least)).toBe(before)
        expect(least.bytes.length).toBeLessThanOrEqual(stream.bytes.length)
        expect(least.cuts.every((at, index) => at >= (least.cuts[index - 1] ?? 0))).toBe(true)
        expect(() => new TextDecoder('utf-8', { fatal: true }).decode(least.bytes)).not.toThrow()
      }),
      { numRuns: Math.ceil(numRuns / 40) },
    )
  })

  test('if it is a stream at all', async () => {
    expect(await minimise(7, async () => true)).toBe(7)
    const bare = await minimise(bytes('data: a\n\n'), async (each) => each.length > 2)
    expect(bare.length).toBe(3)
  })
})
