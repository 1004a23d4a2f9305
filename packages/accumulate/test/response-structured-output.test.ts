import {
  accumulateResponse,
  accumulateResponseResult,
  accumulateResponseSync,
  partialResponse,
  ResponseAccumulator,
  type ResponseUpdate,
  responseUpdates,
  responseUpdatesSync,
  type StandardSchema,
} from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  added,
  call,
  completed,
  created,
  done,
  lifecycle,
  message,
  text,
} from './response-events.ts'

const city = z.object({ city: z.string() })
const tokyo = message('msg_1', '{"city":"Tokyo"}')
const answer = [created, done(0, tokyo), completed]
const go = call('fc_1', 'go', '{"city":"Paris"}')

describe.each<[string, StandardSchema<unknown, { city: string }>]>([
  ['zod', city],
  ['valibot', v.object({ city: v.string() })],
  ['arktype', type({ city: 'string' })],
])('a schema of %s', (_name, schema) => {
  test('makes `output_parsed` and `parsed` of the text', () => {
    const final = accumulateResponseSync(answer, { schema })
    const parsed: { city: string } | null = final.output_parsed
    expect(parsed).toEqual({ city: 'Tokyo' })
    expect(final.output).toEqual([
      { ...tokyo, content: [{ ...(tokyo['content'] as object[])[0], parsed: { city: 'Tokyo' } }] },
    ])
  })

  test('makes `parsed_arguments` of the calls of its tool', () => {
    const other = call('fc_2', 'come', 'no JSON')
    const final = accumulateResponseSync([created, done(0, go), done(1, other), completed], {
      tools: { go: schema },
    })
    expect(final.output).toEqual([{ ...go, parsed_arguments: { city: 'Paris' } }, other])
    expect(final).not.toHaveProperty('output_parsed')
  })

  test('refuses what is something else', () => {
    const wrong = [created, done(0, message('msg_1', '{"city":3}')), completed]
    const error = thrownBy(() => accumulateResponseSync(wrong, { schema }))
    expect(error).toMatchObject({
      code: 'ERR_SSE_SCHEMA',
      path: 'output[0].content[0].text',
      text: '{"city":3}',
    })
    expect((error as { issues: unknown[] }).issues.length).toBeGreaterThan(0)
    expect((error as Error).message).not.toContain('city')
    expect(partialResponse(error)).toMatchObject({ status: 'completed' })
  })
})

test('the updates carry what was made of the text, when it is whole', () => {
  const updates = [
    ...responseUpdatesSync([created, done(0, tokyo), done(1, go), completed], {
      schema: city,
      tools: { go: city },
    }),
  ]
  expect(updates).toContainEqual({
    type: 'content.done',
    output_index: 0,
    content_index: 0,
    snapshot: '{"city":"Tokyo"}',
    parsed: { city: 'Tokyo' },
  })
  expect(updates).toContainEqual({
    type: 'tool_call.done',
    output_index: 1,
    kind: 'function',
    toolCall: { ...go, parsed_arguments: { city: 'Paris' } },
  })
  expect(updates.at(-1)).toMatchObject({
    type: 'response.done',
    snapshot: { output_parsed: { city: 'Tokyo' } },
  })
})

test('what is refused has no `done`, and neither has the response', () => {
  const wrong = call('fc_1', 'go', '{}')
  const seen: string[] = []
  const error = thrownBy(() => {
    const events = [created, done(0, message('msg_1', '[]')), done(1, wrong), completed]
    for (const update of responseUpdatesSync(events, { schema: city, tools: { go: city } })) {
      seen.push(update.type)
    }
  })
  expect(error).toMatchObject({ code: 'ERR_SSE_SCHEMA' })
  expect(seen.filter((each) => /^(?:content|tool_call|response)\.done$/.test(each))).toEqual([])
})

test('arguments that are refused are an error of their own, and no other call is asked about', () => {
  const custom = {
    id: 'ct_1',
    type: 'custom_tool_call',
    call_id: 'c',
    name: 'go',
    input: 'no JSON',
  }
  const events = [created, done(0, message('msg_1', 'no JSON')), done(1, custom)]
  const final = accumulateResponseSync([...events, done(2, go), completed], { tools: { go: city } })
  expect(final.output).toEqual([
    message('msg_1', 'no JSON'),
    custom,
    { ...go, parsed_arguments: { city: 'Paris' } },
  ])
  const wrong = done(2, call('fc_1', 'go', '{"city":1}'))
  const error = thrownBy(() =>
    accumulateResponseSync([...events, wrong, completed], { tools: { go: city } }),
  )
  expect(error).toMatchObject({ code: 'ERR_SSE_SCHEMA', path: 'output[2].arguments' })
})

test('a schema sees a text once, and none that is not whole', () => {
  const seen: unknown[] = []
  const schema: StandardSchema<unknown, unknown> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate(value) {
        seen.push(value)
        return { value }
      },
    },
  }
  const begin = added(0, { ...message('msg_1'), status: 'in_progress' })
  const events = [
    created,
    begin,
    text('{"a"'),
    text(':1}'),
    done(0, message('msg_1', '{"a":1}')),
    completed,
  ]
  accumulateResponseSync(events, { schema })
  expect(seen).toEqual([{ a: 1 }])
  const cut = thrownBy(() => accumulateResponseSync(events.slice(0, 3), { schema }))
  expect(cut).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
  expect(seen).toHaveLength(1)
})

test('what is said on the way is no answer, and a refusal neither', () => {
  const commentary = { ...message('msg_1', 'Let me see'), phase: 'commentary' }
  const refusal = { ...message('msg_2'), content: [{ type: 'refusal', refusal: 'No' }] }
  const final = accumulateResponseSync(
    [created, done(0, commentary), done(1, refusal), completed],
    {
      schema: city,
    },
  )
  expect(final.output_parsed).toBeNull()
  expect(final.output).toEqual([commentary, refusal])
})

test('what a schema makes need not be JSON, and is made again after a checkpoint', () => {
  const schema = z.string().transform((value) => BigInt(value))
  const options = { schema, tools: { go: schema } }
  const events = [created, done(0, message('msg_1', '"12"')), done(1, call('fc_1', 'go', '"3"'))]
  const before = new ResponseAccumulator(options)
  for (const each of [...events, completed]) before.push(each)
  const final = before.finish()
  const after = ResponseAccumulator.restore(before.checkpoint(), options)
  expect(before.finish()).toMatchObject({
    output_parsed: 12n,
    output: [{}, { parsed_arguments: 3n }],
  })
  expect(after.finish()).toEqual(final)
  expect(accumulateResponseSync([...events, completed])).not.toHaveProperty('output_parsed')
})

test('empty arguments are an empty object', () => {
  const final = accumulateResponseSync([created, done(0, call('fc_1', 'go', '')), completed], {
    tools: { go: z.object({}) },
  })
  expect(final.output).toMatchObject([{ arguments: '', parsed_arguments: {} }])
})

test.each([
  ['max_output_tokens', 'ERR_SSE_LENGTH_FINISH_REASON'],
  ['content_filter', 'ERR_SSE_CONTENT_FILTER_FINISH_REASON'],
])('a response that is incomplete for %s is an error where there is a schema', (reason, code) => {
  const end = lifecycle('incomplete', { incomplete_details: { reason } })
  const events = [created, text('{"ci'), end]
  expect(accumulateResponseSync(events).output_text).toBe('{"ci')
  const error = thrownBy(() => accumulateResponseSync(events, { schema: city }))
  expect(error).toMatchObject({ code })
  expect(partialResponse(error)?.output_text).toBe('{"ci')
  const accumulator = new ResponseAccumulator({ schema: city })
  for (const each of events) accumulator.push(each)
  expect(accumulator.result()).toMatchObject({ outcome: 'incomplete', evidence: code })
})

test('a call that was cut off has `parsed_arguments: null`', () => {
  const cut = call('fc_1', 'go', '', { status: 'in_progress' })
  const final = accumulateResponseSync([created, added(0, cut), completed], { tools: { go: city } })
  expect(final.output).toEqual([{ ...cut, parsed_arguments: null }])
})

describe('a schema that takes its time', () => {
  let asked = 0
  const slow: StandardSchema<unknown, { city: string }> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: async (value) => {
        asked++
        const result = await Promise.resolve(city['~standard'].validate(value))
        return result
      },
    },
  }

  test('is waited for', async () => {
    const final = await accumulateResponse(answer, { schema: slow })
    expect(final.output_parsed).toEqual({ city: 'Tokyo' })
    expect(asked).toBe(1)
    const updates: ResponseUpdate<{ city: string }>[] = []
    for await (const update of responseUpdates(answer, { schema: slow })) updates.push(update)
    expect(updates.at(-1)).toMatchObject({ snapshot: { output_parsed: { city: 'Tokyo' } } })
  })

  test('and refuses', async () => {
    const wrong: ResponseStreamEvent[] = [created, done(0, message('msg_1', 'x')), completed]
    await expect(accumulateResponse(wrong, { schema: slow })).rejects.toMatchObject({
      code: 'ERR_SSE_SCHEMA',
    })
  })

  test('sees what nothing but `complete` says is whole', async () => {
    const begun = added(0, { ...message('msg_1'), status: 'in_progress' })
    const options = { schema: slow, complete: true }
    const right = await accumulateResponseResult(
      [created, begun, text('{"city":"Tokyo"}')],
      options,
    )
    expect(right).toMatchObject({
      outcome: 'completed',
      value: { output_parsed: { city: 'Tokyo' } },
    })
    const wrong = await accumulateResponseResult([created, begun, text('"x"')], options)
    expect(wrong).toMatchObject({ outcome: 'failed', evidence: 'ERR_SSE_SCHEMA' })
  })

  test('cannot be waited for where nothing waits', () => {
    expect(() => accumulateResponseSync(answer, { schema: slow })).toThrow(TypeError)
  })
})

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown')
}
