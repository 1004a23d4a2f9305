// A stream without an event that ends the response, for which nobody but the caller vouches.

import { ResponseAccumulator, type ResponseUpdate } from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lawRuns } from './law-runs.ts'
import {
  added,
  args,
  call,
  completed,
  created,
  done,
  event,
  type Json,
  lifecycle,
  text,
} from './response-events.ts'
import { wellFormedStream } from './response-stream-arbitrary.ts'

const { numRuns, timeout } = lawRuns('vouching for responses', 500)

function vouchedFor(events: readonly ResponseStreamEvent[]): {
  accumulator: ResponseAccumulator
  updates: ResponseUpdate[]
} {
  const accumulator = new ResponseAccumulator()
  const updates = events.flatMap((each) => [...accumulator.push(each)])
  updates.push(...accumulator.finishUpdates({ complete: true }))
  return { accumulator, updates }
}

const typesOf = (updates: readonly ResponseUpdate[]): string[] => updates.map(({ type }) => type)

const custom = { type: 'custom_tool_call', id: 'ct', call_id: 'c', name: 'shell', input: '' }
const begun = added(0, { ...custom, status: 'in_progress' })
const piece = event('response.custom_tool_call_input.delta', {
  output_index: 0,
  delta: 'rm -r /tm',
})
const said = event('response.custom_tool_call_input.done', {
  output_index: 0,
  input: 'rm -r drafts',
})

describe('what is run and cannot tell that it is whole', () => {
  test('is no call to be made', () => {
    const { accumulator, updates } = vouchedFor([created, begun, piece])
    expect(accumulator.toolCalls).toMatchObject([{ state: 'partial' }])
    expect(typesOf(updates)).not.toContain('tool_call.done')
    expect(updates.at(-1)).toMatchObject({ type: 'response.done', toolCalls: [] })
  })

  test.each<[string, ResponseStreamEvent]>([
    ['its text is', said],
    ['its item is', done(0, { ...custom, input: 'rm -r drafts' })],
  ])('is one when the server has said that %s done', (_name, word) => {
    const { accumulator } = vouchedFor([created, begun, piece, word])
    expect(accumulator.toolCalls).toMatchObject([{ state: 'complete' }])
  })

  test('is one when the response is completed', () => {
    const { accumulator } = vouchedFor([created, begun, piece, completed])
    expect(accumulator.toolCalls).toMatchObject([{ state: 'complete' }])
  })

  test.each([
    ['command', 'shell_call_command'],
    ['code', 'code_interpreter_call_code'],
    ['diff', 'apply_patch_call_operation_diff'],
  ])('has no `%s.done`', (name, stem) => {
    const delta = event(`response.${stem}.delta`, { output_index: 0, delta: 'rm -r /tm' })
    const cut = typesOf(vouchedFor([created, delta]).updates)
    expect(cut).toContain(`${name}.delta`)
    expect(cut.filter((type) => type.endsWith('.done'))).toEqual(['response.done'])
    const whole = typesOf(vouchedFor([created, delta, completed]).updates)
    expect(whole).toContain(`${name}.done`)
  })
})

test(
  'no call of a custom tool and nothing to be run is done but by a word of the server',
  { timeout },
  () => {
    fc.assert(
      fc.property(wellFormedStream, fc.nat(), ({ events }, seed) => {
        const cut = events.slice(0, seed % events.length)
        const over = new Set<unknown>()
        for (const each of cut as unknown as Json[]) {
          if (String(each['type']).endsWith('.done')) over.add(each['output_index'])
        }
        const { accumulator, updates } = vouchedFor(cut)
        for (const { state, output_index, toolCall } of accumulator.toolCalls) {
          if (toolCall.type !== 'custom_tool_call') continue
          expect(state).toBe(over.has(output_index) ? 'complete' : 'partial')
        }
        for (const update of updates) {
          if (!/^(?:command|code|diff)\.done$/.test(update.type)) continue
          expect(over).toContain((update as { output_index?: number }).output_index)
        }
      }),
      { numRuns },
    )
  },
)

describe('the status', () => {
  test('is the last that the server has sent, of items, too', () => {
    const item = call('fc_1', 'go', '', { status: 'in_progress' })
    const { accumulator, updates } = vouchedFor([created, added(0, item), args('{}')])
    const { outcome, value } = accumulator.result()
    expect([outcome, value.status]).toEqual(['completed', 'in_progress'])
    expect(value.output).toEqual([{ ...item, arguments: '{}' }])
    expect(updates.at(-1)).toMatchObject({ toolCalls: [{ call_id: 'call_fc_1' }] })
  })

  test('decides where it is that of an end', () => {
    const state = lifecycle('in_progress', { status: 'cancelled' })
    const { accumulator } = vouchedFor([created, text('a'), state])
    const { outcome, value } = accumulator.result()
    expect([outcome, value.status]).toEqual(['incomplete', 'cancelled'])
  })

  test('is `completed` when the server has sent none', () => {
    const { accumulator } = vouchedFor([text('a')])
    const { status, output } = accumulator.finish()
    expect([status, output]).toMatchObject(['completed', [{ status: 'completed' }]])
  })

  test('is `incomplete` when the server has sent none, and the stream was cut off', () => {
    const accumulator = new ResponseAccumulator()
    accumulator.push(text('a'))
    expect(accumulator.snapshot.status).toBe('in_progress')
    expect(accumulator.result()).toMatchObject({
      outcome: 'truncated',
      value: { status: 'incomplete' },
    })
    const after = ResponseAccumulator.restore(accumulator.checkpoint())
    expect(after.snapshot.status).toBe('in_progress')
    expect(after.finish({ complete: true }).status).toBe('completed')
  })
})
