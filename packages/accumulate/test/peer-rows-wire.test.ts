// Where the official SDKs go wrong about the bytes of a chat stream, seen in the final object.

import {
  accumulateChat,
  accumulateChatResult,
  accumulateChatSync,
  chatUpdates,
  chatUpdatesSync,
  partialCompletion,
} from '@sse/accumulate'
import { decodeChatStream, decodeChatStreamSync } from '@sse/chat'
import { expect, test } from 'vitest'

const encoder = new TextEncoder()
const hi = '{"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}'
const stop = '{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}'

/** The first message of an event stream; each part is a string or bytes. */
function contentOf(...parts: readonly (string | Uint8Array)[]): string | null | undefined {
  const bytes = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part))
  const { choices } = accumulateChatSync(decodeChatStreamSync(bytes))
  return choices[0]?.message.content
}

function streamOf(text: string): ReturnType<typeof decodeChatStream> {
  return decodeChatStream([encoder.encode(text)])
}

test('P3.1-01: events of a name, of a time or of empty data alone are no chunks', () => {
  const between = 'event: ping\n\nretry: 3000\n\ndata:\n\ndata: \n\n'
  expect(contentOf(between, `data: ${hi}\n\n`, between, `data: ${stop}\n\n`, between)).toBe('Hi')
})

test('P3.1-02: ids and then a comment', () => {
  expect(contentOf(`id: 1\ndata: ${hi}\n\n`, ': ping\n\n', `data: ${stop}\n\n`)).toBe('Hi')
})

test('P3.1-03: a byte order mark first', () => {
  expect(contentOf(Uint8Array.of(0xef, 0xbb, 0xbf), `data: ${hi}\n\ndata: ${stop}\n\n`)).toBe('Hi')
})

test('P3.1-04: the end without a blank line', () => {
  expect(contentOf(`data: ${hi}\n\ndata: ${stop}`)).toBe('Hi')
})

test('P3.1-05: the end in the middle of JSON is a truncation, with what came', async () => {
  expect(await accumulateChatResult(streamOf(`data: ${hi}\n\ndata: {"cho`))).toMatchObject({
    outcome: 'truncated',
    value: { choices: [{ message: { content: 'Hi' } }] },
    error: { code: 'ERR_SSE_TRUNCATED', reason: 'cut-event' },
  })
})

test('P3.1-06: the end without an end marker is a truncation by every door, with what came', async () => {
  const text = `data: ${hi}\n\n`
  const truncated = { code: 'ERR_SSE_TRUNCATED', reason: 'no-end-marker' }
  expect(await accumulateChatResult(streamOf(text))).toMatchObject({
    outcome: 'truncated',
    value: { choices: [{ message: { content: 'Hi' } }] },
    error: truncated,
  })
  const iterate = async (): Promise<void> => {
    for await (const { type } of chatUpdates(streamOf(text))) expect(type).toBe('content.delta')
  }
  const doors = [
    accumulateChat(streamOf(text)),
    iterate(),
    (async () => contentOf(text))(),
    (async () => [...chatUpdatesSync(decodeChatStreamSync([encoder.encode(text)]))])(),
  ]
  for (const { status, ...rest } of await Promise.allSettled<unknown>(doors)) {
    expect(status).toBe('rejected')
    const { reason } = rest as { reason: unknown }
    expect(reason).toMatchObject(truncated)
    expect(partialCompletion(reason)?.choices[0]?.message.content).toBe('Hi')
  }
})

test.each(['<html>Bad gateway</html>', '{"id":"c","choices":[]}'])(
  'P3.1-07: what is no event stream is an error: %s',
  async (body) => {
    await expect(accumulateChat(streamOf(body))).rejects.toMatchObject({
      code: 'ERR_SSE_NOT_EVENT_STREAM',
      excerpt: expect.stringContaining(body),
    })
  },
)

test('P3.1-27: `[DONE]` with white space, and nothing after it; other text is no end', async () => {
  expect(contentOf(`data: ${hi}\n\ndata: [DONE] \n\ndata: ${stop}\n\n`)).toBe('Hi')
  await expect(
    accumulateChat(streamOf(`data: ${hi}\n\ndata: [DONE]xyz\n\n`)),
  ).rejects.toMatchObject({
    code: 'ERR_SSE_MALFORMED_PAYLOAD',
  })
})

test('P3.1-28: an error by its event’s name', async () => {
  const text = `data: ${hi}\n\nevent: error\ndata: {"message":"overloaded","code":529}\n\n`
  expect(await accumulateChatResult(streamOf(text))).toMatchObject({
    outcome: 'failed',
    evidence: 'ERR_SSE_UPSTREAM',
    value: { choices: [{ message: { content: 'Hi' } }] },
    error: { message: 'overloaded', upstreamCode: 529 },
  })
})

test('P3.1-35: a byte that is no UTF-8 is U+FFFD', () => {
  const [before, after] = `data: ${hi}\n\ndata: ${stop}\n\n`.split('Hi')
  expect(contentOf(before!, Uint8Array.of(0xff), after!)).toBe('\ufffd')
})

test('P3.1-36: a byte order mark later on is a part of its line', () => {
  const marked = `\ufeffdata: ${hi}\n\n`
  expect(contentOf(`data: ${hi}\n\n`, marked, `data: ${stop}\n\n`)).toBe('Hi')
})
