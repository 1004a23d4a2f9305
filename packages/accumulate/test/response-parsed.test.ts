// What is in a response under the names of what schemas make.

import {
  accumulateResponseSync,
  partialResponse,
  ResponseAccumulator,
  type ResponseAccumulatorOptions,
  type ResponseUpdate,
  responseUpdates,
  type StandardSchema,
} from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import { workOf } from './counted-work.ts'
import {
  added,
  call,
  completed,
  created,
  done,
  type Json,
  lifecycle,
  message,
  text,
} from './response-events.ts'

type Options = ResponseAccumulatorOptions<unknown, { go: unknown }>

const answer = done(0, message('msg_1', '{"a":1}'))
const go = done(1, call('fc_1', 'go', '{"a":1}'))

function schemaOf(validate: (value: unknown) => unknown): StandardSchema {
  return { '~standard': { version: 1, vendor: 'test', validate: validate as never } }
}

const same = schemaOf((value) => ({ value }))

async function updatesOf(
  events: readonly ResponseStreamEvent[],
  options: Options,
): Promise<ResponseUpdate[]> {
  const updates: ResponseUpdate[] = []
  for await (const update of responseUpdates(events, options)) {
    updates.push(update)
  }
  return updates
}

describe('nothing is taken for parsed but what a schema has made', () => {
  const evil = { evil: true }
  const part = { type: 'output_text', text: '{"a":1}', annotations: [], parsed: evil }
  const item = (fields: Json): Json => ({ ...message('msg_1'), content: [part], ...fields })

  test.each<[string, ResponseStreamEvent]>([
    [
      'what is said on the way',
      lifecycle('completed', { output: [item({ phase: 'commentary' })] }),
    ],
    [
      'an item that was cut off',
      lifecycle('completed', { output: [item({ status: 'incomplete' })] }),
    ],
    [
      'a response that was cancelled',
      lifecycle('cancelled', { output: [item({})], output_parsed: evil }),
    ],
    ['a response that has no text', lifecycle('completed', { output_parsed: evil })],
  ])('of %s', (_name, end) => {
    const final = accumulateResponseSync([created, end], { schema: same }) as unknown as Json
    expect(final['output_parsed']).toBeNull()
    expect(JSON.stringify(final)).not.toContain('evil')
  })

  test('of a stream that was cut off', () => {
    const accumulator = new ResponseAccumulator({ schema: same })
    accumulator.push(done(0, item({})))
    const { value } = accumulator.result()
    expect(JSON.stringify(value)).not.toContain('evil')
    expect(value).toMatchObject({ output_parsed: null })
  })

  test('of a call of a tool without a schema', () => {
    const other = call('fc_1', 'other', '{}')
    const accumulator = new ResponseAccumulator({ tools: { go: same } })
    const events = [created, done(0, { ...other, parsed_arguments: evil }), completed]
    const updates = events.flatMap((each) => [...accumulator.push(each)])
    expect(updates.find(({ type }) => type === 'tool_call.done')).toEqual({
      type: 'tool_call.done',
      output_index: 0,
      kind: 'function',
      toolCall: other,
    })
    expect(accumulator.finish().output).toEqual([other])
  })

  test('of a call that was cut off', () => {
    const cut = { ...call('fc_1', 'go', '{"a":'), status: 'incomplete', parsed_arguments: evil }
    const final = accumulateResponseSync([created, done(0, cut), completed], {
      tools: { go: same },
    })
    expect(final.output).toEqual([{ ...cut, parsed_arguments: null }])
  })

  test('of a call of a tool without a schema that was cut off', () => {
    const cut = { ...call('fc_1', 'other', '{"a":'), status: 'incomplete' }
    const events = [created, done(0, { ...cut, parsed_arguments: evil }), completed]
    expect(accumulateResponseSync(events, { tools: { go: same } }).output).toEqual([cut])
  })

  test('of a text for which there is no schema', () => {
    const end = lifecycle('completed', { output: [item({})], output_parsed: evil })
    const final = accumulateResponseSync([created, end], { tools: { go: same } })
    expect(JSON.stringify(final)).not.toContain('evil')
  })

  test('and that stays, also when the stream is cut off then', () => {
    const accumulator = new ResponseAccumulator({ tools: { go: same } })
    for (const each of [created, go]) accumulator.push(each)
    expect(accumulator.result()).toMatchObject({
      outcome: 'truncated',
      value: { output: [{ parsed_arguments: { a: 1 } }] },
    })
  })

  test('but where no schema is asked for it is a field like any other', () => {
    const final = accumulateResponseSync([lifecycle('completed', { output: [item({})] })])
    expect(final.output).toEqual([item({})])
  })
})

describe('a response that was cut off', () => {
  const incomplete = (reason: unknown): ResponseStreamEvent =>
    lifecycle('incomplete', { incomplete_details: { reason } })

  test.each([
    ['max_tokens', 'ERR_SSE_LENGTH_FINISH_REASON'],
    ['length', 'ERR_SSE_LENGTH_FINISH_REASON'],
    ['MAX_OUTPUT_TOKENS', 'ERR_SSE_LENGTH_FINISH_REASON'],
    ['safety', 'ERR_SSE_CONTENT_FILTER_FINISH_REASON'],
  ])('by %s, as other servers call it', (reason, code) => {
    const run = (): unknown =>
      accumulateResponseSync([created, text('{'), incomplete(reason)], { schema: same })
    expect(run).toThrow(expect.objectContaining({ code }))
  })

  test.each<[string, ResponseStreamEvent]>([
    ['for a reason that is not known', incomplete('weather')],
    ['for no reason', incomplete(undefined)],
    ['by whoever cancelled it', lifecycle('cancelled')],
  ])('%s has null for what schemas make', (_name, end) => {
    const cut = added(1, call('fc_1', 'go', '', { status: 'in_progress' }))
    const options = { schema: same, tools: { go: same } }
    const final = accumulateResponseSync([created, answer, cut, end], options)
    expect(final).toMatchObject({ output_parsed: null, output: [{}, { parsed_arguments: null }] })
  })
})

describe('a text that says nothing is no answer', () => {
  const items = [
    message('msg_1', ''),
    message('msg_1', ' \n'),
    {
      ...message('msg_1'),
      content: [
        { type: 'output_text', text: '' },
        { type: 'refusal', refusal: 'no' },
      ],
    },
  ]
  test.each(items)('%j', (item) => {
    const events = [created, done(0, item), go, completed]
    const final = accumulateResponseSync(events, { schema: same })
    expect(final.output_parsed).toBeNull()
  })

  test('but another text is', () => {
    const events = [created, done(0, message('msg_1', '\n', '{"a":1}')), completed]
    const final = accumulateResponseSync(events, { schema: same })
    expect(final.output_parsed).toEqual({ a: 1 })
  })
})

test('the path of an error is where the text is in the response', () => {
  const events = [created, done(3, message('m', '1')), done(7, message('n', 'x')), completed]
  const error = thrownBy(() => accumulateResponseSync(events, { schema: same }))
  expect(error).toMatchObject({ path: 'output[1].content[0].text', text: 'x' })
  expect(partialResponse(error)?.output[1]).toMatchObject({ content: [{ text: 'x' }] })
})

test('a call that was handed out is the same object in the end, when its form is the same', async () => {
  const item = call('fc_1', 'go', '{"a":1}')
  const made = schemaOf(() => ({ value: new Date(0) }))
  const late = schemaOf(() => Promise.resolve({ value: new Date(0) }))
  const forms = [item, { ...item, parsed_arguments: { evil: true } }]
  for (const tool of [made, late]) {
    for (const form of forms) {
      const events = [created, done(0, form), lifecycle('completed', { output: [form] })]
      const updates = await updatesOf(events, { tools: { go: tool } })
      const told = updates.find(({ type }) => type === 'tool_call.done') as { toolCall: object }
      const last = updates.at(-1) as unknown as {
        toolCalls: object[]
        snapshot: { output: object[] }
      }
      expect(last.toolCalls[0]).toBe(told.toolCall)
      expect(last.snapshot.output[0]).toBe(told.toolCall)
      expect(told.toolCall).toEqual({ ...item, parsed_arguments: new Date(0) })
    }
  }
})

test('what a schema has made is not looked into', () => {
  let made: Json = {}
  for (let level = 0; level < 14; level++) made = { one: made, other: made }
  const accumulator = new ResponseAccumulator({ tools: { go: schemaOf(() => ({ value: made })) } })
  const item = call('fc_1', 'go', '{"a":1}')
  for (const each of [created, done(0, item)]) accumulator.push(each)
  const last = lifecycle('completed', { output: [item] })
  expect(workOf(() => void accumulator.push(last))).toBeLessThan(1_000)
})

test('what a schema has made is not copied with another form of its call', () => {
  const made: Json = { map: new Map([[1, 2]]) }
  made['one'] = made['other'] = made
  const tools = { go: schemaOf(() => ({ value: made })) }
  const item = call('fc_1', 'go', '{"a":1}')
  const events = [created, done(0, item), lifecycle('completed', { output: [{ ...item, x: 1 }] })]
  const { output } = accumulateResponseSync(events, { tools }) as unknown as { output: Json[] }
  expect(output[0]?.['x']).toBe(1)
  expect(output[0]?.['parsed_arguments']).toBe(made)
})

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown')
}
