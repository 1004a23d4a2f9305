import { describe, expect, test } from 'vitest'
import {
  calls,
  callsOf,
  choiceOf,
  delta,
  finish,
  messageOf,
  piece,
  updatesOf,
} from './chat-chunks.ts'

const done = finish('tool_calls')

describe('C19b: a second call after a finish reason (Together)', () => {
  const first = calls(piece({ index: 0, id: 'a' }, 'f', '{}'))
  const second = calls(piece({ index: 1, id: 'b' }, 'g', '{"x"'))

  test('belongs to the answer', () => {
    const rest = finish('tool_calls', { tool_calls: [piece({ index: 1 }, undefined, ':1}')] })
    expect(callsOf([first, done, second, rest])).toEqual([
      ['a', 'f', '{}'],
      ['b', 'g', '{"x":1}'],
    ])
  })

  test('also when it is the first one that goes on, and then is cut off', () => {
    const more = calls(piece({ index: 0 }, undefined, ' '))
    const chunks = [first, done, more, finish('length')]
    expect(updatesOf('tool_call.done', chunks)).toEqual([])
  })

  test('and is judged by the reason that comes after it', () => {
    const chunks = [first, done, second, finish('length')]
    const names = updatesOf('tool_call.done', chunks).map(({ toolCall }) => toolCall.id)
    expect(names).toEqual(['a'])
    expect(choiceOf(chunks)).toMatchObject({
      finish_reason: 'tool_calls',
      last_finish_reason: 'length',
    })
  })
})

describe('C26: arguments', () => {
  test.each([undefined, null, ''])('%j adds nothing', (nothing) => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', nothing)),
      calls(piece({ index: 0 }, undefined, '{}')),
      calls(piece({ index: 0 }, undefined, nothing)),
    ]
    expect(callsOf([...chunks, done])).toEqual([['a', 'f', '{}']])
  })

  test('a call without any is kept, and may be made', () => {
    const chunks = [calls(piece({ index: 0, id: 'a' }, 'f', '')), done]
    expect(callsOf(chunks)).toEqual([['a', 'f', '']])
    expect(updatesOf('tool_call.done', chunks)).toHaveLength(1)
  })

  test('no `function` at all in a piece', () => {
    const chunks = [calls(piece({ index: 0, id: 'a' }, 'f', '{}')), calls({ index: 0 }), done]
    expect(callsOf(chunks)).toEqual([['a', 'f', '{}']])
  })

  test('an object is written as JSON, and replaces', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '')),
      calls(piece({ index: 0 }, undefined, { a: [1] })),
      calls(piece({ index: 0 }, undefined, { a: [1], b: 2 })),
      done,
    ]
    expect(callsOf(chunks)).toEqual([['a', 'f', '{"a":[1],"b":2}']])
    expect(updatesOf('tool_call.arguments.delta', chunks)).toEqual([
      expect.objectContaining({ delta: '{"a":[1]}', snapshot: '{"a":[1]}' }),
      expect.objectContaining({
        delta: '{"a":[1],"b":2}',
        snapshot: '{"a":[1],"b":2}',
        replaces: true,
      }),
    ])
  })

  test('`{}` that was sent ahead gives way to the arguments', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '{}')),
      calls(piece({ index: 0 }, undefined, '{"a"')),
      calls(piece({ index: 0 }, undefined, ':1}')),
      done,
    ]
    expect(callsOf(chunks)).toEqual([['a', 'f', '{"a":1}']])
    const replacing = updatesOf('tool_call.arguments.delta', chunks).map(
      ({ replaces }) => replaces ?? false,
    )
    expect(replacing).toEqual([false, true, false])
  })
})

describe('C27: truncated arguments are kept and not handed out', () => {
  const cut = calls(piece({ index: 0, id: 'a' }, 'f', '{"city":"Par'))

  const whole = calls(piece({ index: 0, id: 'a' }, 'f', '{"city":"Par}"}'))

  test.each([
    'length',
    'content_filter',
    'max_tokens',
    'LENGTH',
    'unheard_of',
    'stop',
    'tool_calls',
    'function_call',
    'eos',
    'end_turn',
    'STOP',
  ])('after %s', (reason) => {
    expect(callsOf([cut, finish(reason)])).toEqual([['a', 'f', '{"city":"Par']])
    expect(updatesOf('tool_call.done', [cut, finish(reason)])).toEqual([])
    expect(updatesOf('choice.done', [cut, finish(reason)])).toMatchObject([{ toolCalls: [] }])
  })

  test.each(['length', 'content_filter', 'cancelled'])(
    'after %s even when they look whole',
    (reason) => {
      expect(updatesOf('tool_call.done', [whole, finish(reason)])).toEqual([])
    },
  )

  test.each(['stop', 'tool_calls', 'function_call', 'eos', 'end_turn', 'STOP'])(
    'but after %s they are when they are whole',
    (reason) => {
      expect(updatesOf('tool_call.done', [whole, finish(reason)])).toHaveLength(1)
    },
  )

  test('an unheard-of reason lets a call through when its arguments are whole', () => {
    expect(updatesOf('tool_call.done', [whole, finish('unheard_of')])).toHaveLength(1)
  })

  test('a complete stream without a reason does', () => {
    expect(updatesOf('tool_call.done', [whole], { complete: true })).toHaveLength(1)
  })
})

describe('C28: types', () => {
  test.each([undefined, null, ''])('%j is function', (type) => {
    const [call] = messageOf([calls(piece({ index: 0, id: 'a', type }, 'f', '{}')), done])[
      'tool_calls'
    ]
    expect(call.type).toBe('function')
  })

  test('of a custom tool, said or not', () => {
    for (const type of ['custom', undefined]) {
      const chunks = [
        calls({ index: 0, id: 'a', type, custom: { name: 'sql', input: 'SELECT' } }),
        calls({ index: 0, custom: { input: ' 1' } }),
        done,
      ]
      expect(messageOf(chunks)['tool_calls']).toStrictEqual([
        { id: 'a', type: 'custom', custom: { name: 'sql', input: 'SELECT 1' } },
      ])
      expect(updatesOf('tool_call.input.delta', chunks)).toMatchObject([
        { name: 'sql', delta: 'SELECT', snapshot: 'SELECT' },
        { name: 'sql', delta: ' 1', snapshot: 'SELECT 1' },
      ])
      expect(updatesOf('tool_call.start', chunks)).toMatchObject([{ kind: 'custom' }])
    }
  })

  test('another one stays (Moonshot)', () => {
    const chunk = calls(piece({ index: 0, id: 'a', type: 'builtin_function' }, '$web_search', '{}'))
    expect(messageOf([chunk, done])['tool_calls'][0].type).toBe('builtin_function')
  })
})

test('C41: the legacy function_call', () => {
  const text = (fields: object): ReturnType<typeof delta> =>
    delta({ role: null, content: null, function_call: fields })
  const chunks = [
    text({ name: 'f', arguments: '' }),
    text({ name: 'f', arguments: '{"a"' }),
    text({ arguments: ':1}' }),
    finish('function_call', { function_call: null }),
  ]
  expect(messageOf(chunks)).toStrictEqual({
    role: 'assistant',
    content: null,
    refusal: null,
    function_call: { name: 'f', arguments: '{"a":1}' },
  })
  expect(updatesOf('function_call.done', chunks)).toMatchObject([
    { functionCall: { name: 'f', arguments: '{"a":1}' } },
  ])
  expect(updatesOf('function_call.done', [...chunks.slice(0, -1), finish('length')])).toEqual([])
})

test('keys that are known nowhere stay with their call (Gemini signs its calls)', () => {
  const signature = { google: { thought_signature: 'c2ln' } }
  const chunk = calls({ ...piece({ index: 0, id: 'a' }, 'f', '{}'), extra_content: signature })
  expect(messageOf([chunk, done])['tool_calls'][0].extra_content).toEqual(signature)
})

describe('updates', () => {
  test('a call starts once, when its name or its text is there', () => {
    const chunks = [
      calls({ index: 0, type: 'function' }),
      calls(piece({ index: 0 }, 'f', '')),
      calls(piece({ index: 0, id: 'a' }, 'f', '{')),
      calls(piece({ index: 1, id: 'b' }, undefined, '{')),
    ]
    expect(updatesOf('tool_call.start', [...chunks, done])).toEqual([
      { type: 'tool_call.start', choice: 0, index: 0, id: undefined, name: 'f', kind: 'function' },
      { type: 'tool_call.start', choice: 0, index: 1, id: 'b', name: '', kind: 'function' },
    ])
  })

  test('C25: a whole call in one delta starts and has its arguments, in this order', () => {
    const chunk = calls(
      piece({ index: 0, id: 'a' }, 'f', '{}'),
      piece({ index: 1, id: 'b' }, 'g', '[]'),
    )
    const all = ['tool_call.start', 'tool_call.arguments.delta', 'tool_call.done'] as const
    const [starts, deltas, ends] = all.map((type) => updatesOf(type, [chunk, done]))
    expect([starts, deltas, ends].map((each) => each!.length)).toEqual([2, 2, 2])
    expect(deltas).toMatchObject([
      { index: 0, name: 'f', delta: '{}', snapshot: '{}' },
      { index: 1, name: 'g', delta: '[]', snapshot: '[]' },
    ])
  })

  test('C18: stop does not keep a call back', () => {
    const chunk = calls(piece({ index: 0, id: 'a' }, 'f', '{}'))
    expect(updatesOf('choice.done', [chunk, finish('stop')])).toMatchObject([
      { finishReason: 'stop', toolCalls: [{ id: 'a' }] },
    ])
  })
})
