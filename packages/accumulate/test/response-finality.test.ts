// What is `done` is whole, stays as it is, and may be acted upon.

import {
  accumulateResponse,
  type ResponseAccumulatorOptions,
  ResponseAccumulator,
  type ResponseCheckpoint,
  type ResponseUpdate,
  responseUpdates,
  type StandardSchema,
} from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import { describe, expect, test } from 'vitest'
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
  message,
  text,
} from './response-events.ts'

const begun = (name = 'go'): ResponseStreamEvent =>
  added(0, call('fc_1', name, '', { status: 'in_progress' }))
const cut = lifecycle('incomplete', { incomplete_details: { reason: 'max_output_tokens' } })

function read(
  events: readonly ResponseStreamEvent[],
  options?: ResponseAccumulatorOptions<unknown, { go: unknown }>,
): { accumulator: ResponseAccumulator<unknown, { go: unknown }>; updates: ResponseUpdate[] } {
  const accumulator = new ResponseAccumulator(options)
  const updates = events.flatMap((each) => accumulator.push(each) as ResponseUpdate[])
  return { accumulator, updates }
}

const doneTypes = (updates: readonly ResponseUpdate[]): string[] =>
  updates.map(({ type }) => type).filter((type) => /^(?:content|tool_call)\.done$/.test(type))

describe('a call whose arguments are cut off is never to be made', () => {
  const statusless = { ...call('fc_1', 'go', '{"a":'), status: undefined }
  const whole = event('response.function_call_arguments.done', {
    output_index: 0,
    arguments: '{"a":',
  })
  test.each<[string, ResponseStreamEvent[]]>([
    ['when the response is completed', [begun(), args('{"a":'), completed]],
    ['when its item is done', [begun(), whole, done(0, statusless), cut]],
    ['when the final output says so', [begun(), lifecycle('completed', { output: [statusless] })]],
  ])('%s', (_name, events) => {
    const { accumulator, updates } = read([created, ...events])
    expect(accumulator.toolCalls).toMatchObject([{ state: 'partial' }])
    expect(doneTypes(updates)).toEqual([])
    expect(updates.at(-1)).toMatchObject({ type: 'response.done', toolCalls: [] })
  })

  test('but the input of a custom tool is no JSON, and no arguments are none', () => {
    const custom = { id: 'ct', type: 'custom_tool_call', call_id: 'c', name: 'say', input: '{"a' }
    const { accumulator } = read([created, done(0, custom), done(1, call('f', 'go', ''))])
    expect(accumulator.toolCalls).toMatchObject([{ state: 'complete' }, { state: 'complete' }])
  })
})

test.each<[string, ResponseStreamEvent[]]>([
  ['completed', [args('{}'), event('error', { message: 'no' }), completed]],
  [
    'completed with it',
    [
      args('{}'),
      event('error', { message: 'no' }),
      lifecycle('completed', { output: [call('fc_1', 'go', '{}')] }),
    ],
  ],
  ['its item done', [event('error', { message: 'no' }), done(0, call('fc_1', 'go', '{}'))]],
])('no call is to be made of a stream that failed, although then came: %s', (_name, events) => {
  const { accumulator, updates } = read([created, begun(), ...events])
  expect(accumulator.toolCalls).toMatchObject([{ state: 'partial' }])
  expect(doneTypes(updates)).toEqual([])
  expect(accumulator.result().outcome).toBe('failed')
})

describe('nothing in an item that is incomplete is done, and no schema sees it', () => {
  const item = { ...message('msg_1', '12'), status: 'incomplete' }
  const said = event('response.output_text.done', {
    output_index: 0,
    content_index: 0,
    text: '12',
  })
  test.each<[string, ResponseStreamEvent[]]>([
    ['by its end alone', [done(0, item), cut]],
    ['also when its text was said to be whole', [text('12'), said, done(0, item), cut]],
    ['also in a response that is completed', [done(0, item), completed]],
  ])('%s', (_name, events) => {
    const seen: unknown[] = []
    const schema = schemaOf((value) => {
      seen.push(value)
      return { value }
    })
    const { accumulator, updates } = read([created, ...events], { schema })
    expect(doneTypes(updates)).toEqual([])
    accumulator.result()
    expect(seen).toEqual([])
  })
})

describe('what is done does not change', () => {
  test('a call that was handed out stays, whatever the final output says', () => {
    const first = call('fc_1', 'pay', '{"amount":1}')
    const last = call('fc_1', 'pay', '{"amount":1000}', { call_id: 'other' })
    const { accumulator, updates } = read([
      created,
      done(0, first),
      lifecycle('completed', { output: [{ ...last, extra: 1 }] }),
    ])
    const calls = updates.filter(({ type }) => type.startsWith('tool_call'))
    expect(calls.map(({ type }) => type)).toEqual([
      'tool_call.start',
      'tool_call.arguments.delta',
      'tool_call.done',
    ])
    expect(calls.at(-1)).toMatchObject({ toolCall: first })
    expect((calls.at(-1) as { toolCall: object }).toolCall).toEqual(first)
    expect(updates.at(-1)).toMatchObject({ toolCalls: [first] })
    expect(accumulator.finish().output).toEqual([{ ...first, extra: 1 }])
  })

  test('a text is done once, with the end of its item; the final output may replace it', () => {
    const where = { output_index: 0, content_index: 0 }
    const part = { type: 'output_text', text: 'x2', annotations: [] }
    const { accumulator, updates } = read([
      created,
      event('response.output_text.done', { ...where, text: 'x' }),
      event('response.content_part.done', { ...where, part }),
      done(0, message('msg_1', 'x3')),
      lifecycle('completed', { output: [message('msg_1', 'x3!')] }),
    ])
    const told = updates.flatMap((update) =>
      update.type === 'content.delta' || update.type === 'content.done'
        ? [[update.type, update.snapshot, 'replaces' in update]]
        : [],
    )
    expect(told).toEqual([
      ['content.delta', 'x', false],
      ['content.delta', 'x2', false],
      ['content.delta', 'x3', true],
      ['content.done', 'x3', false],
      ['content.delta', 'x3!', true],
    ])
    const item = updates.find(({ type }) => type === 'item.done') as { item: Json } | undefined
    expect(item?.item).toEqual(message('msg_1', 'x3'))
    expect(accumulator.finish().output_text).toBe('x3!')
  })

  test('an item is over once', () => {
    const { accumulator, updates } = read([
      created,
      done(0, message('msg_1', 'a')),
      done(0, message('msg_1', 'b')),
      completed,
    ])
    expect(updates.filter(({ type }) => type === 'item.done')).toHaveLength(1)
    expect(accumulator.finish().output_text).toBe('a')
  })

  test('an item that the final output only repeats is the same object', () => {
    const { accumulator, updates } = read([
      created,
      done(0, message('msg_1', 'a')),
      lifecycle('completed', { output: [message('msg_1', 'a')] }),
    ])
    const item = updates.find(({ type }) => type === 'item.done') as { item: Json } | undefined
    expect(accumulator.finish().output[0]).toBe(item?.item)
  })
})

describe('a schema decides which calls may be made', () => {
  const good = done(0, call('fc_1', 'go', '{"a":1}'))
  const bad = done(1, call('fc_2', 'go', '{"a":2}'))
  const one = (value: unknown): { value: unknown } | { issues: { message: string }[] } =>
    (value as Json)['a'] === 1 ? { value } : { issues: [{ message: 'not 1' }] }

  test('at once', () => {
    const { accumulator, updates } = read([created, good, bad, completed], {
      tools: { go: schemaOf(one) },
    })
    expect(accumulator.toolCalls).toMatchObject([{ state: 'complete' }, { state: 'partial' }])
    expect(doneTypes(updates)).toEqual(['tool_call.done'])
    const again = ResponseAccumulator.restore(accumulator.checkpoint(), {
      tools: { go: schemaOf(one) },
    })
    expect(again.toolCalls).toMatchObject([{ state: 'complete' }, { state: 'partial' }])
  })

  test('also when it takes its time: what it is asked about is done when it has answered', async () => {
    const slow = schemaOf((value) => Promise.resolve(one(value)))
    const { accumulator, updates } = read([created, good, bad], { tools: { go: slow } })
    expect(doneTypes(updates)).toEqual([])
    expect(accumulator.toolCalls).toMatchObject([{ state: 'partial' }, { state: 'partial' }])
    accumulator.push(completed)
    await accumulator.validate()
    expect(accumulator.toolCalls).toMatchObject([{ state: 'complete' }, { state: 'partial' }])
    const last = accumulator.finishUpdates()
    expect(last).toMatchObject([
      { type: 'tool_call.done', toolCall: { parsed_arguments: { a: 1 } } },
    ])
    expect(() => accumulator.finish()).toThrow(/schema/)
  })

  test('and then also after a checkpoint, once', async () => {
    const slow = schemaOf((value) => Promise.resolve(value === 5 ? { value } : one(value)))
    const options = { schema: slow, tools: { go: slow } }
    const said = done(2, message('msg_1', '5'))
    const before = read([created, good, said], options).accumulator
    const checkpoint = JSON.parse(JSON.stringify(before.checkpoint())) as ResponseCheckpoint
    const after = ResponseAccumulator.restore(checkpoint, options)
    expect(after.checkpoint()).toEqual(checkpoint)
    after.push(completed)
    await after.validate()
    const last = after.finishUpdates()
    expect(last).toMatchObject([
      { type: 'tool_call.done', toolCall: { parsed_arguments: { a: 1 } } },
      { type: 'content.done', snapshot: '5', parsed: 5 },
      { type: 'response.done' },
    ])
    const { toolCall } = last[0] as { toolCall: object }
    expect(after.finish().output[0]).toBe(toolCall)
    expect(after.finishUpdates()).toEqual([])
  })

  test('and all that comes with the updates of a stream', async () => {
    const slow = schemaOf((value) => Promise.resolve(one(value)))
    const types: string[] = []
    for await (const update of responseUpdates([created, good, completed], {
      tools: { go: slow },
    })) {
      types.push(update.type)
    }
    expect(types.slice(-2)).toEqual(['tool_call.done', 'response.done'])
    await expect(
      accumulateResponse([created, bad, completed], { tools: { go: slow } }),
    ).rejects.toMatchObject({ code: 'ERR_SSE_SCHEMA' })
  })

  test('once, also when it throws', () => {
    let asked = 0
    const failure = new Error('no schema')
    const { accumulator } = read([created, good, completed], {
      tools: {
        go: schemaOf(() => {
          asked++
          throw failure
        }),
      },
    })
    expect(accumulator.toolCalls).toMatchObject([{ state: 'partial' }])
    expect(accumulator.result()).toMatchObject({ outcome: 'failed', error: failure })
    expect(asked).toBe(1)
  })

  test('two calls with the same arguments have an object each', () => {
    const calls = [0, 1].map((at) => done(at, call(`f${at}`, 'go', '{"a":[]}')))
    const { accumulator } = read([created, ...calls, completed], {
      tools: { go: schemaOf((value) => ({ value })) },
    })
    const { output } = accumulator.finish() as unknown as { output: { parsed_arguments: Json }[] }
    expect(output[0]?.parsed_arguments).toEqual({ a: [] })
    expect(output[0]?.parsed_arguments).not.toBe(output[1]?.parsed_arguments)
  })
})

function schemaOf(
  validate: StandardSchema['~standard']['validate'],
): StandardSchema<unknown, unknown> {
  return { '~standard': { version: 1, vendor: 'test', validate } }
}
