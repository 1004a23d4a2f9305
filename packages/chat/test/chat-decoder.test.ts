import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { AnomalyError, ChatDecoder, type ChatAnomaly } from '@sse/chat'
import type { ServerSentEvent } from '@sse/core'
import { MalformedPayloadError } from '@sse/core/decoder'
import { describe, expect, test } from 'vitest'
import { drive } from './drive.ts'
import { eventOf } from './event-of.ts'

/** The chunk and the anomalies that one payload gives. */
function decode(payload: unknown, event?: string) {
  const anomalies: ChatAnomaly[] = []
  const decoder = new ChatDecoder({ onAnomaly: (anomaly) => anomalies.push(anomaly) })
  const chunk = decoder.decode(eventOf(payload, event))
  return { chunk, anomalies: anomalies.map(({ code, path }) => (path ? `${code} ${path}` : code)) }
}

const choice = { index: 0, delta: { content: 'a' }, finish_reason: null }
const head = { id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm' }

test('an error that a lost blank line glues to a chunk comes behind it, as itself', () => {
  const decoder = new ChatDecoder()
  const error = { error: { message: 'm', code: 'rate' } }
  const data = `${JSON.stringify({ choices: [choice] })}\n${JSON.stringify(error)}`
  expect(decoder.decode({ ...eventOf({}), event: 'error', data })?.choices).toEqual([choice])
  expect(() => decoder.read()).toThrow(
    expect.objectContaining({ message: 'm', upstreamCode: 'rate', payload: error }),
  )
})

test.each([[{ toString: 0 }], [[{ toString: 0 }]], [[5]]])('an index of %j is none', (index) => {
  expect(decode({ choices: [{ ...choice, index }] })).toEqual({
    chunk: { choices: [choice] },
    anomalies: ['malformed-index choices[0].index'],
  })
})

describe('repairs', () => {
  test.each([
    // C1: OpenAI's audio models leave `choices` out of most chunks.
    [{ ...head, usage: null }, { ...head, usage: null, choices: [] }, 'missing-choices choices'],
    // C2
    [{ ...head, choices: null }, { ...head, choices: [] }, 'missing-choices choices'],
    // C39
    [{ id: 12, choices: [choice] }, { id: '12', choices: [choice] }, 'malformed-id id'],
    [{ choices: 'none' }, { choices: [] }, 'malformed-choices choices'],
    [{ choices: { 0: choice } }, { choices: [] }, 'malformed-choices choices'],
    // C6, C7
    [
      { choices: [{ index: 0, finish_reason: 'stop' }] },
      { choices: [{ index: 0, finish_reason: 'stop', delta: {} }] },
      'missing-delta choices[0].delta',
    ],
    [
      { choices: [choice, { index: 1, delta: null, finish_reason: null }] },
      { choices: [choice, { index: 1, delta: {}, finish_reason: null }] },
      'missing-delta choices[1].delta',
    ],
    [
      { choices: [{ index: 0, delta: ['a'], finish_reason: null }] },
      { choices: [{ index: 0, delta: {}, finish_reason: null }] },
      'malformed-delta choices[0].delta',
    ],
    // C17
    [
      { choices: [{ index: 0, delta: {} }] },
      { choices: [{ index: 0, delta: {}, finish_reason: null }] },
      'missing-finish-reason choices[0].finish_reason',
    ],
    [
      { choices: [{ index: 0, delta: {}, finish_reason: '' }] },
      { choices: [{ index: 0, delta: {}, finish_reason: null }] },
      'empty-finish-reason choices[0].finish_reason',
    ],
    [
      { choices: [{ index: 0, delta: {}, finish_reason: false }] },
      { choices: [{ index: 0, delta: {}, finish_reason: null }] },
      'malformed-finish-reason choices[0].finish_reason',
    ],
    // C34
    [
      { choices: [{ delta: {}, finish_reason: null }] },
      { choices: [{ delta: {}, finish_reason: null, index: 0 }] },
      'missing-index choices[0].index',
    ],
    [
      { choices: [choice, { index: '1', delta: {}, finish_reason: null }] },
      { choices: [choice, { index: 1, delta: {}, finish_reason: null }] },
      'malformed-index choices[1].index',
    ],
    [
      { choices: [{ index: '3', delta: {}, finish_reason: null }] },
      { choices: [{ index: 3, delta: {}, finish_reason: null }] },
      'malformed-index choices[0].index',
    ],
    [
      { choices: [{ index: ' 3', delta: {}, finish_reason: null }] },
      { choices: [{ index: 0, delta: {}, finish_reason: null }] },
      'malformed-index choices[0].index',
    ],
    [
      { choices: [{ index: -1, delta: {}, finish_reason: null }] },
      { choices: [{ index: 0, delta: {}, finish_reason: null }] },
      'malformed-index choices[0].index',
    ],
    [{ choices: [null, choice, 7] }, { choices: [choice] }, 'malformed-choice choices[0]'],
    [
      { choices: [{ index: 0, delta: { content: 7 }, finish_reason: null }] },
      { choices: [{ index: 0, delta: { content: null }, finish_reason: null }] },
      'malformed-content choices[0].delta.content',
    ],
    [
      { choices: [{ index: 0, delta: { tool_calls: {} }, finish_reason: null }] },
      { choices: [{ index: 0, delta: { tool_calls: null }, finish_reason: null }] },
      'malformed-tool-calls choices[0].delta.tool_calls',
    ],
    [
      { choices: [{ index: 0, delta: { tool_calls: [1, { id: 'c' }] }, finish_reason: null }] },
      { choices: [{ index: 0, delta: { tool_calls: [{ id: 'c' }] }, finish_reason: null }] },
      'malformed-tool-calls choices[0].delta.tool_calls',
    ],
  ])('%j', (payload, expected, anomaly) => {
    expect(decode(payload)).toEqual({ chunk: expected, anomalies: [anomaly] })
  })

  test('C29: a content of parts becomes text and reasoning, and is kept', () => {
    const parts = [
      {
        type: 'thinking',
        thinking: [
          { type: 'text', text: 'Hm' },
          { type: 'text', text: '…' },
        ],
      },
      { type: 'text', text: 'Yes' },
      { type: 'reference', reference_ids: ['1'] },
      { type: 'text', text: '.' },
    ]
    const { chunk, anomalies } = decode({
      choices: [{ index: 0, delta: { content: parts }, finish_reason: null }],
    })
    expect(chunk?.choices[0]?.delta).toEqual({
      content: 'Yes.',
      reasoning_content: 'Hm…',
      content_parts: parts,
    })
    expect(anomalies).toEqual(['content-parts choices[0].delta.content'])
  })

  test('C29: parts that are none are kept, and say nothing', () => {
    const parts = [null, 'a', [], { type: 'text', text: 7 }, { type: 'thinking', thinking: [null] }]
    const { chunk } = decode({
      choices: [{ index: 0, delta: { content: parts }, finish_reason: null }],
    })
    expect(chunk?.choices[0]?.delta).toEqual({ content: null, content_parts: parts })
  })

  test('C29: a content of thinking only adds no text, and reasoning that is there stays', () => {
    const { chunk } = decode({
      choices: [
        {
          index: 0,
          delta: { content: [{ type: 'thinking', thinking: 'a' }], reasoning_content: 'b' },
          finish_reason: null,
        },
      ],
    })
    expect(chunk?.choices[0]?.delta).toMatchObject({ content: null, reasoning_content: 'b' })
  })
})

describe('what is left alone', () => {
  test.each([
    // C3: usage, filter results, moderation.
    { ...head, choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } },
    { ...head, choices: [], prompt_filter_results: [{ prompt_index: 0 }] },
    // C4, C5, C38: identity is nothing to rely on.
    { id: '', object: '', created: 0, model: '', choices: [choice] },
    // C8: the object says nothing.
    { choices: [choice], object: 'chat.completion.done' },
    { choices: [choice], object: 'text_completion' },
    // C9
    { choices: [{ index: 0, delta: { role: null, content: null }, finish_reason: null }] },
    { choices: [{ index: 0, delta: { role: '', content: '' }, finish_reason: null }] },
    // C10, C11, C14, C15: which call is meant is not the decoder's business.
    {
      choices: [
        { index: 0, delta: { tool_calls: [{ id: '' }, { index: -1 }] }, finish_reason: null },
      ],
    },
    // C19c
    { choices: [{ index: 7, delta: {}, finish_reason: 'eos' }] },
    // C36, C37
    { ...head, choices: [choice], obfuscation: 'a', p: 'b', x_groq: { id: 'r' }, unknown: [1] },
    // Some servers send these with every chunk.
    { choices: [choice], error: null },
    { choices: [choice], error: {} },
    { choices: [choice], error: '' },
  ])('%j', (payload) => {
    expect(decode(payload)).toEqual({ chunk: payload, anomalies: [] })
    const decoder = new ChatDecoder()
    decoder.decode(eventOf(payload))
    expect(decoder.done).toBe(false)
  })

  test('__proto__ is a key like others', () => {
    const { chunk } = decode('{"__proto__":{"choices":"x","polluted":1},"choices":[]}')
    expect(Object.keys(chunk ?? {})).toEqual(['__proto__', 'choices'])
    expect(chunk?.choices).toEqual([])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})

describe('events without a chunk', () => {
  test.each([
    // S3
    [': OPENROUTER PROCESSING', 'comment-data'],
    // S4
    ['null', 'heartbeat-data'],
    ['""', 'heartbeat-data'],
    ['{}', 'heartbeat-data'],
    [' { } ', 'heartbeat-data'],
    ['{     }', 'heartbeat-data'],
    ['', 'empty-data'],
    [' \n', 'empty-data'],
    ['17', 'not-an-object'],
    ['"ping"', 'not-an-object'],
    ['[]', 'not-an-object'],
    ['true', 'not-an-object'],
  ])('%j is passed over', (data, anomaly) => {
    expect(decode(data)).toEqual({ chunk: undefined, anomalies: [anomaly] })
  })

  test('S18: a name of its own makes an event that is no chunk, whatever its data', () => {
    for (const data of ['{"type":"ping"}', '{}', 'at 12:30', '7', 'null']) {
      expect(decode(data, 'ping')).toEqual({ chunk: undefined, anomalies: ['unknown-event'] })
    }
  })

  test('S18: such an event goes to onUnknownEvent instead', () => {
    const names: unknown[] = []
    const decoder = new ChatDecoder({
      strict: true,
      onUnknownEvent: ({ event }) => names.push(event),
    })
    decoder.decode(eventOf('{"tool":1}', 'hermes.tool.progress'))
    decoder.decode(eventOf('at 12:30', 'ping'))
    expect(names).toEqual(['hermes.tool.progress', 'ping'])
  })

  test.each(['message', 'ping', 'chat.completion.chunk'])(
    'S18: with choices it is a chunk, even when it is named %s',
    (name) => {
      expect(decode({ choices: [choice] }, name).chunk).toEqual({ choices: [choice] })
    },
  )

  test('S18: the name message is no name', () => {
    expect(decode(head, 'message').chunk).toEqual({ ...head, choices: [] })
    expect(decode('null', 'message').anomalies).toEqual(['heartbeat-data'])
    expect(() => decode('{', 'message')).toThrow(MalformedPayloadError)
  })
})

describe('[DONE]', () => {
  test.each([
    ['[DONE]', undefined, []],
    // S11
    ['[DONE] ', undefined, ['padded-done']],
    ['\r[DONE]\r', undefined, ['padded-done']],
    ['[DONE]', 'done', []],
    ['[DONE]', 'error', []],
  ])('%j of event %s ends the stream', (data, name, codes) => {
    const anomalies: string[] = []
    const decoder = new ChatDecoder({ onAnomaly: ({ code }) => anomalies.push(code) })
    const whole = [eventOf({ ...head, choices: [] }), eventOf(data, name)]
    expect(drive(decoder, whole).error).toBeUndefined()
    expect([decoder.done, decoder.complete, decoder.completion]).toEqual([
      true,
      true,
      'done-sentinel',
    ])
    expect(anomalies).toEqual(codes)
  })

  test('S9: what follows is no item', () => {
    const decoder = new ChatDecoder()
    decoder.decode(eventOf({ ...head, choices: [] }))
    decoder.decode(eventOf('[DONE]'))
    expect(decoder.decode(eventOf('{"choices":[],"cost":"0"}'))).toBeUndefined()
    expect(decoder.decode(eventOf('{"error":"late"}'))).toBeUndefined()
    expect(decoder.decode(eventOf('not JSON'))).toBeUndefined()
    decoder.unknownField('error', '{"message":"late"}')
    decoder.finish()
    expect(decoder.completion).toBe('done-sentinel')
  })

  test('S9: what follows is kept as it is, up to 16 events', () => {
    const decoder = new ChatDecoder()
    decoder.decode(eventOf('[DONE]'))
    const events = Array.from({ length: 40 }, (_, number) => eventOf(`{"cost":${number}}`))
    for (const event of events) decoder.decode(event)
    expect(decoder.trailing).toEqual(events.slice(0, 16))
    expect(decoder.trailing[0]).toBe(events[0])
  })

  test('what follows is kept up to 64 Ki characters', () => {
    const decoder = new ChatDecoder()
    decoder.decode(eventOf('[DONE]'))
    const events = [40_000, 20_000, 10_000, 1].map((length) => eventOf('x'.repeat(length)))
    for (const event of events) decoder.decode(event)
    expect(decoder.trailing).toEqual(events.slice(0, 2))
  })

  test.each(['[done]', '[DONE', '[DONE][DONE]', 'DONE'])('%j is not it', (data) => {
    expect(() => new ChatDecoder().decode(eventOf(data))).toThrow(MalformedPayloadError)
  })
})

test.each([undefined, 7, null, {}])(
  'an event whose data is %j is a mistake of the caller',
  (data) => {
    const event = { ...eventOf('{}'), data } as unknown as ServerSentEvent
    expect(() => new ChatDecoder().decode(event)).toThrow(TypeError)
  },
)

describe('several payloads in one event', () => {
  const a = { choices: [choice] }
  const b = { choices: [{ ...choice, delta: { content: 'b' } }] }

  test('S13: each line is a chunk, when all are JSON', () => {
    const anomalies: string[] = []
    const decoder = new ChatDecoder({ onAnomaly: ({ code }) => anomalies.push(code) })
    const data = `${JSON.stringify(a)}\n${JSON.stringify(b)}\n\n[DONE]`
    expect(drive(decoder, [eventOf(data)])).toEqual({ items: [a, b], error: undefined })
    expect(decoder.completion).toBe('done-sentinel')
    expect(anomalies).toEqual(['joined-payloads'])
  })

  test('what follows [DONE] or an error is ignored here too', () => {
    const after = [JSON.stringify(b), '[DONE]', JSON.stringify(a)].join('\n')
    expect(drive(new ChatDecoder(), [eventOf(after)])).toEqual({ items: [b], error: undefined })
    const failed = { ...a, error: 'no' }
    const behind = [failed, b].map((payload) => JSON.stringify(payload)).join('\n')
    expect(drive(new ChatDecoder(), [eventOf(behind)])).toMatchObject({
      items: [failed],
      error: { message: 'no' },
    })
  })

  test('S14: JSON over several lines is one chunk', () => {
    const anomalies: string[] = []
    const decoder = new ChatDecoder({ onAnomaly: ({ code }) => anomalies.push(code) })
    expect(decoder.decode(eventOf(JSON.stringify(a, null, 2)))).toEqual(a)
    expect(anomalies).toEqual([])
  })

  test('a line that is no JSON comes behind those that are', () => {
    const decoder = new ChatDecoder()
    const { items, error } = drive(decoder, [eventOf(`${JSON.stringify(a)}\n{"choices":[`)])
    expect(items).toEqual([a])
    expect(error).toBeInstanceOf(MalformedPayloadError)
  })

  test('an error among them comes after the chunks before it', () => {
    const data = `${JSON.stringify(a)}\n{"error":{"message":"no"}}\n${JSON.stringify(b)}`
    const { items, error } = drive(new ChatDecoder(), [eventOf(data)])
    expect(items).toEqual([a])
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', message: 'no' })
  })

  test('a caller that does not read them all is told', () => {
    const data = `${JSON.stringify(a)}\n${JSON.stringify(b)}`
    const next = new ChatDecoder()
    expect(next.decode(eventOf(data))).toEqual(a)
    expect(() => next.decode(eventOf(a))).toThrow('Not all payloads of an event were read')
    const last = new ChatDecoder()
    expect(last.decode(eventOf(data))).toEqual(a)
    expect(() => last.finish()).toThrow('Not all payloads of an event were read')
  })
})

describe('data that is not JSON', () => {
  const secret = '{"choices":[{"delta":{"content":"my secret"'

  test('is a typed error that carries the event and tells nothing of it', () => {
    const event = eventOf(secret)
    const { error } = drive(new ChatDecoder(), [event])
    expect(error).toMatchObject({ code: 'ERR_SSE_MALFORMED_PAYLOAD', event })
    expect(String((error as Error).stack)).not.toContain('secret')
    expect((error as Error).cause).toBeUndefined()
  })

  test('is the last word: later calls throw it again', () => {
    const decoder = new ChatDecoder()
    expect(() => decoder.decode(eventOf('{'))).toThrow(MalformedPayloadError)
    expect(decoder.done).toBe(true)
    expect(decoder.complete).toBe(false)
    expect(() => decoder.decode(eventOf('[DONE]'))).toThrow(MalformedPayloadError)
    expect(() => decoder.finish()).toThrow(MalformedPayloadError)
  })
})

describe('anomalies', () => {
  test('are reported once per code, with the event as it arrived', () => {
    const anomalies: ChatAnomaly[] = []
    const decoder = new ChatDecoder({ onAnomaly: (anomaly) => anomalies.push(anomaly) })
    const events = [
      eventOf({ choices: [{ index: 0, delta: {} }] }),
      eventOf({ choices: [{ index: 0, delta: null }] }),
      eventOf({ choices: [{ index: 0 }] }),
    ]
    for (const event of events) decoder.decode(event)
    expect(anomalies).toEqual([
      { code: 'missing-finish-reason', path: 'choices[0].finish_reason', event: events[0] },
      { code: 'missing-delta', path: 'choices[0].delta', event: events[1] },
    ])
    expect(anomalies[0]?.event).toBe(events[0])
  })

  test('when strict, end the stream', () => {
    const event = eventOf({ choices: [{ index: 0, delta: {} }] })
    const before = eventOf({ choices: [choice] })
    const { items, error } = drive(new ChatDecoder({ strict: true }), [before, event])
    expect(items).toEqual([{ choices: [choice] }])
    expect(error).toBeInstanceOf(AnomalyError)
    expect(error).toMatchObject({
      code: 'ERR_SSE_ANOMALY',
      message: 'The stream deviates: missing-finish-reason at choices[0].finish_reason',
      anomaly: { code: 'missing-finish-reason', path: 'choices[0].finish_reason', event },
    })
  })

  test('a hook that throws is not swallowed', () => {
    const onAnomaly = () => {
      throw new RangeError('mine')
    }
    const decoder = new ChatDecoder({ onAnomaly })
    expect(() => decoder.decode(eventOf('null'))).toThrow(new RangeError('mine'))
    expect(() => new ChatDecoder({ onAnomaly }).unknownField('[DONE]', '')).toThrow(
      new RangeError('mine'),
    )
  })

  test('about a line that is no field, when strict, is thrown by the next call', () => {
    const line = new ChatDecoder({ strict: true })
    line.decode(eventOf({ choices: [choice] }))
    line.unknownField('odd', 'line')
    expect(line.done).toBe(true)
    expect(() => line.decode(eventOf({ choices: [choice] }))).toThrow(AnomalyError)
    const bare = new ChatDecoder({ strict: true })
    bare.unknownField('[DONE]', '')
    expect(() => bare.finish()).toThrow(/bare-done$/)
  })
})

test('nothing grows with the stream: what a decoder keeps of 60,000 events is next to nothing', () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  const decoder = new ChatDecoder()
  const feed = (count: number): void => {
    for (let number = 0; number < count; number++) {
      decoder.decode(eventOf(number % 7 === 0 ? 'null' : { id: `${number}`, choices: [choice] }))
      decoder.unknownField(`odd ${number}`, 'line')
    }
  }
  feed(5000)
  gc()
  const before = process.memoryUsage().heapUsed
  feed(60_000)
  gc()
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(400_000)
  expect(decoder.done).toBe(false)
})

test('nothing grows with the stream: choices beyond counting are no evidence', () => {
  const decoder = new ChatDecoder()
  for (let index = 0; index < 5000; index++) {
    decoder.decode(eventOf({ choices: [{ index, delta: {}, finish_reason: 'stop' }] }))
  }
  expect(decoder.completion).toBeUndefined()
})

test('a chunk full of what is no choice is repaired in one go', () => {
  const choices = Array.from({ length: 200_000 }, () => null)
  const begin = performance.now()
  expect(decode({ choices }).chunk).toEqual({ choices: [] })
  // Taking them out one by one would take minutes.
  expect(performance.now() - begin).toBeLessThan(5000)
})
