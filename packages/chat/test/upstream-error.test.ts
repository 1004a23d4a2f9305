import { ChatDecoder } from '@sse/chat'
import { UpstreamError } from '@sse/core/decoder'
import { describe, expect, test } from 'vitest'
import { drive } from './drive.ts'
import { eventOf } from './event-of.ts'

const text = { choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }] }

/** What can be read off the error that one event gives. */
function fields(data: unknown, name?: string) {
  const { items, error } = drive(new ChatDecoder(), [eventOf(text), eventOf(data, name)])
  expect(items).toEqual([text])
  expect(error).toBeInstanceOf(UpstreamError)
  const { message, upstreamCode, type, param, status, payload } = error as UpstreamError
  return { message, code: upstreamCode, type, param, status, payload }
}

const none = { code: undefined, type: undefined, param: undefined, status: undefined }

describe('an error of any shape', () => {
  test.each<[string, unknown, object, string?]>([
    [
      'E1: Groq, named error',
      {
        error: {
          message: 'no tool',
          type: 'invalid_request_error',
          code: 'tool_use_failed',
          status_code: 400,
        },
      },
      { message: 'no tool', type: 'invalid_request_error', code: 'tool_use_failed', status: 400 },
      'error',
    ],
    [
      'E2: OpenRouter, code is the status',
      { error: { code: 502, message: 'Provider returned error', metadata: { raw: 'x' } } },
      { message: 'Provider returned error', code: 502, status: 502 },
    ],
    [
      'E4: no choices',
      { choices: [], error: { message: 'm', param: 'n' } },
      { message: 'm', param: 'n' },
    ],
    ['choices null', { choices: null, error: { message: 'm' } }, { message: 'm' }],
    ['E5: a string', { error: 'overloaded' }, { message: 'overloaded' }],
    [
      'T1: Text Generation Inference',
      { error: 'too long', error_type: 'validation' },
      { message: 'too long', type: 'validation' },
    ],
    ['E5: a message twice', { error: { message: 'in' }, message: 'out' }, { message: 'in' }],
    [
      'E5: a message outside only',
      { error: { code: 7 }, message: 'out' },
      { message: 'out', code: 7 },
    ],
    [
      'E5: Gemini, in an array',
      [{ error: { code: 400, message: 'bad', status: 'INVALID_ARGUMENT' } }],
      { message: 'bad', code: 400, status: 400, type: 'INVALID_ARGUMENT' },
    ],
    [
      'flat, named error',
      { message: 'm', code: 'c', type: 't' },
      { message: 'm', code: 'c', type: 't' },
      'error',
    ],
    [
      'flat, of type error',
      { type: 'error', message: 'm', code: 'c' },
      { message: 'm', code: 'c' },
    ],
    [
      'flat, an error object',
      { object: 'error', message: 'm', code: 404 },
      { message: 'm', code: 404, status: 404 },
    ],
    ['named error, and empty', {}, {}, 'error'],
    ['named error, and null', null, {}, 'error'],
    ['an error that says nothing', { error: true }, {}],
    [
      'fields of the wrong kind',
      { error: { message: 7, code: {}, type: [], param: null, status: 99 } },
      {},
    ],
    ['a status within the range', { error: { status: 599 } }, { status: 599 }],
    ['a status beyond it', { error: { status: 600, status_code: 399 } }, {}],
    ['a status with a fraction', { error: { status: 400.5 } }, {}],
  ])('%s', (_, payload, expected, name) => {
    const message = 'The server reported an error in the stream'
    expect(fields(payload, name)).toEqual({ ...none, message, ...expected, payload })
  })

  test('named error, and no JSON: the text stays out of the message', () => {
    expect(fields('upstream said: secret', 'error')).toEqual({
      ...none,
      message: 'The server reported an error in the stream',
      payload: 'upstream said: secret',
    })
  })

  test('named error, without data', () => {
    expect(fields('', 'error')).toMatchObject({ payload: '' })
  })

  test('E7: an error written into an unfinished event', () => {
    const payload = { error: { message: 'cut' } }
    expect(fields(`{"choices":[{"delta":{"con\n${JSON.stringify(payload)}`)).toEqual({
      ...none,
      message: 'cut',
      payload,
    })
  })

  test('a field of the payload is read where it is, not where it is inherited', () => {
    expect(fields('{"error":{"__proto__":{"message":"inherited"},"code":"c"}}')).toMatchObject({
      message: 'The server reported an error in the stream',
      code: 'c',
    })
  })
})

describe('E3: an error together with a delta', () => {
  const payload = {
    choices: [{ index: 0, delta: { content: 'b' }, finish_reason: 'length' }],
    error: { code: 400, message: 'Token limit reached' },
  }

  test('comes after the delta, without waiting for more', () => {
    const decoder = new ChatDecoder()
    expect(decoder.decode(eventOf(payload))).toEqual(payload)
    expect(decoder.done).toBe(true)
    expect(decoder.complete).toBe(false)
    expect(() => decoder.finish()).toThrow('Token limit reached')
  })

  test('comes with the next event, if there is one', () => {
    const decoder = new ChatDecoder()
    decoder.decode(eventOf(payload))
    expect(() => decoder.decode(eventOf('[DONE]'))).toThrow('Token limit reached')
  })

  test('is not lost when the event is named error', () => {
    const decoder = new ChatDecoder()
    expect(decoder.decode(eventOf(text, 'error'))).toEqual(text)
    expect(() => decoder.finish()).toThrow(UpstreamError)
  })
})

test('E8: an error outweighs the [DONE] after it', () => {
  const events = [eventOf(text), eventOf({ error: { message: 'no' } }), eventOf('[DONE]')]
  const decoder = new ChatDecoder()
  expect(drive(decoder, events)).toMatchObject({ items: [text], error: { message: 'no' } })
  expect(() => decoder.finish()).toThrow('no')
  expect(decoder.completion).toBeUndefined()
})

describe('the payload of the error is what arrived', () => {
  test.each([
    [
      'a chunk that is repaired',
      { id: 7, choices: [{ delta: { content: [{ type: 'text', text: 'b' }] } }, null] },
    ],
    ['a chunk without choices', { id: 7, choices: [] }],
    ['a choice without a delta', { choices: [{ index: '0', finish_reason: '' }] }],
  ])('of %s', (_, chunk) => {
    const payload = { ...chunk, error: { message: 'no' } }
    const { error } = drive(new ChatDecoder(), [eventOf(payload)])
    expect((error as UpstreamError).payload).toEqual(payload)
  })
})

test('E3: a strict reader gets the error and the delta, whatever else deviates', () => {
  const payload = { id: 7, choices: [{ delta: { content: 'b' } }], error: { message: 'no' } }
  const { items, error } = drive(new ChatDecoder({ strict: true }), [eventOf(payload)])
  expect(items).toMatchObject([{ choices: [{ index: 0, delta: { content: 'b' } }] }])
  expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', message: 'no' })
})

describe('S18: an event with a name of its own', () => {
  const progress = { tool: 'read', status: 'failed', error: 'no such file' }

  test('that tells of a tool which failed is no error of the stream', () => {
    const seen: unknown[] = []
    const decoder = new ChatDecoder({ onUnknownEvent: (event) => seen.push(event) })
    const event = eventOf(progress, 'hermes.tool.progress')
    expect(decoder.decode(event)).toBeUndefined()
    expect(decoder.done).toBe(false)
    expect(seen).toEqual([event])
  })

  test.each([
    ['beside what errors have', { error: 'no', code: 500, error_type: 'x', status: 'failed' }],
    ['an object', { error: { message: 'no' }, tool: 'read' }],
    ['the text alone', { error: 'no' }],
  ])('and with an error that is %s is one', (_, payload) => {
    expect(fields(payload, 'chunk')).toMatchObject({ message: 'no' })
  })
})

describe('S19: a line with error for its field', () => {
  test.each([
    ['"overloaded"', {}],
    ['[{"error":{"message":"no"}}]', { message: 'no' }],
    ['{"message":"no"}', { message: 'no' }],
  ])('takes any JSON that says something: %s', (value, error) => {
    const decoder = new ChatDecoder()
    decoder.unknownField('error', value)
    expect(decoder.done).toBe(true)
    const thrown = drive(decoder, []).error
    expect(thrown).toMatchObject({ code: 'ERR_SSE_UPSTREAM', payload: JSON.parse(value), ...error })
  })

  test.each(['null', '""', '0', 'false', 'try again', ''])('and %j says nothing', (value) => {
    const decoder = new ChatDecoder()
    decoder.decode(eventOf(text))
    decoder.unknownField('error', value)
    expect(decoder.done).toBe(false)
  })
})

describe('an error that says that it is one, without a field for it', () => {
  const flat = { object: 'error', message: 'no', code: 404 }

  test('in an event, with choices or without', () => {
    expect(fields(flat)).toMatchObject({ message: 'no', code: 404 })
    expect(fields({ ...flat, choices: [] })).toMatchObject({ message: 'no' })
    expect(fields({ ...flat, object: undefined, type: 'error' })).toMatchObject({ message: 'no' })
  })

  test('as a bare line, and as a body', () => {
    for (const before of [[], [eventOf(text)]]) {
      const decoder = new ChatDecoder()
      for (const event of before) decoder.decode(event)
      decoder.unknownField(JSON.stringify(flat), '')
      expect(() => decoder.finish()).toThrow('no')
    }
    const body = new ChatDecoder()
    for (const line of JSON.stringify(flat, null, 2).split('\n')) body.unknownField(line, '')
    expect(() => body.finish()).toThrow('no')
  })
})

describe('the text of an event that is named error', () => {
  test.each([
    ['503\nService Unavailable'],
    [': upstream died'],
    ['{"message":"overloaded","code":503}\nretry later'],
    ['12'],
  ])('%j stays whole', (data) => {
    const { payload } = fields(data, 'error')
    expect(payload).toBe(data === '12' ? 12 : data)
    const { error } = drive(new ChatDecoder({ strict: true }), [eventOf(data, 'error')])
    expect(error).toBeInstanceOf(UpstreamError)
  })

  test('may end with a payload that is the error', () => {
    expect(fields('upstream died\n{"error":{"message":"no"}}', 'error')).toMatchObject({
      message: 'no',
      payload: { error: { message: 'no' } },
    })
  })

  test('comes behind the chunk that it is glued to', () => {
    const chunk = JSON.stringify(text)
    for (const [rest, payload] of [
      ['upstream died', 'upstream died'],
      [': upstream died', ': upstream died'],
      ['{"message":"no"}\n[DONE]', { message: 'no' }],
      ['{"error":"no","code":\n7}', { error: 'no', code: 7 }],
    ] as const) {
      const { items, error } = drive(new ChatDecoder(), [eventOf(`${chunk}\n${rest}`, 'error')])
      expect(items).toEqual([text])
      expect((error as UpstreamError).payload).toEqual(payload)
    }
  })

  test('with a chunk in it is an error behind that, whatever comes after', () => {
    for (const end of ['', '\n[DONE]', '\n\n [DONE] \n']) {
      const event = eventOf(JSON.stringify(text) + end, 'error')
      const { items, error } = drive(new ChatDecoder(), [event])
      expect(items).toEqual([text])
      expect(error).toBeInstanceOf(UpstreamError)
    }
  })

  test.each([
    ['{"message":"no"}', '{"code":7}', '{"x'],
    ['{"message":"no"}', '[DONE]', '{"x'],
  ])('cut off is the error all the same: %s, %s, %s', (...lines) => {
    const data = lines.join('\n')
    const { items, error } = drive(new ChatDecoder(), [eventOf(text)], eventOf(data, 'error'))
    expect(items).toEqual([text])
    expect((error as UpstreamError).payload).toBe(data)
  })

  test('glued to [DONE] is an error all the same', () => {
    expect(fields('{"message":"no","code":529}\n[DONE]', 'error')).toMatchObject({
      message: 'no',
      code: 529,
      payload: { message: 'no', code: 529 },
    })
  })
})
