import {
  accumulateChat,
  accumulateChatResult,
  ChatAccumulator,
  chatUpdatesSync,
  executableToolCalls,
  partialCompletion,
} from '@sse/accumulate'
import { ChatDecoder, decodeChatStream, decodeChatStreamSync } from '@sse/chat'
import { describe, expect, test } from 'vitest'
import { bare, calls, chunk, delta, finish, piece } from './chat-chunks.ts'

const answer = delta({ role: 'assistant', content: 'ab' })
const events = (...payloads: unknown[]): Uint8Array[] => [
  new TextEncoder().encode(
    payloads
      .map((each) => `data: ${typeof each === 'string' ? each : JSON.stringify(each)}\n\n`)
      .join(''),
  ),
]

describe('how a stream ended', () => {
  test.each([
    ['completed', 'finish-reasons', [answer, finish()]],
    ['completed', 'finish-reasons', [answer, finish('a reason nobody knows')]],
    ['completed', 'usage', [answer, chunk([], { usage: { total_tokens: 1 } })]],
    ['completed', 'audio', [delta({ audio: { id: 'a', data: 'AA==', expires_at: 1 } })]],
    ['incomplete', 'finish_reason length, choice 0', [answer, finish('length')]],
    ['incomplete', 'finish_reason content_filter, choice 0', [answer, finish('content_filter')]],
    ['incomplete', 'finish_reason length, choice 0', [answer, finish(), finish('length')]],
    ['failed', 'ERR_SSE_UPSTREAM', [answer, finish('error')]],
    ['failed', 'ERR_SSE_UPSTREAM', [answer, finish('insufficient_system_resource')]],
    ['failed', 'ERR_SSE_UPSTREAM', [answer, finish('length'), finish('error')]],
    [
      'incomplete',
      'finish_reason length, choice 2',
      [
        chunk([
          { index: 2, delta: {}, finish_reason: 'length' },
          { index: 0, delta: {}, finish_reason: 'stop' },
        ]),
      ],
    ],
    [
      'failed',
      'ERR_SSE_UPSTREAM',
      [
        chunk([
          { index: 0, delta: {}, finish_reason: 'length' },
          { index: 1, delta: {}, finish_reason: 'error' },
        ]),
      ],
    ],
    ['truncated', 'ERR_SSE_TRUNCATED', [answer]],
    ['truncated', 'ERR_SSE_TRUNCATED', []],
    ['failed', 'ERR_SSE_UPSTREAM', [answer, finish('stop', {}), bare({ error: { code: 500 } })]],
  ])('%s by %s', async (outcome, evidence, chunks) => {
    const result = await accumulateChatResult(chunks)
    expect(result).toMatchObject({ outcome, evidence })
    const accumulator = new ChatAccumulator()
    for (const each of chunks) accumulator.push(each)
    expect(accumulator.result()).toEqual(result)
    const isError = outcome === 'truncated' || evidence.startsWith('ERR_')
    expect(result.error === undefined).toBe(!isError)
    if (isError) {
      expect(() => accumulator.finish()).toThrow(accumulator.result().error)
      expect(partialCompletion(result.error)).toBe(result.value)
    } else {
      expect(accumulator.finish()).toBe(accumulator.result().value)
    }
  })

  test('nothing at all is no answer, whoever says that it was complete', async () => {
    const cut = { outcome: 'truncated', evidence: 'ERR_SSE_TRUNCATED', value: { choices: [] } }
    for (const chunks of [[], [null], [undefined, 'text']].map((each) => each.map(bare))) {
      expect(await accumulateChatResult(chunks, { complete: true })).toMatchObject(cut)
      const accumulator = new ChatAccumulator()
      for (const each of chunks) accumulator.push(each)
      const restored = ChatAccumulator.restore(accumulator.checkpoint())
      for (const each of [accumulator, restored]) {
        expect(() => each.finish({ complete: true })).toThrow(
          expect.objectContaining({ code: 'ERR_SSE_TRUNCATED' }),
        )
        expect(each.complete).toBe(false)
      }
    }
    const empty = await accumulateChatResult(decodeChatStream(events('[DONE]')))
    expect(empty).toMatchObject({ ...cut, evidence: 'ERR_SSE_EMPTY_STREAM' })
  })

  test('but a chunk is one, be it without any choice', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(chunk([]))
    const restored = ChatAccumulator.restore(accumulator.checkpoint())
    for (const each of [accumulator, restored]) {
      expect(each.result({ complete: true })).toMatchObject({ outcome: 'completed' })
    }
  })

  test('completed, on somebody’s word', async () => {
    expect(await accumulateChatResult([answer], { complete: true })).toEqual({
      outcome: 'completed',
      evidence: undefined,
      value: expect.objectContaining({ object: 'chat.completion' }),
      error: undefined,
    })
  })

  test('completed by `[DONE]`, as the decoder says', async () => {
    const decoder = new ChatDecoder()
    const accumulator = new ChatAccumulator()
    accumulator.push(answer)
    const rest = { event: undefined, id: undefined, retry: undefined, lastEventId: '' }
    decoder.decode({ data: JSON.stringify(answer), ...rest })
    decoder.decode({ data: '[DONE]', ...rest })
    const { complete, completion: evidence } = decoder
    expect(accumulator.result({ complete, evidence })).toMatchObject({
      outcome: 'completed',
      evidence: 'done-sentinel',
    })
  })

  test.each([
    ['finish-reasons', [answer, finish()]],
    ['done-sentinel', [answer, '[DONE]']],
    ['done-sentinel', [answer, finish(), '[DONE]']],
    ['usage', [answer, chunk([], { usage: { total_tokens: 1 } })]],
  ])('completed by %s, as what `decodeChatStream` gives says', async (evidence, payloads) => {
    const outcome = 'completed'
    const asynchronous = await accumulateChatResult(decodeChatStream(events(...payloads)))
    expect(asynchronous).toMatchObject({ outcome, evidence })
    const synchronous = await accumulateChatResult(decodeChatStreamSync(events(...payloads)))
    expect(synchronous).toMatchObject({ outcome, evidence })
  })

  test('what the items say of themselves is believed', async () => {
    const items = {
      complete: true,
      completion: 'done-sentinel',
      *[Symbol.iterator]() {
        yield answer
      },
    }
    expect(await accumulateChatResult(items)).toMatchObject({ evidence: 'done-sentinel' })
  })
})

describe('a stream that throws', () => {
  test('has failed, by that error, with what there is', async () => {
    const upstream = events(answer, { error: { message: 'overloaded', code: 529 } })
    const result = await accumulateChatResult(decodeChatStream(upstream))
    expect(result).toMatchObject({
      outcome: 'failed',
      evidence: 'ERR_SSE_UPSTREAM',
      value: { choices: [{ message: { content: 'ab' } }] },
      error: { message: 'overloaded' },
    })
    expect(partialCompletion(result.error)).toBe(result.value)
  })

  test('is truncated where its decoder says so', async () => {
    const result = await accumulateChatResult(decodeChatStream(events(answer)))
    expect(result).toMatchObject({ outcome: 'truncated', evidence: 'ERR_SSE_TRUNCATED' })
  })

  test.each([
    [new TypeError('terminated'), 'TypeError'],
    [new DOMException('over', 'AbortError'), 'AbortError'],
  ])('names an error without a code: %s', async (error, evidence) => {
    const items = {
      // oxlint-disable-next-line require-yield
      *[Symbol.iterator]() {
        throw error
      },
    }
    const result = await accumulateChatResult(items)
    expect(result).toMatchObject({ outcome: 'failed', evidence })
    expect(result.error).toBe(error)
  })

  test.each([[undefined], [null], [0], ['']])(
    'by %j has failed too, by every door',
    async (thrown) => {
      const items = {
        *[Symbol.iterator]() {
          yield answer
          yield finish()
          throw thrown
        },
      }
      const result = await accumulateChatResult(items)
      expect(result).toMatchObject({ outcome: 'failed', value: { choices: [{}] } })
      expect(result.error).toBeInstanceOf(Error)
      expect(result.error).toHaveProperty('cause', thrown)
      await expect(accumulateChat(items)).rejects.toBe(thrown)
    },
  )

  test('by a finish reason says so by every door, and nothing of it is done', async () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '{}')),
      finish('insufficient_system_resource'),
    ]
    const error: unknown = await accumulateChat(chunks).catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'ERR_SSE_UPSTREAM',
      upstreamCode: 'insufficient_system_resource',
    })
    const partial = partialCompletion(error)!
    expect(partial.choices[0]?.finish_reason).toBe('insufficient_system_resource')
    expect(executableToolCalls(partial.choices[0]!.message)).toEqual([])
    const types: string[] = []
    expect(() => {
      for (const { type } of chatUpdatesSync(chunks)) types.push(type)
    }).toThrow(expect.objectContaining({ code: 'ERR_SSE_UPSTREAM' }))
    expect(types).toEqual(['tool_call.start', 'tool_call.arguments.delta'])
    const restored = new ChatAccumulator()
    for (const each of chunks) restored.push(each)
    expect(restored.result().outcome).toBe('failed')
    expect(ChatAccumulator.restore(restored.checkpoint()).result()).toMatchObject({
      outcome: 'failed',
      evidence: 'ERR_SSE_UPSTREAM',
    })
  })

  test.each([
    ['no name', { name: undefined }, 'Error'],
    ['a name that is no text', { name: 5 }, 'Error'],
    ['a code that is no text', { name: 'Mine', code: 5 }, 'Mine'],
  ])('by an error that has %s has failed like by any other', async (_, fields, evidence) => {
    const error = Object.assign(new Error('x'), fields)
    const failed = { outcome: 'failed', evidence, error }
    expect(new ChatAccumulator().result({ error })).toMatchObject(failed)
    const items = {
      // oxlint-disable-next-line require-yield
      *[Symbol.iterator]() {
        throw error
      },
    }
    expect(await accumulateChatResult(items)).toMatchObject(failed)
  })

  test.each([[undefined], [null], [5], [{}]])(
    'by being no stream, but %j, has failed too',
    async (items) => {
      const result = await accumulateChatResult(items as never)
      expect(result).toMatchObject({ outcome: 'failed', evidence: 'TypeError' })
    },
  )

  test('by what it says about itself has failed too', async () => {
    const error = new Error('who knows')
    for (const key of ['complete', 'completion']) {
      const get = (): never => {
        throw error
      }
      const items = Object.defineProperty([answer, finish()], key, { get })
      expect(await accumulateChatResult(items)).toMatchObject({ outcome: 'failed', error })
    }
  })

  test('has failed by that error from then on', () => {
    for (const chunks of [[answer], [answer, finish()], [answer, finish('error')]]) {
      const accumulator = new ChatAccumulator()
      for (const each of chunks) accumulator.push(each)
      const error = new Error('socket')
      expect(accumulator.result({ error }).error).toBe(error)
      expect(() => accumulator.finish()).toThrow(error)
      expect(accumulator.result()).toMatchObject({ outcome: 'failed', error })
    }
  })

  test.each([
    [
      { code: 502, message: 'Provider overloaded' },
      { message: 'Provider overloaded', upstreamCode: 502, status: 502 },
    ],
    ['Overloaded', { message: 'Overloaded', upstreamCode: 'error' }],
    [null, { upstreamCode: 'error', payload: { code: 'error' } }],
  ])('by a finish reason says what the choice says of it: %j', async (error, fields) => {
    const fine = { index: 0, delta: { content: 'a' }, finish_reason: 'stop', error: 'not this one' }
    const failing = { index: 1, delta: { content: 'a' }, finish_reason: 'error', error }
    const chunks = [chunk([fine]), chunk([failing])]
    const result = await accumulateChatResult(chunks)
    expect(result).toMatchObject({ outcome: 'failed', evidence: 'ERR_SSE_UPSTREAM', error: fields })
    if (error !== null) expect(result.error).toHaveProperty('payload.error', error)
    const accumulator = new ChatAccumulator()
    for (const each of chunks) accumulator.push(each)
    const restored = ChatAccumulator.restore(accumulator.checkpoint())
    expect(restored.result()).toEqual(result)
  })

  test('what is no error is the cause of one', () => {
    const { outcome, error } = new ChatAccumulator().result({ error: 'just text' })
    expect(outcome).toBe('failed')
    expect(error).toBeInstanceOf(Error)
    expect(error?.cause).toBe('just text')
  })

  test('after it was complete has failed all the same, and nothing in it is done', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(calls(piece({ index: 0, id: 'a' }, 'f', '{}')))
    accumulator.push(finish('tool_calls'))
    expect(accumulator.result({ error: new Error('socket') })).toMatchObject({ outcome: 'failed' })
    expect(accumulator.finishUpdates()).toEqual([])
    const { message } = accumulator.snapshot.choices[0]!
    expect(message.tool_calls).toHaveLength(1)
    expect(executableToolCalls(message)).toEqual([])
  })
})

describe('where a schema was asked for', () => {
  const schema = {
    '~standard': { version: 1, vendor: 'x', validate: () => ({ issues: [{ message: 'no' }] }) },
  } as const

  test.each([
    ['incomplete', 'finish_reason length, choice 0', 'length'],
    ['incomplete', 'finish_reason content_filter, choice 0', 'content_filter'],
    ['failed', 'ERR_SSE_SCHEMA', 'stop'],
  ])('%s by %s', async (outcome, evidence, reason) => {
    const result = await accumulateChatResult([delta({ content: '{}' }), finish(reason)], {
      schema,
    })
    expect(result).toMatchObject({ outcome, evidence, error: { partial: result.value } })
  })
})
