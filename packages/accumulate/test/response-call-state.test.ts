// Which calls may be made, by what they are made with.

import { accumulateResponseSync, ResponseAccumulator, type StandardSchema } from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import {
  added,
  args,
  bare,
  call,
  completed,
  created,
  done,
  event,
  type Json,
  lifecycle,
} from './response-events.ts'

interface Called {
  readonly state: string
  readonly toolCall: Json
  readonly done: unknown
}

/** The only call of a stream, and the call that was told to be done. */
function callOf(events: readonly ResponseStreamEvent[]): Called {
  const accumulator = new ResponseAccumulator()
  const updates = [created, ...events].flatMap((each) => [...accumulator.push(each)])
  const last = updates.find(({ type }) => type === 'tool_call.done') as
    | { toolCall: unknown }
    | undefined
  const [only] = accumulator.toolCalls
  return { ...(only as unknown as Called), done: last?.toolCall }
}

const begun = added(0, call('fc_1', 'rm', '', { status: 'in_progress' }))
const withArguments = (value: unknown): Json => call('fc_1', 'rm', '', { arguments: value })

/** The ways in which arguments come as a whole. */
const ways: [string, (value: unknown) => ResponseStreamEvent[]][] = [
  ['in the item that is done', (value) => [done(0, withArguments(value)), completed]],
  [
    'in the output of the response',
    (value) => [begun, lifecycle('completed', { output: [withArguments(value)] })],
  ],
  [
    'in an event of their own',
    (value) => [
      begun,
      event('response.function_call_arguments.done', { output_index: 0, arguments: value }),
      done(0, call('fc_1', 'rm', '')),
      completed,
    ],
  ],
  [
    'in an event of their own, which is all',
    (value) => [
      begun,
      event('response.function_call_arguments.done', { output_index: 0, arguments: value }),
      completed,
    ],
  ],
]

// An empty piece or text says nothing, of what is no text either.
test.each([
  ['a piece', event('response.function_call_arguments.delta', { output_index: 0, delta: '' })],
  ['a text', event('response.function_call_arguments.done', { output_index: 0, arguments: '' })],
  ['no text', event('response.function_call_arguments.done', { output_index: 0 })],
])('arguments that are a list, and %s that is empty, make no call', (_, empty) => {
  const list = { status: 'in_progress', arguments: ['drafts'] }
  for (const begin of [
    [added(0, call('fc_1', 'rm', '', list))],
    [
      begun,
      event('response.function_call_arguments.done', { output_index: 0, arguments: ['drafts'] }),
    ],
  ]) {
    const { state, toolCall } = callOf([
      ...begin,
      empty,
      done(0, call('fc_1', 'rm', '')),
      completed,
    ])
    expect([state, toolCall['arguments']]).toEqual(['partial', ['drafts']])
  }
})

describe.each(ways)('arguments that are no text, %s', (_name, eventsOf) => {
  test('are the JSON of an object', () => {
    const { state, toolCall, done: told } = callOf(eventsOf({ path: 'drafts/x' }))
    expect([state, toolCall['arguments']]).toEqual(['complete', '{"path":"drafts/x"}'])
    expect(told).toBe(toolCall)
  })

  test('are what a schema is asked about', () => {
    const seen: unknown[] = []
    const rm: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value) => {
          seen.push(value)
          return { value }
        },
      },
    }
    const events = [created, ...eventsOf({ path: 'drafts/x' })]
    accumulateResponseSync(events, { tools: { rm } })
    expect(seen).toEqual([{ path: 'drafts/x' }])
  })

  test.each([[5], [true], [['drafts/x']]])('are none of a call that may be made: %j', (value) => {
    const { state, done: told } = callOf(eventsOf(value))
    expect([state, told]).toEqual(['partial', undefined])
  })

  test('are none when they are absent or null', () => {
    for (const value of [undefined, null]) expect(callOf(eventsOf(value)).state).toBe('complete')
  })
})

test('a piece that is none makes nothing whole', () => {
  const piece = event('response.function_call_arguments.delta', { output_index: 0, delta: 5 })
  expect(callOf([begun, args('{"a":1'), piece, args('}'), completed]).state).toBe('partial')
})

test('an object takes the place of the pieces of its text', () => {
  const { toolCall } = callOf([begun, args('{"a"'), done(0, withArguments({ a: 1 })), completed])
  expect(toolCall['arguments']).toBe('{"a":1}')
})

test('the input of a custom tool is a text, or the JSON of an object', () => {
  const item = { type: 'custom_tool_call', id: 'ct', call_id: 'c', name: 'say' }
  const said = [{ a: 1 }, 5, 'x'].map((input) => {
    const { state, toolCall } = callOf([done(0, { ...item, input }), completed])
    return [state, toolCall['input']]
  })
  expect(said).toEqual([
    ['complete', '{"a":1}'],
    ['partial', 5],
    ['complete', 'x'],
  ])
})

test('what cannot be written as JSON is none of a call that may be made', () => {
  const endless: Json = {}
  endless['itself'] = endless
  const { state } = callOf([bare(done(0, withArguments(endless))), completed])
  expect(state).toBe('partial')
})

test('white space says that there are no arguments', () => {
  expect(callOf([done(0, withArguments(' \n')), completed]).state).toBe('complete')
  const rm: StandardSchema = {
    '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) },
  }
  const events = [created, done(0, withArguments(' \n')), completed]
  const { output } = accumulateResponseSync(events, { tools: { rm } })
  expect(output).toMatchObject([{ parsed_arguments: {} }])
})

describe('a call of nobody knows what is partial', () => {
  test.each([[undefined], [''], [null], [5]])('its name is %j', (name) => {
    const item = call('fc_1', 'rm', '{}', { name })
    const { state, done: told } = callOf([done(0, item), completed])
    expect([state, told]).toEqual(['partial', undefined])
    const custom = { type: 'custom_tool_call', id: 'ct', call_id: 'c', input: 'x', name }
    expect(callOf([done(0, custom), completed]).state).toBe('partial')
  })

  test('also with the updates of the end', () => {
    const accumulator = new ResponseAccumulator()
    accumulator.push(args('{}'))
    expect(accumulator.push(completed).at(-1)).toMatchObject({
      type: 'response.done',
      toolCalls: [],
    })
  })
})
