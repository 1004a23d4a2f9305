// The doors of one API: the same client less the other one, which is not even there to be loaded.

import { readFileSync } from 'node:fs'
import { type FixtureServer, startServer } from '@fixtures/server'
import { responseTranscript, transcript } from '@fixtures/sse'
import * as whole from '@sse/openai'
import * as chatDoor from '@sse/openai/chat'
import * as responsesDoor from '@sse/openai/responses'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'

let server: FixtureServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
afterEach(() => vi.unstubAllEnvs())

const optionsOf = () => ({ apiKey: 'sk-test', baseURL: `${server.url}/v1` })

describe('@sse/openai/chat', () => {
  test('streams, adds up, and gives the recorded completion', async () => {
    const client = new chatDoor.OpenAI(optionsOf())
    const params = { model: 'joke', messages: [], stream: true } as const
    await using stream = await client.chat.completions.create(params)
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    expect(stream).toBeInstanceOf(chatDoor.ChatCompletionStream)
    expect(await stream.final()).toMatchObject(transcript('joke').final as object)
    expect(text).toBe((await stream.final()).choices[0]?.message.content)
    expect(stream.outcome?.status).toBe('completed')
  })

  test('has no Responses API', () => {
    expect(Object.keys(new chatDoor.OpenAI(optionsOf()))).toEqual(['chat'])
  })
})

describe('@sse/openai/responses', () => {
  test('streams, adds up, retrieves, cancels', async () => {
    const { responses } = new responsesDoor.OpenAI(optionsOf())
    const stream = await responses.create({ model: 'haiku', stream: true })
    expect(stream).toBeInstanceOf(responsesDoor.ResponseStream)
    const { output } = responseTranscript('haiku').final as { readonly output: unknown }
    expect((await stream.final()).output).toEqual(output)
    await expect(responses.retrieve('resp_none', { stream: true })).rejects.toBeInstanceOf(
      responsesDoor.NotFoundError,
    )
    await expect(responses.cancel('resp_none')).rejects.toMatchObject({ code: 'ERR_SSE_NOT_FOUND' })
  })

  test('has no Chat Completions API', () => {
    expect(Object.keys(new responsesDoor.OpenAI(optionsOf()))).toEqual(['responses'])
  })
})

describe.each([
  ['@sse/openai/chat', chatDoor.OpenAI],
  ['@sse/openai/responses', responsesDoor.OpenAI],
  ['@sse/openai', whole.OpenAI],
])('the client of %s', (_, OpenAI) => {
  test('reads the environment', () => {
    vi.stubEnv('OPENAI_API_KEY', '')
    expect(() => new OpenAI()).toThrow(/No API key/)
    vi.stubEnv('OPENAI_API_KEY', 'sk-env')
    vi.stubEnv('OPENAI_BASE_URL', 'nowhere')
    expect(() => new OpenAI()).toThrow(/baseURL/)
    expect(() => new OpenAI({ baseURL: 'http://127.0.0.1' })).not.toThrow()
  })
})

describe('what they export', () => {
  const doors = { chat: chatDoor, responses: responsesDoor }

  test('is what the whole door does, the client apart', () => {
    const exported: Readonly<Record<string, unknown>> = { ...whole }
    for (const door of Object.values(doors)) {
      for (const [name, value] of Object.entries(door)) {
        if (name === 'OpenAI') expect(value).not.toBe(whole.OpenAI)
        else expect(value).toBe(exported[name])
      }
    }
  })

  test('nothing of the whole door is in neither, and of one API only what is named after it', () => {
    const [chat, responses] = [new Set(Object.keys(chatDoor)), new Set(Object.keys(responsesDoor))]
    const all = Object.keys(whole)
    expect(all.filter((name) => !chat.has(name) && !responses.has(name))).toEqual([])
    expect(all.filter((name) => !responses.has(name)).toSorted()).toEqual([
      'ChatCompletionStream',
      'ChatCompletions',
      'executableToolCalls',
      'partialCompletion',
      'toolCallState',
    ])
    // Nothing of a chat is read whole.
    expect(all.filter((name) => !chat.has(name)).toSorted()).toEqual([
      'BodyTooLargeError',
      'ResponseStream',
      'Responses',
      'partialResponse',
    ])
  })

  // The types of the options name the anomalies of both.
  test.each(['chat', 'responses'] as const)('%s loads nothing of the other API', (name) => {
    const other = { chat: /^@sse\/responses|\.\/respon/, responses: /^@sse\/chat|\.\/chat/ }[name]
    const loaded = new Set<string>()
    const load = (file: string): void => {
      if (loaded.has(file)) return
      loaded.add(file)
      const text = readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8')
      const imports = text.matchAll(/^(?:import|export) (?!type\b)[^']*?from '([^']+)'/gm)
      for (const [, specifier = ''] of imports) {
        expect(specifier).not.toMatch(other)
        if (specifier.startsWith('./')) load(specifier.slice(2))
      }
    }
    load(`${name}-openai.ts`)
    expect(loaded.size).toBeGreaterThan(8)
  })
})
