import { inspect } from 'node:util'
import { type FixtureServer, type RecordedRequest, startServer } from '@fixtures/server'
import { OpenAI, type OpenAIOptions, type RequestOptions } from '@sse/openai'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'

let server: FixtureServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
afterEach(() => vi.unstubAllEnvs())

/** Asks with these settings of a client and a call, and gives the requests that the server saw. */
async function requestsOf(
  client: OpenAIOptions = {},
  call: RequestOptions = {},
): Promise<RecordedRequest[]> {
  const before = server.requests.length
  const openai = new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1`, ...client })
  const params = { model: 'joke', messages: [], stream: true } as const
  const stream = await openai.chat.completions.create(params, call)
  await stream.final()
  return server.requests.slice(before)
}

const requestOf = async (client?: OpenAIOptions, call?: RequestOptions): Promise<RecordedRequest> =>
  (await requestsOf(client, call))[0]!

const queryOf = ({ query }: RecordedRequest): object =>
  Object.fromEntries(new URLSearchParams(query as never))

describe('apiKey', () => {
  test('a function is asked for each attempt', async () => {
    const keys = ['sk-one', 'sk-two']
    const fault = { fault: 'status', status: 503, retryAfter: { ms: 1 }, times: 1, key: 'api-key' }
    const requests = await requestsOf(
      { apiKey: async () => keys.shift()! },
      { headers: { 'x-fixture-fault': JSON.stringify(fault) } },
    )
    expect(requests.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer sk-one',
      'Bearer sk-two',
    ])
  })

  test('a function that fails is the cause of an APIConnectionError', async () => {
    const cause = new Error('No token today')
    const apiKey = (): string => {
      throw cause
    }
    await expect(requestsOf({ apiKey, maxRetries: 0 })).rejects.toMatchObject({
      code: 'ERR_SSE_CONNECTION',
      cause,
    })
  })

  test('a function that never answers is bounded by the deadline of the headers', async () => {
    const apiKey = (): Promise<string> => new Promise(() => undefined)
    const deadlines = { headers: 5 }
    await expect(requestsOf({ apiKey, deadlines, maxRetries: 0 })).rejects.toMatchObject({
      code: 'ERR_SSE_TIMEOUT',
      kind: 'headers',
    })
  })

  test.each(['sk-secret\n', '', 'sk secret'])(
    'a key that no header holds is not repeated: %j',
    async (key) => {
      const error = await requestsOf({ apiKey: () => key, maxRetries: 0 }).catch((e: Error) => e)
      expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', cause: expect.any(TypeError) })
      expect(inspect(error, { depth: 5 })).not.toContain('secret')
    },
  )

  test('a header `authorization` goes before it, and no function is asked then', async () => {
    const apiKey = vi.fn<() => string>(() => 'sk-unused')
    const { headers } = await requestOf({ apiKey, headers: { Authorization: 'Custom' } })
    expect(headers['authorization']).toBe('Custom')
    expect(apiKey).not.toHaveBeenCalled()
  })

  test('that of a call goes before that of the client', async () => {
    const { headers } = await requestOf({}, { apiKey: 'sk-call' })
    expect(headers['authorization']).toBe('Bearer sk-call')
  })
})

describe('address and query', () => {
  test('Azure: a deployment, its version, its key', async () => {
    const request = await requestOf(
      {
        apiKey: '',
        baseURL: `${server.url}/azure/openai/deployments/gpt/`,
        headers: { 'api-key': 'azure-key' },
        query: { 'api-version': '2024-10-21' },
      },
      { headers: { 'x-fixture-transcript': 'joke' } },
    )
    expect(request).toMatchObject({
      path: '/azure/openai/deployments/gpt/chat/completions',
      headers: { 'api-key': 'azure-key' },
    })
    expect(request.headers).not.toHaveProperty('authorization')
    expect(queryOf(request)).toEqual({ 'api-version': '2024-10-21' })
  })

  test('the query of the address, of the client and of the call come together', async () => {
    const request = await requestOf(
      { baseURL: `${server.url}/v1/?a=1#part`, query: { b: true, c: 'x&y=#', d: undefined, e: 1 } },
      { query: { e: 2, 'f g': 'ä' } },
    )
    expect(request.path).toBe('/v1/chat/completions')
    expect(queryOf(request)).toEqual({
      a: '1',
      b: 'true',
      c: 'x&y=#',
      e: '2',
      'f g': 'ä',
    })
  })

  test('a call may go elsewhere; what is no URL is a TypeError', async () => {
    const { path } = await requestOf(
      { baseURL: 'http://127.0.0.1:1' },
      { baseURL: `${server.url}/groq/v1` },
    )
    expect(path).toBe('/groq/v1/chat/completions')
    await expect(requestOf({}, { baseURL: 'localhost' })).rejects.toThrow(/baseURL/)
  })
})

describe('organization and project', () => {
  test('are headers, from the options or the environment', async () => {
    vi.stubEnv('OPENAI_ORG_ID', 'org-env')
    vi.stubEnv('OPENAI_PROJECT_ID', 'proj-env')
    const ids = ({ headers }: RecordedRequest): unknown[] => [
      headers['openai-organization'],
      headers['openai-project'],
    ]
    expect(ids(await requestOf())).toEqual(['org-env', 'proj-env'])
    expect(ids(await requestOf({ organization: 'org-mine', project: '' }))).toEqual([
      'org-mine',
      undefined,
    ])
    expect(ids(await requestOf({}, { organization: '', project: 'proj-call' }))).toEqual([
      undefined,
      'proj-call',
    ])
  })
})

describe('the environment', () => {
  test('OPENAI_CUSTOM_HEADERS: a line each; options win', async () => {
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'X-One: 1\r\nno header\n x-two :a:b\r\nX-Three: env')
    const { headers } = await requestOf({ headers: { 'x-three': 'mine' } })
    expect(headers).toMatchObject({ 'x-one': '1', 'x-two': 'a:b', 'x-three': 'mine' })
  })

  test('OPENAI_LOG tells the console, down to that level', async () => {
    const fn = () => vi.fn<(message: string, details: object) => void>()
    const told = { debug: fn(), info: fn(), warn: fn(), error: fn() }
    vi.stubGlobal('console', told)
    try {
      vi.stubEnv('OPENAI_LOG', 'info')
      const fault = { fault: 'status', status: 503, retryAfter: { ms: 1 }, times: 1, key: 'log' }
      await requestsOf({ headers: { 'x-fixture-fault': JSON.stringify(fault) } })
      expect(told.info.mock.calls.map(([message]) => message)).toEqual(['retry'])
      expect(told.debug).not.toHaveBeenCalled()

      vi.stubEnv('OPENAI_LOG', 'debug')
      await requestOf()
      expect(told.debug).toHaveBeenCalled()
      expect(JSON.stringify(told.debug.mock.calls)).not.toContain('sk-test')

      for (const each of Object.values(told)) each.mockClear()
      vi.stubEnv('OPENAI_LOG', 'off')
      await requestOf()
      vi.stubEnv('OPENAI_LOG', undefined)
      await requestOf()
      const logger = { debug: fn() }
      vi.stubEnv('OPENAI_LOG', 'debug')
      await requestOf({ logger })
      expect(logger.debug).toHaveBeenCalled()
      expect(Object.values(told).flatMap((each) => each.mock.calls)).toEqual([])
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

describe('terms', () => {
  test('undefined in a call changes nothing', async () => {
    const { headers } = await requestOf({ organization: 'org' }, { organization: undefined })
    expect(headers['openai-organization']).toBe('org')
  })

  test('maxRetries of a call goes before that of the client', async () => {
    const fault = { fault: 'status', status: 503, retryAfter: { ms: 1 }, key: 'terms' }
    const headers = { 'x-fixture-fault': JSON.stringify(fault) }
    const before = server.requests.length
    await expect(requestsOf({ maxRetries: 5, headers }, { maxRetries: 1 })).rejects.toThrow(/503/)
    expect(server.requests.length - before).toBe(2)
  })

  test('deadlines come together, and are checked', async () => {
    const stall = { 'x-fixture-fault': '{"fault":"headers-never"}' }
    const client = { deadlines: { headers: 5, total: 60_000 }, headers: stall, maxRetries: 0 }
    const call = { deadlines: { idleBytes: 60_000 } }
    await expect(requestsOf(client, call)).rejects.toMatchObject({ kind: 'headers' })
    await expect(requestsOf(client, { deadlines: { total: 0 } })).rejects.toThrow(RangeError)
  })

  test.each(['client', 'call'] as const)('the signal of the %s aborts', async (which) => {
    const [one, other] = [new AbortController(), new AbortController()]
    const openai = new OpenAI({ apiKey: '', baseURL: `${server.url}/v1`, signal: one.signal })
    const stream = await openai.chat.completions.create(
      { model: 'story', messages: [], stream: true },
      { signal: other.signal },
    )
    const reason = new Error('Enough')
    const error = await (async () => {
      for await (const _ of stream) (which === 'client' ? one : other).abort(reason)
    })().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_SSE_ABORTED', cause: reason })
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'signal' })
  })

  test('fetch is asked, with everything', async () => {
    const asked = vi.fn<NonNullable<OpenAIOptions['fetch']>>((url, init) => fetch(url, init))
    await requestOf({ fetch: asked })
    expect(asked).toHaveBeenCalledOnce()
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ method: 'POST' })
  })
})

describe('deviations', () => {
  type Taker = NonNullable<OpenAIOptions['onAnomaly']>
  const odd = '{"id":"c","choices":[{"index":0,"delta":{"content":"A"},"finish_reason":""}]}'
  const fetchOdd: OpenAIOptions['fetch'] = async () =>
    new Response(`data: ${odd}\n\ndata: [DONE]\n\n`)

  test('onAnomaly is told, of the client or of the call', async () => {
    const [client, call] = [vi.fn<Taker>(), vi.fn<Taker>()]
    const openai = new OpenAI({ apiKey: '', fetch: fetchOdd, onAnomaly: client })
    const ask = async (options?: RequestOptions): Promise<unknown> =>
      (
        await openai.chat.completions.create({ model: 'm', messages: [], stream: true }, options)
      ).final()
    await ask()
    expect(client.mock.calls.map(([{ code }]) => code)).toEqual(['empty-finish-reason'])
    await ask({ onAnomaly: call })
    expect(call).toHaveBeenCalledOnce()
    expect(client).toHaveBeenCalledOnce()
  })

  test('strict ends the stream with it', async () => {
    const openai = new OpenAI({ apiKey: '', fetch: fetchOdd, strict: true })
    const stream = await openai.chat.completions.create({ model: 'm', messages: [], stream: true })
    await expect(stream.final()).rejects.toMatchObject({ code: 'ERR_SSE_ANOMALY' })
  })

  test('both hold for responses as well', async () => {
    const fetch: OpenAIOptions['fetch'] = async () =>
      new Response('event: response.completed\ndata: {"response":{"id":"r","output":[]}}\n\n')
    const onAnomaly = vi.fn<Taker>()
    const openai = new OpenAI({ apiKey: '', fetch, onAnomaly })
    await (await openai.responses.create({ model: 'm', stream: true })).final()
    expect(onAnomaly.mock.calls.map(([{ code }]) => code)).toEqual(['missing-type'])
    const strict = await openai.responses.create({ model: 'm', stream: true }, { strict: true })
    await expect(strict.final()).rejects.toMatchObject({ code: 'ERR_SSE_ANOMALY' })
  })
})
