import { ChatAccumulator, executableToolCalls } from '@sse/accumulate'
import type { ChatCompletionChunk } from '@sse/chat'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bare, calls, callsOf, delta, finalOf, finish, messageOf } from './chat-chunks.ts'

const done = finish()

/** A chunk as a server may send it: keys such as `__proto__` are own ones. */
function parsed(json: string): ChatCompletionChunk {
  return JSON.parse(json) as ChatCompletionChunk
}

test('what every object inherits is no field of a chunk', () => {
  const prototype = Object.prototype as unknown as Record<string, unknown>
  prototype['inherited'] = 'x'
  try {
    const { choices, ...top } = finalOf([delta({ content: 'a' }), done])
    expect(Object.keys(top)).not.toContain('inherited')
    expect(Object.keys(choices[0]!)).not.toContain('inherited')
    expect(Object.keys(choices[0]!.message)).not.toContain('inherited')
  } finally {
    delete prototype['inherited']
  }
})

describe('`__proto__` and its like', () => {
  const evil = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}'
  const levels = [
    ['the chunk', `{${evil},"choices":[]}`],
    ['the usage', `{"choices":[],"usage":{"prompt_tokens":1,${evil}}}`],
    ['a choice', `{"choices":[{"index":0,${evil}}]}`],
    ['the filter results', `{"choices":[{"index":0,"content_filter_results":{${evil}}}]}`],
    ['the logprobs', `{"choices":[{"index":0,"logprobs":{"__proto__":[1],"content":[]}}]}`],
    ['a delta', `{"choices":[{"index":0,"delta":{${evil}}}]}`],
    [
      'a content part',
      `{"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"",${evil}}]}}]}`,
    ],
    ['the audio', `{"choices":[{"index":0,"delta":{"audio":{${evil}}}}]}`],
    [
      'the function call',
      `{"choices":[{"index":0,"delta":{"function_call":{"name":"f",${evil}}}}]}`,
    ],
    ['a tool call', `{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,${evil}}]}}]}`],
    [
      'a function',
      `{"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"name":"f",${evil}}}]}}]}`,
    ],
    ['a detail', `{"choices":[{"index":0,"delta":{"reasoning_details":[{"index":0,${evil}}]}}]}`],
    ['the message', `{"choices":[{"index":0,"message":{"content":"a",${evil}}}]}`],
  ] as const

  test.each(levels)('in %s changes no prototype', (_name, json) => {
    const accumulator = new ChatAccumulator()
    // Twice: what is there the second time is merged.
    for (let count = 0; count < 2; count++) accumulator.push(parsed(json))
    expect(isPlain(accumulator.snapshot)).toBe(true)
    const restored = ChatAccumulator.restore(accumulator.checkpoint())
    restored.push(done)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    const final = restored.finish()
    expect(isPlain(final)).toBe(true)
  })

  test('in a checkpoint changes no prototype', () => {
    const json = JSON.stringify(new ChatAccumulator().checkpoint())
    const evilJson = json.replace('"completion":{', '"completion":{"__proto__":{"polluted":true},')
    expect(evilJson).not.toBe(json)
    const restored = ChatAccumulator.restore(JSON.parse(evilJson))
    expect(restored.snapshot).not.toHaveProperty('polluted')
  })

  test('as names, ids and indexes are words like any other', () => {
    const pieces = ['__proto__', 'constructor', 'toString'].map((word) => ({
      id: word,
      function: { name: word, arguments: '{}' },
    }))
    const chunk = delta({ tool_calls: pieces, toString: 'x' })
    expect(callsOf([chunk, done]).map(([id, name]) => [id, name])).toEqual([
      ['__proto__', '__proto__'],
      ['constructor', 'constructor'],
      ['toString', 'toString'],
    ])
    expect(messageOf([chunk, done])['toString']).toBe('x')
  })
})

describe('values of any kind at any place', { timeout: 120_000 }, () => {
  const names = [
    'id',
    'created',
    'model',
    'usage',
    'choices',
    'error',
    'x_groq',
    'index',
    'delta',
    'message',
    'text',
    'finish_reason',
    'logprobs',
    'content_filter_results',
    'token_ids',
    'role',
    'content',
    'refusal',
    'tool_calls',
    'function_call',
    'function',
    'custom',
    'arguments',
    'input',
    'name',
    'type',
    'audio',
    'data',
    'transcript',
    'expires_at',
    'annotations',
    'content_parts',
    'thinking',
    'reasoning',
    'reasoning_content',
    'reasoning_details',
    'summary',
  ]
  const { value } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, depthSize: 'large' },
      fc.constantFrom(null, '', 'a', '{', '{}', 0, 1, -1, 0.5, true, false),
      tie('object'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
    object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 5 }),
  }))
  const choice = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 })
  const chunk = fc.oneof(
    value,
    fc.record({ choices: fc.array(choice, { maxLength: 2 }), usage: value, error: value }),
    fc.record({
      choices: fc.array(fc.record({ delta: choice, logprobs: value, message: value }), {
        maxLength: 2,
      }),
    }),
    choice.map((call) => ({ choices: [{ delta: { tool_calls: [call, call] } }] })),
  )

  test('do not make it throw, and text is text', () => {
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 8 }), fc.nat({ max: 8 }), (chunks, cut) => {
        const accumulator = new ChatAccumulator()
        let restored = new ChatAccumulator()
        for (const [at, each] of chunks.entries()) {
          if (at === cut) restored = ChatAccumulator.restore(accumulator.checkpoint())
          accumulator.push(bare(each))
          restored.push(bare(each))
        }
        accumulator.finishUpdates({ complete: true })
        restored.finishUpdates({ complete: true })
        expect(restored.snapshot).toEqual(accumulator.snapshot)
        for (const { index, message } of accumulator.snapshot.choices) {
          expect(Number.isInteger(index)).toBe(true)
          for (const text of [message.content, message.refusal]) {
            expect(text === null || typeof text === 'string').toBe(true)
          }
          for (const call of message.tool_calls ?? []) {
            expect(call.id).not.toBe('')
            const [name, text] =
              call.type === 'custom'
                ? [call.custom.name, call.custom.input]
                : [call.function.name, call.function.arguments]
            expect([typeof name, typeof text]).toEqual(['string', 'string'])
          }
        }
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 3000) },
    )
  })
})

test.each(['type', 'text', 'thinking', 'index', 'id'])(
  'a %s that has no text of its own is never made one',
  (key) => {
    const hostile = { [key]: { toString: 1, valueOf: null, toJSON: 2 } }
    const thinking = { type: 'thinking', thinking: [hostile], ...hostile }
    const accumulator = new ChatAccumulator()
    accumulator.push(
      delta({
        content: [hostile, { type: 'text', ...hostile }, thinking, thinking, hostile],
        reasoning_details: [hostile, hostile, { type: 'a', ...hostile }],
        tool_calls: [hostile, { ...hostile, function: { name: hostile, arguments: hostile } }],
        audio: hostile,
        annotations: [hostile],
      }),
    )
    expect(accumulator.finish({ complete: true }).choices).toHaveLength(1)
  },
)

describe('nesting without end', () => {
  const DEPTH = 100_000
  const nested = (open: string, inner: string, close: string): string =>
    open.repeat(DEPTH) + inner + close.repeat(DEPTH)
  const list = nested('[', '', ']')
  const object = nested('{"type":', '1', '}')
  const thinking = nested('{"type":"thinking","thinking":[', '{"type":"text","text":"x"}', ']}')

  test.each([
    ['the chunk', `{"x":${object},"y":${list},"choices":[]}`],
    ['the usage', `{"choices":[],"usage":{"prompt_tokens":1,"x":${object}}}`],
    ['a choice', `{"choices":[{"index":0,"x":${object},"logprobs":{"content":[${list}]}}]}`],
    ['a delta', `{"choices":[{"delta":{"x":${object},"y":${list},"annotations":${list}}}]}`],
    ['content parts', `{"choices":[{"delta":{"content":[${thinking},${object}]}}]}`],
    ['the audio', `{"choices":[{"delta":{"audio":{"x":${object},"y":${list}}}}]}`],
    ['a detail', `{"choices":[{"delta":{"reasoning_details":[{"type":${object},"x":${list}}]}}]}`],
    ['a tool call', `{"choices":[{"delta":{"tool_calls":[{"id":"a","x":${object}}]}}]}`],
    [
      'arguments',
      `{"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"arguments":${object}}}]}}]}`,
    ],
  ])('in %s is taken, and taken again', (_, json) => {
    const accumulator = new ChatAccumulator()
    accumulator.push(delta({ content: 'a' }))
    for (let count = 0; count < 3; count++) accumulator.push(parsed(json))
    accumulator.push(finish('stop', { content: 'b' }))
    expect(accumulator.finish().choices[0]?.message.content).toBe('ab')
  })

  test('of thoughts is joined as deep as any server nests, and below that kept as it came', () => {
    const accumulator = new ChatAccumulator()
    const chunk = `{"choices":[{"index":0,"delta":{"content":[${thinking}]}}]}`
    for (let count = 0; count < 2; count++) accumulator.push(parsed(chunk))
    const parts: any = accumulator.finish({ complete: true }).choices[0]!.message.content_parts
    const widths: number[] = []
    for (let level = parts; Array.isArray(level); level = level.at(-1)?.thinking) {
      widths.push(level.length)
    }
    expect(widths).toHaveLength(DEPTH + 1)
    expect(widths.filter((width) => width === 2)).toHaveLength(1)
    expect(widths.indexOf(2)).toBeGreaterThan(2)
    expect(widths.indexOf(2)).toBeLessThan(100)
  })

  // Node 20 cannot write a list in 5,000 others. What no runtime can write stands for it here.
  const endless: Record<string, unknown> = {}
  endless['itself'] = endless

  test('in the type of a detail that cannot be written is one like any other', () => {
    const detail = { type: endless, index: 0, text: 'a' }
    const { message } = finalOf([delta({ reasoning_details: [detail] }), done]).choices[0]!
    expect(message.reasoning_details).toHaveLength(1)
  })

  test.each([
    ['a tool', (body: object) => calls({ index: 0, id: 'a', function: body })],
    ['the deprecated interface', (body: object) => delta({ function_call: body })],
  ])('in arguments for %s that cannot be written leaves the call partial', (_, wire) => {
    const seen: unknown[] = []
    const accumulator = new ChatAccumulator({
      tools: {
        f: {
          '~standard': {
            version: 1,
            vendor: 'x',
            validate: (value) => ({ value, x: seen.push(value) }),
          },
        },
      },
    })
    accumulator.push(wire({ name: 'f', arguments: endless }))
    const restored = ChatAccumulator.restore(accumulator.checkpoint())
    for (const each of [accumulator, restored]) {
      each.push(finish('tool_calls'))
      const types = each.finishUpdates().map(({ type }) => type)
      expect(types).toEqual(['choice.done'])
      const { message } = each.finish().choices[0]!
      expect(executableToolCalls(message)).toEqual([])
      expect((message.tool_calls?.[0] as any)?.function ?? message.function_call).toMatchObject({
        name: 'f',
        arguments: '',
      })
    }
    expect(seen).toEqual([])
  })

  test('in the input of a custom tool that cannot be written leaves the call partial', () => {
    const custom = { index: 0, id: 'a', type: 'custom', custom: { name: 'f', input: endless } }
    const more = { index: 0, custom: { input: 'x' } }
    for (const chunks of [[calls(custom)], [calls(custom), calls(more)]]) {
      const { message } = finalOf([...chunks, finish('tool_calls')]).choices[0]!
      expect(message.tool_calls).toHaveLength(1)
      expect(executableToolCalls(message)).toEqual([])
    }
  })

  test('that cannot be written is the only thing for which there is no checkpoint', () => {
    const accumulator = new ChatAccumulator()
    const tooDeep = new RangeError('Maximum call stack size exceeded')
    const toJSON = (): never => {
      throw tooDeep
    }
    accumulator.push(bare({ ...delta({ content: 'a' }), x: [{ toJSON }] }))
    expect(() => accumulator.checkpoint()).toThrow(tooDeep)
    accumulator.push(done)
    expect(accumulator.finish().choices[0]?.message.content).toBe('a')
  })
})

test('a chunk that is no object is nothing', () => {
  const chunks = [null, undefined, 3, 'x', []].map(bare)
  expect(finalOf([...chunks, done]).choices).toHaveLength(1)
})

/** Whether all that is in a value is a plain object, an array or a primitive, without `__proto__`. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isPlain)
  return Object.getPrototypeOf(value) === Object.prototype && !Object.hasOwn(value, '__proto__')
    ? Object.keys(value).every((key) => isPlain((value as Record<string, unknown>)[key]))
    : false
}
