import { describe, expect, test } from 'vitest'
import { choiceOf, chunk, delta, finalOf, finish, messageOf, updatesOf } from './chat-chunks.ts'

const done = finish()
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }

describe('C20 to C24: usage', () => {
  const later = { prompt_tokens: 3, completion_tokens: 9, total_tokens: 12 }

  test('beside a delta, which counts too', () => {
    const chunks = [chunk([{ index: 0, delta: { content: 'a' } }], { usage }), done]
    expect(messageOf(chunks)['content']).toBe('a')
    expect(finalOf(chunks).usage).toEqual(usage)
  })

  test('on several chunks: the last of each field that is not null', () => {
    const chunks = [
      chunk([], { usage: { ...usage, queue_time: 0.5, completion_tokens_details: { a: 1 } } }),
      chunk([], { usage: { ...later, completion_tokens_details: null } }),
    ]
    const expected = { ...later, queue_time: 0.5, completion_tokens_details: { a: 1 } }
    expect(finalOf([...chunks, done]).usage).toEqual(expected)
    expect(updatesOf('usage', [...chunks, done])).toHaveLength(2)
  })

  test('null afterwards does not take it away', () => {
    const chunks = [done, chunk([], { usage }), chunk([], { usage: null }), chunk([])]
    expect(finalOf(chunks).usage).toEqual(usage)
  })

  test('only null, or an object that counts nothing, is none', () => {
    const chunks = [null, {}, { prompt_tokens: null }].map((each) => chunk([], { usage: each }))
    expect(finalOf([...chunks, done])).not.toHaveProperty('usage')
  })

  test('C23: in a choice (Moonshot), which then has none', () => {
    const chunks = [delta({ content: 'a' }), finish('stop')]
    const moonshot = chunk([{ index: 0, delta: {}, finish_reason: 'stop', usage }])
    expect(finalOf([...chunks, moonshot]).usage).toEqual(usage)
    expect(choiceOf([...chunks, moonshot])).not.toHaveProperty('usage')
  })

  test('C23: under x_groq (Groq), which stays as it is', () => {
    const groq = { id: 'req_1', usage }
    expect(finalOf([done, chunk([], { x_groq: groq })])).toMatchObject({ usage, x_groq: groq })
  })

  test('C23: the top comes first, then the choice', () => {
    const fields = { usage: later, x_groq: { usage } }
    expect(finalOf([chunk([{ index: 0, finish_reason: 'stop', usage }], fields)]).usage).toEqual(
      later,
    )
    const below = { usage: {}, x_groq: { usage: later } }
    expect(finalOf([chunk([{ index: 0, finish_reason: 'stop', usage }], below)]).usage).toEqual(
      usage,
    )
  })
})
