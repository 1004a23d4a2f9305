/** Lines that are no fields, and mean something, behind data of their block: the block's event comes first. */
import {
  type ChatCompletionChunk,
  ChatDecoder,
  decodeChatStream,
  type DecodeChatStreamOptions,
  decodeChatStreamSync,
} from '@sse/chat'
import { describe, expect, test } from 'vitest'
import { decodeCut } from './decode-cut.ts'

const a = { choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }] }
const b = { choices: [{ index: 0, delta: { content: 'b' }, finish_reason: 'stop' }] }
const data = (payload: object) => `data: ${JSON.stringify(payload)}\n`

/** What a body gives: the same however it is cut. */
function read(body: string, options: DecodeChatStreamOptions = {}) {
  return decodeCut(body, (chunks) => {
    const items: ChatCompletionChunk[] = []
    const codes: string[] = []
    const onAnomaly = ({ code }: { code: string }) => void codes.push(code)
    let end = 'completed'
    try {
      for (const item of decodeChatStreamSync(chunks, { onAnomaly, ...options })) items.push(item)
    } catch (error) {
      const { code, message } = error as Error & { code: string }
      end = code === 'ERR_SSE_UPSTREAM' ? message : code
    }
    return { items, end, codes }
  })
}

const lines = [
  ['error as a field', 'error: {"message":"no"}\n'],
  ['a bare line of JSON', '{"error":{"message":"no"}}\n'],
] as const

describe.each(lines)('%s', (_, line) => {
  test('behind the chunk of its event comes after it', () => {
    expect(read(`${data(a)}\n${data(b)}${line}\n`)).toEqual({ items: [a, b], end: 'no', codes: [] })
  })

  test('behind [DONE] is behind the end', () => {
    expect(read(`${data(a)}\ndata: [DONE]\n${line}\n`)).toMatchObject({
      items: [a],
      end: 'completed',
    })
  })

  test('in front of data comes before it', () => {
    expect(read(`${data(a)}\n${line}${data(b)}\n`)).toEqual({ items: [a], end: 'no', codes: [] })
  })

  test('behind two chunks in one event comes after both', () => {
    expect(read(`${data(a)}${data(b)}${line}\n`)).toMatchObject({ items: [a, b], end: 'no' })
  })

  test('in the last event, which nothing ends, comes after its chunk', () => {
    expect(read(`${data(a)}\n${data(b)}${line}`)).toMatchObject({ items: [a, b], end: 'no' })
    expect(read(`${data(a)}\n${data(b)}${line.trim()}`)).toMatchObject({ items: [a, b], end: 'no' })
  })

  test('behind a chunk that it cut off is what the stream ends with', () => {
    expect(read(`${data(a)}\ndata: {"choi\n${line}\n`)).toEqual({
      items: [a],
      end: 'no',
      codes: [],
    })
    expect(read(`${data(a)}\ndata: {"choi\n${line}`)).toEqual({ items: [a], end: 'no', codes: [] })
  })

  test('the first of two is it', () => {
    expect(read(`${data(a)}${line}{"error":{"message":"second"}}\n\n`).end).toBe('no')
  })
})

test('a bare [DONE] behind the chunk of its event ends the stream after it', () => {
  const done = { items: [a], end: 'completed', codes: ['bare-done'] }
  expect(read(`${data(a)}[DONE]\n\n${data(b)}\n`)).toEqual(done)
  expect(read(`${data(a)}[DONE]\n`)).toMatchObject({ items: [a], end: 'completed' })
})

test('a strict stream ends with a deviation behind data after the event of the data', () => {
  for (const line of ['odd: 1\n', '[DONE]\n']) {
    expect(read(`${data(a)}${line}\n`, { strict: true })).toMatchObject({
      items: [a],
      end: 'ERR_SSE_ANOMALY',
    })
  }
})

test('a caller that does not say where the line stands has it count at once', () => {
  const decoder = new ChatDecoder()
  decoder.unknownField('error', '{"message":"no"}')
  expect(decoder.done).toBe(true)
  expect(() => decoder.finish()).toThrow('no')
})

describe('a caller with a parser of its own', () => {
  const event = { event: undefined, id: undefined, retry: undefined, lastEventId: '' }
  const text = 'error: {"message":"no"}'
  const first = { ...event, data: JSON.stringify(b) }

  test('reads what the data in front of the line is', () => {
    const decoder = new ChatDecoder()
    decoder.unknownField('error', '{"message":"no"}', { text, event: first })
    expect([decoder.done, decoder.complete]).toEqual([true, false])
    expect(decoder.read()).toEqual(b)
    expect(decoder.read()).toBeUndefined()
    expect(decoder.complete).toBe(false)
    expect(() => decoder.finish()).toThrow('no')
  })

  test('may decode the event of the block instead: it is not lost, and not there twice', () => {
    const decoder = new ChatDecoder()
    decoder.unknownField('error', '{"message":"no"}', { text, event: first })
    const rest = JSON.stringify(a)
    expect(decoder.decode({ ...event, data: `${first.data}\n${rest}` })).toEqual(b)
    expect(decoder.trailing.map((late) => late.data)).toEqual([rest])
    expect(decoder.read()).toBeUndefined()
    expect(() => decoder.finish()).toThrow('no')
  })

  test('has nothing behind the end where nothing was', () => {
    const decoder = new ChatDecoder()
    decoder.unknownField('error', '{"message":"no"}', { text, event: first })
    expect(decoder.decode(first)).toEqual(b)
    expect(decoder.trailing).toEqual([])
  })

  test('is told when it reads neither', () => {
    const decoder = new ChatDecoder()
    decoder.unknownField('error', '{"message":"no"}', { text, event: first })
    expect(() => decoder.finish()).toThrow('Not all payloads of an event were read')
  })
})

describe('behind data of an event that goes on', () => {
  test.each([...lines.map(([, line]) => line), '[DONE]\n'])('%j ends the stream there', (line) => {
    const [items, end] = [[a], line.startsWith('[') ? 'completed' : 'no']
    for (const rest of [data(b), 'data: [DONE]\n', `data: ${JSON.stringify({ usage: {} })}\n`]) {
      expect(read(`${data(a)}${line}${rest}\n`)).toMatchObject({ items, end })
    }
    expect(read(`${data(a)}\ndata:\n${line}data: [DONE]\n\n`)).toMatchObject({ items, end })
  })
})

test.each([...lines.map(([, line]) => line), '[DONE]\n'])(
  '%j behind data ends a stream that stays open',
  async (line) => {
    let cancelled = 0
    const open = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(`${data(a)}${line}`)),
      cancel: () => void cancelled++,
    })
    const items: ChatCompletionChunk[] = []
    const reading = decodeChatStream(open).each((item) => items.push(item))
    if (line.startsWith('[')) await reading
    else await expect(reading).rejects.toThrow('no')
    expect([items, cancelled]).toEqual([[a], 1])
  },
)

describe('what is too large behind such a line fails nothing', () => {
  const big = `data: ${'x'.repeat(500)}\n\n`

  test('an error', () => {
    const options = { maxEventSize: 200 }
    const end = { items: [a], end: 'no' }
    expect(read(`${data(a)}error: {"message":"no"}\n${big}`, options)).toMatchObject(end)
    expect(read(`${data(a)}\n{"error":{"message":"no"}}\n\n${big}`, options)).toMatchObject(end)
  })

  test('a bare [DONE]', () => {
    const options = { maxEventSize: 200 }
    expect(read(`${data(b)}\n[DONE]\n\n${big}`, options)).toMatchObject({
      items: [b],
      end: 'completed',
    })
  })
})

test.each(['error: {"message":"over', '{"error":{"mess', '[DON'])(
  '%s, cut off behind data, is a truncation behind its event',
  (line) => {
    expect(read(`${data(b)}\n${line}`)).toMatchObject({ items: [b], end: 'ERR_SSE_TRUNCATED' })
    expect(read(`${data(b)}${line}`)).toMatchObject({ items: [b], end: 'ERR_SSE_TRUNCATED' })
    expect(read(`${data(a)}\n${data(b)}${line}`)).toMatchObject({
      items: [a, b],
      end: 'ERR_SSE_TRUNCATED',
    })
  },
)
