import { OpenAI, type OpenAIOptions } from '@sse/openai'
import { describe, expect, test } from 'vitest'
import { answering, clientOf, thrownBy, useServerThread } from './sync-server-thread.ts'

useServerThread()

const chunk = (content: string): string =>
  `data: {"id":"c","choices":[{"index":0,"delta":{"content":"${content}"},"finish_reason":null}]}\n\n`
const delta = (text: string, at: number): string =>
  `data: {"type":"response.output_text.delta","sequence_number":${at},"delta":"${text}"}\n\n`

// The first event has fewer bytes than the limit, the second one has more.
const LIMIT = 150
const long = 'x'.repeat(LIMIT)
const bodies = { chat: chunk('A') + chunk(long), responses: delta('A', 0) + delta(long, 1) }
const passed = { code: 'ERR_SSE_EVENT_TOO_LARGE', limit: LIMIT, delivered: 1 }
const large = JSON.stringify({ id: long })

/** What is an option of the client and what is one of the call. */
const places: readonly (readonly [string, object, object])[] = [
  ['the client', { maxEventSize: LIMIT }, {}],
  ['the call', { maxEventSize: 10 * LIMIT }, { maxEventSize: LIMIT }],
]

describe.each(places)('maxEventSize of %s', (_, ofClient, ofCall) => {
  const client = (body: string): OpenAI => {
    const fetch: OpenAIOptions['fetch'] = async () => new Response(body)
    return new OpenAI({ apiKey: '', fetch, ...ofClient })
  }
  const all = async (stream: AsyncIterable<unknown>): Promise<unknown> => {
    const read = stream[Symbol.asyncIterator]()
    while ((await read.next()).done !== true);
    throw new Error('it ended')
  }
  const chatParams = { model: 'm', messages: [], stream: true } as const
  const params = { model: 'm', stream: true } as const

  test('chat', async () => {
    const stream = await client(bodies.chat).chat.completions.create(chatParams, ofCall)
    await expect(all(stream)).rejects.toMatchObject(passed)
    expect(stream.snapshot.choices[0]?.message.content).toBe('A')
  })

  test('responses, made and retrieved', async () => {
    const { responses } = client(bodies.responses)
    for (const stream of [
      await responses.create(params, ofCall),
      await responses.retrieve('resp_1', { stream: true }, ofCall),
    ]) {
      await expect(all(stream)).rejects.toMatchObject(passed)
    }
  })

  test('the answer to cancel()', async () => {
    await expect(client(large).responses.cancel('resp_1', ofCall)).rejects.toMatchObject({
      code: 'ERR_SSE_BODY_TOO_LARGE',
      limit: LIMIT,
      status: 200,
    })
  })

  test('all of it, synchronously', () => {
    const of = (body: string) => clientOf({ headers: answering(body), ...ofClient })
    for (const open of [
      () => of(bodies.chat).chat.completions.create(chatParams, ofCall),
      () => of(bodies.responses).responses.create(params, ofCall),
      () => of(bodies.responses).responses.retrieve('resp_1', { stream: true }, ofCall),
    ]) {
      expect(thrownBy(() => [...(open() as Iterable<unknown>)])).toMatchObject(passed)
    }
    expect(thrownBy(() => of(large).responses.cancel('resp_1', ofCall))).toMatchObject({
      code: 'ERR_SSE_BODY_TOO_LARGE',
      limit: LIMIT,
    })
  })
})

test('what is no size is a RangeError, of a stream and of an answer', async () => {
  const client = new OpenAI({ apiKey: '', fetch: async () => new Response(''), maxEventSize: 0 })
  const create = client.responses.create({ model: 'm', stream: true })
  await expect(create).rejects.toThrow(RangeError)
  await expect(client.responses.cancel('resp_1')).rejects.toThrow(RangeError)
  const sync = clientOf({ maxEventSize: 0 })
  expect(thrownBy(() => sync.responses.create({ model: 'haiku', stream: true }))).toBeInstanceOf(
    RangeError,
  )
  expect(thrownBy(() => sync.responses.cancel('resp_1'))).toBeInstanceOf(RangeError)
})
