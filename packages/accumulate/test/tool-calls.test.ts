import { describe, expect, test } from 'vitest'
import { calls, callsOf, choiceOf, delta, finish, messageOf, piece, updatesOf } from './chat-chunks.ts'

const done = finish('tool_calls')

describe('C10: calls without an index', () => {
  test('two whole calls in one delta (Mistral)', () => {
    const chunk = calls(
      piece({ id: 'a' }, 'plus', '{"a":1}'),
      piece({ id: 'b' }, 'minus', '{"a":1}'),
    )
    expect(callsOf([chunk, done])).toEqual([
      ['a', 'plus', '{"a":1}'],
      ['b', 'minus', '{"a":1}'],
    ])
  })

  test('two whole calls of one function without ids, in one delta and in two', () => {
    const first = piece({ id: '' }, 'f', '{"a":1}')
    const second = piece({ id: '' }, 'f', '{"a":2}')
    const expected = [
      ['call_local_0_0', 'f', '{"a":1}'],
      ['call_local_0_1', 'f', '{"a":2}'],
    ]
    expect(callsOf([calls(first, second), done])).toEqual(expected)
    expect(callsOf([calls(first), calls(second), done])).toEqual(expected)
  })

  test('two calls of one function without arguments in one delta', () => {
    const chunk = calls(piece({}, 'f', ''), piece({}, 'f', ''))
    expect(callsOf([chunk, done]).map(([, name]) => name)).toEqual(['f', 'f'])
  })

  test('a piece without anything belongs to the last call', () => {
    const chunks = [
      calls(piece({ id: 'a' }, 'f', '')),
      calls(piece({}, undefined, '{"a"')),
      calls(piece({}, undefined, ':1}')),
      calls(piece({ id: 'b' }, 'g', '{')),
      calls(piece({}, undefined, '}')),
    ]
    expect(callsOf([...chunks, done])).toEqual([
      ['a', 'f', '{"a":1}'],
      ['b', 'g', '{}'],
    ])
  })

  test('pieces in one delta belong to the last calls by position', () => {
    const chunks = [
      calls(piece({ id: 'a' }, 'f', '{"a"'), piece({ id: 'b' }, 'g', '{"b"')),
      calls(piece({}, undefined, ':1}'), piece({}, undefined, ':2}')),
    ]
    expect(callsOf([...chunks, done])).toEqual([
      ['a', 'f', '{"a":1}'],
      ['b', 'g', '{"b":2}'],
    ])
  })

  test('the name repeated on every piece is one call until the arguments are whole', () => {
    const chunks = [
      calls(piece({}, 'f', '{"a"')),
      calls(piece({}, 'f', ':1}')),
      calls(piece({}, 'f', '')),
      calls(piece({}, 'f', '{"a":2}')),
    ]
    expect(callsOf([...chunks, done]).map(([, name, text]) => [name, text])).toEqual([
      ['f', '{"a":1}'],
      ['f', '{"a":2}'],
    ])
  })

  test('the id comes with the second piece', () => {
    const chunks = [calls(piece({}, 'f', '')), calls(piece({ id: 'a' }, undefined, '{}'))]
    expect(callsOf([...chunks, done])).toEqual([['a', 'f', '{}']])
  })

  test('the index comes with the second piece', () => {
    const late = [calls(piece({}, 'f', '{')), calls(piece({ index: 0 }, undefined, '}'))]
    expect(callsOf([...late, done])).toMatchObject([[expect.any(String), 'f', '{}']])
    const known = [calls(piece({ id: 'a' }, 'f', '{')), calls(piece({ index: 3, id: 'a' }, 'f', '}'))]
    expect(callsOf([...known, done])).toEqual([['a', 'f', '{}']])
  })

  test('an index only at the beginning', () => {
    const chunks = [calls(piece({ index: 0, id: 'a' }, 'f', '{')), calls(piece({}, undefined, '}'))]
    expect(callsOf([...chunks, done])).toEqual([['a', 'f', '{}']])
  })
})

describe('C11: ids', () => {
  test.each([['', ''], [null, null], [undefined, undefined], ['', null]])(
    'empty or null (%j, %j) is no id, and one is made up',
    (first, second) => {
      const chunks = [
        calls(piece({ index: 0, id: first }, 'f', '{')),
        calls(piece({ index: 0, id: second }, null, '}')),
        done,
      ]
      expect(callsOf(chunks)).toEqual([['call_local_0_0', 'f', '{}']])
      expect(updatesOf('tool_call.done', chunks)).toMatchObject([{ idIsLocal: true }])
    },
  )

  test('an id that is there does not give way to an empty one', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '{')),
      calls(piece({ index: 0, id: '' }, '', '}')),
      done,
    ]
    expect(callsOf(chunks)).toEqual([['a', 'f', '{}']])
    expect(updatesOf('tool_call.done', chunks)).toMatchObject([{ idIsLocal: false }])
  })

  test('a number is an id', () => {
    expect(callsOf([calls(piece({ index: 0, id: 0 }, 'f', '{}')), done])).toEqual([['0', 'f', '{}']])
  })

  test('one that is made up is no other call\'s', () => {
    const chunk = calls(
      piece({ index: 0, id: 'call_local_0_1' }, 'f', '{}'),
      piece({ index: 1 }, 'g', '{}'),
    )
    expect(callsOf([chunk, done]).map(([id]) => id)).toEqual(['call_local_0_1', 'call_local_0_1_'])
  })

  test('the same id under two indexes is two calls', () => {
    const chunk = calls(piece({ index: 0, id: 'x' }, 'f', '{}'), piece({ index: 1, id: 'x' }, 'g', '{}'))
    expect(callsOf([chunk, done])).toEqual([
      ['x', 'f', '{}'],
      ['x', 'g', '{}'],
    ])
  })

  test('a new id on every piece of a call is the first one\'s', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '')),
      calls(piece({ index: 0, id: 'b' }, null, '{"a"')),
      calls(piece({ index: 0, id: 'c' }, undefined, ':1}')),
      calls(piece({ index: 0, id: 'd' }, undefined, '')),
    ]
    expect(callsOf([...chunks, done])).toEqual([['a', 'f', '{"a":1}']])
    const unnumbered = [
      calls(piece({ id: 'a' }, 'f', '{"a"')),
      calls(piece({ id: 'b' }, undefined, ':1}')),
    ]
    expect(callsOf([...unnumbered, done])).toEqual([['a', 'f', '{"a":1}']])
  })
})

test('C12: id and name repeated on every piece', () => {
  const again = { index: 0, id: 'a', type: 'function' }
  const chunks = ['', '{"a"', ':1}'].map((text) => calls(piece(again, 'f', text)))
  expect(callsOf([...chunks, done])).toEqual([['a', 'f', '{"a":1}']])
})

describe('C13: names', () => {
  test('in pieces, before the arguments', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'edit_ex', undefined)),
      calls(piece({ index: 0 }, 'isting_file', undefined)),
      calls(piece({ index: 0 }, null, '{}')),
    ]
    expect(callsOf([...chunks, done])).toEqual([['a', 'edit_existing_file', '{}']])
  })

  test('longer every time', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'edit', '')),
      calls(piece({ index: 0 }, 'edit_file', '')),
      calls(piece({ index: 0 }, 'edit_file', '{}')),
    ]
    expect(callsOf([...chunks, done])).toEqual([['a', 'edit_file', '{}']])
  })

  test('another name after arguments is another call', () => {
    const chunks = [
      calls(piece({ index: 0 }, 'f', '{"a":1}')),
      calls(piece({ index: 0 }, 'g', '{"b":2}')),
    ]
    expect(callsOf([...chunks, done]).map(([, name, text]) => [name, text])).toEqual([
      ['f', '{"a":1}'],
      ['g', '{"b":2}'],
    ])
  })

  test('another name with the same id is not', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '{"a"')),
      calls(piece({ index: 0, id: 'a' }, 'g', ':1}')),
    ]
    expect(callsOf([...chunks, done])).toEqual([['a', 'f', '{"a":1}']])
  })

  test('a name that comes after the arguments', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, undefined, '{}')),
      calls(piece({ index: 0 }, 'f', undefined)),
    ]
    expect(callsOf([...chunks, done])).toEqual([['a', 'f', '{}']])
  })
})

describe('C14: parallel calls with one index', () => {
  test('told apart by their ids', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '{"p":1}')),
      calls(piece({ index: 0, id: 'b' }, 'f', '{"p"')),
      calls(piece({ index: 0 }, undefined, ':2}')),
    ]
    expect(callsOf([...chunks, done])).toEqual([
      ['a', 'f', '{"p":1}'],
      ['b', 'f', '{"p":2}'],
    ])
  })

  test('interleaved, each piece with its id', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '{')),
      calls(piece({ index: 0, id: 'b' }, 'g', '[')),
      calls(piece({ index: 0, id: 'a' }, undefined, '}')),
      calls(piece({ index: 0, id: 'b' }, undefined, ']')),
    ]
    expect(callsOf([...chunks, done])).toEqual([
      ['a', 'f', '{}'],
      ['b', 'g', '[]'],
    ])
  })

  test('the first without an id, both of one function', () => {
    const chunks = [
      calls(piece({ index: 0 }, 'f', '{"p":1}')),
      calls(piece({ index: 0, id: 'b' }, 'f', '{"p":2}')),
    ]
    expect(callsOf([...chunks, done])).toEqual([
      ['call_local_0_0', 'f', '{"p":1}'],
      ['b', 'f', '{"p":2}'],
    ])
  })

  test('without ids and names only when asked for', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '{"p":"}"}')),
      calls(piece({ index: 0 }, undefined, '{"p"')),
      calls(piece({ index: 0 }, undefined, ':{}}')),
      done,
    ]
    expect(callsOf(chunks)).toEqual([['a', 'f', '{"p":"}"}{"p":{}}']])
    expect(callsOf(chunks, { splitToolCalls: true })).toEqual([
      ['a', 'f', '{"p":"}"}'],
      ['call_local_0_1', '', '{"p":{}}'],
    ])
  })
})

describe('C15: indexes', () => {
  test('from 1, from -1 and sparse; the calls are in the order in which they begin', () => {
    const chunks = [5, -1, 1, 5_000_000_000].map((index) =>
      calls(piece({ index, id: `c${index}` }, 'f', '{')),
    )
    const rest = [1, 5_000_000_000, -1, 5].map((index) => calls(piece({ index }, undefined, '}')))
    expect(callsOf([...chunks, ...rest, done])).toEqual([
      ['c5', 'f', '{}'],
      ['c-1', 'f', '{}'],
      ['c1', 'f', '{}'],
      ['c5000000000', 'f', '{}'],
    ])
  })

  test('the final calls have none', () => {
    const [call] = messageOf([calls(piece({ index: 0, id: 'a' }, 'f', '{}')), done])['tool_calls']
    expect(call).toStrictEqual({
      id: 'a',
      type: 'function',
      function: { name: 'f', arguments: '{}' },
    })
  })
})

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

  test.each(['length', 'content_filter', 'error', 'max_tokens', 'LENGTH', 'unheard_of'])(
    'after %s',
    (reason) => {
      expect(callsOf([cut, finish(reason)])).toEqual([['a', 'f', '{"city":"Par']])
      expect(updatesOf('tool_call.done', [cut, finish(reason)])).toEqual([])
      expect(updatesOf('choice.done', [cut, finish(reason)])).toMatchObject([{ toolCalls: [] }])
    },
  )

  test.each(['length', 'content_filter', 'error'])('after %s even when they look whole', (reason) => {
    const whole = calls(piece({ index: 0, id: 'a' }, 'f', '{}'))
    expect(updatesOf('tool_call.done', [whole, finish(reason)])).toEqual([])
  })

  test.each(['stop', 'tool_calls', 'function_call', 'eos', 'end_turn', 'STOP'])(
    'but %s lets a call through, whatever its arguments are',
    (reason) => {
      expect(updatesOf('tool_call.done', [cut, finish(reason)])).toHaveLength(1)
    },
  )

  test('an unheard-of reason lets a call through when its arguments are whole', () => {
    const whole = calls(piece({ index: 0, id: 'a' }, 'f', '{"city":"Par}"}'))
    expect(updatesOf('tool_call.done', [whole, finish('unheard_of')])).toHaveLength(1)
  })

  test('a complete stream without a reason does', () => {
    const whole = calls(piece({ index: 0, id: 'a' }, 'f', '{}'))
    expect(updatesOf('tool_call.done', [whole], { complete: true })).toHaveLength(1)
  })
})

describe('C28: types', () => {
  test.each([undefined, null, ''])('%j is function', (type) => {
    const [call] = messageOf([calls(piece({ index: 0, id: 'a', type }, 'f', '{}')), done])['tool_calls']
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
    const chunk = calls(piece({ index: 0, id: 'a' }, 'f', '{}'), piece({ index: 1, id: 'b' }, 'g', '[]'))
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
