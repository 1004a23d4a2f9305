import type { ResponseStreamEvent } from '@sse/responses'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { workOf } from './counted-work.ts'
import {
  completed,
  created,
  event,
  type Json,
  outputOf,
  text,
  updatesOf,
} from './response-events.ts'
import { ResponseAccumulator } from '@sse/accumulate'

const source = (url: string): Json => ({ type: 'url_citation', url })

function cited(annotation: Json, annotation_index?: number): ResponseStreamEvent {
  const where = { output_index: 0, content_index: 0, item_id: 'msg_1' }
  const fields = {
    ...where,
    annotation,
    ...(annotation_index !== undefined && { annotation_index }),
  }
  return event('response.output_text.annotation.added', fields)
}

function annotationsOf(events: readonly ResponseStreamEvent[]): unknown {
  const [message] = outputOf([created, text('a'), ...events, completed])
  return (message!['content'] as Json[])[0]?.['annotations']
}

describe('annotations', () => {
  test('do not take the place of one another when all say that they are the first (R3)', () => {
    const all = ['u1', 'u2', 'u3'].map(source)
    expect(annotationsOf(all.map((each) => cited(each, 0)))).toEqual(all)
  })

  test('do not when they come out of order', () => {
    expect(annotationsOf([cited(source('u1'), 1), cited(source('u0'), 0)])).toEqual([
      source('u1'),
      source('u0'),
    ])
  })

  test('that come again are there, and told, once', () => {
    const events = [cited(source('u1'), 0), cited(source('u2'), 0), cited(source('u2'), 0)]
    const again = [...events, cited(source('u1'), 0)]
    expect(annotationsOf(again)).toEqual([source('u1'), source('u2')])
    const told = updatesOf([created, ...again]).filter(({ type }) => type === 'annotation')
    expect(told).toMatchObject([{ annotation_index: 0 }, { annotation_index: 1 }])
  })

  test('that say the same at places of their own are two', () => {
    expect(annotationsOf([cited(source('u'), 0), cited(source('u'), 1)])).toHaveLength(2)
    expect(annotationsOf([cited(source('u')), cited(source('u'))])).toHaveLength(2)
  })

  test('are all there, whatever index they have', () => {
    const index = fc.option(fc.nat({ max: 5 }), { nil: undefined })
    fc.assert(
      fc.property(fc.array(index, { maxLength: 20 }), (indexes) => {
        const all = indexes.map((_index, at) => source(`u${at}`))
        expect(annotationsOf(all.map((each, at) => cited(each, indexes[at])))).toEqual(all)
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 200) },
    )
  })

  test('cost the same each, also when all say that they are the first', () => {
    const work = (size: number): number => {
      const accumulator = new ResponseAccumulator()
      const events = Array.from({ length: size }, (_, at) => cited(source(`u${at}`), 0))
      return workOf(() => {
        for (let at = 0; at < size; at++) accumulator.push(events[at]!)
      })
    }
    work(100)
    expect(work(2_000) / work(1_000)).toBeLessThan(2.2)
  })
})
