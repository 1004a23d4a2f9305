import fc from 'fast-check'
import type { Counterexample } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import { sameValue } from '../judge.ts'
import { notApplicable, search, type LawOptions, type LawVerdict } from '../law.ts'
import type { Observation, ObservedEvent } from '../observation.ts'
import { capabilitiesOf, type EncodableEvent, type ParserAdapter } from '../parser-adapter.ts'
import { encodeUtf8 } from '../utf-8.ts'

const PIECES = [
  'a',
  'b c',
  ' ',
  '  x',
  ':',
  ': y',
  'data: z',
  '\n',
  '\n\n',
  '\t',
  '\v',
  'id: 1',
  '0',
  '{"a":1}',
  '\u{feff}',
  '\u{2028}',
  '\u{85}',
  '\u{e9}',
  '\u{1f600}',
]
const ODD = ['\r', '\r\n', '\0', '\u{d800}', '\u{dc00}x', 'a\rdata: b', '\n', 'x\n\ndata: y']

const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 5 }).map((parts) => parts.join(''))
const oneLine = text.map((each) => each.replaceAll('\n', ''))
const oddText = fc.tuple(text, fc.constantFrom(...ODD), text).map((parts) => parts.join(''))
const anyText = fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: oddText })
const anyRetry = fc.oneof(
  fc.nat({ max: 2_147_483_647 }),
  fc.constantFrom(-1, 1.5, Number.NaN, Infinity, 2 ** 53),
)

function encodable(
  data: fc.Arbitrary<string>,
  line: fc.Arbitrary<string>,
  type: fc.Arbitrary<string>,
  retry: fc.Arbitrary<number>,
): fc.Arbitrary<EncodableEvent> {
  return fc.record({ data, event: type, id: line, retry }, { requiredKeys: ['data'] })
}

const nonempty = oneLine.map((each) => (each === '' ? 'type' : each))
const representable = encodable(text, oneLine, nonempty, fc.nat({ max: 2_147_483_647 }))
const anything = encodable(anyText, anyText, anyText, anyRetry)

/**
 * Law 7: what was encoded is read back as it was. An encoder may refuse by throwing what the format
 * cannot carry, and nothing else.
 */
export async function checkRoundTrip(
  adapter: ParserAdapter,
  options?: LawOptions,
): Promise<LawVerdict> {
  const { encode } = adapter
  if (encode === undefined) return notApplicable('the adapter has no encode()')
  const streams = fc.array(representable, { minLength: 1, maxLength: 4 })
  const carried = await search(
    streams,
    (events) => roundTrip(adapter, encode, events, 'must be encoded'),
    options,
  )
  if (carried.status === 'fail') return carried
  return search(anything, (each) => roundTrip(adapter, encode, [each], 'may be refused'), options)
}

async function roundTrip(
  adapter: ParserAdapter,
  encode: NonNullable<ParserAdapter['encode']>,
  events: readonly EncodableEvent[],
  demand: 'must be encoded' | 'may be refused',
): Promise<Counterexample | undefined> {
  const how = `encoded from ${JSON.stringify(events)}, which ${demand}`
  const bytes: number[] = []
  try {
    for (const each of events) {
      const encoded = encode(each)
      bytes.push(...(typeof encoded === 'string' ? encodeUtf8(encoded) : encoded))
    }
  } catch {
    if (demand === 'may be refused') return undefined
    return { bytes: new Uint8Array(0), cuts: [], how, expected: 'bytes', actual: 'an exception' }
  }
  const stream = Uint8Array.from(bytes)
  const observed = await adapter.parse(cutAt(stream, []))
  const expected = readBack(adapter, events, observed)
  const actual = { events: observed.events.map((each) => properties(each, Object.keys(each))) }
  return sameValue(expected, actual)
    ? undefined
    : { bytes: stream, cuts: [], how, expected, actual }
}

/** The events as the adapter reports them: with the properties that its events have. */
function readBack(
  adapter: ParserAdapter,
  events: readonly EncodableEvent[],
  observed: Observation,
): Observation {
  const { typeDefault } = capabilitiesOf(adapter)
  const fallback = observed.events[0] ?? { data: '' }
  let lastEventId = ''
  return {
    events: events.map((each, index) => {
      lastEventId = each.id ?? lastEventId
      const all: ObservedEvent = {
        event: each.event === undefined || each.event === '' ? typeDefault : each.event,
        data: each.data,
        id: each.id,
        retry: each.retry,
        lastEventId,
      }
      return properties(all, Object.keys(observed.events[index] ?? fallback))
    }),
  }
}

function properties(event: ObservedEvent, keys: readonly string[]): ObservedEvent {
  const { data } = event
  const picked = Object.entries(event).filter(([key]) => keys.includes(key))
  return { ...Object.fromEntries(picked), data }
}
