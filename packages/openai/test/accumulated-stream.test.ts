import { type FixtureServer, startServer } from '@fixtures/server'
import { responseTranscripts, transcript, transcripts } from '@fixtures/sse'
import { accumulateChat, chatUpdates, responseUpdates } from '@sse/accumulate'
import { decodeChatStream } from '@sse/chat'
import { decodeResponsesStream } from '@sse/responses'
import {
  type ChatCompletionStream,
  OpenAI,
  type OpenAIOptions,
  partialCompletion,
} from '@sse/openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let server: FixtureServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const clientOf = (more: OpenAIOptions = {}): OpenAI =>
  new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1`, maxRetries: 0, ...more })

const ask = (model: string, client: OpenAI = clientOf()): Promise<ChatCompletionStream> =>
  client.chat.completions.create({ model, messages: [], stream: true })

/** What an iterable gives, each as JSON at that time, and what it fails with. */
async function drain(values: AsyncIterable<unknown>): Promise<{ seen: unknown[]; error: unknown }> {
  const seen: unknown[] = []
  try {
    for await (const value of values) seen.push(JSON.parse(JSON.stringify(value)))
    return { seen, error: undefined }
  } catch (error) {
    return { seen, error }
  }
}

/** A response whose chunks come when they are sent. */
function openBody(): {
  readonly fetch: NonNullable<OpenAIOptions['fetch']>
  readonly send: (choice: object) => Promise<void>
} {
  let body: ReadableStreamDefaultController<Uint8Array> | undefined
  const readable = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      body = controller
    },
  })
  return {
    fetch: async () => new Response(readable),
    send: async (choice) => {
      const chunk = JSON.stringify({ id: 'c', choices: [choice] })
      body?.enqueue(new TextEncoder().encode(`data: ${chunk}\n\n`))
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code

describe('updates() are those of the accumulators', () => {
  test.each(transcripts)('chat: $name', async ({ name, bytes }) => {
    const expected = await drain(chatUpdates(decodeChatStream([bytes])))
    const { seen, error } = await drain((await ask(name)).updates())
    expect(seen).toEqual(expected.seen)
    expect(codeOf(error)).toBe(codeOf(expected.error))
    expect(seen.length).toBeGreaterThan(0)
  })

  test.each(responseTranscripts)('responses: $name', async ({ name, bytes }) => {
    const expected = await drain(responseUpdates(decodeResponsesStream([bytes])))
    const stream = await clientOf().responses.create({ model: name, stream: true })
    const { seen, error } = await drain(stream.updates())
    expect(seen).toEqual(expected.seen)
    expect(codeOf(error)).toBe(codeOf(expected.error))
    expect(seen.length).toBeGreaterThan(0)
  })
})

describe('text()', () => {
  const whole = transcripts.filter(({ end }) => end === 'completed')
  test.each(whole)('$name: is the content of the first choice', async ({ name, final }) => {
    const { choices } = final as never as { choices: { message: { content: string | null } }[] }
    const { seen, error } = await drain((await ask(name)).text())
    expect(error).toBeUndefined()
    expect(seen.join('')).toBe(choices[0]?.message.content ?? '')
    expect(seen).not.toContain('')
  })

  test('a text that is cut off is an error behind all of it', async () => {
    const { seen, error } = await drain((await ask('cut-off')).text())
    const { partial } = transcript('cut-off') as never as {
      partial: { choices: { message: { content: string } }[] }
    }
    expect(seen.join('')).toBe(partial.choices[0]?.message.content)
    expect(codeOf(error)).toBe('ERR_SSE_TRUNCATED')
  })
})

describe('updates() as a loop', () => {
  test('leaving it closes the stream', async () => {
    const stream = await ask('story')
    for await (const update of stream.updates()) if (update.type === 'content.delta') break
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'close' })
  })

  test('close() ends it quietly', async () => {
    const stream = await ask('story')
    let count = 0
    for await (const _ of stream.updates()) if (++count === 3) await stream.close()
    expect(count).toBeLessThan(transcript('story').events)
    expect(stream.outcome?.status).toBe('aborted')
    await expect(stream.final()).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED' })
  })

  test('leaving it while it waits for an update settles the call as done', async () => {
    await using slow = await startServer({ pace: { delay: 60_000 } })
    const stream = await ask('story', clientOf({ baseURL: `${slow.url}/v1` }))
    const updates = stream.updates()[Symbol.asyncIterator]()
    const waiting = updates.next()
    expect(await updates.return?.('left')).toEqual({ value: 'left', done: true })
    expect(await waiting).toEqual({ value: undefined, done: true })
    expect(await updates.next()).toEqual({ value: undefined, done: true })
    await slow.requests[0]?.closed
    expect(slow.requests[0]?.aborted).toBe(true)
  })

  test('behind leaving it there is nothing, also of what was read', async () => {
    const stream = await ask('story')
    const updates = stream.updates()[Symbol.asyncIterator]()
    expect((await updates.next()).done).toBe(false)
    await stream.final()
    await updates.return?.()
    expect(await updates.next()).toEqual({ value: undefined, done: true })
    expect(stream.outcome?.status).toBe('completed')
  })

  test('behind leaving it there is nothing, whoever asks for the rest', async () => {
    // What it says is taken for an answer only when nothing else comes.
    const choice = { index: 0, delta: {}, message: { role: 'assistant', content: 'All' } }
    const { fetch: fetchOpen, send } = openBody()
    const left = await ask('m', clientOf({ fetch: fetchOpen }))
    const unread = left.updates()[Symbol.asyncIterator]()
    const waiting = unread.next()
    await send(choice)
    await unread.return?.()
    const error = await left.final().catch((thrown: unknown) => thrown)
    expect(codeOf(error)).toBe('ERR_SSE_ABORTED')
    expect(partialCompletion(error)?.choices[0]?.message.content).toBe('All')
    expect(await waiting).toEqual({ value: undefined, done: true })
    expect(await unread.next()).toEqual({ value: undefined, done: true })

    // The error is known, and waits behind the last update.
    const body = `data: ${JSON.stringify({ id: 'c', choices: [choice] })}\n\n`
    const fetch: OpenAIOptions['fetch'] = async () => new Response(body)
    const failed = (await ask('m', clientOf({ fetch }))).updates()[Symbol.asyncIterator]()
    expect((await failed.next()).value).toMatchObject({ type: 'content.delta' })
    await failed.return?.()
    expect(await failed.next()).toEqual({ value: undefined, done: true })
  })

  test('calls that are made at once are answered in order', async () => {
    const iterator = (await ask('joke')).updates()[Symbol.asyncIterator]()
    const count = 2 * transcript('joke').events
    const results = await Promise.all(Array.from({ length: count }, () => iterator.next()))
    const expected = await drain(chatUpdates(decodeChatStream([transcript('joke').bytes])))
    const textOf = (update: unknown): unknown => {
      const { type, snapshot } = update as { type: string; snapshot?: unknown }
      return typeof snapshot === 'string' ? `${type} ${snapshot}` : type
    }
    const live = results.flatMap(({ value, done }) => (done === true ? [] : [textOf(value)]))
    expect(live).toEqual(expected.seen.map(textOf))
  })

  test('a call that waits is not overtaken where an item has no update', async () => {
    const { fetch, send } = openBody()
    const sendDelta = (delta: object): Promise<void> => send({ index: 0, delta })
    const iterator = (await ask('m', clientOf({ fetch }))).updates()[Symbol.asyncIterator]()
    const results = [iterator.next(), iterator.next()]
    await sendDelta({ role: 'assistant' })
    await sendDelta({ content: 'A' })
    await sendDelta({ content: 'B' })
    const updates = await Promise.all(results)
    expect(updates).toMatchObject([{ value: { delta: 'A' } }, { value: { delta: 'B' } }])
    await iterator.return?.()
  })

  test('final() inside of it takes nothing from it', async () => {
    const stream = await ask('weather')
    const types: string[] = []
    let final: unknown
    for await (const { type } of stream.updates()) {
      types.push(type)
      final ??= await stream.final()
    }
    const expected = await drain(chatUpdates(decodeChatStream([transcript('weather').bytes])))
    expect(types).toEqual(expected.seen.map((update) => (update as { type: string }).type))
    expect(final).toEqual(transcript('weather').final)
  })

  test('what is only known at the end is told before an error, too', async () => {
    const choice = { index: 0, delta: {}, message: { role: 'assistant', content: 'All' } }
    const body = `data: ${JSON.stringify({ id: 'c', choices: [choice] })}\n\n`
    const stream = await ask('m', clientOf({ fetch: async () => new Response(body) }))
    const { seen, error } = await drain(stream.updates())
    expect(seen).toMatchObject([{ type: 'content.delta', snapshot: 'All' }])
    expect(codeOf(error)).toBe('ERR_SSE_TRUNCATED')
    expect(partialCompletion(error)?.choices[0]?.message.content).toBe('All')
  })

  test('an error is thrown once, then it is over', async () => {
    const iterator = (await ask('cut-off')).updates()[Symbol.asyncIterator]()
    const error = await (async () => {
      for (let turn = 0; turn < 100; turn++) await iterator.next()
    })().catch((thrown: unknown) => thrown)
    expect(codeOf(error)).toBe('ERR_SSE_TRUNCATED')
    expect(await iterator.next()).toEqual({ value: undefined, done: true })
  })

  test('it is the one reading of the stream', async () => {
    const stream = await ask('joke')
    await drain(stream.updates())
    expect(() => stream.text()[Symbol.asyncIterator]()).toThrow(/once/)
    expect(() => stream[Symbol.asyncIterator]()).toThrow(/once/)
  })
})

describe('tee()', () => {
  test('each branch has every chunk, a final object and methods of its own', async () => {
    const [left, right] = (await ask('story')).tee()
    const [text, final] = await Promise.all([drain(left.text()), right.final()])
    expect(final).toEqual(transcript('story').final)
    expect(text.seen.join('')).toBe(final.choices[0]?.message.content)
    expect(await left.final()).toEqual(final)
    expect(left.snapshot).not.toBe(right.snapshot)
  })

  test('one for the viewer, one for the record', async () => {
    const [viewer, record] = (await ask('story')).tee()
    const [body, final] = await Promise.all([viewer.toResponse().text(), record.final()])
    expect(final).toEqual(transcript('story').final)
    expect(await accumulateChat(decodeChatStream([new TextEncoder().encode(body)]))).toEqual(final)
  })
})
