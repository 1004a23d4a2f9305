// Law 14 by counting, for responses: how much work the built-ins are asked to do, each weighed by what
// it has to look at.

import { ResponseAccumulator } from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import { once, workOf } from './counted-work.ts'
import {
  added,
  args,
  call,
  completed,
  created,
  done,
  event,
  lifecycle,
  message,
  text,
} from './response-events.ts'

type Stream = (size: number) => ResponseStreamEvent[]

const times = <T>(size: number, make: (at: number) => T): T[] =>
  Array.from({ length: size }, (_, at) => make(at))

const streams: readonly (readonly [string, Stream])[] = [
  ['one text', (size) => times(size, () => text('a'))],
  ['texts in turn', (size) => times(size, (at) => text('a', { content_index: at % 50 }))],
  [
    'items in turn',
    (size) => times(size, (at) => text('a', { output_index: at % 50, item_id: '' })),
  ],
  ['ids that change', (size) => times(size, (at) => text('a', { item_id: `id${at}` }))],
  ['ever more items', (size) => times(size, (at) => done(at, message(`m${at}`, 'a')))],
  [
    'ever more items, the last first',
    (size) => times(size, (at) => done(size - at, message(`m${at}`, 'a'))),
  ],
  [
    'ever more items, all of index 0',
    (size) => times(size, (at) => done(0, call(`f${at}`, 'f', '{}'))),
  ],
  ['ever more parts', (size) => times(size, (at) => text('a', { content_index: at }))],
  ['parts with gaps', (size) => times(size, (at) => text('a', { content_index: at * 1_000_000 }))],
  [
    'indexes that are missing',
    (size) => times(size, () => event('response.output_text.delta', { delta: 'a' })),
  ],
  [
    'logprobs',
    (size) =>
      times(size, () => text('a', { logprobs: [{ token: 'a', logprob: -1, top_logprobs: [] }] })),
  ],
  [
    'annotations',
    (size) =>
      times(size, (at) =>
        event('response.output_text.annotation.added', {
          output_index: 0,
          content_index: 0,
          annotation_index: at,
          annotation: { type: 'file_path', file_id: 'f', index: at },
        }),
      ),
  ],
  [
    'a text that repeats what came with its part',
    (size) => [
      added(0, { ...message('msg_1', 'a'.repeat(size)), status: 'in_progress' }),
      ...times(size, () => text('a')),
    ],
  ],
  ['unknown events', (size) => times(size, (at) => event(`response.new.x${at}`, { at }))],
  ['a state again and again', (size) => times(size, () => lifecycle('in_progress'))],
]

function accumulate(events: readonly ResponseStreamEvent[]): ResponseAccumulator {
  const accumulator = new ResponseAccumulator()
  accumulator.push(created)
  for (let at = 0; at < events.length; at++) accumulator.push(events[at]!)
  return accumulator
}

describe('law 14: twice the input is twice the work', { timeout: 120_000 }, () => {
  test.each(streams)('%s', (_name, stream) => {
    const [small, large] = [stream(2_000), stream(4_000)]
    accumulate(small)
    const work = (events: readonly ResponseStreamEvent[]): number =>
      workOf(() => {
        const accumulator = accumulate(events)
        void accumulator.complete
        accumulator.push(completed)
        accumulator.finish()
      })
    const base = work(small)
    expect(base).toBeGreaterThan(2_000)
    expect(work(large) / base).toBeLessThan(2.2)
    expect(base / small.length).toBeLessThan(400)
  })

  test('also when items come from the last to the first, with a look after each', () => {
    // What puts a late item into its place moves those behind it as one block of memory.
    const lighter = { splice: once }
    const work = (size: number): number =>
      workOf(() => {
        const accumulator = new ResponseAccumulator()
        for (let at = size; at > 0; at--) {
          accumulator.push(done(at, message(`m${at}`, 'a')))
          void accumulator.snapshot.output
        }
      }, lighter)
    work(100)
    expect(work(2_000) / work(1_000)).toBeLessThan(2.2)
  })

  test('also when the last event has all of it', () => {
    const work = (size: number): number => {
      const items = times(size, (at) => message(`m${at}`, 'a'))
      const events = items.flatMap((item, at) => [
        added(at, { ...item, content: [] }),
        done(at, item),
      ])
      return workOf(() => {
        const accumulator = accumulate(events)
        accumulator.push(lifecycle('completed', { output: items }))
        accumulator.finish()
      })
    }
    work(100)
    expect(work(2_000) / work(1_000)).toBeLessThan(2.2)
  })
})

describe('large streams', { timeout: 120_000 }, () => {
  test('a million pieces of arguments', () => {
    const accumulator = accumulate([added(0, call('fc_1', 'f', '', { status: 'in_progress' }))])
    const piece = args('0123456789')
    for (let count = 0; count < 1_000_000; count++) accumulator.push(piece)
    accumulator.push(completed)
    const [item] = accumulator.finish().output as readonly { readonly arguments?: string }[]
    expect(item?.arguments === '0123456789'.repeat(1_000_000)).toBe(true)
  })

  test('a hundred thousand items in turn', () => {
    const accumulator = accumulate([])
    for (const delta of ['a', 'b', 'c']) {
      for (let at = 0; at < 100_000; at++) {
        accumulator.push(text(delta, { output_index: at, item_id: `m${at}` }))
      }
    }
    accumulator.push(completed)
    const final = accumulator.finish()
    expect(final.output).toHaveLength(100_000)
    expect(final.output_text === 'abc'.repeat(100_000)).toBe(true)
  })
})
