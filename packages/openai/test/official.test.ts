// The official client and ours, at the same server: what they read adds up to the same objects.

import { type FixtureServer, startServer } from '@fixtures/server'
import { responseTranscripts, transcripts } from '@fixtures/sse'
import Official from 'openai'
import { OpenAI } from '@sse/openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let server: FixtureServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const settings = () => ({ apiKey: 'sk-test', baseURL: `${server.url}/v1`, maxRetries: 0 })

/** An object without what only the SDK's helpers put in, and without keys that hold nothing. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) =>
      each === null || ['parsed', 'parsed_arguments', 'output_text', 'output_parsed'].includes(key)
        ? undefined
        : each,
    ),
  )
}

const isWhole = ({ end }: { readonly end: string }): boolean => end === 'completed'

// The helper takes calls without an index for an error, and drops the verdicts of Azure's filters when a later chunk has
// none.
const ownOnly = new Set(['azure', 'mistral'])

describe('chat', () => {
  test.each(transcripts.filter((each) => isWhole(each) && !ownOnly.has(each.name)))(
    '$name',
    async ({ name }) => {
      const params = { model: name, messages: [] }
      const official = new Official(settings()).chat.completions.stream(params)
      const ours = await new OpenAI(settings()).chat.completions.create({ ...params, stream: true })
      expect(plain(await ours.final())).toEqual(plain(await official.finalChatCompletion()))
    },
  )

  test.each(transcripts.filter(isWhole))('$name: the chunks', async ({ name }) => {
    const params = { model: name, messages: [], stream: true as const }
    const official = await new Official(settings()).chat.completions.create(params)
    const ours = await new OpenAI(settings()).chat.completions.create(params)
    const chunks: unknown[][] = [[], []]
    for await (const chunk of official) chunks[0]!.push(chunk)
    for await (const chunk of ours) chunks[1]!.push(chunk)
    expect(plain(chunks[1])).toEqual(plain(chunks[0]))
  })
})

describe('responses', () => {
  test.each(responseTranscripts.filter(isWhole))('$name', async ({ name }) => {
    const params = { model: name, input: 'Hello!' }
    const official = new Official(settings()).responses.stream(params)
    const ours = await new OpenAI(settings()).responses.create({ ...params, stream: true })
    expect(plain(await ours.final())).toEqual(plain(await official.finalResponse()))
  })

  test('gone on with behind an event', async () => {
    const params = { model: 'river', input: 'Hello!', background: true, stream: true as const }
    const made = await new OpenAI(settings()).responses.create(params)
    const { id } = await made.final()
    const query = { stream: true as const, starting_after: 9 }
    const official = await new Official(settings()).responses.retrieve(id, query)
    const ours = await new OpenAI(settings()).responses.retrieve(id, query)
    const events: unknown[][] = [[], []]
    for await (const event of official) events[0]!.push(event)
    for await (const event of ours) events[1]!.push(event)
    expect(events[1]).toEqual(events[0])
    expect(events[1]![0]).toMatchObject({ sequence_number: 10 })
  })
})

describe('refusals', () => {
  test.each([400, 401, 403, 404, 409, 422, 429, 500, 503])('%i', async (status) => {
    const headers = { 'x-fixture-status': String(status) }
    const params = { model: 'joke', messages: [], stream: true as const }
    const official = await new Official({ ...settings(), defaultHeaders: headers }).chat.completions
      .create(params)
      .catch((error: unknown) => error as InstanceType<typeof Official.APIError>)
    const ours = await new OpenAI({ ...settings(), headers }).chat.completions
      .create(params)
      .catch((error: unknown) => error as InstanceType<typeof Official.APIError>)
    const facts = (error: unknown): object => {
      const {
        constructor,
        status: code,
        type,
        param,
        error: body,
      } = error as InstanceType<typeof Official.APIError>
      return { name: constructor.name, code, type, param: param ?? undefined, body }
    }
    expect(facts(ours)).toEqual(facts(official))
  })
})

test('a stream that is cut off between two events just ends there, and is an error here', async () => {
  const headers = { 'x-fixture-fault': '{"fault":"cut","at":{"event":9}}' }
  const params = { model: 'story', messages: [], stream: true as const }
  const official = await new Official({
    ...settings(),
    defaultHeaders: headers,
  }).chat.completions.create(params)
  const ours = await new OpenAI({ ...settings(), headers }).chat.completions.create(params)
  const counts = [0, 0]
  for await (const _ of official) counts[0]!++
  const error = await (async () => {
    for await (const _ of ours) counts[1]!++
  })().catch((thrown: unknown) => thrown)
  expect(counts).toEqual([9, 9])
  expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
})
