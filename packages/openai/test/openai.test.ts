import { inspect } from 'node:util'
import { type FixtureServer, startServer } from '@fixtures/server'
import { transcript, transcripts } from '@fixtures/sse'
import type { ChatCompletionChunk } from '@sse/chat'
import {
  type ChatCompletionStream,
  OpenAI,
  type OpenAIOptions,
  partialCompletion,
  type RequestOptions,
} from '@sse/openai'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'

let server: FixtureServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
afterEach(() => vi.unstubAllEnvs())

const clientOf = (more: OpenAIOptions = {}): OpenAI =>
  new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1`, ...more })

function ask(model: string, client: OpenAI = clientOf()): Promise<ChatCompletionStream> {
  return client.chat.completions.create({
    model,
    messages: [{ role: 'user', content: 'Hello!' }],
    stream: true,
  })
}

async function collect(stream: AsyncIterable<ChatCompletionChunk>): Promise<ChatCompletionChunk[]> {
  const chunks: ChatCompletionChunk[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}

const whole = transcripts.filter(({ end }) => end === 'completed')

describe('every transcript that is whole', () => {
  test.each(whole)(
    '$name: final() equals the recorded object, read first or not',
    async ({ name, final }) => {
      const unread = await ask(name)
      expect(await unread.final()).toEqual(final)
      expect(unread.outcome?.status).toBe('completed')

      const read = await ask(name)
      const chunks = await collect(read)
      expect(await read.final()).toEqual(final)
      expect(chunks.length).toBeGreaterThan(0)
      expect(await read.final()).toEqual(final)
    },
  )
})

describe('streams that are not whole', () => {
  test('cut off: final() rejects, and what had arrived is its partial', async () => {
    const { partial } = transcript('cut-off')
    const error = await (await ask('cut-off')).final().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(partialCompletion(error)).toEqual(partial)
  })

  test('an error in the stream comes after every chunk before it, with its partial', async () => {
    const { partial, events } = transcript('error-midstream')
    const stream = await ask('error-midstream')
    const chunks: ChatCompletionChunk[] = []
    const error = await (async () => {
      for await (const chunk of stream) chunks.push(chunk)
    })().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM' })
    expect(chunks).toHaveLength(events - 1)
    expect(partialCompletion(error)).toEqual(partial)
    await expect(stream.final()).rejects.toBe(error)
    expect(stream.outcome).toEqual({ status: 'failed', error })
  })

  test('a connection that breaks is APIConnectionError, with its partial', async () => {
    const stream = await clientOf({
      headers: { 'x-fixture-reset-after': '5' },
    }).chat.completions.create({
      model: 'story',
      messages: [],
      stream: true,
    })
    const error = await stream.final().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION' })
    const text = partialCompletion(error)?.choices[0]?.message.content ?? ''
    const { final } = transcript('story') as unknown as {
      final: { choices: { message: { content: string } }[] }
    }
    expect(text.length).toBeGreaterThan(3)
    expect(final.choices[0]?.message.content.startsWith(text)).toBe(true)
  })

  test('closed before its end: final() rejects, in words that say so', async () => {
    const stream = await ask('story')
    for await (const _ of stream) break
    const error = await stream.final().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_SSE_ABORTED' })
    expect(partialCompletion(error)).toEqual(stream.snapshot)
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'close' })
    expect(stream.snapshot.choices[0]?.finish_reason).toBeNull()
  })
})

describe('final() while a loop is open', () => {
  test('the loop still gets every chunk', async () => {
    const stream = await ask('story')
    const seen: ChatCompletionChunk[] = []
    let final: unknown
    for await (const chunk of stream) {
      seen.push(chunk)
      if (seen.length === 3) final = await stream.final()
    }
    expect(final).toEqual(transcript('story').final)
    expect(seen).toHaveLength(transcript('story').events - 1)
  })

  test('at the same time', async () => {
    const stream = await ask('joke')
    const [chunks, final] = await Promise.all([collect(stream), stream.final()])
    expect(final).toEqual(transcript('joke').final)
    expect(chunks).toHaveLength(transcript('joke').events - 1)
  })

  test('an error that final() meets is thrown to the loop as well, behind the chunks before it', async () => {
    const stream = await ask('cut-off')
    const seen: ChatCompletionChunk[] = []
    let early: unknown
    const late = await (async () => {
      for await (const chunk of stream) {
        seen.push(chunk)
        early ??= await stream.final().catch((thrown: unknown) => thrown)
      }
    })().catch((thrown: unknown) => thrown)
    expect(early).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(late).toBe(early)
    expect(seen).toHaveLength(transcript('cut-off').events)
  })
})

describe('bytes that are not as they should be', () => {
  const streamOf = async (...texts: string[]): Promise<ChatCompletionStream> =>
    ask('any', clientOf({ fetch: async () => new Response(texts.join('')) }))
  const chunk = (content: string, finish: string | null = null): string =>
    JSON.stringify({
      id: 'c',
      created: 1,
      model: 'm',
      choices: [{ index: 0, delta: { content }, finish_reason: finish }],
    })

  test('two payloads in one event are both in the completion', async () => {
    const stream = await streamOf(`data: ${chunk('A')}\ndata: ${chunk('B', 'stop')}\n\n`)
    expect((await stream.final()).choices[0]?.message.content).toBe('AB')
  })

  test('a whole last event without its blank line is in the completion', async () => {
    const stream = await streamOf(`data: ${chunk('A')}\n\ndata: ${chunk('B', 'stop')}`)
    expect((await stream.final()).choices[0]?.message.content).toBe('AB')
  })

  test('an error that was sent as a field name is one', async () => {
    const stream = await streamOf(`data: ${chunk('A')}\n\nerror: {"message":"boom"}\n\n`)
    const error = await stream.final().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', message: 'boom' })
    expect(partialCompletion(error)?.choices[0]?.message.content).toBe('A')
  })

  test('a loop that is opened when final() has read is refused: chunks would be missing from it', async () => {
    const stream = await streamOf(`data: ${chunk('A')}\n\ndata: ${chunk('B', 'stop')}\n\n`)
    await stream.final()
    expect(() => stream[Symbol.asyncIterator]()).toThrow(/once/)
  })
})

describe('requests', () => {
  test('the body is what was asked for, with extraBody, and the headers are in order', async () => {
    const client = clientOf({ headers: { 'X-Mine': 'client', Authorization: 'Custom token' } })
    const params = {
      model: 'joke',
      messages: [{ role: 'user' as const, content: 'Hi' }],
      stream: true as const,
    }
    const stream = await client.chat.completions.create(params, {
      headers: { 'x-mine': 'call' },
      extraBody: { provider: { order: ['a'] } },
    })
    await stream.final()
    const request = server.requests.at(-1)
    expect(request?.body).toEqual({ ...params, provider: { order: ['a'] } })
    expect(request?.headers).toMatchObject({
      accept: 'text/event-stream',
      authorization: 'Custom token',
      'content-type': 'application/json',
      'x-mine': 'call',
    })
  })

  test('key and address come from the environment', async () => {
    vi.stubEnv('OPENAI_API_KEY', ' sk-env ')
    vi.stubEnv('OPENAI_BASE_URL', `${server.url}/v1/`)
    await (await ask('joke', new OpenAI())).final()
    expect(server.requests.at(-1)).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: 'Bearer sk-env' },
    })
  })

  test('an empty key sends no authorization', async () => {
    await (await ask('joke', clientOf({ apiKey: '' }))).final()
    expect(server.requests.at(-1)?.headers).not.toHaveProperty('authorization')
  })

  test('no key at all is a TypeError that says what to do', () => {
    vi.stubEnv('OPENAI_API_KEY', undefined)
    expect(() => new OpenAI()).toThrow(/OPENAI_API_KEY/)
    expect(() => clientOf({ baseURL: 'localhost:8080' })).toThrow(/baseURL/)
  })

  test('a request that does not stream is a TypeError, and is not sent', async () => {
    const before = server.requests.length
    await expect(
      clientOf().chat.completions.create({ model: 'joke', messages: [] } as never),
    ).rejects.toThrow(/stream: true/)
    expect(server.requests).toHaveLength(before)
  })

  test('a refused request is an APIStatusError with the request ID of the server', async () => {
    const refused = clientOf({ headers: { 'x-fixture-status': '429' } })
    const error = await ask('joke', refused).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      name: 'RateLimitError',
      status: 429,
      requestId: server.requests.at(-1)?.requestId,
    })
  })

  test('what a call says of retries and deadlines wins over what the client says', async () => {
    const headers = { 'x-fixture-status': '500' }
    const client = clientOf({ headers, maxRetries: 1, retry: () => 1 })
    const params = { model: 'joke', messages: [], stream: true as const }
    const sent = async (options: RequestOptions): Promise<number> => {
      const before = server.requests.length
      await expect(client.chat.completions.create(params, options)).rejects.toMatchObject({
        status: 500,
      })
      return server.requests.length - before
    }
    expect(await sent({})).toBe(2)
    expect(await sent({ maxRetries: 0 })).toBe(1)
    expect(await sent({ maxRetries: 3 })).toBe(4)
    expect(await sent({ retry: () => false })).toBe(1)
    await expect(
      client.chat.completions.create(params, { deadlines: { total: -1 } }),
    ).rejects.toThrow(RangeError)
  })

  test('branches of a stream have a completion of their own each', async () => {
    const [left, right] = (await ask('joke')).tee()
    const [chunks, final] = await Promise.all([collect(left), right.final()])
    expect(chunks).toHaveLength(transcript('joke').events - 1)
    expect(final).toEqual(transcript('joke').final)
    expect(await left.final()).toEqual(final)
  })

  test('neither a client, nor a stream, nor an error shows the key', async () => {
    const client = clientOf({ apiKey: 'sk-secret' })
    const stream = await ask('cut-off', client)
    const broken = await ask('joke', clientOf({ apiKey: 'sk-secret\n' })).catch(
      (thrown: unknown) => thrown,
    )
    expect(broken).toMatchObject({ message: expect.stringMatching(/authorization/) })
    const error = await stream.final().catch((thrown: unknown) => thrown)
    const refused = await ask(
      'joke',
      clientOf({ apiKey: 'sk-secret', headers: { 'x-fixture-status': '401' } }),
    ).catch((thrown: unknown) => thrown)
    for (const each of [client, stream, error, refused, broken]) {
      expect(inspect(each, { depth: 10, showHidden: true })).not.toContain('sk-secret')
      expect(JSON.stringify(each) ?? '').not.toContain('sk-secret')
    }
  })
})
