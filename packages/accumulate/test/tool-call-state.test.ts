import {
  accumulateChatSync,
  ChatAccumulator,
  chatUpdatesSync,
  executableToolCalls,
  toolCallState,
} from '@sse/accumulate'
import type { ChatCompletion, ChatCompletionChunk } from '@sse/chat'
import { describe, expect, test } from 'vitest'
import { calls, delta, finish, piece } from './chat-chunks.ts'

const whole = calls(piece({ index: 0, id: 'a' }, 'f', '{"x":1}'))
const cut = calls(piece({ index: 1, id: 'b' }, 'g', '{"y":'))

function statesOf({ choices }: ChatCompletion): string[] {
  return (choices[0]?.message.tool_calls ?? []).map((call) => `${call.id} ${toolCallState(call)}`)
}

describe('a tool call', () => {
  test('is partial while it arrives, and until nothing can follow', () => {
    const accumulator = new ChatAccumulator()
    for (const each of [whole, finish('tool_calls')]) {
      accumulator.push(each)
      expect(statesOf(accumulator.snapshot)).toEqual(['a partial'])
    }
    accumulator.finish()
    expect(statesOf(accumulator.snapshot)).toEqual(['a complete'])
  })

  test.each([
    ['the stream', [whole, finish('tool_calls'), cut], undefined, ['a partial', 'b partial']],
    ['a length', [whole, cut, finish('length')], true, ['a partial', 'b partial']],
    ['a filter', [whole, finish('content_filter')], true, ['a partial']],
    [
      'a length, after another that was not',
      [whole, finish('tool_calls'), cut, finish('length')],
      true,
      ['a complete', 'b partial'],
    ],
    ['nobody knows what', [whole, cut, finish('weird')], true, ['a complete', 'b partial']],
    ['a length before it', [delta({ content: 'a' }), finish('length'), whole], true, ['a partial']],
    [
      'nobody, but that came twice under one number, one id and one name',
      [whole, whole, finish('tool_calls')],
      true,
      ['a partial'],
    ],
    ['what looks like no cut', [whole, cut, finish('stop')], true, ['a complete', 'b partial']],
    ['the same of calls', [whole, cut, finish('tool_calls')], true, ['a complete', 'b partial']],
    [
      'the end, after a finish reason of another',
      [whole, finish('tool_calls'), cut],
      true,
      ['a complete', 'b partial'],
    ],
    [
      'no finish reason, in the middle of its JSON',
      [whole, cut],
      true,
      ['a complete', 'b partial'],
    ],
  ] as [string, ChatCompletionChunk[], boolean | undefined, string[]][])(
    'that is cut off by %s is visible, and not one to make',
    (_, chunks, complete, states) => {
      const accumulator = new ChatAccumulator()
      for (const each of chunks) accumulator.push(each)
      const done = accumulator
        .finishUpdates({ complete })
        .flatMap((update) => (update.type === 'tool_call.done' ? [update.toolCall.id] : []))
      const { snapshot } = accumulator
      expect(statesOf(snapshot)).toEqual(states)
      const executable = executableToolCalls(snapshot.choices[0]!.message).map(({ id }) => id)
      expect(executable).toEqual(done)
      expect(executable).toEqual(
        states.filter((state) => state.endsWith('complete')).map((state) => state[0]),
      )
    },
  )

  const custom = { index: 1, id: 'b', type: 'custom', custom: { name: 'g', input: 'print(' } }
  const named = piece({ index: 0, id: 'a' }, 'rm_rf', undefined)

  test('of which only a name or free text has come is not confirmed by the end alone', () => {
    const chunks = [calls(named, custom), calls(piece({ index: 2, id: 'c' }, 'f', ' '))]
    const partial = ['a partial', 'b partial', 'c partial']
    expect(statesOf(accumulateChatSync(chunks, { complete: true }))).toEqual(partial)
    expect(statesOf(accumulateChatSync([...chunks, finish('weird')]))).toEqual(partial)
    const after = [delta({ content: 'a' }), finish('tool_calls'), ...chunks]
    expect(statesOf(accumulateChatSync(after, { complete: true }))).toEqual(partial)
    for (const reason of ['stop', 'tool_calls']) {
      const completion = accumulateChatSync([...chunks, finish(reason)])
      expect(statesOf(completion)).toEqual(['a complete', 'b complete', 'c complete'])
    }
  })

  test.each([
    ['no name', piece({ index: 0, id: 'a' }, undefined, '{"x":1}')],
    ['an empty name', piece({ index: 0, id: 'a' }, '', '{}')],
    ['no name, for a custom tool', { id: 'a', type: 'custom', custom: { input: 'x' } }],
  ])('that has %s is nobody’s, and partial', (_, nameless) => {
    const updates = [...chatUpdatesSync([calls(nameless), finish('tool_calls')])]
    expect(updates.map(({ type }) => type)).toContain('choice.done')
    expect(updates.map(({ type }) => type)).not.toContain('tool_call.done')
    expect(updates.at(-1)).toMatchObject({ toolCalls: [] })
    expect(statesOf(accumulateChatSync([calls(nameless), finish('tool_calls')]))).toEqual([
      'a partial',
    ])
    const legacy = delta({ function_call: { arguments: '{"x":1}' } })
    const types = [...chatUpdatesSync([legacy, finish('function_call')])].map(({ type }) => type)
    expect(types).toEqual(['function_call.arguments.delta', 'choice.done'])
  })

  test('that gets its name last is complete', () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, undefined, '{"x":1}')),
      calls(piece({ index: 0 }, 'f', '')),
      finish('tool_calls'),
    ]
    expect(statesOf(accumulateChatSync(chunks))).toEqual(['a complete'])
  })

  test.each([
    ['{"x":1}{"x":2}', 'partial'],
    ['{"x":1}, and', 'partial'],
    ['Paris', 'partial'],
    ['"Par', 'partial'],
    ['null', 'complete'],
    ['"Paris"', 'complete'],
    [' [1] ', 'complete'],
  ])('whose arguments are %j is %s, as they are JSON or not', (text, state) => {
    const chunks = [calls(piece({ index: 0, id: 'a' }, 'f', text)), finish('tool_calls')]
    expect(statesOf(accumulateChatSync(chunks))).toEqual([`a ${state}`])
  })

  test('of the deprecated interface that was cut off is not done', () => {
    const typesOf = (text: string, reason: string): string[] =>
      [
        ...chatUpdatesSync([
          delta({ function_call: { name: 'f', arguments: text } }),
          finish(reason),
        ]),
      ].map(({ type }) => type)
    for (const reason of ['stop', 'function_call']) {
      expect(typesOf('{"x":', reason)).not.toContain('function_call.done')
      expect(typesOf('{"x":1}', reason)).toContain('function_call.done')
    }
  })

  test('may be made, for whatever reason it ended, when its JSON is whole: also where it began anew', () => {
    const placeholder = calls(piece({ index: 0, id: 'a' }, 'f', '{}'))
    const rest = calls(piece({ index: 0 }, undefined, '{"x":1}'))
    const chunks = [placeholder, rest, finish('weird')]
    expect(statesOf(accumulateChatSync(chunks))).toEqual(['a complete'])
  })

  test('has the state beside it: the final object is the one of the API', () => {
    const completion = accumulateChatSync([whole, finish('tool_calls')])
    expect(completion.choices[0]?.message.tool_calls).toStrictEqual([
      { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
    ])
    expect(executableToolCalls(structuredClone(completion).choices[0]!.message)).toEqual([])
  })

  test('is complete again where the end was restored', () => {
    const accumulator = new ChatAccumulator()
    for (const each of [whole, finish('tool_calls')]) accumulator.push(each)
    accumulator.finish()
    const restored = ChatAccumulator.restore(accumulator.checkpoint())
    expect(statesOf(restored.finish())).toEqual(['a complete'])
  })

  test('of none there are none', () => {
    expect(executableToolCalls(accumulateChatSync([finish()]).choices[0]!.message)).toEqual([])
    expect([...chatUpdatesSync([delta({ content: 'a' }), finish()])]).toHaveLength(3)
  })
})
