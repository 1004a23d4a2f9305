import { ChatAccumulator } from '@sse/accumulate'
import { describe, expect, test } from 'vitest'
import { choiceOf, chunk, delta, finalOf, finish, updatesOf } from './chat-chunks.ts'

const done = finish()
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }

describe('C16, C17, C19: finish reasons', () => {
  test('missing, null and empty ones are none', () => {
    const accumulator = new ChatAccumulator()
    for (const beside of [
      { finish_reason: undefined },
      { finish_reason: null },
      { finish_reason: '' },
    ]) {
      accumulator.push(delta({ content: 'a' }, beside))
      expect(accumulator.complete).toBe(false)
    }
    accumulator.push(done)
    expect(accumulator.complete).toBe(true)
  })

  test('none, and a choice that has begun after the usage says nothing', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(delta({ content: 'a' }))
    accumulator.push(chunk([], { usage }))
    expect(accumulator.complete).toBe(true)
    accumulator.push(chunk([{ index: 1, delta: {} }]))
    expect(accumulator.complete).toBe(false)
  })

  test('repeated', () => {
    const chunks = [delta({ content: 'a' }), finish('stop'), finish('stop')]
    expect(choiceOf(chunks)).not.toHaveProperty('last_finish_reason')
    expect(updatesOf('choice.done', chunks)).toMatchObject([
      { finishReason: 'stop', lastFinishReason: 'stop' },
    ])
  })

  test('another one later, and the first again', () => {
    const chunks = [delta({ content: 'a' }), finish('tool_calls'), finish('stop')]
    expect(choiceOf(chunks)).toMatchObject({
      finish_reason: 'tool_calls',
      last_finish_reason: 'stop',
    })
    expect(updatesOf('choice.done', chunks)).toMatchObject([
      { finishReason: 'tool_calls', lastFinishReason: 'stop' },
    ])
    expect(choiceOf([...chunks, finish('tool_calls')])).not.toHaveProperty('last_finish_reason')
  })

  test('content after a finish reason belongs to the answer, and opens it again', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(delta({ content: 'a' }))
    accumulator.push(done)
    accumulator.push(delta({ content: '\n' }))
    expect(accumulator.complete).toBe(false)
    accumulator.push(done)
    expect(accumulator.finish().choices[0]?.message.content).toBe('a\n')
  })

  test('C19c: any word is a reason', () => {
    expect(choiceOf([finish('eos')])['finish_reason']).toBe('eos')
  })

  test('C16: none, in a stream that was complete', () => {
    const final = finalOf([delta({ content: 'a' })], { complete: true })
    expect(final.choices[0]?.finish_reason).toBeNull()
    expect(updatesOf('choice.done', [delta({ content: 'a' })], { complete: true })).toMatchObject([
      { finishReason: null, lastFinishReason: null },
    ])
  })
})

describe('C16: the end without a finish reason', () => {
  test('a chunk with the usage and no choices is an end', () => {
    const chunks = [delta({ content: 'a' }), chunk([], { usage })]
    expect(finalOf(chunks).usage).toEqual(usage)
  })

  test('but not before there is an answer, nor when the answer goes on', () => {
    const accumulator = new ChatAccumulator()
    const alone = chunk([], { usage })
    for (const each of [alone, delta({ role: 'assistant', content: '' }), alone]) {
      accumulator.push(each)
      expect(accumulator.complete).toBe(false)
    }
    accumulator.push(delta({ content: 'a' }))
    accumulator.push(alone)
    expect(accumulator.complete).toBe(true)
    accumulator.push(delta({ content: 'b' }))
    expect(accumulator.complete).toBe(false)
    accumulator.push(alone)
    accumulator.push(chunk([{ index: 1, delta: {} }]))
    expect(accumulator.complete).toBe(false)
  })

  test('a chunk with usage and a choice is none', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(delta({ content: 'a' }))
    accumulator.push(chunk([{ index: 0, delta: { content: '' } }], { usage }))
    expect(accumulator.complete).toBe(false)
  })

  test('C22, C43: the audio has come to its end (OpenAI)', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(delta({ audio: { id: 'audio_1', data: 'AAAA' } }))
    expect(accumulator.complete).toBe(false)
    accumulator.push(delta({ audio: { expires_at: 1_790_000_000 } }))
    expect(accumulator.complete).toBe(true)
  })
})
