import { ChatAccumulator, ResponseAccumulator } from '@sse/accumulate'
import { describe, expect, test } from 'vitest'
import { chunk, delta, finish, type Json } from './chat-chunks.ts'

const done = finish()

describe('what is no checkpoint of a chat accumulator', () => {
  const checkpoint = (): Record<string, unknown> => {
    const accumulator = new ChatAccumulator()
    accumulator.push(delta({ content: 'a' }))
    return { ...accumulator.checkpoint() }
  }

  test.each([
    ['null', null],
    ['a text', '{}'],
    ['a list', []],
    ['nothing but a version', { version: 2 }],
    ['one of another version', { ...checkpoint(), version: 1 }],
    ['one of a response', new ResponseAccumulator().checkpoint()],
    ['one without its completion', { ...checkpoint(), completion: null }],
    ['one of no completion', { ...checkpoint(), completion: {} }],
    ['one without a state for each choice', { ...checkpoint(), choices: [] }],
    [
      'one with a choice that is none',
      { ...checkpoint(), completion: { object: 'chat.completion', choices: [null] } },
    ],
    ['one with a state that is none', { ...checkpoint(), choices: [null] }],
    ['one with a state without its calls', { ...checkpoint(), choices: [{}] }],
  ])('%s, is refused', (_, wrong) => {
    expect(() => ChatAccumulator.restore(wrong as never)).toThrow(
      new TypeError('Not a checkpoint of a chat accumulator'),
    )
  })
})

describe('the accumulator', () => {
  test('has a live snapshot, the same object all along', () => {
    const accumulator = new ChatAccumulator()
    const { snapshot } = accumulator
    accumulator.push(delta({ content: 'a' }))
    const message = snapshot.choices[0]?.message
    accumulator.push(finish('stop', { content: 'b' }))
    expect(message?.content).toBe('ab')
    expect(accumulator.finish()).toBe(snapshot)
  })

  test('takes nothing after the end', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(done)
    accumulator.finish()
    expect(() => accumulator.push(done)).toThrow(TypeError)
  })

  test('gives its last updates once, and the completion again', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(finish('stop', { content: 'a' }))
    expect(accumulator.finishUpdates().map(({ type }) => type)).toEqual([
      'content.done',
      'choice.done',
    ])
    expect(accumulator.finishUpdates()).toEqual([])
    expect(accumulator.finish()).toBe(accumulator.finish())
  })

  test('orders the last updates by choice, and the calls last', () => {
    const wire = (index: number): Json => ({
      index,
      delta: {
        content: 'a',
        refusal: 'b',
        reasoning: 'c',
        audio: { data: 'AAAA' },
        function_call: { name: 'f' },
        tool_calls: [{ index: 0, id: 'x', function: { name: 'g', arguments: '{}' } }],
      },
      finish_reason: 'stop',
    })
    const accumulator = new ChatAccumulator()
    accumulator.push(chunk([wire(1), wire(0)]))
    const each = [
      'reasoning.done',
      'content.done',
      'refusal.done',
      'audio.done',
      'function_call.done',
      'tool_call.done',
      'choice.done',
    ]
    const updates = accumulator.finishUpdates()
    expect(updates.map(({ type }) => type)).toEqual([...each, ...each])
    expect(updates.map((update) => 'choice' in update && update.choice)).toEqual([
      ...each.map(() => 0),
      ...each.map(() => 1),
    ])
  })

  test('refuses what is no checkpoint of its own', () => {
    const checkpoint = { ...new ChatAccumulator().checkpoint(), version: 1 }
    expect(() => ChatAccumulator.restore(checkpoint as never)).toThrow(TypeError)
  })

  test('restores with the options that are given', () => {
    const accumulator = new ChatAccumulator({ cumulative: true })
    accumulator.push(delta({ content: 'The' }))
    const checkpoint = accumulator.checkpoint()
    const content = (options: object): string | null | undefined => {
      const restored = ChatAccumulator.restore(checkpoint, options)
      restored.push(finish('stop', { content: 'The sky' }))
      return restored.finish().choices[0]?.message.content
    }
    expect(content({ cumulative: true })).toBe('The sky')
    expect(content({})).toBe('TheThe sky')
  })

  test('remembers in a checkpoint which ids it has made up', async () => {
    const wire = [{ function: { name: 'f', arguments: '{}' } }, { id: 'call_local_0_2' }]
    const accumulator = new ChatAccumulator()
    accumulator.push(delta({ tool_calls: wire.map((each) => ({ ...wire[0], ...each })) }))
    await accumulator.validate({ complete: true })
    const restored = ChatAccumulator.restore(accumulator.checkpoint())
    for (const each of [accumulator, restored]) {
      expect(each.finishUpdates()).toMatchObject([
        { toolCall: { id: 'call_local_0_0' }, idIsLocal: true },
        { toolCall: { id: 'call_local_0_2' }, idIsLocal: false },
        { type: 'choice.done' },
      ])
    }
  })

  test('remembers in a checkpoint that the stream has ended', () => {
    for (const complete of [true, false]) {
      const accumulator = new ChatAccumulator()
      accumulator.push(delta({ content: 'a' }))
      accumulator.finishUpdates({ complete })
      const restored = ChatAccumulator.restore(accumulator.checkpoint())
      expect(() => restored.push(done)).toThrow(TypeError)
      expect(restored.complete).toBe(complete)
    }
  })
})
