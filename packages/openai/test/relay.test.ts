// A relay, and the events themselves, where a stream does not end well: no reader sees what was no event, and who keeps
// the record knows what the viewer was told.

import { responseTranscripts, transcripts } from '@fixtures/sse'
import { OpenAI, type OpenAIOptions } from '@sse/openai'
import { parseEventStreamSync, type ServerSentEvent } from '@sse/core'
import fc from 'fast-check'
import Official from 'openai'
import { describe, expect, test } from 'vitest'

type Fetch = NonNullable<OpenAIOptions['fetch']>

const APIs = ['chat', 'responses'] as const
type API = (typeof APIs)[number]

const chunk = (content: string): object => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta: { content }, finish_reason: null }],
})

const created = { type: 'response.created', sequence_number: 0, response: { id: 'r', output: [] } }
const textDelta = (delta: string) => ({
  type: 'response.output_text.delta',
  sequence_number: 1,
  item_id: 'i',
  output_index: 0,
  content_index: 0,
  delta,
})

/** An item of an API, and a second one. */
const payloads = { chat: [chunk('a'), chunk('b')], responses: [created, textDelta('b')] } as const

const event = (payload: object): string => `data: ${JSON.stringify(payload)}\n\n`

function create(api: API, body: Uint8Array | string) {
  const fetch: Fetch = async () =>
    new Response(body as string, { headers: { 'x-request-id': 'req_1' } })
  const client = new OpenAI({ apiKey: '', fetch, maxRetries: 0 })
  return api === 'chat'
    ? client.chat.completions.create({ model: 'm', messages: [], stream: true })
    : client.responses.create({ model: 'm', stream: true })
}

const relayed = async (api: API, body: Uint8Array | string): Promise<string> =>
  (await create(api, body)).toResponse().text()

async function eventsOf(api: API, body: Uint8Array | string): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = []
  try {
    for await (const each of (await create(api, body)).events) events.push(each)
  } catch {
    // How it ended is not the question.
  }
  return events
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('law 8: a body that was cut off', () => {
  // A short stream of each API, as servers send it.
  const bodies = { chat: transcripts, responses: responseTranscripts }
  const whole = (api: API): Uint8Array =>
    bodies[api]
      .filter(({ end }) => end === 'completed')
      .toSorted((a, b) => a.bytes.length - b.bytes.length)[0]!.bytes

  test.each(APIs)('anywhere gives no event that is not in the whole one: %s', async (api) => {
    const body = whole(api)
    const all = [...parseEventStreamSync([body])].map(({ data }) => data)
    const cuts = fc.integer({ min: 1, max: body.length - 1 })
    await fc.assert(
      fc.asyncProperty(cuts, async (cut) => {
        const head = body.subarray(0, cut)
        const events = await eventsOf(api, head)
        expect(events.map(({ data }) => data)).toEqual(all.slice(0, events.length))
        const told = [...parseEventStreamSync([bytesOf(await relayed(api, head))])]
        const own = told.filter(({ event: name }) => name !== 'error').map(({ data }) => data)
        expect(own).toEqual(all.slice(0, own.length))
      }),
      { numRuns: 150 },
    )
  })

  test.each(APIs)(
    'inside an event: the official client behind a relay sees why: %s',
    async (api) => {
      const [first, second] = payloads[api]
      const body = event(first) + event(second).slice(0, 60)
      const fetch = async () => (await create(api, body)).toResponse()
      const official = new Official({ apiKey: 'k', fetch, maxRetries: 0, logLevel: 'off' })
      const items: unknown[] = []
      const reading = async (): Promise<void> => {
        const stream: AsyncIterable<unknown> =
          api === 'chat'
            ? await official.chat.completions.create({ model: 'm', messages: [], stream: true })
            : await official.responses.create({ model: 'm', input: '', stream: true })
        for await (const item of stream) items.push(item)
      }
      await expect(reading()).rejects.toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
      expect(items).toEqual([first])
    },
  )

  test.each(APIs)(
    'behind a line that is whole: that line is an event, the rest of it is none: %s',
    async (api) => {
      const [first, second] = payloads[api]
      const body = `${event(first)}data: ${JSON.stringify(second)}\ndata: ${JSON.stringify(second).slice(0, 30)}`
      const events = await eventsOf(api, body)
      expect(events.map(({ data }) => JSON.parse(data) as unknown)).toEqual([first, second])
      const text = await relayed(api, body)
      expect(
        text
          .split('\n\n')
          .slice(0, 2)
          .map((block) => JSON.parse(block.slice(6)) as unknown),
      ).toEqual([first, second])
      expect(text.split('\n\n')[2]).toMatch(/^event: error\n.*ERR_SSE_TRUNCATED/)
    },
  )

  test.each(APIs)('before nothing but a blank line: the event counts: %s', async (api) => {
    const [first, second] = payloads[api]
    const events = await eventsOf(api, event(first) + event(second).trimEnd())
    expect(events.map(({ data }) => JSON.parse(data) as unknown)).toEqual([first, second])
  })

  test('the end marker without a blank line is one', async () => {
    const body = `${event(payloads.chat[0])}data: [DONE]`
    expect((await eventsOf('chat', body)).at(-1)).toMatchObject({ data: '[DONE]' })
    expect(await relayed('chat', body)).toBe(`${body}\n\n`)
  })
})

describe('an error of the server, relayed', () => {
  const error = { error: { message: 'overloaded', type: 'server_error' } }
  const failing = (api: API, blank = '\n\n'): string =>
    event(payloads[api][0]) + event(error).trimEnd() + blank
  const failed = { status: 'failed', error: { code: 'ERR_SSE_UPSTREAM', message: 'overloaded' } }
  const rejection = { code: 'ERR_SSE_UPSTREAM', requestId: 'req_1', delivered: 1 }

  test.each(APIs)('is how the stream ended, and what `final` rejects with: %s', async (api) => {
    for (const body of [failing(api), failing(api, '')]) {
      const stream = await create(api, body)
      expect((await stream.toResponse().text()).trimEnd()).toBe(body.trimEnd())
      expect(stream.outcome).toMatchObject(failed)
      await expect(stream.final()).rejects.toMatchObject(rejection)
    }
  })

  test.each(APIs)('is that of the record as well: %s', async (api) => {
    const stream = await create(api, failing(api))
    const [viewer, record] = stream.tee()
    const recorded = record.final().catch((thrown: unknown) => thrown)
    expect(await viewer.toResponse().text()).toBe(failing(api))
    expect(await recorded).toMatchObject(rejection)
    for (const each of [stream, viewer, record]) expect(each.outcome).toMatchObject(failed)
  })

  test('ends the relay, though the record is not read', async () => {
    const stream = await create('chat', failing('chat'))
    const [viewer, record] = stream.tee()
    expect(await viewer.toResponse().text()).toBe(failing('chat'))
    await expect(record.final()).rejects.toMatchObject(rejection)
  })
})
