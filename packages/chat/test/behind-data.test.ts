/** Lines that are no fields, and mean something, behind data of their block: the block's event comes first. */
import {
  type ChatCompletionChunk,
  ChatDecoder,
  type ChatDecoderOptions,
  decodeChatStreamSync,
} from '@sse/chat'
import { describe, expect, test } from 'vitest'
import { decodeCut } from './decode-cut.ts'

const a = { choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }] }
const b = { choices: [{ index: 0, delta: { content: 'b' }, finish_reason: 'stop' }] }
const data = (payload: object) => `data: ${JSON.stringify(payload)}\n`

/** What a body gives: the same however it is cut. */
function read(body: string, options: ChatDecoderOptions = {}) {
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

test('the stream is not complete while such a line waits for its event', () => {
  const decoder = new ChatDecoder()
  const event = { event: undefined, id: undefined, retry: undefined, lastEventId: '' }
  decoder.decode({ ...event, data: JSON.stringify(b) })
  expect(decoder.complete).toBe(true)
  decoder.unknownField('error', '{"message":"no"}', {
    text: 'error: {"message":"no"}',
    behindData: true,
  })
  expect([decoder.done, decoder.complete]).toEqual([false, false])
  expect(decoder.decode({ ...event, data: JSON.stringify(a) })).toEqual(a)
  expect([decoder.done, decoder.complete]).toEqual([true, false])
  expect(() => decoder.finish()).toThrow('no')
})
