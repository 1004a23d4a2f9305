// Where the official SDKs go wrong about a Responses stream, as far as it is about adding it up.

import {
  accumulateResponseSync,
  ResponseAccumulator,
  type ResponseUpdate,
  responseUpdatesSync,
} from '@sse/accumulate'
import { decodeResponsesStreamSync, type ResponseStreamEvent } from '@sse/responses'
import { expect, test } from 'vitest'
import type { Json } from './chat-chunks.ts'
import { workOf } from './counted-work.ts'

const response = { id: 'r', object: 'response', status: 'in_progress', output: [] }
const created = { type: 'response.created', sequence_number: 0, response }
const completed = {
  type: 'response.completed',
  sequence_number: 99_999,
  response: { ...response, status: 'completed' },
}

function text(sequence: number, delta: string, fields: Json = {}): Json {
  return {
    type: 'response.output_text.delta',
    sequence_number: sequence,
    item_id: 'm',
    output_index: 0,
    content_index: 0,
    delta,
    ...fields,
  }
}

function eventsOf(payloads: readonly Json[]): ResponseStreamEvent[] {
  const lines = payloads.map((each) => `event: ${each['type']}\ndata: ${JSON.stringify(each)}\n\n`)
  return [...decodeResponsesStreamSync([new TextEncoder().encode(lines.join(''))])]
}

test('P3.1-22: an event that nobody knows passes by, and what follows is added', () => {
  const unknown = { type: 'response.brand_new', sequence_number: 1, x: 1 }
  const events = eventsOf([created, unknown, text(2, 'Hel'), text(3, 'lo'), completed])
  expect(events[1]).toMatchObject({ type: 'unknown', name: 'response.brand_new', payload: unknown })
  expect(accumulateResponseSync(events).output_text).toBe('Hello')
})

test('P3.1-23: no item id, no `content_part.added`, ids that change', () => {
  const events = eventsOf([
    created,
    text(1, 'H', { item_id: undefined }),
    text(2, 'e', { item_id: 'x' }),
    text(3, 'y', { item_id: 'z' }),
    { ...completed, response: { ...completed.response, id: 'r-2' } },
  ])
  const final = accumulateResponseSync(events)
  expect(final.output_text).toBe('Hey')
  expect(final.output).toHaveLength(1)
})

test('P3.1-24: an event that comes twice after a resume is added once', () => {
  const events = eventsOf([created, text(1, 'Hel'), text(1, 'Hel'), text(2, 'lo'), completed])
  expect(accumulateResponseSync(events, { resume: true }).output_text).toBe('Hello')
  // Elsewhere numbers are no more than a cursor: servers hard-code them (R11).
  const same = eventsOf([created, text(1, 'a'), text(1, 'b'), completed])
  expect(accumulateResponseSync(same).output_text).toBe('ab')
})

test('P3.1-30: interleaved items: twice the deltas are twice the work', () => {
  const stream = (count: number): ResponseStreamEvent[] => [
    created as never,
    ...Array.from(
      { length: count },
      (_, at) => text(at + 1, 'ab', { item_id: `m${at % 8}`, output_index: at % 8 }) as never,
    ),
  ]
  const work = (events: readonly ResponseStreamEvent[]): number =>
    workOf(() => {
      const accumulator = new ResponseAccumulator()
      for (let at = 0; at < events.length; at++) accumulator.push(events[at]!)
    })
  const base = work(stream(2_000))
  expect(base).toBeGreaterThan(2_000)
  expect(work(stream(4_000)) / base).toBeLessThan(2.2)
  const accumulator = new ResponseAccumulator()
  for (const event of stream(800)) accumulator.push(event)
  expect(accumulator.snapshot.output).toHaveLength(8)
})

test('P3.1-06: the end without a terminal event is a truncation, with what came', () => {
  const accumulator = new ResponseAccumulator()
  for (const event of [created, text(1, 'Hel')]) accumulator.push(event as never)
  expect(accumulator.result()).toMatchObject({
    outcome: 'truncated',
    value: { output_text: 'Hel' },
  })
  const updates: ResponseUpdate[] = []
  const cut = eventsOf([created, text(1, 'Hel'), completed]).slice(0, -1)
  expect(() => {
    for (const update of responseUpdatesSync(cut)) updates.push(update)
  }).toThrow(expect.objectContaining({ code: 'ERR_SSE_TRUNCATED' }))
  expect(updates.map(({ type }) => type)).toContain('content.delta')
  expect(updates.map(({ type }) => type).filter((type) => type.endsWith('.done'))).toEqual([])
})
