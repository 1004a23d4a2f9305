import {
  accumulateChat,
  accumulateChatSync,
  ChatAccumulator,
  chatUpdates,
  chatUpdatesSync,
  partialCompletion,
  SchemaValidationError,
  type StandardSchema,
  toolCallState,
} from '@sse/accumulate'
import type { ChatCompletionChunk } from '@sse/chat'
import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { calls, chunk, delta, finish, type Json, piece } from './chat-chunks.ts'

const json = '{"city":"Köln","days":3}'
const said = { city: 'Köln', days: 3 }
const stopped = [delta({ content: json.slice(0, 9) }), delta({ content: json.slice(9) }), finish()]
const called = [
  calls(piece({ index: 0, id: 'a' }, 'weather', json.slice(0, 5))),
  calls(piece({ index: 0 }, undefined, json.slice(5))),
  finish('tool_calls'),
]

const schemas: readonly (readonly [string, StandardSchema<unknown, typeof said>])[] = [
  ['zod', z.object({ city: z.string(), days: z.number() })],
  ['valibot', v.object({ city: v.string(), days: v.number() })],
  ['arktype', type({ city: 'string', days: 'number' })],
]

/** A schema that says what it was shown. */
class Spy implements StandardSchema {
  readonly seen: unknown[] = []
  readonly '~standard': StandardSchema['~standard'] = {
    version: 1,
    vendor: 'spy',
    validate: (value) => {
      this.seen.push(value)
      return { value }
    },
  }
}

function failureOf(
  chunks: readonly ChatCompletionChunk[],
  options: NonNullable<Parameters<typeof accumulateChatSync>[1]> | Json,
): any {
  try {
    accumulateChatSync(chunks, options)
  } catch (error) {
    return error
  }
  return expect.fail('It did not fail')
}

describe.each(schemas)('a schema of %s', (_, schema) => {
  test('makes `parsed` of the content', async () => {
    const completion = await accumulateChat(stopped, { schema })
    const { message } = completion.choices[0]!
    expect(message).toStrictEqual({
      role: 'assistant',
      content: json,
      refusal: null,
      parsed: said,
    })
    const done = [...chatUpdatesSync(stopped, { schema })].find(isOf('content.done'))
    expect(done).toEqual({ type: 'content.done', choice: 0, snapshot: json, parsed: said })
  })

  test('makes `parsed_arguments` of those of its tool', async () => {
    const completion = await accumulateChat(called, { tools: { weather: schema } })
    const { message } = completion.choices[0]!
    expect(message.tool_calls).toStrictEqual([
      {
        id: 'a',
        type: 'function',
        function: { name: 'weather', arguments: json, parsed_arguments: said },
      },
    ])
    expect(message).not.toHaveProperty('parsed')
    const done = [...chatUpdatesSync(called, { tools: { weather: schema } })]
    expect(done.find(isOf('tool_call.done'))).toMatchObject({
      toolCall: { function: { parsed_arguments: said } },
    })
  })

  test('refuses what does not fit, with the text and the issues', () => {
    const text = '{"city":"Köln","days":"three"}'
    const chunks = [delta({ content: text }), finish()]
    const error: SchemaValidationError = failureOf(chunks, { schema })
    expect(error).toBeInstanceOf(SchemaValidationError)
    expect(error).toMatchObject({
      code: 'ERR_SSE_SCHEMA',
      path: 'choices[0].message.content',
      text,
    })
    expect(error.issues).toHaveLength(1)
    const path = Array.from(error.issues[0]!.path!, (step) =>
      typeof step === 'object' ? step.key : step,
    )
    expect(path).toEqual(['days'])
    expect(error.message).not.toContain('three')
    expect(partialCompletion(error)?.choices[0]?.message.content).toBe(text)
    expect(error.partial).toBe(partialCompletion(error))
    expect(Object.keys(error)).not.toContain('partial')
  })
})

test('what a schema makes of a value is what is given, not the value', () => {
  const schema = z.object({ at: z.string().transform((text) => new Date(text)) })
  const chunks = [delta({ content: '{"at":"2026-01-02T00:00:00Z"}' }), finish()]
  const { parsed } = accumulateChatSync(chunks, { schema }).choices[0]!.message
  expect(parsed?.at).toEqual(new Date(Date.UTC(2026, 0, 2)))
})

describe('text that is no JSON', () => {
  test.each(['{"a":', 'Sorry, no', '{"a":1}}', '```json\n{}\n```'])('%j', (content) => {
    const schema = new Spy()
    const error = failureOf([delta({ content }), finish()], { schema })
    expect(error).toMatchObject({
      code: 'ERR_SSE_SCHEMA',
      text: content,
      issues: [{ message: 'Not JSON' }],
      message: 'choices[0].message.content is not JSON',
    })
    expect(schema.seen).toEqual([])
    expect(error.cause).toBeUndefined()
  })
})

describe('a schema never runs', () => {
  test('before the end', () => {
    const schema = new Spy()
    const accumulator = new ChatAccumulator({ schema, tools: { weather: schema } })
    for (const each of [...stopped, ...called]) {
      accumulator.push(each)
      expect(schema.seen).toEqual([])
    }
    accumulator.finish()
    expect(schema.seen).toEqual([said, said])
  })

  test.each([
    ['length', 'ERR_SSE_LENGTH_FINISH_REASON'],
    ['MAX_TOKENS', 'ERR_SSE_LENGTH_FINISH_REASON'],
    ['content_filter', 'ERR_SSE_CONTENT_FILTER_FINISH_REASON'],
    ['SAFETY', 'ERR_SSE_CONTENT_FILTER_FINISH_REASON'],
  ])('on what was cut off by %s, not even where the text is whole', (reason, code) => {
    const schema = new Spy()
    const chunks = [...stopped.slice(0, 2), finish(reason)]
    const error = failureOf(chunks, { schema })
    expect(error).toMatchObject({ code, partial: { choices: [{ message: { content: json } }] } })
    const cutCall = [...called.slice(0, 2), finish(reason)]
    expect(failureOf(cutCall, { tools: { weather: schema } })).toMatchObject({ code })
    expect(schema.seen).toEqual([])
    // Without a schema it is an answer like any other.
    expect(accumulateChatSync(chunks).choices[0]?.message.content).toBe(json)
  })

  const spied = (
    reason: string,
  ): [Spy, ChatCompletionChunk[], { schema: Spy; tools: { weather: Spy } }] => {
    const schema = new Spy()
    const chunks = [...stopped.slice(0, 2), ...called.slice(0, 2), finish(reason)]
    return [schema, chunks, { schema, tools: { weather: schema } }]
  }

  test('on what ended by error', () => {
    const [schema, chunks, options] = spied('error')
    const error = failureOf(chunks, options)
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM' })
    expect(schema.seen).toEqual([])
    expect(partialCompletion(error)?.choices[0]?.message).not.toHaveProperty('parsed')
  })

  test('on what ended by cancelled: there it is null', () => {
    const [schema, chunks, options] = spied('cancelled')
    const { message } = accumulateChatSync(chunks, options).choices[0]!
    expect(message.parsed).toBeNull()
    expect(message.tool_calls?.[0]).toMatchObject({ function: { parsed_arguments: null } })
    expect(schema.seen).toEqual([])
  })

  test('on a stream that was cut off', () => {
    const schema = new Spy()
    const error = failureOf(stopped.slice(0, 2), { schema })
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(schema.seen).toEqual([])
    expect(partialCompletion(error)?.choices[0]?.message).not.toHaveProperty('parsed')
  })

  test('on a refusal, nor where there is nothing but calls', () => {
    const schema = new Spy()
    const refused = [delta({ content: '{' }), finish('stop', { refusal: 'No.' })]
    for (const chunks of [refused, called]) {
      const { message } = accumulateChatSync(chunks, { schema }).choices[0]!
      expect(message.parsed).toBeNull()
    }
    expect(schema.seen).toEqual([])
    const done = [...chatUpdatesSync(refused, { schema })].find(isOf('content.done'))
    expect(done).toMatchObject({ parsed: null })
  })

  test.each(['', ' ', '\n', ' \r\n\t'])('on white space, which is no answer: %j', (text) => {
    const schema = new Spy()
    // C19b: some end the calls, and then the answer, with a line break between them.
    for (const before of [[], called]) {
      const chunks = [...before, finish('stop', { content: text })]
      const { message } = accumulateChatSync(chunks, { schema }).choices[0]!
      expect(message).toMatchObject({ content: text || null, parsed: null })
      const done = [...chatUpdatesSync(chunks, { schema })].filter(isOf('content.done'))
      const update = { type: 'content.done', choice: 0, snapshot: text, parsed: null }
      expect(done).toEqual(text === '' ? [] : [update])
    }
    expect(schema.seen).toEqual([])
  })

  test('on a call of another tool, of a tool by an inherited name, or of a custom tool', () => {
    const schema = new Spy()
    const custom = { index: 2, id: 'c', type: 'custom', custom: { name: 'weather', input: '{}' } }
    const chunks = [
      calls(
        piece({ index: 0, id: 'a' }, 'other', '{}'),
        piece({ index: 1, id: 'b' }, 'toString', '{}'),
        custom,
      ),
      finish('tool_calls'),
    ]
    const { message } = accumulateChatSync(chunks, { tools: { weather: schema } }).choices[0]!
    expect(message.tool_calls).toHaveLength(3)
    expect(JSON.stringify(message)).not.toContain('parsed_arguments')
    expect(schema.seen).toEqual([])
  })
})

test('C26: arguments of nothing are an empty object to the schema, and stay as they are', () => {
  const schema = new Spy()
  const chunks = [calls(piece({ index: 0, id: 'a' }, 'weather', '')), finish('tool_calls')]
  const { message } = accumulateChatSync(chunks, { tools: { weather: schema } }).choices[0]!
  expect(schema.seen).toEqual([{}])
  expect(message.tool_calls?.[0]).toMatchObject({
    function: { arguments: '', parsed_arguments: {} },
  })
})

test('the text in an error is the text that came, white space and all', () => {
  const chunks = [calls(piece({ index: 0, id: 'a' }, 'f', ' {"x": \n')), finish()]
  expect(failureOf(chunks, { tools: { f: new Spy() } })).toMatchObject({ text: ' {"x": \n' })
})

test('without schemas there is not a key more', () => {
  expect(JSON.stringify(accumulateChatSync([...stopped, ...called]))).not.toContain('parsed')
})

describe('several choices', () => {
  const schema = z.object({ city: z.string(), days: z.number() })
  const two = [
    chunk([{ index: 1, delta: { content: '[]' }, finish_reason: 'stop' }]),
    chunk([{ index: 0, delta: { content: json }, finish_reason: 'stop' }]),
  ]

  test('nothing is done in the one that does not fit, everything in the other', async () => {
    const updates = chatUpdates(two, { schema })
    const ended: string[] = []
    const reading = (async (): Promise<void> => {
      for await (const update of updates) {
        if (update.type.endsWith('.done') && 'choice' in update) {
          ended.push(`${update.type} ${update.choice}`)
        }
      }
    })()
    await expect(reading).rejects.toMatchObject({
      code: 'ERR_SSE_SCHEMA',
      path: 'choices[1].message.content',
    })
    expect(ended).toEqual(['content.done 0', 'choice.done 0'])
  })

  test('a call that does not fit is never one to make', () => {
    const accumulator = new ChatAccumulator({ tools: { weather: schema } })
    accumulator.push(
      calls(
        piece({ index: 0, id: 'a' }, 'weather', json),
        piece({ index: 1, id: 'b' }, 'weather', '[]'),
      ),
    )
    accumulator.push(finish('tool_calls'))
    expect(accumulator.finishUpdates()).toEqual([])
    expect(() => accumulator.finish()).toThrow(
      expect.objectContaining({ path: 'choices[0].message.tool_calls[1].function.arguments' }),
    )
    const made = accumulator.snapshot.choices[0]!.message.tool_calls!
    expect(made.map(toolCallState)).toEqual(['partial', 'partial'])
  })
})

describe('a checkpoint', () => {
  const schema = z.object({ city: z.string(), days: z.number().transform(BigInt) })

  test('leaves out what schemas made, which need not be JSON; it is made again', () => {
    const accumulator = new ChatAccumulator({ schema })
    for (const each of stopped) accumulator.push(each)
    const final = accumulator.finish()
    expect(final.choices[0]?.message.parsed).toEqual({ city: 'Köln', days: 3n })
    const checkpoint = accumulator.checkpoint()
    expect(JSON.stringify(checkpoint)).not.toContain('parsed')
    expect(final.choices[0]?.message.parsed).toEqual({ city: 'Köln', days: 3n })
    const restored = ChatAccumulator.restore(checkpoint, { schema })
    expect(restored.finishUpdates()).toEqual([])
    expect(restored.finish()).toStrictEqual(final)
  })

  test('that cannot be taken leaves what schemas made in its place', () => {
    const accumulator = new ChatAccumulator({ schema })
    accumulator.push({
      ...stopped[0]!,
      unheard_of: { toJSON: () => expect.fail('too deep') },
    } as any)
    for (const each of stopped.slice(1)) accumulator.push(each)
    const { message } = accumulator.finish().choices[0]!
    expect(() => accumulator.checkpoint()).toThrow('too deep')
    expect(message.parsed).toEqual({ city: 'Köln', days: 3n })
  })
})

describe('schemas that are none', () => {
  test.each([
    ['null', { schema: null }],
    ['a text', { schema: 'string' }],
    ['a JSON schema', { schema: { type: 'object' } }],
    ['one that cannot be asked', { schema: { '~standard': { version: 1, vendor: 'x' } } }],
    ['null for the tools', { tools: null }],
    ['a list of tools', { tools: [z.object({})] }],
    ['null for a tool', { tools: { weather: null } }],
    ['a JSON schema for a tool', { tools: { other: z.object({}), weather: { type: 'object' } } }],
  ])('%s, are refused at once', async (_, options: any) => {
    expect(() => new ChatAccumulator(options)).toThrow(TypeError)
    expect(() => ChatAccumulator.restore(new ChatAccumulator().checkpoint(), options)).toThrow(
      TypeError,
    )
    expect(() => chatUpdates(called, options)).toThrow(TypeError)
    await expect(accumulateChat(called, options)).rejects.toThrow(TypeError)
  })

  test('but a tool may have none', () => {
    const tools: any = { weather: undefined }
    const [choice] = accumulateChatSync(called, { schema: undefined, tools }).choices
    expect(choice).toEqual(accumulateChatSync(called).choices[0])
  })
})

function isOf<Type extends string>(wanted: Type) {
  return <Update extends { readonly type: string }>(
    update: Update,
  ): update is Extract<Update, { readonly type: Type }> => update.type === wanted
}

test('two hundred thousand calls are asked about like one', () => {
  const pieces = Array.from({ length: 200_000 }, (_, index) =>
    piece({ index, id: `c${index}` }, 'f', '1'),
  )
  const schema = new Spy()
  accumulateChatSync([delta({ tool_calls: pieces }), finish()], { tools: { f: schema } })
  expect(schema.seen).toHaveLength(200_000)
})
