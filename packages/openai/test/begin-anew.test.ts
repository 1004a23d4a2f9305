// A stream whose connection breaks behind the first item, and that `retry` asks for anew: the object that it adds up
// to is that of the new answer, never a mixture of two.

import { type ChatCompletionCreateParamsStreaming, OpenAI, type OpenAIOptions } from '@sse/openai'
import { OpenAI as ItemsOpenAI } from '@sse/openai/items'
import { describe, expect, test } from 'vitest'

type Fetch = NonNullable<OpenAIOptions['fetch']>

const event = (payload: object): string => `data: ${JSON.stringify(payload)}\n\n`
const chunk = (delta: object, finish_reason: string | null = null, id = 'c'): string =>
  event({ id, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] })
const text = (content: string): string => chunk({ content })
const DONE = 'data: [DONE]\n\n'

/** Bodies one after the other; all but the last one break where they end. */
function answering(...bodies: readonly string[]): Fetch & { asked: number } {
  const fetch = async (): ReturnType<Fetch> => {
    const at = fetch.asked++
    let pulls = 0
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull(controller) {
          if (pulls++ === 0) controller.enqueue(new TextEncoder().encode(bodies[at]))
          else if (at === bodies.length - 1) controller.close()
          else controller.error(new TypeError('terminated'))
        },
      },
      { highWaterMark: 0 },
    )
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
  fetch.asked = 0
  return fetch
}

const settingsOf = (fetch: Fetch): OpenAIOptions => ({ apiKey: 'sk-test', fetch, retry: () => 0 })
const params: ChatCompletionCreateParamsStreaming = { model: 'm', messages: [], stream: true }

describe('a completion', () => {
  const bodies = [text('Hello '), text('Hello ') + text('world') + chunk({}, 'stop') + DONE]

  test('is the new one, in final(), snapshot and both branches', async () => {
    const ask = () => new OpenAI(settingsOf(answering(...bodies))).chat.completions.create(params)
    const stream = await ask()
    const { choices } = await stream.final()
    expect(choices[0]?.message.content).toBe('Hello world')
    expect(stream.snapshot.choices[0]?.message.content).toBe('Hello world')
    expect(stream.outcome?.status).toBe('completed')
    const [left, right] = (await ask()).tee()
    const finals = await Promise.all([left.final(), right.final()])
    expect(finals.map((final) => final.choices[0]?.message.content)).toEqual([
      'Hello world',
      'Hello world',
    ])
  })

  test('whose updates begin anew, too: the last snapshot is the text', async () => {
    const fetch = answering(...bodies)
    const stream = await new OpenAI(settingsOf(fetch)).chat.completions.create(params)
    const contents: unknown[] = []
    for await (const update of stream.updates()) {
      if (update.type === 'content.delta') contents.push([update.delta, update.snapshot])
      if (update.type === 'content.done') contents.push(update.snapshot)
    }
    expect(contents).toEqual([
      ['Hello ', 'Hello '],
      ['Hello ', 'Hello '],
      ['world', 'Hello world'],
      'Hello world',
    ])
    expect(fetch.asked).toBe(2)
  })

  test('has no arguments of a tool that are glued together', async () => {
    const call = (piece: object): string => chunk({ tool_calls: [{ index: 0, ...piece }] })
    const open = (id: string, given: string): string =>
      call({ id, type: 'function', function: { name: 'pay', arguments: given } })
    const fetch = answering(
      open('call_1', '{"amount":1'),
      open('call_2', '{"amount":') +
        call({ function: { arguments: '5}' } }) +
        chunk({}, 'tool_calls') +
        DONE,
    )
    const stream = await new OpenAI(settingsOf(fetch)).chat.completions.create(params)
    expect((await stream.final()).choices[0]?.message.tool_calls).toMatchObject([
      { id: 'call_2', function: { name: 'pay', arguments: '{"amount":5}' } },
    ])
  })

  test('amounts to what the new one does, not to what the one before did', async () => {
    const cut = text('Hello') + chunk({}, 'length')
    const fetch = (): Fetch => answering(cut, text('Hello') + chunk({}, 'stop') + DONE)
    const whole = await new OpenAI(settingsOf(fetch())).chat.completions.create(params)
    await whole.final()
    expect(whole.outcome).toMatchObject({ status: 'completed' })
    const items = await new ItemsOpenAI(settingsOf(fetch())).chat.completions.create(params)
    let chunks = 0
    for await (const { choices } of items) chunks += choices.length
    expect(chunks).toBe(4)
    expect(items.outcome).toMatchObject({ status: 'completed' })
  })

  test('is asked for at most maxRetries times more, and then there is none', async () => {
    const fetch = answering(...Array.from({ length: 50 }, () => text('Hello ')))
    const stream = await new OpenAI(settingsOf(fetch)).chat.completions.create(params)
    await expect(stream.final()).rejects.toMatchObject({
      code: 'ERR_SSE_CONNECTION',
      delivered: 3,
      partial: { choices: [{ message: { content: 'Hello ' } }] },
    })
    expect(fetch.asked).toBe(3)
  })
})

describe('a response', () => {
  const created = (id: string): string =>
    event({
      type: 'response.created',
      sequence_number: 0,
      response: { id, output: [], status: 'in_progress' },
    })
  const completed = event({
    type: 'response.completed',
    sequence_number: 1,
    response: { id: 'resp_2', output: [], status: 'completed' },
  })

  test('is the new one, and so is what it is gone on with by', async () => {
    const fetch = answering(created('resp_1'), created('resp_2') + completed)
    const client = new OpenAI(settingsOf(fetch))
    const stream = await client.responses.create({ model: 'm', input: '', stream: true })
    const cursors: unknown[] = []
    for await (const { type } of stream) cursors.push([type, stream.resumeCursor?.responseId])
    expect(cursors).toEqual([
      ['response.created', 'resp_1'],
      ['response.created', 'resp_2'],
      ['response.completed', undefined],
    ])
    expect(await stream.final()).toMatchObject({ id: 'resp_2', status: 'completed' })
    expect(stream.outcome).toMatchObject({ status: 'completed' })
  })

  test('amounts to what the new one does where nothing is added up', async () => {
    const said = event({ type: 'response.queued', response: { id: 'a', status: 'completed' } })
    // With nothing that says what becomes of the response.
    const fetch = answering(said, event({ type: 'ping' }) + DONE)
    const client = new ItemsOpenAI(settingsOf(fetch))
    const stream = await client.responses.create({ model: 'm', input: '', stream: true })
    const types: string[] = []
    const reading = (async () => {
      for await (const { type } of stream) types.push(type)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(types).toEqual(['response.queued', 'unknown'])
    expect(stream.outcome).toMatchObject({ status: 'truncated' })
  })
})
