/** An event with several lines of data that are not one JSON text together: nothing whole in it is lost. */
import { ChatDecoder, type ChatDecoderOptions } from '@sse/chat'
import { describe, expect, test } from 'vitest'
import { drive } from './drive.ts'
import { eventOf } from './event-of.ts'

const a = { choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }] }
const b = { choices: [{ index: 0, delta: { content: 'b' }, finish_reason: null }] }
const [A, B] = [JSON.stringify(a), JSON.stringify(b)] as const

/** What one event gives, or the one that the end of input cut off. */
function read(lines: readonly string[], options: ChatDecoderOptions & { tail?: boolean } = {}) {
  const codes: string[] = []
  const decoder = new ChatDecoder({ onAnomaly: ({ code }) => codes.push(code), ...options })
  const event = eventOf(lines.join('\n'))
  const { items, error } = options.tail ? drive(decoder, [], event) : drive(decoder, [event])
  const { code } = (error ?? {}) as { code?: string }
  return { items, code, codes, trailing: decoder.trailing.map(({ data }) => data) }
}

const end = { code: 'ERR_SSE_TRUNCATED', trailing: [] }

describe('a wrapped comment', () => {
  test.each([
    ['before a chunk', [': PROCESSING', A]],
    ['behind a chunk', [A, ': PROCESSING']],
    [
      'before a chunk over several lines',
      [': PROCESSING', ...JSON.stringify(a, null, 2).split('\n')],
    ],
  ])('%s does not hide it', (_, lines) => {
    expect(read(lines)).toEqual({ ...end, items: [a], codes: ['comment-data'] })
  })

  test('between two chunks hides neither', () => {
    const codes = ['comment-data', 'joined-payloads']
    expect(read([A, ': PROCESSING', B])).toEqual({ ...end, items: [a, b], codes })
  })

  test('several make no chunk', () => {
    expect(read([': a', ': b'])).toEqual({ ...end, items: [], codes: ['comment-data'] })
  })

  test('does not hide an error, from a strict reader either', () => {
    const lines = [': a', A, '{"error":{"message":"no"}}']
    expect(read(lines)).toMatchObject({ items: [a], code: 'ERR_SSE_UPSTREAM' })
    expect(read(lines, { strict: true })).toMatchObject({ items: [a], code: 'ERR_SSE_UPSTREAM' })
    expect(read([': a', A], { strict: true })).toMatchObject({ items: [], code: 'ERR_SSE_ANOMALY' })
  })
})

describe('lines before one that is no JSON', () => {
  test('are chunks, and then it is an error', () => {
    expect(read([A, B, '{"choices":['])).toMatchObject({
      items: [a, b],
      code: 'ERR_SSE_MALFORMED_PAYLOAD',
    })
  })

  test('are chunks, and what follows is JSON over several lines', () => {
    const lines = [A, ...JSON.stringify(b, null, 2).split('\n')]
    expect(read(lines)).toEqual({ ...end, items: [a, b], codes: ['joined-payloads'] })
  })

  test('are chunks, and an error behind it is the error', () => {
    const lines = [A, '{"choices":[', '{"error":{"message":"no"}}']
    expect(read(lines)).toMatchObject({ items: [a], code: 'ERR_SSE_UPSTREAM' })
  })

  test('are chunks where the end of input has cut it off', () => {
    expect(read([A, B, '{"choi'], { tail: true })).toMatchObject({ items: [a, b], ...end })
    // The end was said before.
    expect(read([A, '[DONE]', '{"choi'], { tail: true })).toMatchObject({
      items: [a],
      code: undefined,
    })
    // And so was the error.
    const error = '{"error":{"message":"no"}}'
    for (const tail of [true, false]) {
      expect(read([A, error, '{"choi'], { tail })).toMatchObject({
        items: [a],
        code: 'ERR_SSE_UPSTREAM',
      })
      expect(read([error, '{"choi'], { tail })).toMatchObject({ code: 'ERR_SSE_UPSTREAM' })
    }
  })

  test('inside JSON over several lines that is broken are none', () => {
    expect(read(['{', A, '}'])).toMatchObject({ items: [], code: 'ERR_SSE_MALFORMED_PAYLOAD' })
  })
})

test('lines of which none is a chunk are one text', () => {
  expect(read(['17', 'apples'])).toEqual({
    items: [],
    code: 'ERR_SSE_MALFORMED_PAYLOAD',
    codes: [],
    trailing: [],
  })
})

describe('what stands behind [DONE] in its event', () => {
  test('ends it, be it what it may', () => {
    expect(read([A, '[DONE]', '{', '}'])).toMatchObject({ code: undefined, trailing: ['{\n}'] })
  })

  test('is behind the end, and kept', () => {
    const cost = '{"choices":[],"cost":"0"}'
    expect(read([A, '[DONE]', cost])).toMatchObject({
      items: [a],
      code: undefined,
      trailing: [cost],
    })
    expect(read(['[DONE]', cost, '{', '}'])).toMatchObject({
      items: [],
      trailing: [`${cost}\n{\n}`],
    })
  })
})

test('heartbeats among chunks are skipped', () => {
  expect(read([A, '{ }', 'null', B])).toEqual({
    ...end,
    items: [a, b],
    codes: ['joined-payloads', 'heartbeat-data'],
  })
  expect(read(['{                }'])).toMatchObject({ items: [], codes: ['heartbeat-data'] })
})

describe('an event with a name of its own is handed over once, whole', () => {
  test.each(['{"a":1}\n{"b":2}', '12\napples', ': ok', '{"a":1}\n: ok'])('%j', (data) => {
    const seen: unknown[] = []
    const event = eventOf(data, 'log')
    const decoder = new ChatDecoder({
      strict: true,
      onUnknownEvent: (unknown) => seen.push(unknown),
    })
    expect(decoder.decode(event)).toBeUndefined()
    expect(seen).toEqual([event])
  })

  test.each([
    ['{"a":1}', '[DONE]'],
    ['{"a":', '{"error":{"message":"no"}}'],
    [': PROCESSING', '{"error":{"message":"no"}}'],
  ])('unless it has an end: %s, %s', (...lines) => {
    const seen: unknown[] = []
    const decoder = new ChatDecoder({ onUnknownEvent: (unknown) => seen.push(unknown) })
    const { error } = drive(decoder, [eventOf(A), eventOf(lines.join('\n'), 'ping')])
    if (lines[1] === '[DONE]') expect(decoder.completion).toBe('done-sentinel')
    else expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', message: 'no' })
  })

  test('unless it has chunks', () => {
    const decoder = new ChatDecoder()
    expect(drive(decoder, [eventOf(`${A}\n${B}`, 'chunk')]).items).toEqual([a, b])
  })
})

describe('a tail that is whole counts, however it is made', () => {
  const pretty = JSON.stringify(b, null, 2).split('\n')
  test.each([
    ['a chunk and JSON over several lines', [A, ...pretty], [a, b]],
    ['a comment and JSON over several lines', [': hi', ...pretty], [b]],
  ])('%s', (_, lines, items) => {
    const { code, ...rest } = read(lines, { tail: true })
    expect(rest.items).toEqual(items)
    expect(rest.codes).toContain('unterminated-event')
    expect(code).toBe('ERR_SSE_TRUNCATED')
  })

  test('an error in an array over several lines', () => {
    const lines = ['[{', '"error": {"message": "no"}', '}]']
    expect(read(lines, { tail: true })).toMatchObject({ code: 'ERR_SSE_UPSTREAM' })
  })
})

test('a tail out of turn is a mistake of the caller', () => {
  const decoder = new ChatDecoder()
  decoder.decode(eventOf(`${A}\n${B}`))
  expect(() => decoder.decodeTail(eventOf('{"cho'))).toThrow(
    'Not all payloads of an event were read',
  )
})

test('a string that says [DONE] is not the sentinel', () => {
  const error = '{"error":{"message":"no"}}'
  expect(read([A, '"[DONE]"', error])).toMatchObject({ items: [a], code: 'ERR_SSE_UPSTREAM' })
  expect(read(['"[DONE]"', B])).toMatchObject({ items: [b], code: 'ERR_SSE_TRUNCATED' })
})

describe('a strict reader', () => {
  const error = '{"error":{"message":"no"}}'

  test('is told of lines that are glued, also where an error behind the end is none of the stream', () => {
    expect(read([A, '[DONE]', error], { strict: true })).toMatchObject({
      items: [a],
      code: 'ERR_SSE_ANOMALY',
    })
  })

  test('is told of a tail behind the item of it, unless that has an error', () => {
    const options = { strict: true, tail: true }
    expect(read([JSON.stringify({ ...a, error: {} })], options)).toMatchObject({
      items: [],
      code: 'ERR_SSE_ANOMALY',
    })
    expect(read([JSON.stringify({ ...a, error: { message: 'no' } })], options)).toMatchObject({
      items: [{ choices: a.choices }],
      code: 'ERR_SSE_UPSTREAM',
    })
  })
})

test('a hook that throws leaves a decoder that goes on', () => {
  const decoder = new ChatDecoder({
    onUnknownEvent: () => {
      throw new Error('mine')
    },
  })
  expect(decoder.decode(eventOf(`${A}\n{"ping":1}`, 'ping'))).toEqual(a)
  expect(() => decoder.read()).toThrow('mine')
  expect(decoder.read()).toBeUndefined()
  expect(decoder.decode(eventOf(B))).toEqual(b)
})

test('a `parse` that is no function is a mistake of the caller', () => {
  expect(() => new ChatDecoder({ parse: 5 as never })).toThrow(
    new TypeError('`parse` takes a function'),
  )
})
