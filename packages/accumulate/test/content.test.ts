import { describe, expect, test } from 'vitest'
import { choiceOf, chunk, delta, finish, type Json, messageOf, updatesOf } from './chat-chunks.ts'

const done = finish()

describe('C29: content as parts', () => {
  const thinking = (text: string, more: Json = {}): Json => ({
    type: 'thinking',
    thinking: [{ type: 'text', text }],
    ...more,
  })

  test('Mistral: thinking, then text in parts, then text alone', () => {
    const chunks = [
      delta({ role: 'assistant', content: '' }),
      delta({ content: [thinking('12 * ')] }),
      delta({ content: [thinking('12', { closed: true }), { type: 'text', text: '1' }] }),
      delta({ content: '44' }),
      done,
    ]
    expect(messageOf(chunks)).toStrictEqual({
      role: 'assistant',
      content: '144',
      refusal: null,
      reasoning_content: '12 * 12',
      content_parts: [thinking('12 * 12', { closed: true }), { type: 'text', text: '144' }],
    })
    expect(updatesOf('reasoning.done', chunks)).toMatchObject([{ snapshot: '12 * 12' }])
  })

  test('other parts are kept in their place, also after text', () => {
    const reference = { type: 'reference', reference_ids: ['x', 2] }
    const chunks = [
      delta({ content: 'As said' }),
      delta({ content: [reference] }),
      delta({ content: [{ type: 'text', text: '.' }, 'stray', null] }),
      done,
    ]
    expect(messageOf(chunks)).toMatchObject({
      content: 'As said.',
      content_parts: [{ type: 'text', text: 'As said' }, reference, { type: 'text', text: '.' }],
    })
  })

  test('only text goes on with text', () => {
    const parts = [
      { type: 'caption', text: 'a' },
      { type: 'text', text: 'b' },
      { type: 'caption', text: 'c' },
    ]
    const chunks = [...parts.map((part) => delta({ content: [part] })), done]
    expect(messageOf(chunks)).toMatchObject({ content: 'b', content_parts: parts })
  })

  test('thinking that is text', () => {
    const part = (text: string): Json => ({ type: 'thinking', thinking: text })
    const chunks = [delta({ content: [part('a')] }), delta({ content: [part('b')] }), done]
    expect(messageOf(chunks)).toMatchObject({
      content: null,
      reasoning_content: 'ab',
      content_parts: [{ type: 'thinking', thinking: 'ab' }],
    })
  })
})

test('C30: null content is not the word', () => {
  const chunks = [delta({ content: null }), delta({ content: 'a' }), delta({ content: null }), done]
  expect(messageOf(chunks)['content']).toBe('a')
  expect(messageOf([delta({ content: null }), delta({ content: '' }), done])['content']).toBeNull()
})

describe('C32: the whole text in every delta, when that was said', () => {
  const texts = ['The', 'The sky', 'The sky', 'The sky is']

  test('is one text', () => {
    const chunks = [...texts.map((content) => delta({ content })), done]
    expect(messageOf(chunks, { cumulative: true })['content']).toBe('The sky is')
    const deltas = updatesOf('content.delta', chunks, { cumulative: true }).map(
      (each) => each.delta,
    )
    expect(deltas).toEqual(['The', ' sky', ' is'])
  })

  test('for reasoning too', () => {
    const chunks = [...texts.map((reasoning) => delta({ reasoning })), done]
    expect(messageOf(chunks, { cumulative: true })['reasoning']).toBe('The sky is')
  })

  test('and when it was changed, it replaces', () => {
    const chunks = [delta({ content: 'The sea' }), delta({ content: 'The sky' }), done]
    expect(messageOf(chunks, { cumulative: true })['content']).toBe('The sky')
    expect(updatesOf('content.delta', chunks, { cumulative: true })).toMatchObject([
      { delta: 'The sea' },
      { delta: 'The sky', snapshot: 'The sky', replaces: true },
    ])
  })

  test('otherwise words that are repeated are repeated', () => {
    const chunks = [delta({ content: 'no' }), delta({ content: 'no, no' }), done]
    expect(messageOf(chunks)['content']).toBe('nono, no')
  })
})

describe('C33: a message beside the deltas', () => {
  const message = (content: string): Json => ({ message: { role: 'assistant', content } })

  test('is ignored where there are deltas (Perplexity)', () => {
    const chunks = [
      delta({ content: 'a' }, message('a')),
      delta({ content: 'b' }, message('ab')),
      finish('stop'),
    ]
    expect(messageOf(chunks)['content']).toBe('ab')
    expect(choiceOf(chunks)).not.toHaveProperty('delta')
  })

  test('also when it comes before the first of them', () => {
    const chunks = [
      delta(null, message('a')),
      delta({ content: 'a' }),
      delta({ content: 'b' }),
      done,
    ]
    expect(messageOf(chunks)['content']).toBe('ab')
  })

  test('is the answer where there are none', () => {
    const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }
    const whole = { role: 'assistant', content: 'abc', tool_calls: [call] }
    const chunks = [
      chunk([{ index: 0, ...message('ab') }]),
      chunk([{ index: 0, delta: {}, message: whole, finish_reason: 'stop' }]),
    ]
    expect(messageOf(chunks)).toStrictEqual({
      role: 'assistant',
      content: 'abc',
      refusal: null,
      tool_calls: [call],
    })
    expect(updatesOf('content.delta', chunks)).toMatchObject([{ delta: 'abc', snapshot: 'abc' }])
    expect(updatesOf('tool_call.done', chunks)).toHaveLength(1)
  })

  test('and its calls were cut off with it', () => {
    const call = { id: 'a', function: { name: 'f', arguments: '{' } }
    const chunks = [chunk([{ index: 0, message: { tool_calls: [call] }, finish_reason: 'length' }])]
    expect(updatesOf('tool_call.done', chunks)).toEqual([])
  })
})

test('C40: text beside the delta counts when there is no content', () => {
  const chunks = [
    chunk([{ index: 0, text: 'a' }]),
    chunk([{ index: 0, text: 'b', delta: { content: null } }]),
    chunk([{ index: 0, text: 'c', delta: { content: 'c' } }]),
    finish('stop'),
  ]
  expect(messageOf(chunks)['content']).toBe('abc')
  expect(choiceOf(chunks)).not.toHaveProperty('text')
})

describe('U2, U3: characters in two pieces', () => {
  test('are whole again', () => {
    const chunks = [delta({ content: '\ud83d' }), delta({ content: '\ude00' }), done]
    expect(messageOf(chunks)['content']).toBe('😀')
  })

  test('or stay as they are', () => {
    expect(messageOf([delta({ content: 'a\ud83d' }), done])['content']).toBe('a\ud83d')
  })
})
