// Streams that look like streams. Uniform noise finds nothing: 6,000 random streams missed both known faults of a
// parser that these find at once. So the pieces are lines and events, biased towards the places where parsers break.

import fc from 'fast-check'
import type { Sentinel } from './capabilities.ts'
import { encodeUtf8 } from './utf-8.ts'
import {
  BLOCKS,
  DIGIT_LOOK_ALIKES,
  DIGITS,
  MALFORMED,
  MALFORMED_STARTS,
  NEAR_NAMES,
  ODD_TEXTS,
  STARTS,
  UNITS,
  WORDS,
} from './vocabulary.ts'

/** What streams to generate. */
export interface EventStreamArbitraryOptions {
  /** Whether every byte sequence is well-formed UTF-8. Default false. */
  readonly wellFormed?: boolean | undefined
  /** A sentinel to strew in. Default: none. */
  readonly sentinel?: Sentinel | undefined
  /** The most pieces, each a line or an event. Default 8. */
  readonly maxPieces?: number | undefined
  /** Whether now and then a stream is up to 64 KiB long, with something around the size of a buffer. Default false. */
  readonly large?: boolean | undefined
}

type Bytes = readonly number[]

const BOM: Bytes = [0xef, 0xbb, 0xbf]
const LF: Bytes = [0x0a]
const CR: Bytes = [0x0d]

const nothing: fc.Arbitrary<Bytes> = fc.constant([])
const lineEnd = oneOf<Bytes>(
  [5, fc.constant(LF)],
  [3, fc.constant([...CR, ...LF])],
  [3, fc.constant(CR)],
)
const knownName = oneOf<Bytes>(
  [6, text('data')],
  [2, text('event')],
  [3, text('id')],
  [2, text('retry')],
)
const nearName = texts(NEAR_NAMES)
const malformed = fc.constantFrom(...MALFORMED)
const long = fc
  .record({
    unit: fc.constantFrom('x', 'ab', '\u{4e16}'),
    times: fc.constantFrom(40, 130, 300, 700),
  })
  .map(({ unit, times }) => utf8(unit.repeat(times)))

/** A byte stream of at most `maxPieces` lines and events; its first and last bytes get special care. */
export function eventStream(options: EventStreamArbitraryOptions = {}): fc.Arbitrary<Uint8Array> {
  const { wellFormed = false, maxPieces = 8, large = false } = options
  const starts = wellFormed ? STARTS : [...STARTS, ...MALFORMED_STARTS]
  const pieces = fc.array(piece(options), { maxLength: maxPieces }).map((all) => all.flat())
  const some = fc.array(piece(options), { maxLength: 3 }).map((all) => all.flat())
  return fc
    .record({
      start: oneOf<Bytes>([1, nothing], [1, fc.constantFrom(...starts)]),
      body: oneOf<Bytes>([60, pieces], [large ? 1 : 0, concat(some, bufferful(wellFormed), some)]),
      // The last bytes are lost now and then: inside a line, a CRLF, a character.
      lost: oneOf<number>([3, fc.constant(0)], [1, fc.integer({ min: 1, max: 4 })]),
    })
    .map(({ start, body, lost }) => {
      const all = [...start, ...body]
      const end = Math.max(0, all.length - lost)
      return Uint8Array.from(wellFormed ? wholeCharacters(all, end) : all.slice(0, end))
    })
}

/** One long line, or many events: as many bytes as buffers have, give or take a few. */
function bufferful(wellFormed: boolean): fc.Arbitrary<Bytes> {
  const line = fc
    .record({
      head: fc.constantFrom('data: ', ':', 'id:', 'foo: ', ''),
      unit: fc.constantFrom(...UNITS),
    })
    .map(({ head, unit }) => ({ head, unit, end: [] as Bytes }))
  const events = fc.constantFrom(...BLOCKS).map((unit) => ({ head: '', unit, end: LF }))
  return fc
    .record({
      kind: fc.oneof({ weight: 2, arbitrary: line }, { weight: 1, arbitrary: events }),
      power: fc.integer({ min: 8, max: 16 }),
      delta: fc.integer({ min: -4, max: 4 }),
      end: lineEnd,
    })
    .map(({ kind, power, delta, end }) => {
      const size = 2 ** power + delta
      const filling = utf8(kind.head + kind.unit.repeat(size / utf8(kind.unit).length + 1))
      const cut = wellFormed ? wholeCharacters(filling, size) : filling.slice(0, size)
      return [...cut, ...end, ...kind.end]
    })
}

/** A stream that ends with a dispatch or is empty, and the lines of a block that is never ended. */
export function undispatchedStream(
  options: EventStreamArbitraryOptions = {},
): fc.Arbitrary<{ readonly complete: Uint8Array; readonly tail: Uint8Array }> {
  const { field, event } = grammar(options)
  return fc
    .record({
      complete: fc.array(event, { maxLength: 4 }),
      lines: fc.array(concat(field, lineEnd), { maxLength: 4 }),
      last: oneOf<Bytes>([1, nothing], [2, field]),
    })
    .map(({ complete, lines, last }) => ({
      complete: Uint8Array.from(complete.flat()),
      tail: Uint8Array.from([...lines.flat(), ...last]),
    }))
}

function piece(options: EventStreamArbitraryOptions): fc.Arbitrary<Bytes> {
  const { field, comment, event } = grammar(options)
  const { sentinel } = options
  const marker = text(`data: ${sentinel?.data ?? ''}\n\n`)
  const oddMarker = text(`event: end\ndata:  ${sentinel?.data ?? ''} \ndata:\n\n`)
  return oneOf<Bytes>(
    [12, event],
    [5, concat(field, lineEnd)],
    [2, concat(comment, lineEnd)],
    [4, lineEnd],
    [1, fc.constant(BOM)],
    [1, concat(fc.constant(BOM), field, lineEnd)],
    [sentinel === undefined ? 0 : 2, marker],
    [sentinel === undefined ? 0 : 1, oddMarker],
  )
}

interface Grammar {
  /** A line that is no comment and not blank, without its end. */
  readonly field: fc.Arbitrary<Bytes>
  readonly comment: fc.Arbitrary<Bytes>
  /** A block and the blank line that ends it; most have data. */
  readonly event: fc.Arbitrary<Bytes>
}

function grammar({ wellFormed = false }: EventStreamArbitraryOptions): Grammar {
  const raw = wellFormed ? 0 : 1
  const part = oneOf<Bytes>(
    [5, texts(WORDS)],
    [3, texts(ODD_TEXTS)],
    [1, long],
    [2, nothing],
    [2 * raw, malformed],
  )
  const value = oneOf<Bytes>([4, part], [1, concat(part, part)])
  const colon = oneOf<Bytes>(
    [4, text(': ')],
    [3, text(':')],
    [1, texts([':  ', ':\t', '::', ' :'])],
  )
  const digits = oneOf<Bytes>([2, texts(DIGITS)], [3, texts(DIGIT_LOOK_ALIKES)])
  const field = oneOf<Bytes>(
    [8, concat(knownName, colon, value)],
    [3, concat(text('retry'), colon, digits)],
    [2, knownName],
    [1, concat(knownName, text(':'))],
    [2, concat(nearName, colon, value)],
    [1, nearName],
    [raw, concat(malformed, knownName, colon, value)],
  )
  const comment = concat(text(':'), value)
  const extra = oneOf<Bytes>(
    [3, nothing],
    [2, concat(field, lineEnd)],
    [1, concat(comment, lineEnd)],
  )
  // One line end throughout, as servers have it.
  const plain = fc
    .record({ value, end: lineEnd })
    .map(({ value: data, end }) => [...utf8('data: '), ...data, ...end, ...end])
  // One name over and over in a block, with values, empty values and none.
  const behindName = oneOf<Bytes>([3, concat(colon, value)], [2, text(':')], [1, nothing])
  const repeated = fc
    .record({
      name: knownName,
      lines: fc.array(concat(behindName, lineEnd), { minLength: 2, maxLength: 4 }),
    })
    .map(({ name, lines }) => [
      ...lines.flatMap((line) => [...name, ...line]),
      ...utf8('data: a\n\n'),
    ])
  // One type on one event after the other, as Responses streams have it: parsers learn what repeats.
  const run = fc
    .record({
      type: fc.constantFrom('t', 'response.output_text.delta', 'd\u00e9lta', '\u65e5\u672c'),
      values: fc.array(value, { minLength: 1, maxLength: 5 }),
    })
    .map(({ type, values }) =>
      values.flatMap((each) => [...utf8(`event: ${type}\ndata: `), ...each, ...LF, ...LF]),
    )
  const event = oneOf<Bytes>(
    [4, concat(extra, text('data'), colon, value, lineEnd, extra, lineEnd)],
    [3, plain],
    [2, repeated],
    [2, run],
    [1, concat(extra, extra, extra, lineEnd)],
  )
  return { field, comment, event }
}

function oneOf<Value>(
  ...weighted: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<Value>])[]
): fc.Arbitrary<Value> {
  return fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })))
}

function concat(...arbitraries: readonly fc.Arbitrary<Bytes>[]): fc.Arbitrary<Bytes> {
  return fc.tuple(...arbitraries).map((parts) => parts.flat())
}

function texts(all: readonly string[]): fc.Arbitrary<Bytes> {
  return fc.constantFrom(...all.map(utf8))
}

function text(only: string): fc.Arbitrary<Bytes> {
  return fc.constant(utf8(only))
}

function utf8(each: string): Bytes {
  return [...encodeUtf8(each)]
}

/** The bytes before `end`, without a character that it would divide. */
function wholeCharacters(all: Bytes, end: number): Bytes {
  let at = end
  while (at > 0 && ((all[at] ?? 0) & 0xc0) === 0x80) at--
  return all.slice(0, at)
}
