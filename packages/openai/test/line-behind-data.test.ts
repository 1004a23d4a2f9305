/** A line that ends the stream right behind data, without a blank line, on a connection that stays open. */
import { OpenAI, partialCompletion } from '@sse/openai'
import { describe, expect, test } from 'vitest'

const chunk = { choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }] }
const params = { model: 'm', messages: [], stream: true } as const

function open(line: string) {
  let cancelled = 0
  const body = new ReadableStream<Uint8Array>({
    start: (controller) =>
      controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n${line}\n`)),
    cancel: () => void cancelled++,
  })
  const client = new OpenAI({
    apiKey: 'k',
    maxRetries: 0,
    fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
  })
  return { stream: client.chat.completions.create(params), cancelled: () => cancelled }
}

describe('an error', () => {
  const line = 'error: {"message":"no"}'

  test('comes after the chunk, and leaves nothing open', async () => {
    const { stream, cancelled } = open(line)
    const items: unknown[] = []
    const reading = (async () => {
      for await (const item of await stream) items.push(item)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'ERR_SSE_UPSTREAM', message: 'no' })
    expect([items, cancelled()]).toEqual([[chunk], 1])
  })

  test('has the chunk with it', async () => {
    const error: unknown = await (
      await open(line).stream
    )
      .final()
      .catch((reason: unknown) => reason)
    expect(partialCompletion(error)?.choices[0]?.message.content).toBe('a')
  })

  test('comes after the event that the data is, and in both branches', async () => {
    const seen: unknown[] = []
    const { events } = await open(line).stream
    await expect(
      (async () => {
        for await (const { data } of events) seen.push(data)
      })(),
    ).rejects.toThrow('no')
    expect(seen).toEqual([JSON.stringify(chunk)])
    for (const branch of (await open(line).stream).tee()) {
      // eslint-disable-next-line no-await-in-loop
      await expect(branch.final()).rejects.toThrow('no')
    }
  })
})

test('a bare [DONE] ends it', async () => {
  const { stream, cancelled } = open('[DONE]')
  expect((await (await stream).final()).choices[0]?.message.content).toBe('a')
  expect((await stream).outcome).toMatchObject({ status: 'completed', evidence: 'done-sentinel' })
  await expect.poll(cancelled).toBe(1)
})

test('what is too large behind the end of a stream fails nothing', async () => {
  const text = `data: ${JSON.stringify(chunk)}\n[DONE]\n\ndata: ${'x'.repeat(500)}\n\n`
  const client = new OpenAI({
    apiKey: 'k',
    maxRetries: 0,
    maxEventSize: 300,
    fetch: async () => new Response(text, { headers: { 'content-type': 'text/event-stream' } }),
  })
  const stream = await client.chat.completions.create(params)
  expect((await stream.final()).choices[0]?.message.content).toBe('a')
  expect(stream.outcome).toMatchObject({ status: 'completed', evidence: 'done-sentinel' })
})

test.each(['error: {"mess', '{"error":{"mess', 'event: error'])(
  'a line that the end cuts off is a truncation: %s',
  async (line) => {
    const stop = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
    for (const blank of ['\n', '']) {
      const text = `data: ${JSON.stringify(stop)}\n${blank}${line}`
      const client = new OpenAI({
        apiKey: 'k',
        maxRetries: 0,
        fetch: async () => new Response(text, { headers: { 'content-type': 'text/event-stream' } }),
      })
      // eslint-disable-next-line no-await-in-loop
      const stream = await client.chat.completions.create(params)
      // eslint-disable-next-line no-await-in-loop
      const error = await stream.final().catch((reason: unknown) => reason)
      // With that name the chunk is part of an error.
      const code =
        line.startsWith('event') && blank === '' ? 'ERR_SSE_UPSTREAM' : 'ERR_SSE_TRUNCATED'
      expect(error).toMatchObject({ code })
    }
  },
)
