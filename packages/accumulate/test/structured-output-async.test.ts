import {
  accumulateChat,
  accumulateChatResult,
  accumulateChatSync,
  ChatAccumulator,
  type ChatUpdate,
  chatUpdates,
  partialCompletion,
  type StandardSchema,
} from '@sse/accumulate'
import { describe, expect, test } from 'vitest'
import { delta, finish } from './chat-chunks.ts'

const json = '{"city":"Köln","days":3}'
const stopped = [delta({ content: json.slice(0, 9) }), delta({ content: json.slice(9) }), finish()]

describe('a schema that takes its time', () => {
  const schema: StandardSchema<unknown, string> = {
    '~standard': {
      version: 1,
      vendor: 'slow',
      validate: async (value) => {
        await Promise.resolve()
        const { city } = value as { city: unknown }
        return city === 'Köln' ? { value: 'ok' } : { issues: [{ message: 'elsewhere' }] }
      },
    },
  }

  test('is awaited where that can be', async () => {
    const completion = await accumulateChat(stopped, { schema })
    expect(completion.choices[0]?.message.parsed).toBe('ok')
    const updates: ChatUpdate<string>[] = []
    for await (const update of chatUpdates(stopped, { schema })) updates.push(update)
    expect(updates.find(({ type }) => type === 'content.done')).toMatchObject({ parsed: 'ok' })
    const elsewhere = [delta({ content: '{"city":"Bonn"}' }), finish()]
    await expect(accumulateChat(elsewhere, { schema })).rejects.toMatchObject({
      code: 'ERR_SSE_SCHEMA',
      issues: [{ message: 'elsewhere' }],
    })
    const result = await accumulateChatResult(elsewhere, { schema })
    expect(result).toMatchObject({ outcome: 'failed', evidence: 'ERR_SSE_SCHEMA' })
  })

  test('is asked once, however often and at once it is waited for', async () => {
    let asked = 0
    const once: StandardSchema<unknown, number> = {
      '~standard': { version: 1, vendor: 'x', validate: async () => ({ value: ++asked }) },
    }
    const accumulator = new ChatAccumulator({ schema: once })
    for (const each of stopped) accumulator.push(each)
    await Promise.all([accumulator.validate(), accumulator.validate()])
    await accumulator.validate()
    expect(asked).toBe(1)
    expect(accumulator.finish().choices[0]?.message.parsed).toBe(1)
  })

  test('is not waited for by who has left, who gets nothing more', async () => {
    let settle: (result: { value: string }) => void = () => {}
    const answered = new Promise<{ value: string }>((resolve) => {
      settle = resolve
    })
    const slow: StandardSchema<unknown, string> = {
      '~standard': { version: 1, vendor: 'x', validate: () => answered },
    }
    const updates = chatUpdates(stopped, { schema: slow })[Symbol.asyncIterator]()
    for (let count = 0; count < 2; count++) {
      expect((await updates.next()).value).toMatchObject({ type: 'content.delta' })
    }
    const pending = updates.next()
    for (let turn = 0; turn < 9; turn++) await Promise.resolve()
    await updates.return?.()
    settle({ value: 'late' })
    expect(await pending).toEqual({ value: undefined, done: true })
  })

  test('is awaited by `validate`, once, however often it is called', async () => {
    const accumulator = new ChatAccumulator({ schema })
    for (const each of stopped) accumulator.push(each)
    await Promise.all([accumulator.validate(), accumulator.validate()])
    const types = accumulator.finishUpdates().map((update) => update.type)
    expect(types).toEqual(['content.done', 'choice.done'])
    expect(accumulator.finish().choices[0]?.message.parsed).toBe('ok')
  })

  test('leaves the last updates to a checkpoint, as long as nobody has taken them', async () => {
    const accumulator = new ChatAccumulator({ schema })
    for (const each of stopped) accumulator.push(each)
    await accumulator.validate()
    const before = ChatAccumulator.restore(accumulator.checkpoint(), { schema })
    await before.validate()
    const updates = accumulator.finishUpdates()
    expect(updates.map(({ type }) => type)).toEqual(['content.done', 'choice.done'])
    expect(before.finishUpdates()).toEqual(updates)
    const after = ChatAccumulator.restore(accumulator.checkpoint(), { schema })
    await after.validate()
    expect(after.finishUpdates()).toEqual([])
    expect(after.finish()).toEqual(accumulator.finish())
  })

  test('is a mistake elsewhere, and its rejection is nobody’s', async () => {
    expect(() => accumulateChatSync(stopped, { schema })).toThrow(TypeError)
    expect(() => accumulateChatSync(stopped, { schema })).toThrow(/asynchronous/)
    const rejecting: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'x',
        validate: () => Promise.reject(new Error('too late')),
      },
    }
    expect(() => accumulateChatSync(stopped, { schema: rejecting })).toThrow(TypeError)
    await expect(accumulateChat(stopped, { schema: rejecting })).rejects.toThrow('too late')
  })
})

test('what a schema throws is thrown, with what there is', async () => {
  const failure = new RangeError('broken schema')
  const schema: StandardSchema = {
    '~standard': {
      version: 1,
      vendor: 'x',
      validate: () => {
        throw failure
      },
    },
  }
  expect(() => accumulateChatSync(stopped, { schema })).toThrow(failure)
  expect(partialCompletion(failure)?.choices[0]?.message.content).toBe(json)
  await expect(accumulateChat(stopped, { schema })).rejects.toBe(failure)
})

// oxlint-disable-next-line unicorn/no-thenable -- what a schema answers may have it
const then: string = 'then'

describe('a schema that gives no result', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a text', 'ok'],
    ['true', true],
    ['what has a `then` that cannot be called', { [then]: 1 }],
  ])('%s, is at fault, by a clear error', async (_, given) => {
    const schema = {
      '~standard': { version: 1, vendor: 'x', validate: () => given as never },
    } as const
    const fault = new TypeError('The schema gave no result: it does not follow Standard Schema')
    expect(() => accumulateChatSync(stopped, { schema })).toThrow(fault)
    await expect(accumulateChat(stopped, { schema })).rejects.toThrow(fault)
    const result = await accumulateChatResult(stopped, { schema })
    expect(result).toMatchObject({ outcome: 'failed', evidence: 'TypeError' })
    expect(partialCompletion(result.error)).toBe(result.value)
  })

  test('but a promise, of whatever kind, is said to be asynchronous', async () => {
    const later = { [then]: (take: (result: unknown) => void) => take({ value: 'ok' }) }
    const schema: StandardSchema<unknown, string> = {
      '~standard': { version: 1, vendor: 'x', validate: () => later as never },
    }
    expect(() => accumulateChatSync(stopped, { schema })).toThrow(/asynchronous/)
    expect((await accumulateChat(stopped, { schema })).choices[0]?.message.parsed).toBe('ok')
  })

  test('a value is what it is, also where the result has a `then` beside it', () => {
    const schema = {
      '~standard': { version: 1, vendor: 'x', validate: () => ({ value: 1, [then]: undefined }) },
    } as const
    expect(accumulateChatSync(stopped, { schema }).choices[0]?.message.parsed).toBe(1)
  })
})
