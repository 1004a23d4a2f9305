import { seeded } from '@fixtures/sse'
import { SSEError } from '@sse/core'
import {
  decodeResponsesStreamSync,
  type ResponseStreamEvent,
  ResponsesDecoder,
} from '@sse/responses'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drive } from '../../chat/test/drive.ts'
import { eventOf } from '../../chat/test/event-of.ts'
import { eventData, eventPayload } from './response-stream-arbitrary.ts'

const numRuns = Number(process.env['FC_RUNS'] ?? 300)

const name = fc.option(
  fc.constantFrom('message', 'error', 'ping', 'response.created', 'response.output_text.delta'),
  { nil: undefined, freq: 2 },
)
const events = fc.array(
  fc.tuple(eventData, name).map(([data, event]) => eventOf(data, event)),
  { maxLength: 10 },
)

test('whatever arrives, nothing but typed errors is thrown', () => {
  fc.assert(
    fc.property(
      events,
      fc.option(eventData, { nil: undefined }),
      fc.boolean(),
      (given, tail, strict) => {
        const decoder = new ResponsesDecoder({ strict })
        const { error } = drive(decoder, given, tail === undefined ? undefined : eventOf(tail))
        expect(error === undefined).toBe(decoder.complete)
        expect(error === undefined || error instanceof SSEError).toBe(true)
      },
    ),
    { numRuns },
  )
})

/** Whether the object that an event is about is there. */
function hasSubject(item: ResponseStreamEvent): boolean {
  switch (item.type) {
    case 'response.created':
    case 'response.completed':
    case 'response.failed':
      return Array.isArray(item.response.output)
    case 'response.output_item.added':
      return typeof item.item === 'object' && item.item !== null
    case 'response.content_part.done':
    case 'response.reasoning_summary_part.added':
      return typeof item.part === 'object' && item.part !== null
    default:
      return typeof item.type === 'string'
  }
}

test('every event has what its type says', () => {
  fc.assert(
    fc.property(events, (given) => {
      for (const item of drive(new ResponsesDecoder(), given).items) {
        expect(item.type).not.toBe('error')
        expect(hasSubject(item)).toBe(true)
      }
    }),
    { numRuns },
  )
})

test('law 11: item order is event order, and no event is lost', () => {
  fc.assert(
    fc.property(fc.array(eventPayload, { maxLength: 10 }), (payloads) => {
      const given = payloads.map((payload, number) => eventOf({ ...payload, number }))
      const last = eventOf({ type: 'response.completed', response: { output: [] }, number: -1 })
      const { items, error } = drive(new ResponsesDecoder(), [...given, last, ...given])
      expect(error).toBeUndefined()
      const numbers = items.map((item) => {
        const payload = item.type === 'unknown' ? item.payload : item
        return (payload as { number: number }).number
      })
      expect(numbers).toEqual([...payloads.keys(), -1])
    }),
    { numRuns },
  )
})

test('law 2: however the bytes are cut, the events and the end are the same', () => {
  const line = fc.oneof(
    { weight: 6, arbitrary: eventPayload.map((payload) => `data: ${JSON.stringify(payload)}\n\n`) },
    // Without its blank line, so that it is joined with what follows.
    { weight: 2, arbitrary: eventPayload.map((payload) => `data: ${JSON.stringify(payload)}\n`) },
    fc.constantFrom(
      ': ping\r\n\r\n',
      'event: response.created\n',
      'data: {"type":"response.completed","response":{"output":[]}}\n\n',
      'data: {"type":"error","message":"no"}\n\n',
      'error: {"message":"no"}\n',
      'data: {"ty',
      '\n',
    ),
  )
  const outcome = (chunks: Iterable<Uint8Array>) => {
    const items: ResponseStreamEvent[] = []
    try {
      for (const item of decodeResponsesStreamSync(chunks)) items.push(item)
    } catch (error) {
      return { items, error: `${String(error)} ${(error as SSEError).code}` }
    }
    return { items, error: undefined }
  }
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.nat(), (lines, seed) => {
      const bytes = new TextEncoder().encode(lines.join(''))
      expect(outcome(seeded(bytes, seed, { max: 20 }))).toEqual(outcome([bytes]))
    }),
    { numRuns },
  )
})
