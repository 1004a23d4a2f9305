import {
  AnomalyError,
  type ResponseStreamEvent,
  type ResponsesAnomaly,
  ResponsesDecoder,
} from '@sse/responses'
import { MalformedPayloadError, UpstreamError } from '@sse/core/decoder'
import { describe, expect, test } from 'vitest'
import { drive } from '../../chat/test/drive.ts'
import { eventOf } from '../../chat/test/event-of.ts'

const response = { id: 'resp_1', object: 'response', output: [] }
const delta = {
  type: 'response.output_text.delta',
  sequence_number: 4,
  item_id: 'msg_1',
  output_index: 0,
  content_index: 0,
  delta: 'Hi',
}

/** The item and the anomalies that one payload gives. */
function decode(payload: unknown, name?: string) {
  const anomalies: ResponsesAnomaly[] = []
  const decoder = new ResponsesDecoder({ onAnomaly: (anomaly) => anomalies.push(anomaly) })
  const item = decoder.decode(eventOf(payload, name))
  return { item, anomalies: anomalies.map(({ code, path }) => (path ? `${code} ${path}` : code)) }
}

describe('an event', () => {
  test.each([
    delta,
    // R17, and keys that nobody knows.
    { ...delta, obfuscation: 'x', unknown: [1] },
    // R11: no number, or any.
    { ...delta, sequence_number: undefined },
    { ...delta, sequence_number: 0 },
    // R3: nothing to tell which item.
    { type: 'response.output_text.delta', delta: 'Hi' },
    // R1
    { type: 'keepalive', sequence_number: 2 },
    { type: 'response.created', response },
    { type: 'response.queued', response },
    { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning' } },
    { type: 'response.content_part.added', part: { type: 'output_text', text: '' } },
    { type: 'response.reasoning_summary_part.done', part: { type: 'summary_text', text: 'x' } },
    // A type of item that nobody knows is no reason to hide the event.
    { type: 'response.output_item.done', output_index: 0, item: { type: 'hologram' } },
  ])('is its payload: %j', (payload) => {
    const expected = JSON.parse(JSON.stringify(payload)) as unknown
    expect(decode(payload)).toEqual({ item: expected, anomalies: [] })
    expect(decode(payload, payload.type)).toEqual({ item: expected, anomalies: [] })
  })

  test('S17: its type is in the payload, whatever its name', () => {
    expect(decode(delta, 'something.else').item).toEqual(delta)
    expect(decode(delta, 'message').item).toEqual(delta)
  })

  test('the name of an event that is glued together is that of its last part', () => {
    const last = { type: 'response.completed', response }
    const event = eventOf(`{"delta":"a"}\n${JSON.stringify(last)}`, 'response.completed')
    expect(drive(new ResponsesDecoder(), [event])).toMatchObject({
      items: [{ type: 'unknown', payload: { delta: 'a' } }, last],
      error: undefined,
    })
  })

  test('S17: its name stands in for a missing type', () => {
    const { type, ...untyped } = delta
    expect(decode(untyped, type)).toEqual({ item: delta, anomalies: ['missing-type type'] })
    expect(decode({ ...untyped, type: 7 }, type).item).toEqual(delta)
    expect(decode({ ...untyped, type: '' }, type).item).toEqual(delta)
  })

  test.each([
    // R2
    [{ type: 'response.reasoning_part.added', sequence_number: 3, part: {} }, undefined],
    [{ type: 'response.keep_alive' }, undefined],
    [{ type: 'codex.rate_limits', sequence_number: '3' }, 'codex.rate_limits'],
    [{ type: 'unknown', name: 'x' }, undefined],
    [{ type: '__proto__' }, undefined],
    [{ type: 'constructor' }, undefined],
  ])('of an unknown type arrives as unknown: %j', (payload, name) => {
    const { sequence_number: number } = payload as { sequence_number?: unknown }
    expect(decode(payload, name)).toEqual({
      item: {
        type: 'unknown',
        name: payload.type,
        payload,
        sequence_number: typeof number === 'number' ? number : undefined,
      },
      anomalies: [],
    })
  })

  test('without type and name arrives as unknown without a name', () => {
    const decoder = new ResponsesDecoder()
    for (const payload of [{ delta: 'x' }, { type: '' }, { choices: [] }]) {
      expect(decoder.decode(eventOf(payload))).toEqual({
        type: 'unknown',
        name: '',
        payload,
        sequence_number: undefined,
      })
    }
  })

  test('with a name of its own and no object arrives as unknown', () => {
    expect(decode('at 12:30', 'ping').item).toMatchObject({ name: 'ping', payload: 'at 12:30' })
    expect(decode('7', 'ping').item).toMatchObject({ name: 'ping', payload: '7' })
  })

  test.each([
    ['response.completed', 'response'],
    ['response.created', 'response'],
    ['response.output_item.added', 'item'],
    ['response.content_part.done', 'part'],
    ['response.reasoning_summary_part.added', 'part'],
  ])('%s without its %s arrives as unknown', (type, subject) => {
    for (const broken of [{ type }, { type, [subject]: null }, { type, [subject]: [] }]) {
      expect(decode(broken)).toEqual({
        item: { type: 'unknown', name: type, payload: broken, sequence_number: undefined },
        anomalies: [`missing-object ${subject}`],
      })
    }
  })

  test.each([
    'response.output_text.delta',
    'response.function_call_arguments.delta',
    'response.audio.delta',
  ])('%s without a text in it arrives as unknown, after such with text, too', (type) => {
    const decoder = new ResponsesDecoder()
    expect(decoder.decode(eventOf({ type, delta: '' }))).toEqual({ type, delta: '' })
    for (const broken of [{ type }, { type, delta: null }, { type, delta: {} }]) {
      const item = { type: 'unknown', name: type, payload: broken, sequence_number: undefined }
      expect(decode(broken)).toEqual({ item, anomalies: ['malformed-delta delta'] })
      expect(decoder.decode(eventOf(broken))).toEqual(item)
    }
  })

  test.each([
    // R6
    [{ id: 'r' }, 'missing-output'],
    [{ id: 'r', output: null }, 'missing-output'],
    [{ id: 'r', output: {} }, 'malformed-output'],
  ])('with the response %j gets an empty output', (broken, code) => {
    expect(decode({ type: 'response.in_progress', response: broken })).toEqual({
      item: { type: 'response.in_progress', response: { id: 'r', output: [] } },
      anomalies: [`${code} response.output`],
    })
  })
})

describe('R10: the end', () => {
  test.each(['completed', 'incomplete', 'failed', 'cancelled'])(
    'response.%s is an event, and the last one',
    (status) => {
      const decoder = new ResponsesDecoder()
      const last = { type: `response.${status}`, response: { ...response, status } }
      // R16, S9: what follows is ignored.
      const events = [delta, last, delta, last, { type: 'error', message: 'late' }]
      expect(
        drive(
          decoder,
          events.map((payload) => eventOf(payload)),
        ),
      ).toEqual({ items: [delta, last], error: undefined })
      expect([decoder.done, decoder.completion]).toEqual([true, 'terminal-event'])
      expect(decoder.decode(eventOf('[DONE]'))).toBeUndefined()
    },
  )

  test('is the end even when its response is missing', () => {
    const decoder = new ResponsesDecoder()
    decoder.decode(eventOf({ type: 'response.completed' }))
    expect([decoder.done, decoder.completion]).toEqual([true, 'terminal-event'])
  })

  test('[DONE] ends the reading of a response, and does not complete it', () => {
    const decoder = new ResponsesDecoder()
    const { items, error } = drive(decoder, [eventOf(delta), eventOf('[DONE]')])
    expect([items, decoder.done, decoder.completion]).toEqual([[delta], true, undefined])
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
  })

  test('[DONE] completes a stream that is of no response', () => {
    const decoder = new ResponsesDecoder()
    const { error } = drive(decoder, [eventOf({ type: 'transcript.text.done' }), eventOf('[DONE]')])
    expect([error, decoder.completion]).toEqual([undefined, 'done-sentinel'])
  })

  test('[DONE] alone is an empty stream', () => {
    const decoder = new ResponsesDecoder()
    const { error } = drive(decoder, [eventOf('[DONE]')])
    expect(error).toMatchObject({ code: 'ERR_SSE_EMPTY_STREAM' })
    expect(decoder.completion).toBeUndefined()
  })

  test.each(['created', 'queued', 'in_progress'])('response.%s is not', (status) => {
    const decoder = new ResponsesDecoder()
    decoder.decode(eventOf({ type: `response.${status}`, response }))
    expect([decoder.done, decoder.complete]).toEqual([false, false])
  })

  test('R9: without it, the stream is truncated', () => {
    const done = { type: 'response.output_text.done', text: 'Hi' }
    const { items, error } = drive(new ResponsesDecoder(), [eventOf(delta), eventOf(done)])
    expect(items).toHaveLength(2)
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED', reason: 'no-end-marker' })
  })

  test('S12: without a blank line after it, it counts when it is whole', () => {
    const last = eventOf({ type: 'response.completed', response })
    expect(drive(new ResponsesDecoder(), [], last).error).toBeUndefined()
    const cut = eventOf(last.data.slice(0, -1))
    expect(drive(new ResponsesDecoder(), [eventOf(delta)], cut).error).toMatchObject({
      code: 'ERR_SSE_TRUNCATED',
      reason: 'cut-event',
    })
  })

  test('T4: no event at all', () => {
    expect(drive(new ResponsesDecoder(), []).error).toMatchObject({ code: 'ERR_SSE_EMPTY_STREAM' })
  })
})

describe('R8: an error', () => {
  test.each<[string, object, object, string?]>([
    [
      'flat, as documented',
      { type: 'error', code: 'rate_limit_exceeded', message: 'slow down', param: 'p' },
      { message: 'slow down', upstreamCode: 'rate_limit_exceeded', param: 'p', type: undefined },
    ],
    [
      'nested, as sent',
      {
        type: 'error',
        sequence_number: 3,
        error: { type: 't', code: 'c', message: 'm', param: null },
      },
      { message: 'm', upstreamCode: 'c', type: 't', param: undefined },
    ],
    [
      'mixed',
      { type: 'error', error: { code: 'c' }, message: 'm', param: 'p' },
      { message: 'm', upstreamCode: 'c', param: 'p' },
    ],
    ['without a type', { error: { message: 'm', code: 429 } }, { message: 'm', status: 429 }],
    ['of an unknown type', { type: 'oops', error: 'm' }, { message: 'm', type: 'oops' }],
    [
      'by its name alone',
      { message: 'm', code: 'c' },
      { message: 'm', upstreamCode: 'c' },
      'error',
    ],
    ['by its name, and empty', {}, { upstreamCode: undefined }, 'error'],
  ])('%s', (_, payload, expected, name) => {
    const events = [eventOf(delta), eventOf(payload, name)]
    const { items, error } = drive(new ResponsesDecoder(), events)
    expect(items).toEqual([delta])
    expect(error).toBeInstanceOf(UpstreamError)
    expect(error).toMatchObject(expected)
    expect((error as UpstreamError).payload).toMatchObject(payload)
  })

  test('ends the stream before response.failed', () => {
    const events = [
      eventOf({ type: 'error', error: { message: 'm' } }),
      eventOf({ type: 'response.failed', response }),
    ]
    expect(drive(new ResponsesDecoder(), events)).toMatchObject({
      items: [],
      error: { message: 'm' },
    })
  })

  test('is not what a response says about itself', () => {
    const failed = {
      type: 'response.failed',
      response: { ...response, error: { code: 'server_error', message: 'm' } },
    }
    expect(drive(new ResponsesDecoder(), [eventOf(failed)])).toEqual({
      items: [failed],
      error: undefined,
    })
  })

  test('stays the last word', () => {
    const decoder = new ResponsesDecoder()
    expect(() => decoder.decode(eventOf({ type: 'error', message: 'm' }))).toThrow('m')
    expect(() => decoder.decode(eventOf(delta))).toThrow('m')
    expect(() => decoder.finish()).toThrow('m')
    expect(decoder.complete).toBe(false)
  })

  test.each([
    ['a known one', delta, delta],
    [
      'one that nobody knows',
      { type: 'response.hologram.delta', delta: 'x' },
      { type: 'unknown', name: 'response.hologram.delta' },
    ],
  ])('beside an event comes after it: %s', (_, payload, item) => {
    for (const event of [
      eventOf({ ...payload, error: { message: 'm' } }),
      eventOf({ ...payload, message: 'm' }, 'error'),
    ]) {
      const { items, error } = drive(new ResponsesDecoder(), [
        eventOf(delta),
        event,
        eventOf(delta),
      ])
      expect(items).toHaveLength(2)
      expect(items[1]).toMatchObject(item)
      expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', message: 'm' })
      expect((error as UpstreamError).payload).toEqual(JSON.parse(event.data))
    }
  })

  test('is not lost behind the end that is glued to it', () => {
    const last = { type: 'response.completed', response }
    const event = eventOf(`${JSON.stringify(last)}\n[DONE]`, 'error')
    expect(drive(new ResponsesDecoder(), [event])).toMatchObject({
      items: [last],
      error: { code: 'ERR_SSE_UPSTREAM' },
    })
  })

  test('of a tool does not hide what a strict reader is to know', () => {
    const failed = { type: 'response.mcp_call.failed', error: 'x' }
    const last = { type: 'response.completed', response }
    const data = `${JSON.stringify(failed)}\n${JSON.stringify(last)}`
    expect(drive(new ResponsesDecoder({ strict: true }), [eventOf(data)])).toMatchObject({
      items: [failed, last],
      error: { code: 'ERR_SSE_ANOMALY' },
    })
  })

  test('of a tool is none of the stream', () => {
    for (const type of ['response.mcp_call.failed', 'response.hologram_call.failed']) {
      const failed = { type, error: { message: 'no such file' } }
      const decoder = new ResponsesDecoder()
      expect(decoder.decode(eventOf(failed))).toBeDefined()
      expect(decoder.done).toBe(false)
    }
  })

  test.each(['response.failed', 'response.incomplete', 'response.cancelled'])(
    'beside %s, which ends the stream, adds nothing to it',
    (type) => {
      const last = { type, response, error: { message: 'm' } }
      expect(drive(new ResponsesDecoder(), [eventOf(last, 'error')])).toEqual({
        items: [last],
        error: undefined,
      })
    },
  )

  test('beside response.completed comes after it', () => {
    const last = { type: 'response.completed', response }
    for (const event of [eventOf({ ...last, error: { message: 'm' } }), eventOf(last, 'error')]) {
      const decoder = new ResponsesDecoder()
      const { items, error } = drive(decoder, [event])
      expect(items).toMatchObject([last])
      expect(error).toBeInstanceOf(UpstreamError)
      expect(decoder.complete).toBe(false)
    }
  })

  test('in response.failed without a response is an error, for there is nothing else', () => {
    const failed = { type: 'response.failed', error: { message: 'm' } }
    expect(drive(new ResponsesDecoder(), [eventOf(failed)])).toMatchObject({
      items: [],
      error: { code: 'ERR_SSE_UPSTREAM', message: 'm' },
    })
  })

  test('glued to the event in front of it, or to the end behind it, is one', () => {
    const error = JSON.stringify({ message: 'm', code: 'x' })
    for (const [lines, items] of [
      [[JSON.stringify(delta), error], [delta]],
      [[error, '[DONE]'], []],
      [[JSON.stringify(delta), error, '[DONE]'], [delta]],
      [[error], []],
    ] as const) {
      expect(drive(new ResponsesDecoder(), [eventOf(lines.join('\n'), 'error')])).toMatchObject({
        items,
        error: { code: 'ERR_SSE_UPSTREAM', message: 'm' },
      })
    }
  })

  test('null or empty is none', () => {
    for (const error of [null, {}, '', false]) {
      const decoder = new ResponsesDecoder()
      expect(decoder.decode(eventOf({ ...delta, error }))).toEqual({ ...delta, error })
      expect(decoder.done).toBe(false)
    }
  })

  test('has what arrived for its payload, and an unknown event too', () => {
    const error = { code: 'x', message: 'm' }
    expect(drive(new ResponsesDecoder(), [eventOf(error, 'error')]).error).toHaveProperty(
      'payload',
      error,
    )
    expect(new ResponsesDecoder().decode(eventOf({ a: 1 }, 'response.hologram'))).toEqual({
      type: 'unknown',
      name: 'response.hologram',
      payload: { a: 1 },
      sequence_number: undefined,
    })
  })
})

describe('data', () => {
  test('that is not JSON is a typed error without the data in its message', () => {
    const event = eventOf('{"type":"response.output_text.delta","delta":"secret')
    const { error } = drive(new ResponsesDecoder(), [event])
    expect(error).toBeInstanceOf(MalformedPayloadError)
    expect(error).toMatchObject({ event })
    expect((error as Error).message).not.toContain('secret')
    expect(() => decode('{"de', 'response.output_text.delta')).toThrow(MalformedPayloadError)
  })

  test.each([
    ['null', 'heartbeat-data'],
    ['{}', 'heartbeat-data'],
    ['', 'empty-data'],
    [': PROCESSING', 'comment-data'],
    ['7', 'not-an-object'],
  ])('%j is passed over', (data, code) => {
    expect(decode(data)).toEqual({ item: undefined, anomalies: [code] })
    expect(decode(data, 'message')).toEqual({ item: undefined, anomalies: [code] })
  })

  test('S13: of several lines gives an event for each', () => {
    const last = { type: 'response.completed', response }
    const data = [delta, { ...delta, delta: '!' }, last, delta]
      .map((payload) => JSON.stringify(payload))
      .join('\n')
    const { items, error } = drive(new ResponsesDecoder(), [eventOf(data)])
    expect(items).toEqual([delta, { ...delta, delta: '!' }, last])
    expect(error).toBeUndefined()
  })
})

test('strict: an anomaly ends the stream', () => {
  const event = eventOf({ type: 'response.created', response: { id: 'r' } })
  const { items, error } = drive(new ResponsesDecoder({ strict: true }), [eventOf(delta), event])
  expect(items).toEqual([delta])
  expect(error).toBeInstanceOf(AnomalyError)
  expect(error).toMatchObject({
    code: 'ERR_SSE_ANOMALY',
    anomaly: { code: 'missing-output', path: 'response.output', event },
  })
})

test('a switch over the type is exhaustive', () => {
  const name = (event: ResponseStreamEvent): string => {
    switch (event.type) {
      case 'response.output_text.delta':
        return event.delta
      case 'unknown':
        return event.name
      case 'keepalive':
        return 'keepalive'
      default: {
        const other: Exclude<ResponseStreamEvent['type'], 'unknown' | 'keepalive'> = event.type
        return other
      }
    }
  }
  const payloads = [
    delta,
    { type: 'new.one' },
    { type: 'keepalive' },
    { type: 'response.audio.done' },
  ]
  const events = payloads.map((payload) => eventOf(payload))
  expect(drive(new ResponsesDecoder(), events).items.map(name)).toEqual([
    'Hi',
    'new.one',
    'keepalive',
    'response.audio.done',
  ])
})
