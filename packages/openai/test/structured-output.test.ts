import { type FixtureServer, startServer } from '@fixtures/server'
import { type ChatCompletionStream, OpenAI, type OpenAIOptions } from '@sse/openai'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'

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

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code

describe('structured output', () => {
  const Weather = z.object({
    city: z.string(),
    degrees: z.number().transform((value) => value + 0.5),
  })
  const streamOf =
    (text: string, finish = 'stop'): OpenAIOptions['fetch'] =>
    async () => {
      const choice = { index: 0, delta: { content: text }, finish_reason: finish }
      const chunk = { id: 'c', created: 1, model: 'm', choices: [choice] }
      return new Response(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`)
    }
  const parse = (text: string, finish?: string) =>
    clientOf({ fetch: streamOf(text, finish) }).chat.completions.create(
      { model: 'm', messages: [], stream: true },
      { schema: Weather },
    )

  test('parsed() is what the schema makes of the content, typed', async () => {
    const stream = await parse('{"city":"Tokyo","degrees":20}')
    const weather = await stream.parsed()
    expectTypeOf(weather).toEqualTypeOf<{ city: string; degrees: number } | null>()
    expect(weather).toEqual({ city: 'Tokyo', degrees: 20.5 })
    const { choices } = await stream.final()
    expect(choices[0]?.message.parsed).toEqual(weather)
  })

  test('a content that does not fit, and one that was cut off, are typed errors', async () => {
    const unfit = await parse('{"city":"Tokyo"}')
    await expect(unfit.parsed()).rejects.toMatchObject({ code: 'ERR_SSE_SCHEMA' })
    const cut = await parse('{"city":"Tok', 'length')
    const { seen, error } = await drain(cut.updates())
    expect(codeOf(error)).toBe('ERR_SSE_LENGTH_FINISH_REASON')
    expect(seen.map((update) => (update as { type: string }).type)).toEqual(['content.delta'])
    expect(cut.outcome).toEqual({ status: 'incomplete', evidence: 'done-sentinel' })
    await expect(cut.parsed()).rejects.toBe(error)
  })

  test('branches have the schema, too', async () => {
    const [left, right] = (await parse('{"city":"Tokyo","degrees":20}')).tee()
    expect(await Promise.all([left.parsed(), right.parsed()])).toEqual([
      { city: 'Tokyo', degrees: 20.5 },
      { city: 'Tokyo', degrees: 20.5 },
    ])
  })

  test('a schema that takes its time is waited for', async () => {
    const slow = Weather.refine(async ({ city }) => city !== 'Atlantis')
    const create = (text: string) =>
      clientOf({ fetch: streamOf(text) }).chat.completions.create(
        { model: 'm', messages: [], stream: true },
        { schema: slow },
      )
    const stream = await create('{"city":"Tokyo","degrees":1}')
    const { seen, error } = await drain(stream.updates())
    expect(error).toBeUndefined()
    expect(seen).toContainEqual(
      expect.objectContaining({ type: 'content.done', parsed: { city: 'Tokyo', degrees: 1.5 } }),
    )
    const lost = await create('{"city":"Atlantis","degrees":1}')
    await expect(lost.parsed()).rejects.toMatchObject({ code: 'ERR_SSE_SCHEMA' })
  })

  test('without a schema parsed() is a TypeError that says what to do', async () => {
    await expect((await ask('joke')).parsed()).rejects.toThrow(/`schema`/)
    const response = await clientOf().responses.create({ model: 'haiku', stream: true })
    await expect(response.parsed()).rejects.toThrow(/`schema`/)
  })

  // Somebody, or something that is not known, stopped it: neither is an error, and `outcome` says it.
  const stopped = { status: 'incomplete', evidence: expect.any(String) as string }

  test.each([
    ['cancelled', null],
    ['incomplete', { reason: 'banana' }],
    ['incomplete', null],
  ])('an answer that was stopped is parsed as null: %s, %j', async (status, details) => {
    const response = { id: 'r', output: [], status, incomplete_details: details }
    const body = `data: ${JSON.stringify({ type: `response.${status}`, response })}\n\n`
    const stream = await clientOf({ fetch: async () => new Response(body) }).responses.create(
      { model: 'm', stream: true },
      { schema: Weather },
    )
    expect(await stream.parsed()).toBeNull()
    expect(stream.outcome).toEqual(stopped)
    const completion = await parse('{"ci', 'cancelled')
    expect(await completion.parsed()).toBeNull()
    expect(completion.outcome).toEqual(stopped)
  })

  test('what a server says it has parsed is not what a schema made', async () => {
    const response = { id: 'r', output: [], status: 'completed', output_parsed: { city: 1 } }
    const body = `data: ${JSON.stringify({ type: 'response.completed', response })}\n\n`
    const stream = await clientOf({ fetch: async () => new Response(body) }).responses.create({
      model: 'm',
      stream: true,
    })
    await expect(stream.parsed()).rejects.toThrow(/`schema`/)
  })

  test('an answer that does not fit tells of which response it is', async () => {
    const headers = { 'x-request-id': 'req_1' }
    const fetch: OpenAIOptions['fetch'] = async () =>
      new Response((await streamOf('{}')!('', {} as never)).body as never, { headers })
    const stream = await clientOf({ fetch }).chat.completions.create(
      { model: 'm', messages: [], stream: true },
      { schema: Weather },
    )
    const context = { code: 'ERR_SSE_SCHEMA', requestId: 'req_1', delivered: 1, status: 200 }
    await expect(stream.parsed()).rejects.toMatchObject(context)
  })

  test('a schema for the arguments of a tool', async () => {
    const stream = await clientOf().chat.completions.create(
      { model: 'weather', messages: [], stream: true },
      { tools: { get_weather: z.object({ location: z.string() }) } },
    )
    for await (const update of stream.updates()) {
      if (update.type !== 'choice.done') continue
      const [call] = update.toolCalls
      if (call?.type !== 'function' || call.function.name !== 'get_weather') throw new Error('None')
      expectTypeOf(call.function.parsed_arguments).toEqualTypeOf<
        { location: string } | null | undefined
      >()
      expect(call.function.parsed_arguments?.location).toMatch(/^Tokyo/)
    }
    expect(stream.outcome?.status).toBe('completed')
    expect.hasAssertions()
  })

  test('responses: parsed() and parsed_arguments', async () => {
    const stream = await clientOf().responses.create(
      { model: 'forecast', stream: true },
      { tools: { get_weather: z.looseObject({}) } },
    )
    const { output } = await stream.final()
    const call = output.find((item) => item.type === 'function_call')
    expect(call?.parsed_arguments).toEqual(JSON.parse(call?.arguments ?? ''))

    const message = {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: '{"city":"Tokyo","degrees":1}', annotations: [] }],
    }
    const response = { id: 'r', object: 'response', status: 'completed', output: [message] }
    const event = { type: 'response.completed', sequence_number: 0, response }
    const fetch: OpenAIOptions['fetch'] = async () =>
      new Response(`data: ${JSON.stringify(event)}\n\n`)
    const parsed = await clientOf({ fetch }).responses.create(
      { model: 'm', stream: true },
      { schema: Weather },
    )
    expect(await parsed.parsed()).toEqual({ city: 'Tokyo', degrees: 1.5 })
  })
})
