import { ResponseAccumulator } from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { workOf } from './counted-work.ts'
import { lawRuns } from './law-runs.ts'
import { completed, created, type Json } from './response-events.ts'
import { responseStream } from './response-stream-arbitrary.ts'

const { numRuns, timeout } = lawRuns('law 14 of responses', 200)

const COPIES = 8

// The items of a stream once more, as others: their ids and indexes are not those of the first.
function copyOf(event: Json, nth: number, isPlaced: boolean): Json {
  const { item, item_id: id, output_index: index } = event
  const renamed = (value: unknown): unknown =>
    typeof value === 'string' && value !== '' ? `${value} ${nth}` : value
  const copy: Json = { ...event }
  if (id !== undefined) copy['item_id'] = renamed(id)
  if (typeof index === 'number' && isPlaced) copy['output_index'] = index + nth * 4
  if (typeof item === 'object' && item !== null) {
    const { id: itemId, call_id: callId } = item as Json
    copy['item'] = { ...item, id: renamed(itemId), ...(callId ? { call_id: renamed(callId) } : {}) }
  }
  return copy
}

const work = (events: readonly ResponseStreamEvent[]): number =>
  workOf(() => {
    const accumulator = new ResponseAccumulator()
    accumulator.push(created)
    for (let at = 0; at < events.length; at++) accumulator.push(events[at]!)
    accumulator.push(completed)
    accumulator.finish()
  })

describe('law 14: twice the input is twice the work', { timeout }, () => {
  test('for eight times the items and the events of any stream', () => {
    fc.assert(
      fc.property(responseStream, ({ events, deviations }) => {
        const inner = (events as unknown as Json[]).filter((event) => !('response' in event))
        const once = inner.map(({ sequence_number: _number, ...event }) => event)
        const eightfold = Array.from({ length: COPIES }, (_, nth) =>
          once.map((event) => copyOf(event, nth, deviations.index === 'right')),
        ).flat()
        const asEvents = (all: readonly Json[]): ResponseStreamEvent[] =>
          all as unknown as ResponseStreamEvent[]
        const limit = COPIES * work(asEvents(once)) * 1.1 + 200
        expect(work(asEvents(eightfold))).toBeLessThan(limit)
      }),
      { numRuns },
    )
  })
})
