import { OpenAI } from '@sse/openai'
import * as items from '@sse/openai/items'
import type { Stream } from '@sse/client'
import { describe, expect, test } from 'vitest'
import { clientOf, thrownBy, url, useServerThread } from './sync-server-thread.ts'

useServerThread()

const chat = { model: 'joke', messages: [], stream: true } as const
const response = { model: 'river', stream: true } as const

describe.each([
  ['@sse/openai', OpenAI],
  ['@sse/openai/items', items.OpenAI],
])('isContent of a call of %s', (_, Client) => {
  const client = () => new Client({ apiKey: '', baseURL: `${url}/v1`, maxRetries: 0 })
  const firstContentOf = async (stream: Stream<unknown>): Promise<number | undefined> => {
    const read = stream[Symbol.asyncIterator]()
    while ((await read.next()).done !== true);
    return stream.timing.firstContent
  }

  test('says what is content; without it each API has its own', async () => {
    const { chat: api, responses } = client()
    const isContent = () => false
    expect(await firstContentOf(await api.completions.create(chat, { isContent }))).toBeUndefined()
    expect(await firstContentOf(await api.completions.create(chat))).toBeGreaterThan(0)
    expect(await firstContentOf(await responses.create(response, { isContent }))).toBeUndefined()
    expect(await firstContentOf(await responses.create(response))).toBeGreaterThan(0)
  })

  test('is told each item, in order', async () => {
    const told: unknown[] = []
    const stream = await client().responses.create(response, {
      isContent: (event) => told.push(event) === 3,
    })
    const read: unknown[] = []
    for await (const event of stream) read.push(event)
    expect(read.length).toBeGreaterThan(10)
    expect(told).toEqual(read)
    expect(stream.timing.firstContent).toBeGreaterThan(0)
  })
})

test('synchronously it is the deadlines that show it', () => {
  // Nothing is content: the deadline of the first one passes although events come, up to the stall.
  const isContent = () => false
  const client = clientOf({
    headers: { 'x-fixture-fault': JSON.stringify({ fault: 'stall', at: { event: 12 } }) },
    // `total` so that it fails, and does not hang, when the other one is not obeyed.
    deadlines: { firstContent: 80, total: 10_000 },
  })
  for (const open of [
    () => client.chat.completions.create(chat, { isContent }),
    () => client.responses.create(response, { isContent }),
  ]) {
    const error = thrownBy(() => [...(open() as Iterable<unknown>)])
    expect(error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind: 'firstContent' })
  }
})
