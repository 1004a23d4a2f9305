import {
  accumulateChat,
  accumulateChatResult,
  ChatAccumulator,
  chatUpdatesSync,
  executableToolCalls,
  partialCompletion,
} from '@sse/accumulate'
import { ChatDecoder, decodeChatStream } from '@sse/chat'
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
