import { type ChatCompletionStreamSync } from '@sse/openai/sync'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { answering, clientOf, thrownBy, useServerThread } from './sync-server-thread.ts'

useServerThread()

const Weather = z.object({
  city: z.string(),
  degrees: z.number().transform((value) => value + 0.5),
})
type Weather = z.output<typeof Weather>

const chatOf = (text: string, finish = 'stop'): string => {
  const choice = { index: 0, delta: { content: text }, finish_reason: finish }
  const chunk = { id: 'c', created: 1, model: 'm', choices: [choice] }
  return `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`
}

const responseOf = (text: string, status = 'completed', more: object = {}): string => {
  const message = {
    type: 'message',
    id: 'msg_1',
    role: 'assistant',
    status,
    content: [{ type: 'output_text', text, annotations: [] }],
  }
  const response = { id: 'r', object: 'response', status, output: [message], ...more }
  const event = { type: `response.${status}`, sequence_number: 0, response }
  return `data: ${JSON.stringify(event)}\n\n`
}

const chat = (text: string, finish?: string): ChatCompletionStreamSync<Weather> =>
  clientOf({ headers: answering(chatOf(text, finish)) }).chat.completions.create(
    { model: 'm', messages: [], stream: true },
    { schema: Weather },
  )

describe('Chat Completions', () => {
  test('parsed() is what the schema makes of the content, typed', () => {
    const stream = chat('{"city":"Tokyo","degrees":20}')
    const weather = stream.parsed()
    expectTypeOf(weather).toEqualTypeOf<{ city: string; degrees: number } | null>()
    expect(weather).toEqual({ city: 'Tokyo', degrees: 20.5 })
    expect(stream.final().choices[0]?.message.parsed).toEqual(weather)
    expect(stream.outcome?.status).toBe('completed')
  })

  test('a content that does not fit is ERR_SSE_SCHEMA, every time', () => {
    const stream = chat('{"city":"Tokyo"}')
    const error = thrownBy(() => stream.parsed())
    expect(error).toMatchObject({ code: 'ERR_SSE_SCHEMA' })
    expect(thrownBy(() => stream.final())).toBe(error)
  })

  test('one that was cut off is incomplete, and no schema sees it', () => {
    const stream = chat('{"city":"Tok', 'length')
    const seen: string[] = []
    const error = thrownBy(() => {
      for (const { type } of stream.updates()) seen.push(type)
    })
    expect(error).toMatchObject({ code: 'ERR_SSE_LENGTH_FINISH_REASON' })
    expect(seen).toEqual(['content.delta'])
    expect(stream.outcome).toEqual({ status: 'incomplete', evidence: 'done-sentinel' })
    expect(thrownBy(() => stream.parsed())).toBe(error)
  })

  test('a filter is another error; without a schema both are an outcome', () => {
    const filtered = chat('{', 'content_filter')
    expect(thrownBy(() => filtered.final())).toMatchObject({
      code: 'ERR_SSE_CONTENT_FILTER_FINISH_REASON',
    })
    for (const reason of ['length', 'content_filter']) {
      const headers = answering(chatOf('Half a', reason))
      const plain = clientOf({ headers }).chat.completions.create({
        model: 'm',
        messages: [],
        stream: true,
      })
      expect(plain.final().choices[0]?.message.content).toBe('Half a')
      expect(plain.outcome?.status).toBe('incomplete')
    }
  })

  test('a schema for the arguments of a tool', () => {
    const stream = clientOf().chat.completions.create(
      { model: 'weather', messages: [], stream: true },
      { tools: { get_weather: z.object({ location: z.string() }) } },
    )
    for (const update of stream.updates()) {
      if (update.type !== 'choice.done') continue
      const [call] = update.toolCalls
      if (call?.type !== 'function' || call.function.name !== 'get_weather') throw new Error('None')
      expectTypeOf(call.function.parsed_arguments).toEqualTypeOf<
        { location: string } | null | undefined
      >()
      expect(call.function.parsed_arguments?.location).toMatch(/^Tokyo/)
    }
    expect(stream.outcome?.status).toBe('completed')
    expect.assertions(2)
  })

  test('options of servers that repeat the whole text hold', () => {
    const chunk = (content: string, finish_reason: string | null): string =>
      `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason }] })}\n\n`
    const headers = answering(`${chunk('One', null)}${chunk('One, two', 'stop')}data: [DONE]\n\n`)
    const stream = clientOf({ headers }).chat.completions.create(
      { model: 'm', messages: [], stream: true },
      { cumulative: true },
    )
    expect([...stream.text()].join('')).toBe('One, two')
    expect(stream.final().choices[0]?.message.content).toBe('One, two')
  })
})

describe('Responses', () => {
  const ask = (body: string) =>
    clientOf({ headers: answering(body) }).responses.create(
      { model: 'm', stream: true },
      { schema: Weather },
    )

  test('parsed() is what the schema makes of the text, typed', () => {
    const stream = ask(responseOf('{"city":"Tokyo","degrees":1}'))
    const weather = stream.parsed()
    expectTypeOf(weather).toEqualTypeOf<{ city: string; degrees: number } | null>()
    expect(weather).toEqual({ city: 'Tokyo', degrees: 1.5 })
    expect(stream.final().output_parsed).toEqual(weather)
  })

  test('what does not fit, and what was cut off, are typed errors', () => {
    expect(thrownBy(() => ask(responseOf('{"city":1}')).parsed())).toMatchObject({
      code: 'ERR_SSE_SCHEMA',
    })
    const cut = ask(
      responseOf('{"ci', 'incomplete', { incomplete_details: { reason: 'max_output_tokens' } }),
    )
    expect(thrownBy(() => cut.parsed())).toMatchObject({ code: 'ERR_SSE_LENGTH_FINISH_REASON' })
    expect(cut.outcome).toEqual({ status: 'incomplete', evidence: 'terminal-event' })
  })

  test.each(['cancelled', 'incomplete'])('one that was stopped is parsed as null: %s', (status) => {
    const stream = ask(responseOf('{"ci', status))
    expect(stream.parsed()).toBeNull()
    expect(stream.outcome).toEqual({ status: 'incomplete', evidence: 'terminal-event' })
  })

  test('what a server says it has parsed is not what a schema made', () => {
    const headers = answering(responseOf('{}', 'completed', { output_parsed: {} }))
    const stream = clientOf({ headers }).responses.create({ model: 'm', stream: true })
    expect(String(thrownBy(() => stream.parsed()))).toMatch(/`schema`/)
  })

  test('a schema for the arguments of a tool', () => {
    const { output } = clientOf()
      .responses.create(
        { model: 'forecast', stream: true },
        { tools: { get_weather: z.looseObject({}) } },
      )
      .final()
    const call = output.find((item) => item.type === 'function_call')
    expect(call?.parsed_arguments).toEqual(JSON.parse(call?.arguments ?? ''))
  })
})

describe('schemas', () => {
  const slow = Weather.refine(async () => true)
  const failing = {
    '~standard': {
      version: 1 as const,
      vendor: 'test',
      validate: () => Promise.reject(new Error('late')),
    },
  }

  test.each([
    ['that takes its time', slow],
    ['that rejects', failing],
  ])('one %s is a TypeError: nobody can wait for it', (_, schema) => {
    const text = '{"city":"Tokyo","degrees":1}'
    const headers = answering(chatOf(text))
    const completion = clientOf({ headers }).chat.completions.create(
      { model: 'm', messages: [], stream: true },
      { schema },
    )
    const response = clientOf({ headers: answering(responseOf(text)) }).responses.create(
      { model: 'm', stream: true },
      { schema },
    )
    for (const stream of [completion, response]) {
      const error = thrownBy(() => stream.parsed())
      expect(error).toBeInstanceOf(TypeError)
      expect(String(error)).toMatch(/asynchronous/)
    }
  })

  test('without one parsed() is a TypeError that says what to do', () => {
    const { chat: completions, responses } = clientOf()
    const completion = completions.completions.create({ model: 'joke', messages: [], stream: true })
    const response = responses.create({ model: 'haiku', stream: true })
    for (const stream of [completion, response]) {
      const error = thrownBy(() => stream.parsed())
      expect(error).toBeInstanceOf(TypeError)
      expect(String(error)).toMatch(/`schema`/)
    }
  })
})
