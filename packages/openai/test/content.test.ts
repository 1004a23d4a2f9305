import { OpenAI, type OpenAIOptions } from '@sse/openai'
import { describe, expect, test } from 'vitest'

const clientOf = (more: OpenAIOptions): OpenAI =>
  new OpenAI({ apiKey: 'sk-test', maxRetries: 0, ...more })

describe('what counts as content', () => {
  test('of chat: not the role, nor usage', async () => {
    const chunk = (choices: object[]): string => `data: ${JSON.stringify({ id: 'c', choices })}\n\n`
    const role = { index: 0, delta: { role: 'assistant', content: '' } }
    const called = { index: 0, delta: { tool_calls: [{ index: 0, function: { name: 'f' } }] } }
    const first = async (...choices: object[][]): Promise<number | undefined> => {
      const body = choices.map(chunk).join('') + 'data: [DONE]\n\n'
      const fetch: OpenAIOptions['fetch'] = async () => new Response(body)
      const stream = await clientOf({ fetch }).chat.completions.create({
        model: 'm',
        messages: [],
        stream: true,
      })
      await stream.final().catch(() => undefined)
      expect(stream.timing.firstEvent).toBeTypeOf('number')
      return stream.timing.firstContent
    }
    expect(await first([role], [])).toBeUndefined()
    expect(await first([role], [called])).toBeTypeOf('number')
    expect(await first([{ index: 0, delta: { reasoning: 'Hm' } }])).toBeTypeOf('number')
  })

  test('of responses: not how far it is', async () => {
    const first = async (...types: string[]): Promise<number | undefined> => {
      const lines = types.map(
        (type) => `data: ${JSON.stringify({ type, item: {}, response: {} })}\n\n`,
      )
      const fetch: OpenAIOptions['fetch'] = async () => new Response(lines.join(''))
      const stream = await clientOf({ fetch }).responses.create({ model: 'm', stream: true })
      await stream.final().catch(() => undefined)
      expect(stream.timing.firstEvent).toBeTypeOf('number')
      return stream.timing.firstContent
    }
    const begin = [
      'response.created',
      'response.in_progress',
      'keepalive',
      'response.output_item.added',
    ]
    expect(await first(...begin)).toBeUndefined()
    expect(await first(...begin, 'response.output_text.delta')).toBeTypeOf('number')
    expect(await first(...begin, 'response.new_kind.delta')).toBeTypeOf('number')
  })
})
