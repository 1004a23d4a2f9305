// Chunks with more in them than anybody sends, and answers that are no stream: nothing overflows, is quadratic or is lost.

import { type Fetch, openStream } from '@sse/client'
import { ChatDecoder, chunkOfCompletion } from '@sse/chat'
import { type ChatCompletionCreateParamsStreaming, OpenAI } from '@sse/openai'
import { describe, expect, test } from 'vitest'

const params: ChatCompletionCreateParamsStreaming = { model: 'm', messages: [], stream: true }
const event = (choice: object): string =>
  `data: ${JSON.stringify({ id: 'c', choices: [choice] })}\n\n`
const END = `${event({ index: 0, delta: {}, finish_reason: 'tool_calls' })}data: [DONE]\n\n`
const callOf = (index: number): object => ({
  index,
  id: `call_${index}`,
  type: 'function',
  function: { name: 'f', arguments: '{}' },
})

const answering =
  (body: string): Fetch =>
  async () =>
    new Response(body, { headers: { 'content-type': 'text/event-stream' } })
const ask = (body: string) =>
  new OpenAI({ apiKey: 'sk-test', fetch: answering(body) }).chat.completions.create(params)

describe('a hundred thousand tool calls', () => {
  const MANY = 100_000
  const calls = Array.from({ length: MANY }, (_, index) => callOf(index))
  const one = event({ index: 0, delta: { tool_calls: calls }, finish_reason: null })

  test('in one chunk are updates like any other', async () => {
    const counts = new Map<string, number>()
    for await (const { type } of (await ask(one + END)).updates()) {
      counts.set(type, (counts.get(type) ?? 0) + 1)
    }
    expect(counts.get('tool_call.start')).toBe(MANY)
    expect(counts.get('tool_call.done')).toBe(MANY)
  })

  test('in one chunk do not keep text() from its text', async () => {
    const text = event({ index: 0, delta: { content: 'Hello' }, finish_reason: null })
    let all = ''
    for await (const piece of (await ask(one + text + END)).text()) all += piece
    expect(all).toBe('Hello')
  })

  test('that all end at once are given in linear time', async () => {
    // In time and not in steps: an array that is shifted takes its time inside of the runtime.
    const time = async (count: number): Promise<number> => {
      const some = event({ index: 0, delta: { tool_calls: calls.slice(0, count) } })
      const stream = await ask(some + END)
      const start = performance.now()
      let updates = 0
      for await (const { type } of stream.updates()) updates += Number(type === 'tool_call.done')
      expect(updates).toBe(count)
      return (performance.now() - start) / count
    }
    // The best of three: other programs take their time, too.
    const best = async (count: number): Promise<number> =>
      Math.min(await time(count), await time(count), await time(count))
    const few = await best(MANY / 10)
    expect(await best(MANY)).toBeLessThan(6 * few)
  })
})

describe('a completion that came whole', () => {
  const completion = {
    id: 'c',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [
      { index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' },
    ],
  }
  const open = () =>
    openStream('http://127.0.0.1/', {
      fetch: async () => Response.json(completion),
      decoder: () => new ChatDecoder({ fromCompletion: chunkOfCompletion }),
    })

  test('is in a relay, whose reader takes it for whole', async () => {
    const relayed = (await open()).toResponse()
    const stream = await openStream('http://127.0.0.1/', {
      fetch: async () => relayed as never,
      decoder: new ChatDecoder(),
    })
    let text = ''
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
    expect(text).toBe('Hello')
    expect(stream.outcome?.status).toBe('completed')
  })

  test('is in both branches', async () => {
    const [left, right] = (await open()).tee()
    const textOf = async (branch: typeof left): Promise<string> => {
      let text = ''
      for await (const { choices } of branch) text += choices[0]?.delta.content ?? ''
      return text
    }
    expect(await Promise.all([textOf(left), textOf(right)])).toEqual(['Hello', 'Hello'])
  })
})
