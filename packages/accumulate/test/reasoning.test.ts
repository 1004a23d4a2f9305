import { reasoningText } from '@sse/accumulate'
import type { ChatCompletionMessage } from '@sse/chat'
import { describe, expect, test } from 'vitest'
import { delta, finish, type Json, messageOf, updatesOf } from './chat-chunks.ts'

const done = finish()
const said = (chunks: Parameters<typeof messageOf>[0]): string[] =>
  updatesOf('reasoning.delta', chunks).map((update) => update.delta)

describe('C31: reasoning', () => {
  test.each(['reasoning_content', 'reasoning', 'reasoning_text', 'cot_summary'])(
    'under the name %s',
    (name) => {
      const chunks = ['a', 'b', ''].map((text) => delta({ [name]: text, content: null }))
      const message = messageOf([...chunks, done])
      expect(message).toStrictEqual({
        role: 'assistant',
        content: null,
        refusal: null,
        [name]: 'ab',
      })
      expect(reasoningText(message as ChatCompletionMessage)).toBe('ab')
      expect(updatesOf('reasoning.done', [...chunks, done])).toEqual([
        { type: 'reasoning.done', choice: 0, snapshot: 'ab' },
      ])
    },
  )

  test('two names in one delta are one reasoning, and stay two fields', () => {
    const chunks = ['a', 'b'].map((text) => delta({ reasoning: text, reasoning_content: text }))
    expect(messageOf([...chunks, done])).toMatchObject({ reasoning: 'ab', reasoning_content: 'ab' })
    expect(said([...chunks, done])).toEqual(['a', 'b'])
  })

  test('a name that changes on the way is one reasoning', () => {
    const chunks = [delta({ reasoning: 'a' }), delta({ reasoning_content: 'b' }), done]
    expect(said(chunks)).toEqual(['a', 'b'])
  })

  test('null and other values are none', () => {
    const chunks = [null, 3, {}, []].map((reasoning) => delta({ reasoning }))
    expect(messageOf([...chunks, done])).not.toHaveProperty('reasoning')
    expect(said([...chunks, done])).toEqual([])
  })

  test('encrypted reasoning is the last one', () => {
    const chunks = [delta({ reasoning_opaque: 'abc' }), delta({ reasoning_opaque: 'abcd' }), done]
    expect(messageOf(chunks)['reasoning_opaque']).toBe('abcd')
  })
})

describe('C31: reasoning_details', () => {
  const detail = (fields: Json): ReturnType<typeof delta> => delta({ reasoning_details: [fields] })
  const text = (value: string, fields: Json = {}): ReturnType<typeof delta> =>
    detail({ type: 'reasoning.text', text: value, index: 0, format: null, ...fields })

  test('the texts of one index are joined, the signature comes last', () => {
    const chunks = [
      text('', { signature: '' }),
      text('a'),
      text('b', { format: 'anthropic-claude-v1' }),
      detail({ type: 'reasoning.text', signature: 'c2ln', index: 0 }),
      done,
    ]
    expect(messageOf(chunks)['reasoning_details']).toEqual([
      {
        type: 'reasoning.text',
        text: 'ab',
        index: 0,
        format: 'anthropic-claude-v1',
        signature: 'c2ln',
      },
    ])
  })

  test('another type with the same index is another entry', () => {
    const chunks = [
      detail({ type: 'reasoning.summary', summary: 'a', index: 0 }),
      detail({ type: 'reasoning.summary', summary: 'b', index: 0 }),
      detail({ type: 'reasoning.encrypted', data: 'xyz', id: 'rs_1', index: 0 }),
      done,
    ]
    expect(messageOf(chunks)['reasoning_details']).toEqual([
      { type: 'reasoning.summary', summary: 'ab', index: 0 },
      { type: 'reasoning.encrypted', data: 'xyz', id: 'rs_1', index: 0 },
    ])
  })

  test('another index, and another id, is another entry; an id alone tells', () => {
    const chunks = [
      text('a', { id: 'one' }),
      text('b', { id: 'two' }),
      text('A', { id: 'one' }),
      text('c', { index: 1 }),
      text('d', { index: null, id: 'three' }),
      text('D', { index: null, id: 'three' }),
      done,
    ]
    const texts = (messageOf(chunks)['reasoning_details'] as Json[]).map((each) => each['text'])
    expect(texts).toEqual(['aA', 'b', 'c', 'dD'])
  })

  test('an id that comes later belongs to the entry that was begun', () => {
    const chunks = [text('a'), text('b', { id: 'one' }), text('c'), done]
    expect(messageOf(chunks)['reasoning_details']).toMatchObject([{ text: 'abc', id: 'one' }])
    const [one, two] = [{ id: 'one' }, { id: 'two' }]
    const taken = [text('a'), text('b', one), text('x', two), text('c', one), done]
    expect(messageOf(taken)['reasoning_details']).toMatchObject([
      { text: 'abc', id: 'one' },
      { text: 'x', id: 'two' },
    ])
  })

  test('encrypted data is never joined', () => {
    const sealed = (data: string): ReturnType<typeof delta> =>
      detail({ type: 'reasoning.encrypted', data, index: 0 })
    const chunks = [sealed('one'), sealed('one'), sealed('two'), done]
    const all = (messageOf(chunks)['reasoning_details'] as Json[]).map((each) => each['data'])
    expect(all).toEqual(['one', 'two'])
  })

  test('alone they are the reasoning (Snowflake)', () => {
    const chunks = [text('a', { id: 'r1' }), text('b', { id: 'r1' }), done]
    expect(said(chunks)).toEqual(['a', 'b'])
    expect(reasoningText(messageOf(chunks) as ChatCompletionMessage)).toBe('ab')
  })

  test('beside plain reasoning they say the same again (OpenRouter), at whatever time', () => {
    const entry = (value: string): Json => ({ type: 'reasoning.text', text: value, index: 0 })
    const chunks = [
      delta({ reasoning: 'a', reasoning_details: [entry('a')] }),
      delta({ reasoning: 'b', reasoning_details: [entry('b')] }),
      delta({ reasoning_details: [entry('')] }),
    ]
    const message = messageOf([...chunks, done])
    expect(said([...chunks, done])).toEqual(['a', 'b'])
    expect(message).toMatchObject({ reasoning: 'ab', reasoning_details: [{ text: 'ab' }] })
    const late = [delta({ reasoning: 'ab' }), text('ab'), done]
    expect(said(late)).toEqual(['ab'])
  })
})

test('a message without reasoning has none', () => {
  expect(reasoningText({ role: 'assistant', content: 'a', refusal: null })).toBeUndefined()
})
