import {
  decodeResponsesStream,
  decodeResponsesStreamSync,
  type ResponseStreamEvent,
} from '@sse/responses'
import { describe, expect, test } from 'vitest'

const encode = (text: string) => new TextEncoder().encode(text)
const event = (payload: { readonly type: string }) =>
  `event: ${payload.type}\ndata: ${JSON.stringify(payload)}\n\n`

const delta = { type: 'response.output_text.delta', sequence_number: 1, delta: 'Hi' }
const last = { type: 'response.completed', sequence_number: 2, response: { output: [] } }

function read(body: string) {
  const items: ResponseStreamEvent[] = []
  try {
    for (const item of decodeResponsesStreamSync([encode(body)])) items.push(item)
  } catch (error) {
    return { items, error: error as Error & { code: string } }
  }
  return { items, error: undefined }
}

describe('the doors', () => {
  const body = event(delta) + event(last)

  test('async, in batches, by callback and sync give the same', async () => {
    const expected = [delta, last]
    const source = () => [encode(body)]
    const one: ResponseStreamEvent[] = []
    for await (const item of decodeResponsesStream(source())) one.push(item)
    const batches: ResponseStreamEvent[] = []
    for await (const batch of decodeResponsesStream(source()).batches()) batches.push(...batch)
    const each: ResponseStreamEvent[] = []
    await decodeResponsesStream(source()).each((item) => each.push(item))
    expect([one, batches, each]).toEqual([expected, expected, expected])
    expect([...decodeResponsesStreamSync(source())]).toEqual(expected)
  })

  test('T9: the terminal event ends the stream although the connection stays open', async () => {
    let cancelled = 0
    const open = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encode(body)),
      cancel: () => void cancelled++,
    })
    const items: ResponseStreamEvent[] = []
    for await (const item of decodeResponsesStream(open)) items.push(item)
    expect(items).toEqual([delta, last])
    expect(cancelled).toBe(1)
  })

  test('options go to the parser and to the decoder', () => {
    const seen: string[] = []
    const options = {
      onComment: (comment: string) => seen.push(comment),
      onAnomaly: ({ code }: { code: string }) => seen.push(code),
    }
    const chunks = [encode(`: hi\n\ndata: null\n\n${body}`)]
    expect([...decodeResponsesStreamSync(chunks, options)]).toEqual([delta, last])
    expect(seen).toEqual(['hi', 'heartbeat-data'])
  })
})

describe('framing that servers get wrong', () => {
  test('S16: data before its event name; S17: no event name', () => {
    const swapped = `data: ${JSON.stringify(delta)}\nevent: ${delta.type}\n\n`
    const bare = `data: ${JSON.stringify(last)}\n\n`
    expect(read(swapped + bare)).toEqual({ items: [delta, last], error: undefined })
  })

  test('S13: no blank line between events', () => {
    const lines = [delta, delta, last].map((payload) => `data: ${JSON.stringify(payload)}\n`)
    const whole = { items: [delta, delta, last], error: undefined }
    expect(read(`${lines.join('')}\n`)).toEqual(whole)
    expect(read(lines.join(''))).toEqual(whole)
  })

  test('S10: [DONE] after the terminal event', () => {
    expect(read(`${event(last)}data: [DONE]\n\n`)).toEqual({ items: [last], error: undefined })
  })

  // T7, R9: a relay writes it although its upstream was cut off.
  test('[DONE] instead of the terminal event ends a response, and makes it no whole one', () => {
    const { items, error } = read(`${event(delta)}data: [DONE]\n\n${event(last)}`)
    expect(items).toEqual([delta])
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED', reason: 'no-end-marker' })
  })

  test('S19, S20: errors on lines that are no fields', () => {
    for (const line of ['error: {"message":"no"}\n', '{"error": {"message": "no"}}\n']) {
      const { items, error } = read(event(delta) + line + event(last))
      expect(items).toEqual([delta])
      expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', message: 'no' })
    }
  })

  test('T1, T5: no event stream', () => {
    expect(read('<html>').error).toMatchObject({
      code: 'ERR_SSE_NOT_EVENT_STREAM',
      excerpt: '<html>\n',
    })
    expect(read('{"error":{"message":"no key"}}').error).toMatchObject({ message: 'no key' })
  })
})
