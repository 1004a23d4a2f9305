import { responseTranscripts, transcript, transcripts } from '@fixtures/sse'
import { chatUpdates, responseUpdates } from '@sse/accumulate'
import { decodeChatStream } from '@sse/chat'
import { decodeResponsesStream } from '@sse/responses'
import {
  type ChatCompletionStreamSync,
  partialCompletion,
  type ResponseStreamSync,
} from '@sse/openai/sync'
import { describe, expect, test } from 'vitest'
import { answering, clientOf, thrownBy, useServerThread } from './sync-server-thread.ts'

useServerThread()

const chat = (model: string, client = clientOf()): ChatCompletionStreamSync =>
  client.chat.completions.create({ model, messages: [], stream: true })

const response = (model: string): ResponseStreamSync =>
  clientOf().responses.create({ model, stream: true })

interface Drained {
  readonly seen: readonly unknown[]
  readonly error: unknown
}

/** What an iterable gives, each as JSON at that time, and what it fails with. */
function drain(values: Iterable<unknown>): Drained {
  const seen: unknown[] = []
  try {
    for (const value of values) seen.push(JSON.parse(JSON.stringify(value)))
    return { seen, error: undefined }
  } catch (error) {
    return { seen, error }
  }
}

async function drainAsync(values: AsyncIterable<unknown>): Promise<Drained> {
  const seen: unknown[] = []
  try {
    for await (const value of values) seen.push(JSON.parse(JSON.stringify(value)))
    return { seen, error: undefined }
  } catch (error) {
    return { seen, error }
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code

describe('updates() are those of the accumulators', () => {
  test.each(transcripts)('chat: $name', async ({ name, bytes }) => {
    const expected = await drainAsync(chatUpdates(decodeChatStream([bytes])))
    const { seen, error } = drain(chat(name).updates())
    expect(seen).toEqual(expected.seen)
    expect(codeOf(error)).toBe(codeOf(expected.error))
    expect(seen.length).toBeGreaterThan(0)
  })

  test.each(responseTranscripts)('responses: $name', async ({ name, bytes }) => {
    const expected = await drainAsync(responseUpdates(decodeResponsesStream([bytes])))
    const { seen, error } = drain(response(name).updates())
    expect(seen).toEqual(expected.seen)
    expect(codeOf(error)).toBe(codeOf(expected.error))
    expect(seen.length).toBeGreaterThan(0)
  })
})

describe('text()', () => {
  const whole = transcripts.filter(({ end }) => end === 'completed')
  test.each(whole)('$name: is the content of the first choice', ({ name, final }) => {
    const { choices } = final as never as {
      choices: { index: number; message: { content: string | null } }[]
    }
    const { seen, error } = drain(chat(name).text())
    expect(error).toBeUndefined()
    expect(seen.join('')).toBe(choices.find(({ index }) => index === 0)?.message.content ?? '')
    expect(seen).not.toContain('')
  })

  test('a text that is cut off is an error behind all of it, once', () => {
    const pieces = chat('cut-off').text()[Symbol.iterator]()
    let text = ''
    const error = thrownBy(() => {
      for (;;) {
        const { done, value } = pieces.next()
        if (done === true) return
        text += value
      }
    })
    expect(codeOf(error)).toBe('ERR_SSE_TRUNCATED')
    expect(text).toBe(partialCompletion(error)?.choices[0]?.message.content)
    expect(text).not.toBe('')
    expect(pieces.next()).toEqual({ value: undefined, done: true })
  })
})

describe('updates() as a loop', () => {
  test('leaving it closes the stream', () => {
    const stream = chat('story')
    for (const update of stream.updates()) if (update.type === 'content.delta') break
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'close' })
    expect(codeOf(thrownBy(() => stream.final()))).toBe('ERR_SSE_ABORTED')
  })

  test('leaving it before its first turn closes the stream as well', () => {
    const stream = chat('story')
    const updates = stream.updates()[Symbol.iterator]()
    expect(updates.return?.('left')).toEqual({ value: 'left', done: true })
    expect(updates.next()).toEqual({ value: undefined, done: true })
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'close' })
  })

  test('leaving it drops the updates that it has not given', () => {
    const stream = chat('story')
    const updates = stream.updates()[Symbol.iterator]()
    updates.next()
    stream.final()
    updates.return?.()
    expect(updates.next()).toEqual({ value: undefined, done: true })
    expect(stream.outcome?.status).toBe('completed')
  })

  test('close() ends it quietly', () => {
    const stream = chat('story')
    let count = 0
    for (const _ of stream.updates()) if (++count === 3) stream.close()
    expect(count).toBeLessThan(transcript('story').events)
    expect(stream.outcome?.status).toBe('aborted')
  })

  test('`using` ends it with its block', () => {
    let kept: ChatCompletionStreamSync
    {
      using stream = chat('story')
      kept = stream
      expect(stream.outcome).toBeUndefined()
    }
    expect(kept.outcome).toEqual({ status: 'aborted', by: 'close' })
  })

  test.each([0, 1, 3, 10])('final() after %i updates takes none of them away', (after) => {
    const { seen: expected } = drain(chat('story').updates())
    const stream = chat('story')
    const seen: unknown[] = []
    const updates = stream.updates()[Symbol.iterator]()
    const take = (): boolean => {
      const { done, value } = updates.next()
      if (done !== true) seen.push(JSON.parse(JSON.stringify(value)))
      return done !== true
    }
    for (let count = 0; count < after; count++) take()
    expect(stream.final()).toEqual(transcript('story').final)
    while (take());
    // Those that carry a snapshot carry the last one then.
    const kindOf = (update: unknown): unknown => {
      const { type, delta } = update as { type: string; delta?: unknown }
      return [type, delta]
    }
    expect(seen.map(kindOf)).toEqual(expected.map(kindOf))
  })

  test('an error that final() meets is thrown to the loop, behind its updates', () => {
    const stream = chat('cut-off')
    const seen: unknown[] = []
    let early: unknown
    const late = thrownBy(() => {
      for (const update of stream.updates()) {
        seen.push(update)
        early ??= thrownBy(() => stream.final())
      }
    })
    expect(codeOf(early)).toBe('ERR_SSE_TRUNCATED')
    expect(late).toBe(early)
    expect(seen).toHaveLength(drain(chat('cut-off').updates()).seen.length)
  })

  test('what was held back is given before the error of a stream that was cut off', () => {
    const tool_calls = [{ type: 'function', function: { name: 'now', arguments: '{' } }]
    const message = { role: 'assistant', content: 'Half', tool_calls }
    const chunk = JSON.stringify({ id: 'c', choices: [{ index: 0, message }] })
    const stream = chat('any', clientOf({ headers: answering(`data: ${chunk}\n\n`) }))
    let text = ''
    const error = thrownBy(() => {
      for (const update of stream.updates())
        if (update.type === 'content.delta') text += update.delta
    })
    expect(codeOf(error)).toBe('ERR_SSE_TRUNCATED')
    expect(text).toBe('Half')
    expect(partialCompletion(error)?.choices[0]?.message).toMatchObject({
      content: 'Half',
      tool_calls: [{ id: 'call_local_0_0', function: { name: 'now', arguments: '{' } }],
    })
  })

  test('a stream is read once, whichever way', () => {
    const ways = [
      (stream: ChatCompletionStreamSync) => stream[Symbol.iterator](),
      (stream: ChatCompletionStreamSync) => stream.updates()[Symbol.iterator](),
      (stream: ChatCompletionStreamSync) => stream.text()[Symbol.iterator](),
    ]
    for (const first of ways) {
      for (const second of ways) {
        const stream = chat('joke')
        first(stream)
        expect(() => second(stream)).toThrow(/once/)
        stream.close()
      }
    }
  })
})
