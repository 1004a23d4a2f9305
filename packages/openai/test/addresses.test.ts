// Addresses that are none, and those that a server sends elsewhere: no key goes where it does not belong.

import { type FixtureServer, startServer } from '@fixtures/server'
import { OpenAI, type OpenAIOptions } from '@sse/openai'
import { OpenAI as SyncOpenAI } from '@sse/openai/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const params = { model: 'joke', messages: [], stream: true } as const

describe('a base URL that is none', () => {
  const baseURL = 'http://[/v1?key=sk-secret'

  test.each<[string, (asked: () => void) => unknown]>([
    [
      'with a key',
      () => new OpenAI({ apiKey: 'sk-test', baseURL }).chat.completions.create(params),
    ],
    [
      'with a function for it, which is not asked',
      (asked) => {
        const apiKey = (): string => {
          asked()
          return 'sk-test'
        }
        return new OpenAI({ apiKey, baseURL }).chat.completions.create(params)
      },
    ],
    [
      'in another thread',
      () => new SyncOpenAI({ apiKey: 'sk-test', baseURL }).chat.completions.create(params),
    ],
  ])('is a TypeError that does not repeat it: %s', async (_, ask) => {
    let times = 0
    const asking = Promise.resolve().then(() => ask(() => times++))
    const error: unknown = await asking.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TypeError)
    expect(String((error as Error).stack)).not.toContain('sk-secret')
    expect((error as Error).cause).toBeUndefined()
    expect(times).toBe(0)
  })
})

describe('a redirect to another origin', () => {
  let own: FixtureServer
  let other: FixtureServer
  beforeAll(async () => {
    own = await startServer()
    other = await startServer()
  })
  afterAll(async () => {
    await own.close()
    await other.close()
  })

  test.each<[string, OpenAIOptions]>([
    ['a key', { apiKey: 'sk-test' }],
    ['a function for it', { apiKey: async () => 'sk-test' }],
    ['the header of Azure', { apiKey: '', headers: { 'api-key': 'sk-test' } }],
  ])('brings it nothing: %s', async (_, options) => {
    const fault = { fault: 'redirect', to: `${other.url}/v1/responses/resp_1?stream=true` }
    const headers = { ...options.headers, 'x-fixture-fault': JSON.stringify(fault) }
    const client = new OpenAI({ maxRetries: 0, baseURL: `${own.url}/v1`, ...options, headers })
    const refused = { code: 'ERR_SSE_STATUS', status: 307 }
    await expect(client.chat.completions.create(params)).rejects.toMatchObject(refused)
    await expect(client.responses.retrieve('resp_1', { stream: true })).rejects.toMatchObject(
      refused,
    )
    await expect(client.responses.cancel('resp_1')).rejects.toMatchObject(refused)
    expect(other.requests).toHaveLength(0)
  })

  test('by a GET with nothing but a key that is asked for brings it nothing either', async () => {
    const seen: string[] = []
    const fetch: NonNullable<OpenAIOptions['fetch']> = async (url, { headers }) => {
      seen.push(`${url} ${headers['authorization']}`)
      return new Response(null, { status: 307, headers: { location: 'http://127.0.0.1:2/' } })
    }
    const baseURL = 'http://127.0.0.1:1'
    const client = new OpenAI({ apiKey: () => 'sk-test', fetch, baseURL, maxRetries: 0 })
    const retrieved = client.responses.retrieve('resp_1', { stream: true })
    await expect(retrieved).rejects.toMatchObject({ code: 'ERR_SSE_STATUS' })
    expect(seen).toEqual(['http://127.0.0.1:1/responses/resp_1?stream=true Bearer sk-test'])
  })
})
