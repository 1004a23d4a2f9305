import {
  type ChatUpdate,
  chatUpdates,
  chatUpdatesSync,
  partialCompletion,
  responseUpdates,
  responseUpdatesSync,
} from '@sse/accumulate'
import type { ChatCompletionChunk } from '@sse/chat'
import { beforeEach, describe, expect, test } from 'vitest'
import { delta, finish } from './chat-chunks.ts'
import { workOf } from './counted-work.ts'

const answer = [
  delta({ role: 'assistant', content: '' }),
  delta({ content: 'a' }),
  delta({ content: 'b' }),
]
const whole = [...answer, finish()]

/** A source that says what was asked of it. */
class Source implements AsyncIterable<ChatCompletionChunk>, AsyncIterator<ChatCompletionChunk> {
  asked = 0
  returned = 0
  readonly #chunks: readonly ChatCompletionChunk[]
  readonly #error: unknown

  constructor(chunks: readonly ChatCompletionChunk[], error?: unknown) {
    this.#chunks = chunks
    this.#error = error
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<ChatCompletionChunk>> {
    const value = this.#chunks[this.asked++]
    if (value !== undefined) return Promise.resolve({ value, done: false })
    if (this.#error !== undefined) return Promise.reject(this.#error)
    return Promise.resolve({ value: undefined, done: true })
  }

  return(): Promise<IteratorResult<ChatCompletionChunk>> {
    this.returned++
    return Promise.resolve({ value: undefined, done: true })
  }
}

async function read(
  updates: AsyncIterable<ChatUpdate>,
): Promise<{ types: string[]; error: unknown }> {
  const types: string[] = []
  try {
    for await (const update of updates) types.push(update.type)
  } catch (error) {
    return { types, error }
  }
  return { types, error: undefined }
}

const all = ['content.delta', 'content.delta', 'content.done', 'choice.done']

describe('the updates of a stream', () => {
  test('come in order, and at the end is the completion', async () => {
    const updates = chatUpdates(new Source(whole))
    expect(await read(updates)).toEqual({ types: all, error: undefined })
    expect(updates.snapshot.choices[0]?.message.content).toBe('ab')
  })

  test('are those of the synchronous twin, which returns the completion', async () => {
    const twin = chatUpdatesSync(whole)
    const types: string[] = []
    let result = twin.next()
    for (; result.done !== true; result = twin.next()) types.push(result.value.type)
    expect(types).toEqual(all)
    expect(result.value.choices[0]?.message.content).toBe('ab')
    expect(await read(chatUpdates(whole))).toEqual({ types, error: undefined })
  })

  test('are pulled: a chunk is asked for when the updates of the last one were taken', async () => {
    const source = new Source([finish('stop', { content: 'a', refusal: 'b' })])
    const updates = chatUpdates(source)[Symbol.asyncIterator]()
    expect(source.asked).toBe(0)
    expect((await updates.next()).value).toMatchObject({ type: 'content.delta' })
    expect((await updates.next()).value).toMatchObject({ type: 'refusal.delta' })
    expect(source.asked).toBe(1)
    expect((await updates.next()).value).toMatchObject({ type: 'content.done' })
    expect(source.asked).toBe(2)
  })

  test('that are asked for all at once come in order', async () => {
    const updates = chatUpdates(new Source(whole))[Symbol.asyncIterator]()
    const results = await Promise.all(Array.from({ length: 6 }, () => updates.next()))
    expect(results.map(({ value }) => (value as ChatUpdate | undefined)?.type)).toEqual([
      ...all,
      undefined,
      undefined,
    ])
    expect(results.map(({ done }) => done)).toEqual([false, false, false, false, true, true])
  })

  test('can be read once', async () => {
    const updates = chatUpdates(whole)
    await read(updates)
    expect(() => updates[Symbol.asyncIterator]()).toThrow(TypeError)
  })

  test('may be none for very many chunks', async () => {
    const fillers = Array.from({ length: 20_000 }, () => delta({}))
    expect(await read(chatUpdates([...fillers, ...whole]))).toEqual({
      types: all,
      error: undefined,
    })
  })
})

describe('a stream that does not end well', () => {
  test('is cut off: no update says that anything is done, and then the error', async () => {
    for (const source of [new Source(answer), answer]) {
      const { types, error } = await read(chatUpdates(source))
      expect(types).toEqual(['content.delta', 'content.delta'])
      expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
      expect(partialCompletion(error)?.choices[0]?.message.content).toBe('ab')
    }
    expect(() => [...chatUpdatesSync(answer)]).toThrow(
      expect.objectContaining({ code: 'ERR_SSE_TRUNCATED' }),
    )
  })

  test('also when one choice of two has ended', async () => {
    const two = [0, 1].map((index) => ({
      ...delta({}),
      choices: [{ index, delta: { content: 'a' }, finish_reason: index === 0 ? 'stop' : null }],
    }))
    const { types, error } = await read(chatUpdates(two))
    expect(types).toEqual(['content.delta', 'content.delta'])
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
  })

  test('fails: the same error after the updates before it, and nothing after it', async () => {
    const failure = new TypeError('terminated')
    const source = new Source(whole, failure)
    const updates = chatUpdates(source)[Symbol.asyncIterator]()
    for (let count = 0; count < 2; count++) {
      expect((await updates.next()).value).toMatchObject({ type: 'content.delta' })
    }
    const error = await updates.next().then(
      () => expect.fail('It did not fail'),
      (reason: unknown) => reason,
    )
    expect(error).toBe(failure)
    expect(partialCompletion(error)?.choices[0]?.message.content).toBe('ab')
    expect(await updates.next()).toEqual({ value: undefined, done: true })
    await updates.return?.()
    expect(source.returned).toBe(0)
  })

  test('but what says it was complete is', async () => {
    expect(await read(chatUpdates(answer, { complete: true }))).toEqual({
      types: all,
      error: undefined,
    })
  })

  test('when saying so fails, that is the error', async () => {
    const failure = new Error('who knows')
    const complete = (): boolean => {
      throw failure
    }
    const { error } = await read(chatUpdates(answer, { complete }))
    expect(error).toBe(failure)
    expect(partialCompletion(error)?.choices[0]?.message.content).toBe('ab')
    expect(() => [...chatUpdatesSync(answer, { complete })]).toThrow(failure)
    const updates = chatUpdates(answer, { complete })[Symbol.asyncIterator]()
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => updates.next()))
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
  })
})

describe('a source whose `next` gives no object', () => {
  test.each([[undefined], [null], [0], ['text'], [false]])(
    '%j, is a fault, and is not asked again',
    async (result) => {
      for (const updatesOf of [chatUpdates, responseUpdates]) {
        let asked = 0
        let returned = 0
        const source = {
          [Symbol.asyncIterator]: () => ({
            next: (): Promise<any> => {
              // For no timer could end it: every wait is a microtask.
              if (++asked > 9) throw new Error('It asks for ever')
              return Promise.resolve(result)
            },
            return: (): Promise<any> => Promise.resolve({ done: ++returned }),
          }),
        }
        const updates = updatesOf(source)[Symbol.asyncIterator]()
        await expect(updates.next()).rejects.toThrow(TypeError)
        expect(await updates.next()).toEqual({ value: undefined, done: true })
        expect([asked, returned]).toEqual([1, 0])
      }
    },
  )
})

describe('leaving', () => {
  test('a loop ends the source, once', async () => {
    const source = new Source(whole)
    for await (const update of chatUpdates(source)) {
      expect(update.type).toBe('content.delta')
      break
    }
    expect(source.returned).toBe(1)
  })

  test('a loop by an error does too', async () => {
    const source = new Source(whole)
    const loop = (async (): Promise<void> => {
      for await (const update of chatUpdates(source)) throw new Error(update.type)
    })()
    await expect(loop).rejects.toThrow('content.delta')
    expect(source.returned).toBe(1)
  })

  test('takes nothing in any more, at whatever moment', async () => {
    for (let moment = 0; moment < 12; moment++) {
      const updates = chatUpdates(new Source(whole.slice(1)))
      const iterator = updates[Symbol.asyncIterator]()
      const pending = iterator.next()
      for (let turn = 0; turn < moment; turn++) await Promise.resolve()
      const { length } = updates.snapshot.choices
      await iterator.return?.()
      await pending
      expect(updates.snapshot.choices).toHaveLength(length)
    }
  })

  test('twice ends it once, and there is nothing more', async () => {
    const source = new Source(whole)
    const updates = chatUpdates(source)[Symbol.asyncIterator]()
    await updates.next()
    expect(await updates.return?.('x')).toEqual({ value: 'x', done: true })
    await updates.return?.()
    await expect(updates.throw?.(new Error('left'))).rejects.toThrow('left')
    expect(source.returned).toBe(1)
    expect(await updates.next()).toEqual({ value: undefined, done: true })
  })

  test('while a chunk is awaited ends the source at once, and the wait is over with it', async () => {
    let resolve: (result: IteratorResult<ChatCompletionChunk>) => void = () => {}
    const promise = new Promise<IteratorResult<ChatCompletionChunk>>((settle) => {
      resolve = settle
    })
    let returned = 0
    const source: AsyncIterable<ChatCompletionChunk> = {
      [Symbol.asyncIterator]: () => ({
        next: () => promise,
        return: () => {
          returned++
          resolve({ value: undefined, done: true })
          return Promise.resolve({ value: undefined, done: true })
        },
      }),
    }
    const updates = chatUpdates(source)[Symbol.asyncIterator]()
    const pending = updates.next()
    await updates.return?.()
    expect(returned).toBe(1)
    expect(await pending).toEqual({ value: undefined, done: true })
  })

  test('while a chunk is awaited ends every wait, also if the source never answers again', async () => {
    const never = new Promise<never>(() => {})
    const source: AsyncIterable<ChatCompletionChunk> = {
      [Symbol.asyncIterator]: () => ({ next: () => never, return: () => never }),
    }
    for (const leave of ['return', 'throw'] as const) {
      const updates = chatUpdates(source)[Symbol.asyncIterator]()
      const waits = [updates.next(), updates.next()]
      void updates[leave]?.(undefined)
      const ended = { value: undefined, done: true }
      expect(await Promise.all(waits)).toEqual([ended, ended])
      expect(await updates.next()).toEqual(ended)
    }
  })

  test('costs the same however often a chunk was awaited before', async () => {
    const source = Array.from({ length: 2_000 }, () => delta({ content: 'a' }))
    const updates = chatUpdates(source)[Symbol.asyncIterator]()
    for (let count = 0; count < 2_000; count++) await updates.next()
    let left: Promise<unknown> | undefined
    expect(workOf(() => (left = updates.return?.()))).toBeLessThan(100)
    expect(await left).toEqual({ value: undefined, done: true })
  })

  test('after the end leaves the source alone', async () => {
    const source = new Source(whole)
    const updates = chatUpdates(source)[Symbol.asyncIterator]()
    while ((await updates.next()).done !== true) expect(source.asked).toBeLessThan(9)
    await updates.return?.()
    expect(source.returned).toBe(0)
  })

  describe('the synchronous twin', () => {
    let ended: number
    function* source<Item>(items: readonly Item[]): Generator<Item> {
      try {
        yield* items
      } finally {
        ended++
      }
    }
    beforeEach(() => {
      ended = 0
    })

    test('ends its source', () => {
      for (const update of chatUpdatesSync(source(whole))) {
        expect(update.type).toBe('content.delta')
        break
      }
      expect(ended).toBe(1)
    })

    const text = { type: 'response.output_text.delta', output_index: 0, delta: 'a' }
    test.each([
      ['chatUpdatesSync', () => chatUpdatesSync(source(whole))],
      ['responseUpdatesSync', () => responseUpdatesSync(source([text, text] as any[]))],
    ])('%s throws what its caller throws into it, with what there is', (_, open) => {
      const updates: Iterator<unknown> = open()
      const error = new Error('mine')
      expect(updates.next().done).toBe(false)
      expect(() => updates.throw!(error)).toThrow(error)
      expect(ended).toBe(1)
      expect(JSON.stringify((error as any).partial)).toContain('"a"')
    })

    test('does so among the last updates, too', () => {
      const updates = chatUpdatesSync(whole)
      const types = Array.from({ length: 3 }, () => (updates.next().value as ChatUpdate).type)
      expect(types).toEqual(all.slice(0, 3))
      const error = new Error('mine')
      expect(() => updates.throw(error)).toThrow(error)
      expect(partialCompletion(error)?.choices[0]?.message.content).toBe('ab')
    })
  })
})
