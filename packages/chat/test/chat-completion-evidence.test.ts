import { ChatDecoder } from '@sse/chat'
import { NotEventStreamError } from '@sse/core/json-decoder'
import { describe, expect, test } from 'vitest'
import { drive } from './drive.ts'
import { eventOf } from './event-of.ts'

const text = (content: string, finish: string | null = null, index = 0) => ({
  choices: [{ index, delta: { content }, finish_reason: finish }],
})
// C40
const inline = (words: string, finish: string | null = null) => ({
  choices: [{ index: 0, delta: {}, text: words, finish_reason: finish }],
})
const usage = { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }

/** What a stream of these payloads ends with. */
function end(payloads: readonly unknown[], tail?: unknown) {
  const decoder = new ChatDecoder()
  const events = payloads.map((payload) => eventOf(payload))
  const { error } = drive(decoder, events, tail === undefined ? undefined : eventOf(tail))
  expect(decoder.complete).toBe(decoder.completion !== undefined)
  const { code, reason } = (error ?? {}) as { code?: string; reason?: string }
  return [decoder.completion, code, reason].filter((each) => each !== undefined).join(' ')
}

describe('a tail that the end of input has cut off', () => {
  test.each(['null', '""', '{}', 'true', '[]'])('%s is whole, and says nothing', (tail) => {
    expect(end([text('a', 'stop')], tail)).toBe('finish-reasons')
    expect(end([text('a')], tail)).toBe('ERR_SSE_TRUNCATED no-end-marker')
  })

  test.each(['17', 'nul', '"a', '{"choices":[', '[DON'])('%s may have been more', (tail) => {
    expect(end([text('a', 'stop')], tail)).toBe('ERR_SSE_TRUNCATED cut-event')
  })
})

test('what is cut off behind the end takes nothing from it', () => {
  const decoder = new ChatDecoder()
  drive(decoder, [eventOf(text('a')), eventOf('[DONE]')])
  decoder.cut()
  expect(decoder.completion).toBe('done-sentinel')
  decoder.finish()
})

describe('complete is never said where the end throws', () => {
  test('while payloads of an event are unread', () => {
    const decoder = new ChatDecoder()
    decoder.decode(eventOf(`${JSON.stringify(text('a', 'stop'))}\n${JSON.stringify(text(''))}`))
    expect(decoder.complete).toBe(false)
    decoder.read()
    expect(decoder.complete).toBe(true)
  })

  test('for a body that is no event stream and has a line [DONE]', () => {
    const decoder = new ChatDecoder()
    decoder.unknownField('hello', '')
    decoder.unknownField('[DONE]', '')
    expect(decoder.complete).toBe(false)
    expect(() => decoder.finish()).toThrow(NotEventStreamError)
  })
})

describe('a stream is complete', () => {
  test.each([
    ['with [DONE], whatever came before', [text('a'), '[DONE]'], 'done-sentinel'],
    // S8
    ['with a finish reason', [text('a'), text('', 'stop')], 'finish-reasons'],
    ['when usage follows it', [text('a', 'stop'), usage], 'finish-reasons'],
    [
      'with all choices finished',
      [text('a'), text('b', 'stop', 1), text('', 'length')],
      'finish-reasons',
    ],
    // C19
    ['with a finish reason twice', [text('a', 'stop'), text('', 'stop')], 'finish-reasons'],
    // C19b: OpenRouter's Gemini goes on with a line end.
    ['with another finish', [text('', 'tool_calls'), text('\n', 'stop')], 'finish-reasons'],
    // C24: empty deltas after the end.
    ['when nothing is added after it', [text('a', 'stop'), text('')], 'finish-reasons'],
    // C16
    ['with usage and no choices at the end', [text('a'), usage], 'usage'],
    // C22: OpenAI's audio models.
    [
      'with usage, when what follows adds nothing',
      [
        text('a'),
        usage,
        { choices: [{ index: 0, delta: { audio: { expires_at: 1 } }, finish_reason: null }] },
        { choices: [], usage: null },
      ],
      'usage',
    ],
  ])('%s', (_, payloads, expected) => {
    expect(end(payloads)).toBe(expected)
  })
})

describe('an answer without a finish reason, and then usage, is complete when it is', () => {
  test.each([
    { content: 'a' },
    { refusal: 'a' },
    { reasoning_content: 'a' },
    { reasoning: 'a' },
    { reasoning_text: 'a' },
    { tool_calls: [{ index: 0 }] },
    { function_call: {} },
    { audio: { data: 'QQ==' } },
    { audio: { transcript: 'a' } },
  ])('%j', (delta) => {
    const chunk = { choices: [{ index: 0, delta, finish_reason: null }] }
    expect(end([chunk, usage])).toBe('usage')
    // What comes behind the usage takes its place as the last word.
    expect(end([text('a'), usage, chunk])).toBe('ERR_SSE_TRUNCATED no-end-marker')
  })

  test.each([
    { role: 'assistant' },
    { content: '', refusal: null, reasoning: '' },
    { tool_calls: [] },
    { audio: { id: 'a', expires_at: 1 } },
    { annotations: [{}] },
  ])('and %j is none', (delta) => {
    const chunk = { choices: [{ index: 0, delta, finish_reason: null }] }
    expect(end([chunk, usage])).toBe('ERR_SSE_TRUNCATED no-end-marker')
    expect(end([text('a'), usage, chunk])).toBe('usage')
  })
})

describe('a stream is truncated', () => {
  const cut = 'ERR_SSE_TRUNCATED no-end-marker'

  test.each([
    ['without any end', [text('a')], cut],
    ['when one choice has not finished', [text('a', 'stop'), text('b', null, 1)], cut],
    // C17
    ['when finish reasons are empty', [text('a', '')], cut],
    // C20, C21: usage next to deltas is no end.
    ['with usage on every chunk', [{ ...text('a'), usage: usage.usage }], cut],
    ['when text follows the usage', [text('a'), usage, text('b')], cut],
    ['with usage that is none', [text('a'), { choices: [], usage: null }], cut],
    ['with usage that says nothing', [text('a'), { choices: [], usage: {} }], cut],
    ['when an inline completion has not finished', [inline('a', 'stop'), inline('b')], cut],
    // llama.cpp sends usage after each of two choices.
    [
      'with usage, when one of two choices has finished',
      [text('a', 'stop'), text('b', null, 1), usage],
      cut,
    ],
    ['with usage, when a finished choice went on', [text('a', 'stop'), text('b'), usage], cut],
    // T4: usage without an answer.
    ['with usage and nothing else', [usage], cut],
    ['with usage and no more than a role', [text(''), usage], cut],
    // C19b: Together goes on with a second tool call.
    [
      'when a finished choice goes on',
      [
        text('', 'tool_calls'),
        {
          choices: [
            { index: 0, delta: { tool_calls: [{ index: 1, id: 'b' }] }, finish_reason: null },
          ],
        },
      ],
      cut,
    ],
    ['with nothing but heartbeats', ['null', ': PROCESSING'], cut],
    ['with filter results only', [{ choices: [], prompt_filter_results: [] }], cut],
  ])('%s', (_, payloads, expected) => {
    expect(end(payloads)).toBe(expected)
  })

  test('T4: a stream without events is an empty one', () => {
    expect(end([])).toBe('ERR_SSE_EMPTY_STREAM')
  })
})

describe('S12: an event that the end of input has cut off', () => {
  test.each([
    ['[DONE] counts', [text('a')], '[DONE]', 'done-sentinel'],
    ['a whole chunk counts', [text('a')], text('', 'stop'), 'finish-reasons'],
    [
      'two whole chunks count',
      [],
      `${JSON.stringify(text('a'))}\n${JSON.stringify(text('b', 'stop'))}`,
      'finish-reasons',
    ],
    ['a whole chunk that ends nothing is no end', [], text('a'), 'ERR_SSE_TRUNCATED no-end-marker'],
    ['a cut one does not', [text('a')], '{"choices":[{"ind', 'ERR_SSE_TRUNCATED cut-event'],
    ['nor does one that is all there is', [], '{"choices":[{"ind', 'ERR_SSE_TRUNCATED cut-event'],
    [
      'nor do two of which one is no object',
      [text('a', 'stop')],
      `${JSON.stringify(text('b', 'stop'))}\n12`,
      'ERR_SSE_TRUNCATED cut-event',
    ],
    ['a cut one spoils a finish', [text('a', 'stop')], '{"choi', 'ERR_SSE_TRUNCATED cut-event'],
    ['a cut [DONE] too', [text('a', 'stop')], '[DON', 'ERR_SSE_TRUNCATED cut-event'],
    ['and one without data', [text('a', 'stop')], '', 'ERR_SSE_TRUNCATED cut-event'],
    // The rest of a longer number may be missing.
    ['and a value that is no object', [text('a', 'stop')], '12', 'ERR_SSE_TRUNCATED cut-event'],
    ['a whole error is an error', [text('a', 'stop')], '{"error":"no"}', 'ERR_SSE_UPSTREAM'],
    // E7
    ['so is one after a cut chunk', [text('a')], '{"choi\n{"error":"no"}', 'ERR_SSE_UPSTREAM'],
  ])('%s', (_, payloads, tail, expected) => {
    expect(end(payloads, tail)).toBe(expected)
  })

  test('is an anomaly when it counts', () => {
    const anomalies: string[] = []
    const decoder = new ChatDecoder({ onAnomaly: ({ code }) => anomalies.push(code) })
    drive(decoder, [], eventOf(text('a', 'stop')))
    expect(anomalies).toEqual(['unterminated-event'])
  })
})

test('finish says the same every time', () => {
  const whole = new ChatDecoder()
  whole.decode(eventOf(text('a')))
  whole.decode(eventOf('[DONE]'))
  whole.finish()
  whole.finish()
  const cut = new ChatDecoder()
  cut.decode(eventOf(text('a')))
  expect(() => cut.finish()).toThrow('The stream ended without an end marker')
  expect(() => cut.finish()).toThrow('The stream ended without an end marker')
  expect(cut.done).toBe(true)
})
