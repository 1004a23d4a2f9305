import { accumulateChat, accumulateChatSync, partialCompletion } from '@sse/accumulate'
import { type ChatCompletionChunk, decodeChatStream } from '@sse/chat'
import { UpstreamError } from '@sse/core/decoder'
import { describe, expect, test } from 'vitest'
import { chunk, delta, finish } from './chat-chunks.ts'

const answer = [delta({ content: 'a' }), delta({ content: 'b' })]

async function* asynchronously(
  chunks: readonly ChatCompletionChunk[],
  error?: unknown,
): AsyncGenerator<ChatCompletionChunk> {
  yield* chunks
  if (error !== undefined) throw error
}

function* synchronously(
  chunks: readonly ChatCompletionChunk[],
  error: unknown,
): Generator<ChatCompletionChunk> {
  yield* chunks
  throw error
}

const reasonOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('It did not fail'),
    (reason: unknown) => reason,
  )

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return expect.fail('It did not fail')
}

describe('the end of a stream', () => {
  test('with a finish reason', async () => {
    const chunks = [...answer, finish()]
    expect((await accumulateChat(chunks)).choices[0]?.message.content).toBe('ab')
    expect((await accumulateChat(asynchronously(chunks))).choices[0]?.message.content).toBe('ab')
    expect(accumulateChatSync(chunks).choices[0]?.message.content).toBe('ab')
  })

  test('without one it was cut off, and the error has what there is', async () => {
    const errors = [
      await reasonOf(accumulateChat(answer)),
      await reasonOf(accumulateChat(asynchronously(answer))),
      thrownBy(() => accumulateChatSync(answer)),
    ]
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED', reason: 'no-end-marker' })
      expect(partialCompletion(error)?.choices[0]?.message.content).toBe('ab')
      expect(Object.keys(error as object)).not.toContain('partial')
    }
  })

  test('of nothing at all', async () => {
    expect(await reasonOf(accumulateChat([]))).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
  })

  test('of a stream that says it was complete', async () => {
    const final = await accumulateChat(answer, { complete: true })
    expect(final.choices[0]).toMatchObject({ finish_reason: null, message: { content: 'ab' } })
    expect(accumulateChatSync(answer, { complete: () => true })).toEqual(final)
    expect(await reasonOf(accumulateChat(answer, { complete: () => false }))).toMatchObject({
      code: 'ERR_SSE_TRUNCATED',
    })
  })

  test('of a stream that says it was not complete, whatever its chunks say', async () => {
    const chunks = [...answer, finish()]
    const error = await reasonOf(accumulateChat(chunks, { complete: false }))
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(partialCompletion(error)?.choices[0]?.finish_reason).toBe('stop')
    const items = Object.assign([...chunks], { complete: false })
    expect(await reasonOf(accumulateChat(items))).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
  })

  test('when the function fails, that is the error', async () => {
    const failure = new Error('who knows')
    const complete = (): boolean => {
      throw failure
    }
    expect(await reasonOf(accumulateChat(answer, { complete }))).toBe(failure)
    expect(partialCompletion(failure)?.choices[0]?.message.content).toBe('ab')
    expect(thrownBy(() => accumulateChatSync(answer, { complete }))).toBe(failure)
  })

  test('the function is asked after the last chunk', () => {
    let seen = 0
    const items = (function* (): Generator<ChatCompletionChunk> {
      for (const each of answer) {
        seen++
        yield each
      }
    })()
    accumulateChatSync(items, { complete: () => seen === answer.length })
    expect(seen).toBe(2)
  })

  test('an iterable can say it itself', async () => {
    class Items implements Iterable<ChatCompletionChunk> {
      complete = false;
      *[Symbol.iterator](): Generator<ChatCompletionChunk> {
        yield* answer
        this.complete = true
      }
    }
    expect((await accumulateChat(new Items())).choices[0]?.message.content).toBe('ab')
    const items = Object.assign([...answer], { complete: false })
    expect(await reasonOf(accumulateChat(items))).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
  })

  test('`[DONE]` is enough for what `decodeChatStream` gives (C16)', async () => {
    const wire = (rest: string): Uint8Array =>
      new TextEncoder().encode(`data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n${rest}`)
    const final = await accumulateChat(decodeChatStream([wire('data: [DONE]\n\n')]))
    expect(final.choices[0]?.message.content).toBe('a')
    const error = await reasonOf(accumulateChat(decodeChatStream([wire('')])))
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(partialCompletion(error)?.choices[0]?.message.content).toBe('a')
  })
})

describe('an error on the way', () => {
  test.each([
    ['of the server', new UpstreamError({ message: 'Overloaded' }, {})],
    ['of the connection', new TypeError('terminated')],
    ['of the caller', new DOMException('Stop', 'AbortError')],
    ['that is an object', { reason: 1 }],
  ])('%s is the same error, with what there is', async (_name, error) => {
    const errors = [
      await reasonOf(accumulateChat(asynchronously(answer, error))),
      thrownBy(() => accumulateChatSync(synchronously(answer, error))),
    ]
    for (const thrown of errors) {
      expect(thrown).toBe(error)
      expect(partialCompletion(thrown)).toMatchObject({
        object: 'chat.completion',
        choices: [{ message: { content: 'ab' }, finish_reason: null }],
      })
      expect(Object.keys(thrown as object)).not.toContain('partial')
    }
  })

  test.each([
    ['is no object', 'stop'],
    ['is frozen', Object.freeze(new Error('stop'))],
  ])('that %s is the same, without', async (_name, error) => {
    const thrown = await reasonOf(accumulateChat(asynchronously(answer, error)))
    expect(thrown).toBe(error)
    expect(partialCompletion(thrown)).toBeUndefined()
  })

  test('after the finish reason it is an error all the same', async () => {
    const error = new TypeError('terminated')
    const thrown = await reasonOf(accumulateChat(asynchronously([...answer, finish()], error)))
    expect(thrown).toBe(error)
    expect(partialCompletion(thrown)?.choices[0]?.finish_reason).toBe('stop')
  })

  test('E3: a chunk with an error makes no complete stream, whatever it says of itself', async () => {
    const failing = chunk([{ index: 0, delta: { content: 'c' }, finish_reason: 'stop' }], {
      error: { code: 400, message: 'Token limit reached' },
    })
    const error = await reasonOf(accumulateChat([...answer, failing], { complete: true }))
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM' })
    expect(partialCompletion(error)?.choices[0]?.message.content).toBe('abc')
  })

  test.each([null, false, '', {}])('but %j is no error', async (error) => {
    const fine = chunk([{ index: 0, delta: {}, finish_reason: 'stop' }], { error })
    expect((await accumulateChat([...answer, fine])).choices[0]?.message.content).toBe('ab')
  })
})

test('what is no error of a stream has no partial completion', () => {
  const others = [
    undefined,
    null,
    'x',
    new Error('x'),
    { partial: 3 },
    { partial: { object: 'x' } },
  ]
  for (const other of others) expect(partialCompletion(other)).toBeUndefined()
  const inherited: unknown = Object.create({ partial: { object: 'chat.completion' } })
  expect(partialCompletion(inherited)).toBeUndefined()
})
