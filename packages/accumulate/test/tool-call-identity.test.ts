import { describe, expect, test } from 'vitest'
import { calls, callsOf, finish, piece, updatesOf } from './chat-chunks.ts'

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

  test('an id without text that comes after whole arguments is that of their call', () => {
    const chunks = [calls(piece({}, 'f', '{}')), calls({ id: 'a' }), done]
    expect(callsOf(chunks)).toEqual([['a', 'f', '{}']])
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

  test('also where the last piece was not of the call that began last', () => {
    const chunks = [
      calls(piece({ id: 'a' }, 'f', '{')),
      calls(piece({ id: 'b' }, 'g', '[')),
      calls(piece({ id: 'a' }, undefined, '"x"')),
      calls(piece({}, undefined, ':1}')),
      calls(piece({ id: 'b' }, undefined, ']')),
    ]
    expect(callsOf([...chunks, done])).toEqual([
      ['a', 'f', '{"x":1}'],
      ['b', 'g', '[]'],
    ])
  })

  test('a second piece in one delta is no late id of the first', () => {
    const chunk = calls(piece({}, 'f', ''), piece({ id: 'b' }, 'f', ''))
    expect(callsOf([chunk, done])).toEqual([
      ['call_local_0_0', 'f', ''],
      ['b', 'f', ''],
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

  test.each([
    ['in one delta', true],
    ['in two', false],
  ])('two calls of different functions with the same id, %s', (_, isOne) => {
    const first = piece({ id: 'x' }, 'f', '{"a":1}')
    const second = piece({ id: 'x' }, 'g', '{"b":2}')
    const chunks = isOne ? [calls(first, second)] : [calls(first), calls(second)]
    expect(callsOf([...chunks, done])).toEqual([
      ['x', 'f', '{"a":1}'],
      ['x', 'g', '{"b":2}'],
    ])
  })

  test('two calls of one function with the same id', () => {
    const [first, second] = ['{"a":1}', '{"a":2}'].map((text) => piece({ id: 'x' }, 'f', text))
    const expected = [
      ['x', 'f', '{"a":1}'],
      ['x', 'f', '{"a":2}'],
    ]
    expect(callsOf([calls(first!, second!), done])).toEqual(expected)
    expect(callsOf([calls(first!), calls(second!), done])).toEqual(expected)
  })

  test('another name with an id that is known, under an index that is new or of another call', () => {
    const three = [
      ['x', 'f', '{"a":1}'],
      ['y', 'g', '{"b":2}'],
      ['x', 'h', '{"c":3}'],
    ]
    const pieces = three.map(([id, name, text]) => piece({ index: 0, id }, name, text))
    expect(callsOf([...pieces.map((each) => calls(each)), done])).toEqual(three)
    const late = [
      calls(piece({ id: 'x' }, 'f', '{"a":1}')),
      calls(piece({ index: 1, id: 'x' }, 'h', '{"c":3}')),
    ]
    expect(callsOf([...late, done])).toEqual([three[0], three[2]])
  })

  test('a second call with the same id, whose arguments come later, and go to it', () => {
    const chunks = [
      calls(piece({ id: 'x' }, 'f', '{"a":1}')),
      calls(piece({ id: 'x' }, 'g', '')),
      calls(piece({ id: 'x' }, undefined, '{"b":2}')),
    ]
    expect(callsOf([...chunks, done])).toEqual([
      ['x', 'f', '{"a":1}'],
      ['x', 'g', '{"b":2}'],
    ])
  })

  test('two calls without arguments with the same id in one delta', () => {
    const chunk = calls(piece({ id: 'x' }, 'f', ''), piece({ id: 'x' }, 'g', ''))
    expect(callsOf([chunk, done])).toEqual([
      ['x', 'f', ''],
      ['x', 'g', ''],
    ])
  })

  test.each([
    ['with arguments', '{"b":2}'],
    ['without any', ''],
  ])(
    'another name with the same id, %s, also where the first call was left unfinished',
    (_, text) => {
      const chunks = [calls(piece({ id: 'x' }, 'f', '{"a"')), calls(piece({ id: 'x' }, 'g', text))]
      expect(callsOf([...chunks, done])).toEqual([
        ['x', 'f', '{"a"'],
        ['x', 'g', text],
      ])
    },
  )

  test('names in pieces, each with the id of its call', () => {
    const names = (first: string, second: string): ReturnType<typeof calls> =>
      calls(piece({ id: 'a' }, first, ''), piece({ id: 'b' }, second, ''))
    expect(callsOf([names('get', 'se'), names('_time', 't_time'), done])).toEqual([
      ['a', 'get_time', ''],
      ['b', 'set_time', ''],
    ])
    const alone = ['get', '_time'].map((name) => calls(piece({ id: 'a' }, name, '')))
    expect(callsOf([...alone, done])).toEqual([['a', 'get_time', '']])
  })

  test('a name and then the arguments under the same id and name, in one delta', () => {
    const chunk = calls(piece({ id: 'x' }, 'f', ''), piece({ id: 'x' }, 'f', '{}'))
    expect(callsOf([chunk, done])).toEqual([['x', 'f', '{}']])
  })

  test('an empty object first, and then the arguments of the same id and name, is one call', () => {
    const chunks = [calls(piece({ id: 'x' }, 'f', '{}')), calls(piece({ id: 'x' }, 'f', '{"a":1}'))]
    expect(callsOf([...chunks, done])).toEqual([['x', 'f', '{"a":1}']])
  })

  test('whole calls without ids whose arguments are objects', () => {
    const [first, second] = [1, 2].map((a) => piece({}, 'f', { a }))
    const expected = [
      ['f', '{"a":1}'],
      ['f', '{"a":2}'],
    ]
    for (const chunks of [[calls(first!, second!)], [calls(first!), calls(second!)]]) {
      expect(callsOf([...chunks, done]).map(([, name, text]) => [name, text])).toEqual(expected)
    }
  })

  test('a call without arguments, and then a whole one of another function, without ids', () => {
    for (const text of ['', undefined]) {
      const chunks = [
        calls(piece({}, 'get_time', text)),
        calls(piece({}, 'get_weather', '{"c":1}')),
      ]
      expect(callsOf([...chunks, done]).map(([, name, args]) => [name, args])).toEqual([
        ['get_time', ''],
        ['get_weather', '{"c":1}'],
      ])
    }
    const growing = [calls(piece({}, 'edit', '')), calls(piece({}, 'edit_file', '{"c":1}'))]
    expect(callsOf([...growing, done]).map(([, name]) => name)).toEqual(['edit_file'])
  })

  test('the id comes with the second piece', () => {
    const chunks = [calls(piece({}, 'f', '')), calls(piece({ id: 'a' }, undefined, '{}'))]
    expect(callsOf([...chunks, done])).toEqual([['a', 'f', '{}']])
  })

  test('the index comes with the second piece', () => {
    const late = [calls(piece({}, 'f', '{')), calls(piece({ index: 0 }, undefined, '}'))]
    expect(callsOf([...late, done])).toMatchObject([[expect.any(String), 'f', '{}']])
    const known = [
      calls(piece({ id: 'a' }, 'f', '{')),
      calls(piece({ index: 3, id: 'a' }, 'f', '}')),
    ]
    expect(callsOf([...known, done])).toEqual([['a', 'f', '{}']])
  })

  test('an index only at the beginning', () => {
    const chunks = [calls(piece({ index: 0, id: 'a' }, 'f', '{')), calls(piece({}, undefined, '}'))]
    expect(callsOf([...chunks, done])).toEqual([['a', 'f', '{}']])
  })
})

describe('C11: ids', () => {
  test.each([
    ['', ''],
    [null, null],
    [undefined, undefined],
    ['', null],
  ])('empty or null (%j, %j) is no id, and one is made up', (first, second) => {
    const chunks = [
      calls(piece({ index: 0, id: first }, 'f', '{')),
      calls(piece({ index: 0, id: second }, null, '}')),
      done,
    ]
    expect(callsOf(chunks)).toEqual([['call_local_0_0', 'f', '{}']])
    expect(updatesOf('tool_call.done', chunks)).toMatchObject([{ idIsLocal: true }])
  })

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
    expect(callsOf([calls(piece({ index: 0, id: 0 }, 'f', '{}')), done])).toEqual([
      ['0', 'f', '{}'],
    ])
  })

  test("one that is made up is no other call's", () => {
    const chunk = calls(
      piece({ index: 0, id: 'call_local_0_1' }, 'f', '{}'),
      piece({ index: 1 }, 'g', '{}'),
    )
    expect(callsOf([chunk, done]).map(([id]) => id)).toEqual(['call_local_0_1', 'call_local_0_1_'])
  })

  test('the same id under two indexes is two calls', () => {
    const chunk = calls(
      piece({ index: 0, id: 'x' }, 'f', '{}'),
      piece({ index: 1, id: 'x' }, 'g', '{}'),
    )
    expect(callsOf([chunk, done])).toEqual([
      ['x', 'f', '{}'],
      ['x', 'g', '{}'],
    ])
  })

  test('the id of a call under the index of another, without a name, goes by the index', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'x' }, 'f', '{')),
      calls(piece({ index: 1, id: 'y' }, 'g', '[')),
      calls(piece({ index: 1, id: 'x' }, undefined, ']')),
      calls(piece({ index: 0 }, undefined, '}')),
    ]
    expect(callsOf([...chunks, done])).toEqual([
      ['x', 'f', '{}'],
      ['y', 'g', '[]'],
    ])
  })

  test("a new id on every piece of a call is the first one's", () => {
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

  test('also one that begins with the name of the call, after whole arguments', () => {
    const chunks = [
      calls(piece({ index: 0 }, 'get', '{"a":1}')),
      calls(piece({ index: 0 }, 'get_time', '')),
      calls(piece({ index: 0 }, undefined, '{"b":2}')),
    ]
    expect(callsOf([...chunks, done]).map(([, name, text]) => [name, text])).toEqual([
      ['get', '{"a":1}'],
      ['get_time', '{"b":2}'],
    ])
  })

  test('another name after whole arguments is, with the same id and the same index too', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '{"a":1}')),
      calls(piece({ index: 0, id: 'a' }, 'g', '{"b":2}')),
    ]
    expect(callsOf([...chunks, done])).toEqual([
      ['a', 'f', '{"a":1}'],
      ['a', 'g', '{"b":2}'],
    ])
  })

  test('another name with the same id, amid the arguments, is not', () => {
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

  test('the second without a name, but with an id and an object of its own', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '{"p":1}')),
      calls(piece({ index: 0, id: 'b' }, undefined, '{"p":2}')),
    ]
    expect(callsOf([...chunks, done])).toEqual([
      ['a', 'f', '{"p":1}'],
      ['b', '', '{"p":2}'],
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
