import {
  accumulateResponse,
  accumulateResponseResult,
  partialResponse,
  ResponseAccumulator,
  type ResponseUpdate,
  responseUpdates,
  withPartialResponse,
} from '@sse/accumulate'
import { decodeResponsesStream, type ResponseStreamEvent } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import {
  added,
  args,
  bytesOf,
  call,
  completed,
  created,
  done,
  event,
  lifecycle,
  message,
  text,
  updatesOf,
} from './response-events.ts'

const hello = message('msg_1', 'Hello')

describe('updates, in order and complete', () => {
  test('of a text', () => {
    const where = { output_index: 0, content_index: 0 }
    const part = { type: 'output_text', text: '', annotations: [] }
    const events = [
      created,
      added(0, { ...message('msg_1'), status: 'in_progress' }),
      event('response.content_part.added', { ...where, part }),
      text('Hel'),
      text('lo'),
      event('response.output_text.done', { ...where, text: 'Hello' }),
      event('response.content_part.done', { ...where, part: { ...part, text: 'Hello' } }),
      done(0, hello),
      lifecycle('completed', { output: [hello], usage: { total_tokens: 3 } }),
    ]
    const updates = updatesOf(events)
    expect(updates.slice(0, 2)).toMatchObject([
      { type: 'response.status', status: 'in_progress' },
      { type: 'item.start', output_index: 0, item: { type: 'message' } },
    ])
    expect(updates.slice(2)).toEqual([
      { type: 'content.delta', ...where, delta: 'Hel', snapshot: 'Hel' },
      { type: 'content.delta', ...where, delta: 'lo', snapshot: 'Hello' },
      { type: 'content.done', ...where, snapshot: 'Hello' },
      { type: 'item.done', output_index: 0, item: hello },
      { type: 'usage', usage: { total_tokens: 3 } },
      {
        type: 'response.done',
        toolCalls: [],
        snapshot: expect.objectContaining({ output: [hello] }),
      },
    ])
  })

  test('of calls in turn', () => {
    const begin = (at: number): ResponseStreamEvent =>
      added(at, call(`fc_${at}`, `f${at}`, '', { status: 'in_progress' }))
    const piece = (at: number, delta: string): ResponseStreamEvent =>
      args(delta, { output_index: at, item_id: `fc_${at}` })
    const end = (at: number): ResponseStreamEvent =>
      done(at, call(`fc_${at}`, `f${at}`, `{"a":${at}}`))
    const events = [
      created,
      begin(0),
      begin(1),
      piece(0, '{"a"'),
      piece(1, '{"a":'),
      piece(0, ':0}'),
      end(0),
      piece(1, '1}'),
      end(1),
      completed,
    ]
    const calls = updatesOf(events).filter(({ type }) => /^(?:tool_call|response\.done)/.test(type))
    expect(
      calls.map((each) => [each.type, (each as { output_index?: number }).output_index]),
    ).toEqual([
      ['tool_call.start', 0],
      ['tool_call.start', 1],
      ['tool_call.arguments.delta', 0],
      ['tool_call.arguments.delta', 1],
      ['tool_call.arguments.delta', 0],
      ['tool_call.done', 0],
      ['tool_call.arguments.delta', 1],
      ['tool_call.done', 1],
      ['response.done', undefined],
    ])
    expect(calls[0]).toEqual({
      type: 'tool_call.start',
      output_index: 0,
      kind: 'function',
      id: 'call_fc_0',
      name: 'f0',
    })
    expect(calls.at(-1)).toMatchObject({
      toolCalls: [call('fc_0', 'f0', '{"a":0}'), call('fc_1', 'f1', '{"a":1}')],
    })
  })

  test('of a call that was cut off: it starts, and is never done', () => {
    const begin = added(0, call('fc_1', 'go', '', { status: 'in_progress' }))
    const cut = done(0, call('fc_1', 'go', '{"a', { status: 'incomplete' }))
    const end = lifecycle('incomplete', { incomplete_details: { reason: 'max_output_tokens' } })
    const types = updatesOf([created, begin, args('{"a'), cut, end]).map(({ type }) => type)
    expect(types).toEqual([
      'response.status',
      'item.start',
      'tool_call.start',
      'tool_call.arguments.delta',
      'item.done',
      'response.done',
    ])
    const accumulator = new ResponseAccumulator()
    for (const each of [created, begin, args('{"a'), cut, end]) accumulator.push(each)
    expect(accumulator.toolCalls).toMatchObject([{ state: 'partial' }])
  })

  test('of a call that the end of the response cut off: it is never done, and neither is its item', () => {
    const begin = added(0, call('fc_1', 'go', '', { status: 'in_progress' }))
    const end = lifecycle('incomplete', { incomplete_details: { reason: 'max_output_tokens' } })
    const accumulator = new ResponseAccumulator()
    for (const each of [created, begin, args('{"a')]) accumulator.push(each)
    expect(accumulator.push(end)).toMatchObject([{ type: 'response.done', toolCalls: [] }])
    expect(accumulator.toolCalls).toMatchObject([
      { state: 'partial', toolCall: { arguments: '{"a' } },
    ])
  })

  test('an item that is over keeps the status that it has', () => {
    const item = call('fc_1', 'go', '{}', { status: 'in_progress' })
    const accumulator = new ResponseAccumulator()
    for (const each of [created, done(0, item), completed]) accumulator.push(each)
    expect(accumulator.finish().output).toEqual([item])
    expect(accumulator.toolCalls).toMatchObject([{ state: 'complete' }])
  })

  test('of images, audio, searches, logprobs and annotations', () => {
    const audio = (kind: string, verb: string, fields = {}): ResponseStreamEvent =>
      event(`response.audio${kind}.${verb}`, fields)
    const updates = updatesOf([
      created,
      event('response.image_generation_call.partial_image', {
        output_index: 0,
        partial_image_index: 0,
        partial_image_b64: 'aGk=',
      }),
      event('response.web_search_call.searching', { output_index: 1 }),
      audio('', 'delta', { delta: 'aG' }),
      audio('.transcript', 'delta', { delta: 'h' }),
      audio('', 'delta', { delta: 'k=' }),
      audio('', 'done'),
      audio('.transcript', 'delta', { delta: 'i' }),
      completed,
    ])
    expect(updates).toContainEqual({
      type: 'image.partial',
      output_index: 0,
      partial_image_index: 0,
      partial_image_b64: 'aGk=',
    })
    expect(updates).toContainEqual({
      type: 'item.status',
      output_index: 1,
      status: 'searching',
      item: { id: '', type: 'web_search_call', status: 'searching' },
    })
    expect(updates.filter(({ type }) => type.startsWith('audio'))).toEqual([
      { type: 'audio.data.delta', delta: 'aG', snapshot: 'aG' },
      { type: 'audio.transcript.delta', delta: 'h', snapshot: 'h' },
      { type: 'audio.data.delta', delta: 'k=', snapshot: 'aGk=' },
      { type: 'audio.data.done', snapshot: 'aGk=' },
      { type: 'audio.transcript.delta', delta: 'i', snapshot: 'hi' },
      { type: 'audio.transcript.done', snapshot: 'hi' },
    ])
    const token = { token: 'a', logprob: -1, bytes: [97], top_logprobs: [] }
    const annotation = { type: 'file_path', file_id: 'f', index: 0 }
    const where = { output_index: 0, content_index: 0 }
    const more = updatesOf([
      text('a', { logprobs: [token] }),
      text('a', { logprobs: [token] }),
      event('response.output_text.annotation.added', { ...where, annotation_index: 0, annotation }),
    ])
    expect(more.slice(-3)).toEqual([
      { type: 'content.delta', ...where, delta: 'a', snapshot: 'aa' },
      { type: 'logprobs', ...where, delta: [token], snapshot: [token, token] },
      { type: 'annotation', ...where, annotation_index: 0, annotation },
    ])
  })
})

test('an annotation that is none, or that comes after the end of its item, changes nothing', () => {
  const note = (annotation: unknown): ResponseStreamEvent =>
    event('response.output_text.annotation.added', {
      output_index: 0,
      content_index: 0,
      annotation_index: 0,
      annotation,
    })
  const accumulator = new ResponseAccumulator()
  for (const each of [text('a'), note(null), note('x'), done(0, message('msg_1', 'a'))]) {
    accumulator.push(each)
  }
  expect(accumulator.push(note({ type: 'file_path', file_id: 'f', index: 0 }))).toEqual([])
  expect(accumulator.snapshot.output).toEqual([message('msg_1', 'a')])
})

describe('responseUpdates', () => {
  test('asks for an event when the updates of the last one were taken, and ends the source', async () => {
    let asked = 0
    let ended = 0
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          asked++
          return Promise.resolve({ value: text(`${asked}`), done: false as const })
        },
        return: () => {
          ended++
          return Promise.resolve({ value: undefined, done: true as const })
        },
      }),
    }
    let taken = 0
    for await (const update of responseUpdates(source)) {
      expect(asked).toBeLessThanOrEqual(taken + 1)
      if (update.type === 'content.delta' && ++taken === 3) break
    }
    expect([asked, ended]).toEqual([3, 1])
  })

  test('ends the source at once, also while an event is waited for', async () => {
    let ended = 0
    let arrive: (result: IteratorResult<ResponseStreamEvent>) => void = () => {}
    const late = new Promise<IteratorResult<ResponseStreamEvent>>((resolve) => {
      arrive = resolve
    })
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => late,
        return: () => {
          ended++
          return Promise.resolve({ value: undefined, done: true as const })
        },
      }),
    }
    const all = responseUpdates(source)
    const updates = all[Symbol.asyncIterator]()
    const waiting = updates.next()
    await updates.return!()
    expect(ended).toBe(1)
    arrive({ value: text('late'), done: false })
    expect(await waiting).toEqual({ value: undefined, done: true })
    expect(all.snapshot.output).toEqual([])
  })

  test('fails with what the source throws, the same object, after what came before', async () => {
    const failure = new Error('gone')
    async function* source(): AsyncGenerator<ResponseStreamEvent> {
      yield created
      yield text('Hel')
      await Promise.resolve()
      throw failure
    }
    const seen: string[] = []
    const updates = responseUpdates(source())
    await expect(async () => {
      for await (const update of updates) seen.push(update.type)
    }).rejects.toBe(failure)
    expect(seen).toEqual(['response.status', 'item.start', 'content.delta'])
    expect(partialResponse(failure)?.output_text).toBe('Hel')
    expect(updates.snapshot.output_text).toBe('Hel')
  })

  test('of a decoded stream ends with the response', async () => {
    const types: ResponseUpdate['type'][] = []
    const updates = responseUpdates(
      decodeResponsesStream([bytesOf([created, done(0, hello), completed])]),
    )
    for await (const update of updates) types.push(update.type)
    expect(types).toEqual([
      'response.status',
      'item.start',
      'content.delta',
      'content.done',
      'item.done',
      'response.done',
    ])
    expect(() => updates[Symbol.asyncIterator]()).toThrow(TypeError)
  })

  test.each([
    ['its end', () => Promise.resolve({ value: undefined, done: true as const })],
    ['an error', () => Promise.reject(new Error('gone'))],
  ])('asks for nothing after %s', async (_name, last) => {
    let asked = 0
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => (asked++ === 0 ? Promise.resolve({ value: completed, done: false }) : last()),
      }),
    }
    const updates = responseUpdates(source)[Symbol.asyncIterator]()
    const read = async (): Promise<string> => {
      const result = await updates.next().catch(() => undefined)
      return result === undefined ? 'error' : result.done === true ? 'end' : result.value.type
    }
    const seen = [await read(), await read(), await read(), await read()]
    expect(seen).toContain('response.done')
    expect(seen.slice(-2)).toEqual(['end', 'end'])
    expect(asked).toBe(2)
  })

  test('fails with `ERR_SSE_TRUNCATED` after the last update', async () => {
    const seen: string[] = []
    await expect(async () => {
      for await (const update of responseUpdates([created, text('Hel')])) seen.push(update.type)
    }).rejects.toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(seen.at(-1)).toBe('content.delta')
  })
})

describe('how it ended', () => {
  test('is told without a throw', async () => {
    expect(await accumulateResponseResult([created, done(0, hello), completed])).toMatchObject({
      outcome: 'completed',
      evidence: 'response.completed',
      error: undefined,
    })
    const failure = new Error('gone')
    async function* source(): AsyncGenerator<ResponseStreamEvent> {
      await Promise.resolve()
      yield text('Hel')
      throw failure
    }
    const result = await accumulateResponseResult(source())
    expect(result).toMatchObject({
      outcome: 'failed',
      evidence: 'Error',
      value: { output_text: 'Hel' },
    })
    expect(result.error).toBe(failure)
  })

  test('the same error each time, and nothing more is taken', async () => {
    const accumulator = new ResponseAccumulator()
    accumulator.push(created)
    const { error } = accumulator.result()
    expect(() => accumulator.finish()).toThrow(error)
    expect(accumulator.result().error).toBe(error)
    expect(() => accumulator.push(completed)).toThrow(TypeError)
    await expect(accumulateResponse([created])).rejects.toMatchObject({ reason: 'no-end-marker' })
  })

  test('a checkpoint of a stream that was cut off goes on', () => {
    const before = new ResponseAccumulator()
    for (const each of [created, text('Hel')]) before.push(each)
    expect(() => before.finish()).toThrow(/ended/)
    const after = ResponseAccumulator.restore(before.checkpoint())
    for (const each of [text('lo'), completed]) after.push(each)
    expect(after.finish().output_text).toBe('Hello')
  })

  test.each([1, 3])('a checkpoint of another version is refused: %s', (version) => {
    const checkpoint = { ...new ResponseAccumulator().checkpoint(), version }
    expect(() => ResponseAccumulator.restore(checkpoint as never)).toThrow(TypeError)
  })

  test('a checkpoint of an empty accumulator', () => {
    const { response, items, sequence, failed, end } = new ResponseAccumulator().checkpoint()
    expect({ response, items, sequence, failed, end }).toEqual({
      response: {
        id: '',
        object: 'response',
        created_at: 0,
        status: 'in_progress',
        model: '',
        output: [],
        output_text: '',
      },
      items: [],
      sequence: { cursor: null, rises: 0 },
      failed: null,
      end: null,
    })
  })

  test('an error that cannot carry anything is thrown as it is', () => {
    const frozen = Object.freeze(new Error('no'))
    expect(withPartialResponse(frozen, new ResponseAccumulator().snapshot)).toBe(frozen)
    expect(partialResponse(frozen)).toBeUndefined()
    expect(partialResponse('no')).toBeUndefined()
  })

  test('`output_text` is a property of its own, with the value that it has when it is read', () => {
    const accumulator = new ResponseAccumulator()
    accumulator.push(text('a'))
    expect(Object.keys(accumulator.snapshot)).toContain('output_text')
    expect(structuredClone(accumulator.snapshot).output_text).toBe('a')
    accumulator.push(text('b'))
    expect(accumulator.snapshot.output_text).toBe('ab')
    accumulator.push(completed)
    const final = accumulator.finish()
    expect(Object.getOwnPropertyDescriptor(final, 'output_text')).toEqual({
      value: 'ab',
      enumerable: true,
      configurable: true,
      writable: true,
    })
  })
})
