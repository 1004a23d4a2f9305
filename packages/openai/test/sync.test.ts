import { inspect } from 'node:util'
import { transcript, transcripts } from '@fixtures/sse'
import { type ChatCompletionChunk, decodeChatStreamSync } from '@sse/chat'
import {
  type ChatCompletionStreamSync,
  OpenAI,
  partialCompletion,
  RateLimitError,
} from '@sse/openai/sync'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { clientOf, lastRequest, thrownBy, url, useServerThread } from './sync-server-thread.ts'

useServerThread()
afterEach(() => vi.unstubAllEnvs())

function ask(model: string, client: OpenAI = clientOf()): ChatCompletionStreamSync {
  return client.chat.completions.create({
    model,
    messages: [{ role: 'user', content: 'Hello!' }],
    stream: true,
  })
}

const chunksOf = (name: string): ChatCompletionChunk[] => [
  ...decodeChatStreamSync([transcript(name).bytes]),
]

describe('every transcript that is whole', () => {
  test.each(transcripts.filter(({ end }) => end === 'completed'))(
    '$name: the chunks are its own, and final() is the recorded object, read first or not',
    ({ name, final }) => {
      const unread = ask(name)
      expect(unread.final()).toEqual(final)
      expect(unread.outcome?.status).toBe('completed')

      const read = ask(name)
      expect([...read]).toEqual(chunksOf(name))
      expect(read.final()).toEqual(final)
      expect(read.snapshot).toEqual(final)
    },
  )
})

describe('other ways to read', () => {
  const { content } = (
    transcript('story').final as unknown as { choices: { message: { content: string } }[] }
  ).choices[0]!.message

  test('text() gives the pieces of the text', () => {
    const pieces = [...ask('story').text()]
    expect(pieces.join('')).toBe(content)
    expect(pieces.length).toBeGreaterThan(10)
    expect(pieces).not.toContain('')
  })

  test('text() is of the first choice', () => {
    const { choices } = transcript('two-choices').final as unknown as {
      choices: { index: number; message: { content: string } }[]
    }
    const first = choices.find(({ index }) => index === 0)?.message.content
    expect([...ask('two-choices').text()].join('')).toBe(first)
  })

  test('leaving text() closes the stream', () => {
    const stream = ask('story')
    for (const _ of stream.text()) break
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'close' })
  })

  test('updates() gives what each chunk changed, up to the end', () => {
    let text = ''
    const kinds = new Set<string>()
    for (const update of ask('story').updates()) {
      kinds.add(update.type)
      if (update.type === 'content.delta') text += update.delta
    }
    expect(text).toBe(content)
    expect(kinds).toContain('choice.done')
  })

  test('the snapshot grows with the loop', () => {
    const stream = ask('story')
    let text = ''
    for (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      expect(stream.snapshot.choices[0]?.message.content ?? '').toBe(text)
    }
    expect(text).toBe(content)
  })
})

describe('final() while a loop is open', () => {
  test('the loop still gets every chunk', () => {
    const stream = ask('story')
    const seen: ChatCompletionChunk[] = []
    let final: unknown
    for (const chunk of stream) {
      seen.push(chunk)
      if (seen.length === 3) final = stream.final()
    }
    expect(final).toEqual(transcript('story').final)
    expect(seen).toEqual(chunksOf('story'))
  })

  test('an error that it meets is thrown to the loop as well, behind the chunks before it', () => {
    const stream = ask('cut-off')
    const seen: ChatCompletionChunk[] = []
    let early: unknown
    const late = thrownBy(() => {
      for (const chunk of stream) {
        seen.push(chunk)
        early ??= thrownBy(() => stream.final())
      }
    })
    expect(early).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(late).toBe(early)
    expect(seen).toHaveLength(transcript('cut-off').events)
  })

  test('a loop that is opened behind it is refused: chunks would be missing from it', () => {
    const stream = ask('joke')
    stream.final()
    expect(() => stream[Symbol.iterator]()).toThrow(/once/)
  })
})

describe('streams that are not whole', () => {
  test('cut off: final() throws, and what had arrived is its partial', () => {
    const error = thrownBy(() => ask('cut-off').final())
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(partialCompletion(error)).toEqual(transcript('cut-off').partial)
  })

  test('an error in the stream comes after every chunk before it, with its partial', () => {
    const { partial, events } = transcript('error-midstream')
    const stream = ask('error-midstream')
    let chunks = 0
    const error = thrownBy(() => {
      for (const chunk of stream) chunks += Math.min(1, chunk.choices.length + 1)
    })
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', delivered: events - 1 })
    expect(chunks).toBe(events - 1)
    expect(partialCompletion(error)).toEqual(partial)
    expect(thrownBy(() => stream.final())).toBe(error)
    expect(stream.outcome).toEqual({ status: 'failed', error })
  })

  test('a connection that breaks is APIConnectionError, with its partial', () => {
    const headers = { 'x-fixture-reset-after': '5' }
    const error = thrownBy(() => ask('story', clientOf({ headers })).final())
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION' })
    const text = partialCompletion(error)?.choices[0]?.message.content ?? ''
    const sent = chunksOf('story').slice(0, 5)
    expect(text).toBe(sent.map(({ choices }) => choices[0]?.delta.content ?? '').join(''))
  })

  test('closed before its end: final() throws, and the server has seen it', async () => {
    const client = clientOf({ headers: { 'x-fixture-pace': '20' } })
    const stream = ask('count', client)
    for (const _ of stream) break
    const error = thrownBy(() => stream.final())
    expect(error).toMatchObject({ code: 'ERR_SSE_ABORTED' })
    expect(partialCompletion(error)).toEqual(stream.snapshot)
    await vi.waitUntil(async () => (await lastRequest()).aborted, { timeout: 5000 })
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
    const stream = client.chat.completions.create(params, {
      headers: { 'x-mine': 'call' },
      extraBody: { provider: { order: ['a'] } },
    })
    expect(stream.requestId).toBe((await lastRequest()).requestId)
    stream.final()
    const request = await lastRequest()
    expect(request.path).toBe('/v1/chat/completions')
    expect(request.body).toEqual({ ...params, provider: { order: ['a'] } })
    expect(request.headers).toMatchObject({
      accept: 'text/event-stream',
      authorization: 'Custom token',
      'content-type': 'application/json',
      'x-mine': 'call',
    })
  })

  test('key and address come from the environment', async () => {
    vi.stubEnv('OPENAI_API_KEY', ' sk-env ')
    vi.stubEnv('OPENAI_BASE_URL', `${url}/v1/`)
    ask('joke', new OpenAI()).final()
    expect(await lastRequest()).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: 'Bearer sk-env' },
    })
  })

  test('an empty key sends no authorization', async () => {
    ask('joke', clientOf({ apiKey: '' })).final()
    expect((await lastRequest()).headers).not.toHaveProperty('authorization')
  })

  test('no key, no address, no `stream` and a `fetch` are TypeErrors that say what to do', () => {
    vi.stubEnv('OPENAI_API_KEY', undefined)
    expect(() => new OpenAI()).toThrow(/OPENAI_API_KEY/)
    expect(() => clientOf({ baseURL: 'localhost:8080' })).toThrow(/baseURL/)
    const { completions } = clientOf().chat
    expect(() => completions.create({ model: 'joke', messages: [] } as never)).toThrow(
      /stream: true/,
    )
    expect(() => clientOf({ fetch } as never)).toThrow(/`fetch`/)
  })

  test('the deadlines of a call go before those of the client, one by one', () => {
    const client = clientOf({ deadlines: { firstContent: 60_000, total: 50_000 } })
    const error = thrownBy(() =>
      client.chat.completions
        .create(
          { model: 'story', messages: [], stream: true },
          { deadlines: { firstContent: 50 }, headers: { 'x-fixture-pace': '5000' } },
        )
        .final(),
    )
    expect(error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind: 'firstContent', limit: 50 })
  })

  test('a refused request is an APIStatusError with the request ID of the server', async () => {
    const refused = clientOf({ headers: { 'x-fixture-status': '429' } })
    const error = thrownBy(() => ask('joke', refused))
    expect(error).toBeInstanceOf(RateLimitError)
    expect(error).toMatchObject({ status: 429, requestId: (await lastRequest()).requestId })
  })

  test('neither a client, nor a stream, nor an error shows the key', () => {
    const client = clientOf({ apiKey: 'sk-secret' })
    const stream = ask('cut-off', client)
    const broken = thrownBy(() => ask('joke', clientOf({ apiKey: 'sk-secret\n' })))
    expect(broken).toMatchObject({ message: expect.stringMatching(/authorization/) })
    const error = thrownBy(() => stream.final())
    const refusing = { apiKey: 'sk-secret', headers: { 'x-fixture-status': '401' } }
    const refused = thrownBy(() => ask('joke', clientOf(refusing)))
    for (const each of [client, stream, error, refused, broken]) {
      expect(inspect(each, { depth: 10, showHidden: true })).not.toContain('sk-secret')
      expect(JSON.stringify(each) ?? '').not.toContain('sk-secret')
    }
  })
})
