import { describe, expect, test } from 'vitest'
import { choiceOf, chunk, delta, finish, type Json, messageOf, updatesOf } from './chat-chunks.ts'

const done = finish()
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }

test('C42: a refusal is not content', () => {
  const chunks = [
    delta({ role: 'assistant', content: '', refusal: '' }),
    delta({ refusal: 'I am' }),
    delta({ refusal: ' sorry', content: null }),
    delta({ refusal: null }),
    done,
  ]
  expect(messageOf(chunks)).toStrictEqual({
    role: 'assistant',
    content: null,
    refusal: 'I am sorry',
  })
  expect(updatesOf('refusal.done', chunks)).toEqual([
    { type: 'refusal.done', choice: 0, snapshot: 'I am sorry' },
  ])
  expect(updatesOf('content.done', chunks)).toEqual([])
})

test('C43: audio', () => {
  const chunks = [
    delta({ audio: { id: 'audio_1', transcript: 'Hel' } }),
    delta({ audio: { id: 'audio_1', data: 'AAAA' } }),
    delta({ audio: { id: 'audio_2', data: 'BBBB', transcript: 'lo' } }),
    chunk([], { usage }),
    delta({ audio: { expires_at: 1_790_000_000 } }),
  ]
  const audio = {
    id: 'audio_1',
    data: 'AAAABBBB',
    transcript: 'Hello',
    expires_at: 1_790_000_000,
  }
  expect(messageOf(chunks)['audio']).toStrictEqual(audio)
  expect(updatesOf('audio.data.delta', chunks).map((each) => each.snapshot)).toEqual([
    'AAAA',
    'AAAABBBB',
  ])
  expect(updatesOf('audio.done', chunks)).toEqual([{ type: 'audio.done', choice: 0, audio }])
})

describe('C44: logprobs', () => {
  const token = (text: string): Json => ({
    token: text,
    logprob: -1,
    bytes: null,
    top_logprobs: [],
  })
  const sent = (logprobs: unknown): ReturnType<typeof chunk> => delta({}, { logprobs })

  test('both lists are joined', () => {
    const chunks = [
      sent(null),
      sent({ content: [token('a'), token('\ufffd')], refusal: null }),
      sent({ content: null, refusal: [token('b')] }),
      sent({ content: [token('c')] }),
      sent({ content: [], refusal: [] }),
      done,
    ]
    expect(choiceOf(chunks)['logprobs']).toStrictEqual({
      content: [token('a'), token('\ufffd'), token('c')],
      refusal: [token('b')],
    })
    expect(updatesOf('logprobs', chunks).map((each) => each.delta)).toEqual([
      { content: [token('a'), token('\ufffd')], refusal: null },
      { content: null, refusal: [token('b')] },
      { content: [token('c')], refusal: null },
    ])
  })

  test('two nulls on every chunk (Snowflake) are two nulls', () => {
    expect(choiceOf([sent({ content: null, refusal: null }), done])['logprobs']).toStrictEqual({
      content: null,
      refusal: null,
    })
  })

  test('the shape of the older API, all null (OpenRouter), is none', () => {
    const older = { tokens: null, token_logprobs: null, top_logprobs: null, text_offset: null }
    expect(choiceOf([sent(older), done])['logprobs']).toBeNull()
  })

  test('another list is joined as well (DeepSeek)', () => {
    const chunks = [1, 2].map((each) => sent({ content: null, reasoning_content: [each] }))
    expect(choiceOf([...chunks, done])['logprobs']).toEqual({
      content: null,
      refusal: null,
      reasoning_content: [1, 2],
    })
  })
})
