// The door without adding up: the same items, the same end, and nothing behind them.

import { type FixtureServer, startServer } from '@fixtures/server'
import { responseTranscripts, transcripts } from '@fixtures/sse'
import { OpenAI as Whole } from '@sse/openai'
import { NotFoundError, OpenAI, type OpenAIOptions, Stream } from '@sse/openai/items'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let server: FixtureServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

type Fetch = NonNullable<OpenAIOptions['fetch']>

const optionsOf = () => ({ apiKey: '', baseURL: `${server.url}/v1`, maxRetries: 0 })

async function itemsOf<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return items
}

/** The items, what ended them if not their end, and what came of it. */
async function readAll(stream: Stream<unknown>): Promise<object> {
  const items: unknown[] = []
  let code: unknown
  try {
    for await (const item of stream) items.push(item)
  } catch (error) {
    code = (error as { readonly code?: unknown }).code
  }
  const { outcome } = stream
  const { status, evidence } = { evidence: undefined, ...outcome! }
  return { items, code, status, evidence }
}

describe('the same as of the client that adds up', () => {
  test.each(transcripts)('chat: $name', async ({ name }) => {
    const params = { model: name, messages: [], stream: true } as const
    const stream = await new OpenAI(optionsOf()).chat.completions.create(params)
    expect(stream).toBeInstanceOf(Stream)
    expect(stream).not.toHaveProperty('final')
    const whole = await new Whole(optionsOf()).chat.completions.create(params)
    expect(await readAll(stream)).toEqual(await readAll(whole))
  })

  test.each(responseTranscripts)('responses: $name', async ({ name }) => {
    const params = { model: name, stream: true } as const
    const stream = await new OpenAI(optionsOf()).responses.create(params)
    const whole = await new Whole(optionsOf()).responses.create(params)
    expect(await readAll(stream)).toEqual(await readAll(whole))
  })
})

describe('how a stream that is whole ended', () => {
  const statusOf = async (
    body: string,
    api: 'chat' | 'responses',
  ): Promise<readonly (string | undefined)[]> => {
    const fetch: Fetch = async () => new Response(body)
    const statuses = []
    for (const client of [
      new OpenAI({ apiKey: '', fetch }),
      new Whole({ apiKey: '', fetch }),
    ] as const) {
      const stream: Stream<unknown> =
        api === 'chat'
          ? await client.chat.completions.create({ model: 'm', messages: [], stream: true })
          : await client.responses.create({ model: 'm', stream: true })
      await readAll(stream)
      statuses.push(stream.outcome?.status)
    }
    return statuses
  }
  const chunk = (...reasons: readonly (readonly [number, string | null])[]): string => {
    const choices = reasons.map(([index, finish_reason]) => ({ index, delta: {}, finish_reason }))
    return `data: ${JSON.stringify({ id: 'c', choices })}\n\n`
  }
  const done = 'data: [DONE]\n\n'

  test.each([
    ['stop', chunk([0, 'stop']), 'completed'],
    ['length', chunk([0, 'length']), 'incomplete'],
    [
      'content_filter of the second choice',
      chunk([0, 'stop'], [1, 'content_filter']),
      'incomplete',
    ],
    ['a later reason counts, too', chunk([0, 'stop']) + chunk([0, 'length']), 'incomplete'],
    ['and so does the first one', chunk([0, 'length']) + chunk([0, 'stop']), 'incomplete'],
    ['none', chunk([0, null]), 'completed'],
  ])('chat: %s', async (_, body, status) => {
    expect(await statusOf(body + done, 'chat')).toEqual([status, status])
  })

  test.each(['completed', 'incomplete', 'failed', 'cancelled'])('responses: %s', async (status) => {
    const response = { id: 'r', object: 'response', status, output: [] }
    const event = { type: `response.${status}`, sequence_number: 0, response }
    const expected = status === 'cancelled' ? 'incomplete' : status
    const body = `data: ${JSON.stringify(event)}\n\n`
    expect(await statusOf(body, 'responses')).toEqual([expected, expected])
  })

  // What ends it says how; a response in it may be missing, or be as it was before.
  const forms: readonly (readonly [string, unknown])[] = [
    ['no response', undefined],
    ['null', null],
    ['a text', 'x'],
    ['no status', {}],
    ['a status that is null', { status: null }],
    ['a stale status', { status: 'in_progress' }],
    ['the status queued', { status: 'queued' }],
    ['a name that objects have', { status: 'constructor' }],
    ['an empty status', { status: '' }],
  ]
  const ends = [
    ['completed', 'completed'],
    ['incomplete', 'incomplete'],
    ['cancelled', 'incomplete'],
    ['failed', 'failed'],
  ] as const
  const before = { type: 'response.created', response: { id: 'r', status: 'in_progress' } }
  const eventsOf = (...events: readonly object[]): string =>
    events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
  test.each(ends.flatMap(([end, status]) => forms.map((form) => [end, ...form, status] as const)))(
    'responses: %s with %s',
    async (end, _, response, status) => {
      const body = eventsOf(before, { type: `response.${end}`, response })
      expect(await statusOf(body, 'responses')).toEqual([status, status])
    },
  )

  test.each(ends)('responses: completed, of a response that says %s', async (said, status) => {
    const body = eventsOf(before, { type: 'response.completed', response: { status: said } })
    expect(await statusOf(body, 'responses')).toEqual([status, status])
  })

  const others = ends
    .slice(1)
    .flatMap(([end, status]) =>
      ends.filter(([said]) => said !== end).map(([said]) => [end, said, status] as const),
    )
  test.each(others)('responses: %s, of a response that says %s', async (end, said, status) => {
    const body = eventsOf(before, { type: `response.${end}`, response: { status: said } })
    expect(await statusOf(body, 'responses')).toEqual([status, status])
  })

  // The `[DONE]` of compatible servers ends the reading, and no response.
  test.each(['in_progress', 'incomplete', 'completed', 'constructor', 'toString'])(
    'responses: no end but [DONE], of one that has said that it is %s',
    async (said) => {
      for (const type of ['response.in_progress', 'response.of_a_new_kind']) {
        const body = eventsOf({ type, response: { status: said } })
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect(await statusOf(body + done, 'responses')).toEqual(['truncated', 'truncated'])
      }
    },
  )

  test('responses: nothing but an event of another kind and [DONE]', async () => {
    const body = eventsOf({ type: 'ping' })
    expect(await statusOf(body + done, 'responses')).toEqual(['truncated', 'truncated'])
  })
})

test('a response is made in the background, retrieved behind an event, and cancelled', async () => {
  const { responses } = new OpenAI(optionsOf())
  const stream = await responses.create({ model: 'river', background: true, stream: true })
  let id = ''
  let last = 0
  for await (const event of stream) {
    if (event.type === 'response.created') id = event.response.id
    last = event.sequence_number ?? last
    if (last >= 5) break
  }
  expect(stream.outcome).toEqual({ status: 'aborted', by: 'close' })
  const rest = await responses.retrieve(id, { stream: true, starting_after: last })
  const [first] = await itemsOf(rest)
  expect(first?.sequence_number).toBe(last + 1)
  expect(await responses.cancel(id)).toMatchObject({ id, object: 'response' })
  await expect(responses.cancel('resp_none')).rejects.toBeInstanceOf(NotFoundError)
})

test('two branches and a relay have everything, for they are those of a stream', async () => {
  const { chat } = new OpenAI(optionsOf())
  const params = { model: 'joke', messages: [], stream: true } as const
  const [left, right] = (await chat.completions.create(params)).tee()
  const [one, other] = await Promise.all([itemsOf(left), right.toResponse().text()])
  expect(one.length).toBeGreaterThan(2)
  expect(other.match(/^data: \{/gm)).toHaveLength(one.length)
})

test('what asks for no stream is refused', async () => {
  const { chat, responses } = new OpenAI(optionsOf())
  const params = { model: 'joke', messages: [] } as never
  await expect(chat.completions.create(params)).rejects.toThrow(/stream: true/)
  await expect(responses.create(params)).rejects.toThrow(/stream: true/)
})
