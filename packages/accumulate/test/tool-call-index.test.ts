import { describe, expect, test } from 'vitest'
import { calls, callsOf, finish, messageOf, piece } from './chat-chunks.ts'

const done = finish('tool_calls')

describe('C15: indexes', () => {
  test('as text, and continuations without ids', () => {
    const chunks = [
      calls(piece({ index: '0', id: 'a' }, 'f', '')),
      calls(piece({ index: '1', id: 'b' }, 'g', '')),
      calls(piece({ index: '0' }, undefined, '{"a"')),
      calls(piece({ index: '1' }, undefined, '{"b"')),
      calls(piece({ index: '1' }, undefined, ':2}'), piece({ index: '0' }, undefined, ':1}')),
      done,
    ]
    expect(callsOf(chunks)).toEqual([
      ['a', 'f', '{"a":1}'],
      ['b', 'g', '{"b":2}'],
    ])
  })

  test('as text in some pieces and as a number in others', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', ''), piece({ index: '1', id: 'b' }, 'g', '')),
      calls(piece({ index: '0' }, undefined, '{"a":1}')),
      calls(piece({ index: 1 }, undefined, '{"b":2}')),
      done,
    ]
    expect(callsOf(chunks)).toEqual([
      ['a', 'f', '{"a":1}'],
      ['b', 'g', '{"b":2}'],
    ])
  })

  // 2^53 + 1 is the number 2^53.
  test.each(['', ' ', 'first', '0x1', '1.5', '1e3', '-', '9007199254740993'])(
    'that are other text, %j, say nothing: the piece belongs to the last call',
    (index) => {
      const chunks = [
        calls(piece({ index, id: 'a' }, 'f', '{}')),
        calls(piece({ index: 'second', id: 'b' }, 'g', '{')),
        calls(piece({ index }, undefined, '}')),
        done,
      ]
      expect(callsOf(chunks)).toEqual([
        ['a', 'f', '{}'],
        ['b', 'g', '{}'],
      ])
    },
  )

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
