import { everyByte, transcripts } from '@fixtures/sse'
import {
  type ChatCompletionChunk,
  chunkOfCompletion,
  decodeChatStream,
  decodeChatStreamSync,
} from '@sse/chat'
import { describe, expect, test } from 'vitest'

const encode = (text: string) => new TextEncoder().encode(text)

const a = { choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }] }
const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
const data = (payload: object) => `data: ${JSON.stringify(payload)}\n\n`

/** What a body gives, read in one go. */
function read(body: string, options?: Parameters<typeof decodeChatStreamSync>[1]) {
  const items: ChatCompletionChunk[] = []
  try {
    for (const item of decodeChatStreamSync([encode(body)], options)) items.push(item)
  } catch (error) {
    return { items, error: error as Error & { code: string; excerpt?: string } }
  }
  return { items, error: undefined }
}

describe('transcripts', () => {
  test.each(transcripts)('$name: $title', async ({ bytes, end: ending, error }) => {
    const items: ChatCompletionChunk[] = []
    const failure = await decodeChatStream(everyByte(bytes))
      .each((item) => items.push(item))
      .then(
        () => undefined,
        (reason: unknown) => reason,
      )
    const codes = {
      completed: undefined,
      failed: 'ERR_SSE_UPSTREAM',
      truncated: 'ERR_SSE_TRUNCATED',
    }
    const { code, payload } = (failure ?? {}) as { code?: string; payload?: unknown }
    expect(code).toBe(codes[ending])
    expect(payload).toEqual(error)
    expect(items.length).toBeGreaterThan(0)
    expect(items).toEqual(read(new TextDecoder().decode(bytes)).items)
  })
})

describe('the doors', () => {
  const body = data(a) + data(a) + data(end) + 'data: [DONE]\n\n'

  test('async, in batches, by callback and sync give the same', async () => {
    const expected = [a, a, end]
    const source = () => [encode(body)]
    const one: ChatCompletionChunk[] = []
    for await (const item of decodeChatStream(source())) one.push(item)
    const batches: ChatCompletionChunk[] = []
    for await (const batch of decodeChatStream(source()).batches()) batches.push(...batch)
    const each: ChatCompletionChunk[] = []
    await decodeChatStream(source()).each((item) => each.push(item))
    expect([one, batches, each]).toEqual([expected, expected, expected])
    expect([...decodeChatStreamSync(source())]).toEqual(expected)
  })

  test('T9: [DONE] ends the stream although the connection stays open', async () => {
    let cancelled = 0
    const open = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encode(body)),
      cancel: () => void cancelled++,
    })
    const items: ChatCompletionChunk[] = []
    for await (const item of decodeChatStream(open)) items.push(item)
    expect(items).toHaveLength(3)
    expect(cancelled).toBe(1)
  })

  test('E3: an error with a delta ends the stream although the connection stays open', async () => {
    const open = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encode(data({ ...a, error: { message: 'no' } }))),
    })
    const items: ChatCompletionChunk[] = []
    await expect(decodeChatStream(open).each((item) => items.push(item))).rejects.toThrow('no')
    expect(items).toHaveLength(1)
  })

  test('options go to the parser and to the decoder', () => {
    const seen: string[] = []
    const { items, error } = read(`: hi\nodd: 1\nid: 7\ndata: {"choices":null}\n\n${data(end)}`, {
      onComment: (comment) => seen.push(`comment ${comment}`),
      onUnknownField: (name, value) => seen.push(`field ${name} ${value}`),
      onAnomaly: ({ code }) => seen.push(code),
    })
    expect([items.length, error]).toEqual([2, undefined])
    expect(seen).toEqual(['comment hi', 'field odd 1', 'unknown-field', 'missing-choices'])
    expect(read(data(a), { maxEventSize: 5 }).error?.code).toBe('ERR_SSE_EVENT_TOO_LARGE')
  })
})

test('hooks hear nothing of what has arrived behind the end, and it breaks nothing', () => {
  const heard: string[] = []
  const body = `: a\nodd: 1\n${data(a)}data: [DONE]\n\n: b\nodd: 2\n\n${data({ ...a, pad: 'x'.repeat(999) })}`
  const { items, error } = read(body, {
    maxEventSize: 500,
    onComment: (comment) => heard.push(comment),
    onUnknownField: (name, value) => heard.push(`${name} ${value}`),
  })
  expect([items, error]).toEqual([[a], undefined])
  expect(heard).toEqual(['a', 'odd 1'])
})

describe('lines that are no fields', () => {
  test('S19: error as the field name', () => {
    const line = 'error: {"code":500,"message":"context full","type":"server_error"}\n'
    const { items, error } = read(data(a) + line + data(end))
    expect(items).toEqual([a])
    expect(error).toMatchObject({
      code: 'ERR_SSE_UPSTREAM',
      message: 'context full',
      upstreamCode: 500,
      status: 500,
      type: 'server_error',
    })
  })

  test('S19: in the middle of an event it still comes after the items before', () => {
    const { items, error } = read(`${data(a)}data: {"choi\nerror:{"message":"no"}\n\n`)
    expect(items).toEqual([a])
    expect(error?.message).toBe('no')
  })

  test('S20: a bare line of JSON with an error', () => {
    const { items, error } = read(`${data(a)}{"error": {"message": "no: really", "code": "x"}}\n`)
    expect(items).toEqual([a])
    expect(error).toMatchObject({ message: 'no: really', upstreamCode: 'x' })
  })

  test('S11: a bare [DONE]', () => {
    const codes: string[] = []
    const body = `${data(a)}[DONE]\n${data(end)}`
    expect(read(body, { onAnomaly: ({ code }) => codes.push(code) })).toEqual({
      items: [a],
      error: undefined,
    })
    expect(codes).toEqual(['bare-done'])
    expect(read(body, { strict: true }).error?.code).toBe('ERR_SSE_ANOMALY')
  })

  test.each(['error: try again', 'error: 7', 'error', '{"choices":[]}', 'hello', ' data: {"a":1}'])(
    '%j means nothing',
    (line) => {
      const codes: string[] = []
      const body = `${data(a)}${line}\n${data(end)}`
      expect(read(body, { onAnomaly: ({ code }) => codes.push(code) })).toEqual({
        items: [a, end],
        error: undefined,
      })
      expect(codes).toEqual(['unknown-field'])
    },
  )
})

describe('no event stream', () => {
  test.each([
    // T5
    [
      'html',
      'HTML',
      '<!DOCTYPE html>\n<html>\n<body style="color: red">Bad gateway</body>\n</html>\n',
    ],
    [
      'text',
      'text',
      'upstream connect error or disconnect/reset before headers. reset reason: timeout',
    ],
    // T2
    ['json', 'a whole completion', '{"id":"x","object":"chat.completion","choices":[]}\n'],
    [
      'json',
      'a whole completion and [DONE]',
      '{"id":"x","object":"chat.completion","choices":[]}\n\ndata: [DONE]\n\n',
    ],
  ])('%s: %s', (kind, _, body) => {
    const { items, error } = read(body)
    expect(items).toEqual([])
    expect(error).toMatchObject({ code: 'ERR_SSE_NOT_EVENT_STREAM', kind })
    expect(error?.excerpt?.slice(0, 15)).toBe(body.slice(0, 15))
    expect(error?.message).toBe(`The response is ${kind}, not an event stream`)
  })

  test.each([
    // T1
    ['on one line', '{"error":{"message":"no key","code":"invalid_api_key"}}'],
    [
      'indented',
      '{\n  "error": {\n    "message": "no key",\n    "code": "invalid_api_key"\n  }\n}\n',
    ],
    [
      'in an array',
      '[{\n  "error": {\n    "message": "no key",\n    "code": "invalid_api_key"\n  }\n}\n]\n',
    ],
  ])('an error body, %s', (_, body) => {
    const { error } = read(body)
    expect(error).toMatchObject({
      code: 'ERR_SSE_UPSTREAM',
      message: 'no key',
      upstreamCode: 'invalid_api_key',
    })
  })

  test('a long body is not kept', () => {
    const { error } = read('x'.repeat(5_000_000))
    expect(error?.excerpt).toHaveLength(1000)
    const { error: lines } = read('line of text\n'.repeat(100_000))
    expect(lines?.excerpt).toHaveLength(1000)
  })

  test('T4: an empty body, and one with comments only', () => {
    expect(read('').error?.code).toBe('ERR_SSE_EMPTY_STREAM')
    expect(read(': ping\n\n: ping\n\n').error?.code).toBe('ERR_SSE_EMPTY_STREAM')
  })
})

describe('framing that servers get wrong', () => {
  test('S15: a blank line between the name and the data', () => {
    expect(read(`event: message\ndata:\n\n${data(a)}data: [DONE]\n\n`).items).toEqual([a])
  })

  test('S13: no blank line between chunks, nor before the error that follows them', () => {
    const lines = [a, a, end].map((payload) => `data: ${JSON.stringify(payload)}\n`).join('')
    const whole = { items: [a, a, end], error: undefined }
    expect(read(`${lines}\n`)).toEqual(whole)
    expect(read(lines)).toEqual(whole)
    expect(read(`${lines}data: [DONE]\n\n${data(a)}`)).toEqual(whole)
    const failed = read(`${lines}data: {"error":{"message":"no"}}\n\n`)
    expect(failed).toMatchObject({ items: [a, a, end], error: { message: 'no' } })
  })

  test('S13: the chunks of one event do not wait for the next one', async () => {
    const open = new ReadableStream<Uint8Array>({
      start: (controller) =>
        controller.enqueue(encode(`${data(a).trimEnd()}\n${data(end).trimEnd()}\n\n`)),
    })
    const items: ChatCompletionChunk[] = []
    for await (const item of decodeChatStream(open)) {
      items.push(item)
      if (items.length === 2) break
    }
    expect(items).toEqual([a, end])
  })

  test('S16: data before its event name', () => {
    const body = 'data: {"error":{"message":"no"}}\nevent: error\n\n'
    expect(read(body).error?.message).toBe('no')
  })

  test('S12: no blank line after [DONE], and none after the last chunk', () => {
    expect(read(`${data(a)}data: [DONE]`).error).toBeUndefined()
    expect(read(`${data(a)}data: ${JSON.stringify(end)}`)).toEqual({
      items: [a, end],
      error: undefined,
    })
    expect(read(`${data(end)}data: {"cho`).error).toMatchObject({ reason: 'cut-event' })
    // In the name of its first field, which is no sign of another kind of body.
    for (const body of ['d', 'dat', 'eve', 'i', 'retr']) {
      expect(read(body).error).toMatchObject({ code: 'ERR_SSE_TRUNCATED', reason: 'cut-event' })
    }
    for (const body of ['date', 'D', ' ']) {
      expect(read(body).error).toMatchObject({ code: 'ERR_SSE_NOT_EVENT_STREAM' })
    }
  })
})

describe('a body that is no event stream is read as it is, spaces behind colons included', () => {
  test('in the excerpt', () => {
    expect(read('not found: a: b\nreason:  none\n').error).toMatchObject({
      code: 'ERR_SSE_NOT_EVENT_STREAM',
      excerpt: 'not found: a: b\nreason:  none\n',
    })
  })

  test('in a completion', () => {
    const message = { role: 'assistant', content: null, annotations: ['a: b', 'c:  d'] }
    const completion = { id: 'x', choices: [{ index: 0, message, finish_reason: 'stop' }] }
    const { items } = read(JSON.stringify(completion, null, 2), {
      fromCompletion: chunkOfCompletion,
    })
    expect(items).toMatchObject([{ choices: [{ delta: message }] }])
  })
})

describe('a body that is no event stream, with a heartbeat behind it, is still that', () => {
  const beat = '\n\ndata: {}\n\ndata: [DONE]\n\n'

  test('a completion', () => {
    const message = { role: 'assistant', content: 'hi' }
    const completion = { id: 'x', choices: [{ index: 0, message, finish_reason: 'stop' }] }
    const { items, error } = read(JSON.stringify(completion) + beat, {
      fromCompletion: chunkOfCompletion,
    })
    expect(items).toMatchObject([{ choices: [{ delta: message }] }])
    expect(error).toBeUndefined()
  })

  test('an error over several lines', () => {
    const body = JSON.stringify({ error: { message: 'no' } }, null, 2) + beat
    expect(read(body).error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', message: 'no' })
  })
})

describe('an end of input inside an event is a truncation, before its data too', () => {
  test.each([
    'event: error',
    'error: {"mess',
    '{"error":{"mess',
    'dat',
    'ev',
    'id: 5',
    'id: 5\n',
    'event: x\n',
  ])('%j', (tail) => {
    const items = [a, end]
    const body = data(a) + data(end)
    expect(read(body)).toEqual({ items, error: undefined })
    expect(read(body + tail)).toMatchObject({
      items,
      error: { code: 'ERR_SSE_TRUNCATED', reason: 'cut-event' },
    })
    expect(read(`${body}data: [DONE]\n\n${tail}`)).toEqual({ items, error: undefined })
  })

  test.each([': PROCESS', ':', '\n', '\n\n', ': hi\n'])('but %j is of no event', (tail) => {
    expect(read(data(a) + data(end) + tail)).toEqual({ items: [a, end], error: undefined })
  })
})
