// What the guide about providers says, a row at a time: a body as the server sends it, and what becomes of it. The bodies
// are made up in the shape of the row. That ten servers are in the guide by name is tested, too.

import { readFileSync } from 'node:fs'
import { personas, startServer } from '@fixtures/server'
import { OpenAI } from '@sse/openai'
import { describe, expect, test } from 'vitest'
import {
  args,
  call,
  chat,
  chunk,
  DONE,
  hi,
  type Payload,
  responses,
  stop,
} from './provider-stream.ts'
import { root } from './run-program.ts'

const guide = readFileSync(`${root}docs/providers.md`, 'utf8')

describe('the guide', () => {
  test.each(personas)('has a section for the persona $name', ({ name }) => {
    const titles: Record<string, string> = {
      openai: 'OpenAI',
      azure: 'Azure OpenAI',
      openrouter: 'OpenRouter',
      ollama: 'Ollama',
      vllm: 'vLLM',
      groq: 'Groq',
      'gemini-compat': 'Gemini, as a compatible server',
      mistral: 'Mistral',
      perplexity: 'Perplexity',
      copilot: 'GitHub Copilot',
    }
    expect(guide).toContain(`\n## ${titles[name]} <sup>p</sup>\n`)
  })

  test('each row of a table of deviations names the package', () => {
    const sections = guide.slice(guide.indexOf('\n## OpenAI')).split('\n')
    const rows = sections.filter(
      (line) => line.startsWith('| ') && !/^\| (?:what|who|-)/.test(line),
    )
    expect(rows.length).toBeGreaterThan(80)
    expect(rows.filter((row) => !/`@sse\/\w+`\s*\|$/.test(row))).toEqual([])
  })
})

describe('how to connect', () => {
  test('Azure: the key in `api-key`, and no other; the version in the query', async () => {
    await using server = await startServer({ persona: 'azure', apiKey: 'secret' })
    const client = new OpenAI({
      baseURL: `${server.url}/openai/deployments/mine`,
      apiKey: '',
      headers: { 'api-key': 'secret' },
      query: { 'api-version': '2025-01-01' },
    })
    const stream = await client.chat.completions.create({
      model: 'joke',
      messages: [{ role: 'user', content: 'Tell me a joke' }],
      stream: true,
    })
    expect((await stream.final()).choices[0]?.finish_reason).toBe('stop')
    const [request] = server.requests
    expect(request?.headers['authorization']).toBeUndefined()
    expect(new URLSearchParams(request?.query).get('api-version')).toBe('2025-01-01')
  })
})

describe('OpenAI', () => {
  test('chunks without choices, behind the usage, without a finish reason (audio)', async () => {
    const audio = (part: Payload) => chunk({ audio: part })
    const usage = { id: 'a', choices: [], usage: { total_tokens: 7 } }
    const { outcome, value, choice } = await chat(
      { id: 'a' },
      audio({ id: 'audio_1', transcript: 'Hi' }),
      usage,
      audio({ expires_at: 9 }),
      { id: 'a', usage: null },
      DONE,
    )
    expect(outcome).toBe('completed')
    expect(value?.usage).toEqual({ total_tokens: 7 })
    expect(choice).toMatchObject({
      finish_reason: null,
      message: { audio: { id: 'audio_1', transcript: 'Hi', expires_at: 9 } },
    })
  })

  test('`stop` for a forced call; padding is not kept', async () => {
    const { calls, value } = await chat(
      {
        ...call({ index: 0, id: 'c', type: 'function' }, { name: 'f', arguments: args }),
        obfuscation: 'x',
      },
      stop,
      DONE,
    )
    expect(calls).toMatchObject([{ function: { name: 'f', arguments: args } }])
    expect(value).not.toHaveProperty('obfuscation')
  })

  test('Responses: keepalive; an error that is nested, one that is flat', async () => {
    const keepalive = { type: 'keepalive', sequence_number: 1 }
    const completed = { type: 'response.completed', response: { status: 'completed', output: [] } }
    expect(await responses(keepalive, completed)).toMatchObject({ outcome: 'completed' })
    for (const fields of [{ error: { message: 'm', code: 'c' } }, { message: 'm', code: 'c' }]) {
      const failed = await responses({ type: 'error', ...fields })
      expect(failed).toMatchObject({
        outcome: 'failed',
        error: { code: 'ERR_SSE_UPSTREAM', message: 'm', upstreamCode: 'c' },
      })
    }
  })

  test('Responses that begin in the middle', async () => {
    const at = { output_index: 0, content_index: 0, item_id: 'm' }
    const { value } = await responses(
      { type: 'response.output_text.delta', ...at, delta: 'lo', sequence_number: 9 },
      { type: 'response.completed', response: { status: 'completed', output: [] } },
    )
    expect(value?.output_text).toBe('lo')
  })
})

describe('Azure, Copilot, ChatGPT', () => {
  test('a first chunk with filter results and nothing else; choices without delta', async () => {
    const { value, choice } = await chat(
      { id: '', model: '', choices: [], prompt_filter_results: [{ prompt_index: 0 }] },
      { ...hi, id: 'b', model: 'gpt' },
      { id: 'b', choices: [{ index: 0, finish_reason: null, content_filter_results: { x: 1 } }] },
      { id: 'b', choices: [{ index: 0, delta: null, finish_reason: 'stop' }] },
      DONE,
    )
    expect(value).toMatchObject({ id: 'b', model: 'gpt' })
    expect(choice).toMatchObject({ content_filter_results: { x: 1 }, message: { content: 'Hi' } })
  })

  test('`text` without `delta`; reasoning by other names; the deprecated interface', async () => {
    const inline = (text: string, finish_reason: string | null) => ({
      choices: [{ index: 0, text, finish_reason }],
    })
    expect((await chat(inline('de', null), inline('f', 'stop'), DONE)).message?.content).toBe('def')
    const reasoning = { reasoning_text: 'hm', reasoning_opaque: 'x' }
    const piece = (fields: Payload) => chunk({ content: null, function_call: fields })
    const { message } = await chat(
      chunk(reasoning),
      piece({ name: 'f', arguments: '{"a"' }),
      piece({ arguments: ':1}' }),
      chunk({}, { finish_reason: 'function_call' }),
      DONE,
    )
    expect(message).toMatchObject({ ...reasoning, function_call: { name: 'f', arguments: args } })
  })

  test('parallel calls that all have index 0', async () => {
    const { calls } = await chat(
      call({ index: 0, id: 'x' }, { name: 'f', arguments: args }),
      call({ index: 0, id: 'y' }, { name: 'g', arguments: args }),
      chunk({}, { finish_reason: 'tool_calls' }),
      DONE,
    )
    expect(calls.map(({ id }) => id)).toEqual(['x', 'y'])
  })

  test('ids that change, arguments as ciphertext, an empty last output', async () => {
    const item = { type: 'function_call', call_id: 'c', name: 'f' }
    const { value } = await responses(
      {
        type: 'response.output_item.added',
        output_index: 0,
        item: { ...item, id: '1', arguments: '' },
      },
      {
        type: 'response.function_call_arguments.delta',
        output_index: 0,
        item_id: '2',
        delta: '#!',
      },
      {
        type: 'response.function_call_arguments.done',
        output_index: 0,
        item_id: '3',
        arguments: args,
      },
      {
        type: 'response.output_item.done',
        output_index: 0,
        item: { ...item, id: '4', arguments: args, status: 'completed' },
      },
      { type: 'response.completed', response: { status: 'completed', output: null } },
    )
    expect(value?.output).toMatchObject([{ id: '1', name: 'f', arguments: args }])
  })
})
