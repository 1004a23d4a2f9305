import * as door from '@sse/accumulate/finish-reason'
import { describe, expect, test } from 'vitest'

test('what the door exports', () => {
  expect(Object.keys(door).toSorted()).toEqual(['cutOf', 'isWholeReason'])
})

// By the documents and the recorded streams of those who send them.
describe.each<[string | undefined, string]>([
  ['length', 'length max_tokens max_output_tokens model_length MAX_TOKENS'],
  ['filter', 'content_filter SAFETY RECITATION refusal'],
  ['abort', 'abort aborted cancelled canceled'],
  ['error', 'error insufficient_system_resource'],
  [undefined, 'stop STOP tool_calls tool_call tool_use function_call eos end_turn stop_sequence'],
])('%s', (kind, reasons) => {
  test.each(reasons.split(' '))('%s', (reason) => {
    expect(door.cutOf(reason)).toBe(kind)
    expect(door.isWholeReason(reason)).toBe(kind === undefined)
  })
})

test.each(['', 'a_new_reason', 'length_of_day', 'stop!', 'constructor'])(
  '%j is neither whole nor cut off',
  (reason) => {
    expect(door.cutOf(reason)).toBeUndefined()
    expect(door.isWholeReason(reason)).toBe(false)
  },
)
