// Fields that are known nowhere (C37). In a delta they are pieces, elsewhere they are statements.

import { ChatAccumulator } from '@sse/accumulate'
import type { ChatCompletionChunk } from '@sse/chat'
import { describe, expect, test } from 'vitest'
import {
  bare,
  calls,
  choiceOf,
  chunk,
  delta,
  finalOf,
  finish,
  type Json,
  messageOf,
  piece,
} from './chat-chunks.ts'

const done = finish()

function addedUp(...values: unknown[]): unknown {
  const chunks = values.map((x) => delta({ x }))
  const { x } = messageOf([...chunks, done])
  // The same, with a checkpoint after every chunk, and nothing of the chunks is changed.
  const before = structuredClone(chunks)
  let accumulator = new ChatAccumulator()
  for (const each of chunks) {
    accumulator.push(each)
    accumulator = ChatAccumulator.restore(accumulator.checkpoint())
  }
  accumulator.push(done)
  expect((accumulator.finish().choices[0]!.message as Json)['x']).toEqual(x)
  expect(chunks).toEqual(before)
  return x
}

describe('in a delta', () => {
  test('each is merged as what it is, all of it and nothing twice', () => {
    const chunks = [
      delta({ thinking: 'Let ', psf: { a: 'x' }, baz: [1] }),
      delta({ content: 'a', thinking: 'me see', psf: { b: 'y' }, baz: [2] }),
      done,
    ]
    expect(messageOf(chunks)).toMatchObject({
      content: 'a',
      thinking: 'Let me see',
      psf: { a: 'x', b: 'y' },
      baz: [1, 2],
    })
  })

  test.each([
    ['texts are joined', ['a', 'b', 'c'], 'abc'],
    ['a text that is the same every time is there once', ['on', 'on', 'on'], 'on'],
    ['a text that grows every time is the last', ['a', 'ab', 'abc'], 'abc'],
    ['null and the empty text say nothing', ['a', null, '', 'b', undefined], 'ab'],
    ['of numbers the last counts', [1, 1, 3], 3],
    ['of truths the last counts', [true, false], false],
    ['of what becomes something else the last counts', ['a', 3, [1], { a: 1 }, 'b'], 'b'],
    ['a list in a list that is another is another', [[[1]], [[1, 2]]], [[1], [1, 2]]],
    [
      'an object in a list that has more is another',
      [[{ a: 1 }], [{ a: 1, b: 2 }]],
      [{ a: 1 }, { a: 1, b: 2 }],
    ],
    ['lists are joined', [[1], [2, 3], [], [4]], [1, 2, 3, 4]],
    [
      'a list that is the same every time is there once',
      [[{ a: [1] }], [{ a: [1] }]],
      [{ a: [1] }],
    ],
    ['a list that grows every time is the last', [[1], [1, 2], [1, 2, 3]], [1, 2, 3]],
    [
      'entries of a list that have an index are merged by it (Groq)',
      [
        [{ index: 0, type: 'search', arguments: '{}' }],
        [{ index: 0, type: 'search', arguments: '{}', output: 'o' }],
        [{ index: 1, output: 'a' }],
        [{ index: 1, output: 'b' }],
        [{ index: 0, output: 'p' }],
      ],
      [
        { index: 0, type: 'search', arguments: '{}', output: 'op' },
        { index: 1, output: 'ab' },
      ],
    ],
    [
      'also where the first is not 0',
      [[{ index: 3, t: 'a' }], [{ index: 4, t: 'b' }], [{ index: 3, t: 'c' }]],
      [
        { index: 3, t: 'ac' },
        { index: 4, t: 'b' },
      ],
    ],
    [
      'objects are merged, at every depth',
      [{ a: { b: 'x', n: null } }, { a: { b: 'y', c: [1] } }, { a: { c: [2] } }],
      { a: { b: 'xy', n: null, c: [1, 2] } },
    ],
    ['null takes nothing out of an object', [{ a: 1 }, { a: null }], { a: 1 }],
  ])('%s', (_, values, expected) => {
    expect(addedUp(...values)).toEqual(expected)
  })

  test.each(['id', 'type', 'cot_id', 'channel', 'phase', 'status', 'x_type', 'provider', 'model'])(
    'what names something, such as `%s`, is the last, and not joined',
    (key) => {
      const chunks = ['analysis', 'analysis', 'final'].map((each) => delta({ [key]: each }))
      expect(messageOf([...chunks, done])[key]).toBe('final')
      expect(addedUp({ [key]: 'a' }, { [key]: 'b' })).toEqual({ [key]: 'b' })
    },
  )

  test('of a call too, beside its function and in it', () => {
    const signed = (fields: Json): Json => ({
      ...piece({ index: 0, id: 'a', extra_content: fields }, 'f', ''),
    })
    const body = { name: 'f', arguments: '{}', note: 'ab' }
    const chunks = [
      calls(signed({ google: { thought_signature: 'AAA' } })),
      calls({ index: 0, extra_content: { google: { other: 'B' } }, function: { note: 'a' } }),
      calls({ index: 0, function: { note: 'b', arguments: '{}' } }),
      done,
    ]
    expect(messageOf(chunks)['tool_calls']).toEqual([
      {
        id: 'a',
        type: 'function',
        function: body,
        extra_content: { google: { thought_signature: 'AAA', other: 'B' } },
      },
    ])
  })
})

describe('beside a delta', () => {
  const top = (x: unknown): ChatCompletionChunk => chunk([], { x })
  const beside = (x: unknown): ChatCompletionChunk => delta({}, { x })

  test.each([
    ['a text is the last', ['a', 'b', 'b'], 'b'],
    ['a list is the last', [['u1'], ['u1', 'u2'], ['u3']], ['u3']],
    [
      'objects are merged, at every depth',
      [
        { id: 'r', a: { b: 1 } },
        { id: 's', a: { c: [2] } },
      ],
      { id: 's', a: { b: 1, c: [2] } },
    ],
    ['null says nothing', ['a', null], 'a'],
  ])('%s, of a choice and of the chunk', (_, values, expected) => {
    expect(choiceOf([...values.map(beside), done])['x']).toEqual(expected)
    expect((finalOf([...values.map(top), done]) as Json)['x']).toEqual(expected)
  })

  test('usage is merged at every depth, and its lists are the last', () => {
    const usage = (fields: Json): ChatCompletionChunk => chunk([], { usage: fields })
    const chunks = [
      usage({ total_tokens: 1, details: { cached: 1, by: [1] } }),
      usage({ total_tokens: 2, details: { reasoning: 2, by: [2] } }),
      done,
    ]
    expect(finalOf(chunks).usage).toEqual({
      total_tokens: 2,
      details: { cached: 1, reasoning: 2, by: [2] },
    })
  })
})

test('the chunks stay as they are, and so does what was handed in with them', () => {
  const shared = { a: { b: 1 }, list: [{ index: 0, t: 'a' }] }
  const chunks = [
    delta({ shared }, { shared }),
    delta({ shared: { a: { c: 2 }, list: [{ index: 0, t: 'b' }] } }, { shared: { d: 3 } }),
  ].map((each) => bare({ ...each, shared }))
  const nested = (fields: Json): Json => ({
    ...delta(
      {
        reasoning_details: [{ type: 't', index: 0, meta: fields }],
        content: [{ type: 'text', text: 'a', meta: fields }],
      },
      { content_filter_results: { hate: fields } },
    ),
    usage: { details: fields },
  })
  const all = [...chunks, ...[{ a: 1 }, { b: 2 }, { c: 3 }].map((each) => bare(nested(each)))]
  const before = structuredClone(all)
  const choice = choiceOf([...all, done])
  expect(all).toEqual(before)
  expect(choice['content_filter_results']).toEqual({ hate: { a: 1, b: 2, c: 3 } })
  expect(choice['message'].reasoning_details[0].meta).toEqual({ a: 1, b: 2, c: 3 })
})

test('`__proto__` is no key of theirs, at any depth, and a list with one is still the same list', () => {
  const wire = (): ChatCompletionChunk =>
    JSON.parse(
      '{"choices":[{"index":0,"delta":{"o":{"a":{"__proto__":{"b":1},"c":1}},"l":[{"__proto__":[],"d":1}]}}]}',
    ) as ChatCompletionChunk
  const message = messageOf([wire(), wire(), done])
  expect(message).toMatchObject({ o: { a: { c: 1 } }, l: [{ d: 1 }] })
  expect(JSON.stringify(message)).not.toContain('__proto__')
  expect(message['l']).toHaveLength(1)
})

test('of whatever depth, they raise nothing', () => {
  const deep = (): Json => {
    let value: Json = {}
    for (let count = 0; count < 50_000; count++) value = count % 2 ? { value } : { value: [value] }
    return value
  }
  const accumulator = new ChatAccumulator()
  for (let count = 0; count < 3; count++) {
    accumulator.push(
      bare({ ...delta({ deep: [deep()], content: 'a' }, { deep: deep() }), deep: deep() }),
    )
  }
  expect(accumulator.snapshot.choices[0]?.message.content).toBe('aaa')
})
