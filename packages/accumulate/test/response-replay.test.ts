// What a new connection repeats after a checkpoint, and checkpoints that are none.

import { ChatAccumulator, ResponseAccumulator } from '@sse/accumulate'
import { decodeResponsesStreamSync, type ResponseStreamEvent } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import { BUT_NOT_NOW, recordingsExist } from './recordings-index.ts'
import { bare, completed, created, text } from './response-events.ts'
import { readResponseRecording, responseRecordings } from './response-recordings-plain.ts'

const numbered = (each: ResponseStreamEvent, sequence_number: number): ResponseStreamEvent => ({
  ...each,
  sequence_number,
})

function accumulate(
  events: readonly ResponseStreamEvent[],
  accumulator: ResponseAccumulator = new ResponseAccumulator(),
): ResponseAccumulator {
  for (const each of events) accumulator.push(each)
  return accumulator
}

describe('the first event that has a number, again after a checkpoint', () => {
  test('is not taken twice', () => {
    const before = accumulate([numbered(text('Hi', { obfuscation: 'x' }), 10)])
    const after = ResponseAccumulator.restore(before.checkpoint())
    accumulate([numbered(text('Hi', { obfuscation: 'yy' }), 10), numbered(text('!'), 11)], after)
    expect(after.snapshot.output_text).toBe('Hi!')
  })

  test('is known by its type where it cannot be written, as Node 20 cannot what nests deep', () => {
    const endless: Record<string, unknown> = {}
    endless['itself'] = endless
    const first = numbered(text('Hi', { x: endless }), 10)
    const checkpoint = accumulate([first]).checkpoint()
    const after = ResponseAccumulator.restore(checkpoint)
    accumulate([first, numbered(text('!'), 11)], after)
    expect(after.snapshot.output_text).toBe('Hi!')
    const other = ResponseAccumulator.restore(checkpoint)
    accumulate([numbered(bare({ ...created, x: endless }), 10)], other)
    expect(other.snapshot.id).toBe('resp_1')
  })

  test('costs no cursor', () => {
    const events = [numbered(created, 0), numbered(text('a'), 1)]
    const after = ResponseAccumulator.restore(accumulate(events.slice(0, 1)).checkpoint())
    accumulate(events, after)
    expect(after.resumeCursor).toEqual({ responseId: 'resp_1', startingAfter: 1 })
    expect(after.snapshot.output_text).toBe('a')
  })

  test.each([0, 1])('is another one where all numbers are %s', (number) => {
    const after = ResponseAccumulator.restore(
      accumulate([numbered(text('a'), number)]).checkpoint(),
    )
    accumulate([numbered(text('a'), number), numbered(text('a'), number)], after)
    expect(after.snapshot.output_text).toBe('aaa')
    expect(after.resumeCursor).toBeUndefined()
  })
})

test.runIf(recordingsExist)(
  `recordings${BUT_NOT_NOW}: from the start again, a cursor stays`,
  () => {
    let count = 0
    for (const name of responseRecordings) {
      let events: ResponseStreamEvent[]
      try {
        events = [...decodeResponsesStreamSync([readResponseRecording(name)])].slice(0, -1)
      } catch {
        continue
      }
      const whole = accumulate(events)
      if (whole.resumeCursor === undefined) continue
      count++
      const after = ResponseAccumulator.restore(accumulate(events.slice(0, 1)).checkpoint())
      accumulate(events, after)
      expect(after.resumeCursor).toEqual(whole.resumeCursor)
      expect(after.snapshot).toEqual(whole.snapshot)
    }
    expect(count).toBeGreaterThan(40)
  },
)

test('a number that is no safe integer is none', () => {
  for (const number of [Infinity, -Infinity, Number.NaN, 0.5, 2 ** 53]) {
    expect(accumulate([numbered(created, number)]).resumeCursor).toBeUndefined()
  }
  const events = [numbered(created, 3), numbered(text('a'), Infinity)]
  expect(accumulate(events).resumeCursor?.startingAfter).toBe(3)
})

test.each([
  ['null', null],
  ['no object', 3],
  ['nothing but a version', { version: 1 }],
  ['of a chat completion', new ChatAccumulator().checkpoint()],
  ['without items', { ...new ResponseAccumulator().checkpoint(), items: null }],
  ['with more items than it has', { ...accumulate([text('a')]).checkpoint(), items: [] }],
  ['with an item that is none', { ...new ResponseAccumulator().checkpoint(), items: [null] }],
])('a checkpoint that is %s is refused', (_name, checkpoint) => {
  expect(() => ResponseAccumulator.restore(bare(checkpoint) as never)).toThrow(
    new TypeError('Not a checkpoint of a response accumulator'),
  )
  expect(ResponseAccumulator.restore(accumulate([completed]).checkpoint()).complete).toBe(true)
})
