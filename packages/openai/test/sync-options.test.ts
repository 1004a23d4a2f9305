import { inspect } from 'node:util'
import { OpenAI, type OpenAISyncOptions, type RequestSyncOptions } from '@sse/openai/sync'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  answering,
  clientOf,
  lastRequest,
  type Logged,
  requests,
  thrownBy,
  url,
  useServerThread,
} from './sync-server-thread.ts'

useServerThread()
afterEach(() => vi.unstubAllEnvs())

/** Asks with these settings of a client and a call, and gives the request that the server saw. */
async function requestOf(
  client: OpenAISyncOptions = {},
  call: RequestSyncOptions = {},
): Promise<Logged> {
  const openai = clientOf(client)
  openai.chat.completions.create({ model: 'joke', messages: [], stream: true }, call).final()
  return lastRequest()
}

const queryOf = ({ query }: Logged): object => Object.fromEntries(new URLSearchParams(query))

describe('what cannot go to another thread is a TypeError that says so', () => {
  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['apiKey', { apiKey: () => 'sk-made' }, /`apiKey` takes a string/],
    ['fetch', { fetch }, /`fetch` is no option/],
    ['logger', { logger: {} }, /`logger` is no option/],
    ['clock', { clock: {} }, /`clock` is no option/],
    ['retry', { retry: () => true }, /`retry` is no option/],
    ['resume', { resume: true }, /`resume` is no option/],
  ]
  test.each(refused)('%s, of a client and of a call', async (_, options, message) => {
    const before = (await requests()).length
    const { chat, responses } = clientOf()
    const chatParams = { model: 'joke', messages: [], stream: true } as const
    for (const run of [
      () => clientOf(options),
      () => chat.completions.create(chatParams, options),
      () => responses.create({ model: 'haiku', stream: true }, options),
      () => responses.retrieve('resp_1', { stream: true }, options),
      () => responses.cancel('resp_1', options),
    ]) {
      const error = thrownBy(run)
      expect(error).toBeInstanceOf(TypeError)
      expect(String(error)).toMatch(message)
    }
    expect(await requests()).toHaveLength(before)
  })

  test('undefined is as good as none', async () => {
    const none = { fetch: undefined, logger: undefined, resume: undefined } as never
    expect((await requestOf(none, none)).path).toBe('/v1/chat/completions')
  })
})

describe('address, query and key', () => {
  test('Azure: a deployment, its version, its key', async () => {
    const request = await requestOf(
      {
        apiKey: '',
        baseURL: `${url}/azure/openai/deployments/gpt/`,
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
      { baseURL: `${url}/v1/?a=1#part`, query: { b: true, c: 'x&y=#', d: undefined, e: 1 } },
      { query: { e: 2, 'f g': 'ä' } },
    )
    expect(request.path).toBe('/v1/chat/completions')
    expect(queryOf(request)).toEqual({ a: '1', b: 'true', c: 'x&y=#', e: '2', 'f g': 'ä' })
  })

  test('a call may go elsewhere, with a key of its own; what is no URL is a TypeError', async () => {
    const { path, headers } = await requestOf(
      { baseURL: 'http://127.0.0.1:1' },
      { baseURL: `${url}/groq/v1`, apiKey: 'sk-call' },
    )
    expect(path).toBe('/groq/v1/chat/completions')
    expect(headers['authorization']).toBe('Bearer sk-call')
    await expect(requestOf({}, { baseURL: 'localhost' })).rejects.toThrow(/baseURL/)
  })

  test('organization and project are headers, from the options or the environment', async () => {
    vi.stubEnv('OPENAI_ORG_ID', 'org-env')
    vi.stubEnv('OPENAI_PROJECT_ID', 'proj-env')
    const ids = ({ headers }: Logged): unknown[] => [
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

  test('OPENAI_CUSTOM_HEADERS: a line each; options win', async () => {
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'X-One: 1\r\nno header\n x-two :a:b\r\nX-Three: env')
    const { headers } = await requestOf({ headers: { 'x-three': 'mine' } })
    expect(headers).toMatchObject({ 'x-one': '1', 'x-two': 'a:b', 'x-three': 'mine' })
  })
})

describe('terms', () => {
  test('undefined in a call changes nothing', async () => {
    const { headers } = await requestOf({ organization: 'org' }, { organization: undefined })
    expect(headers['openai-organization']).toBe('org')
  })

  test('maxRetries of a call goes before that of the client', async () => {
    const fault = { fault: 'status', status: 503, retryAfter: { ms: 1 }, key: 'sync-terms' }
    const headers = { 'x-fixture-fault': JSON.stringify(fault) }
    const before = (await requests()).length
    await expect(requestOf({ maxRetries: 5, headers }, { maxRetries: 1 })).rejects.toThrow(/503/)
    expect((await requests()).length - before).toBe(2)
  })

  test('deadlines come together, and are checked', async () => {
    const stall = { 'x-fixture-fault': '{"fault":"headers-never"}' }
    const client = { deadlines: { headers: 20, total: 60_000 }, headers: stall }
    const call = { deadlines: { idleBytes: 60_000 } }
    await expect(requestOf(client, call)).rejects.toMatchObject({ kind: 'headers', limit: 20 })
    await expect(requestOf(client, { deadlines: { total: 0 } })).rejects.toThrow(RangeError)
  })

  test.each(['client', 'call'] as const)(
    'the signal of the %s aborts between two items',
    (which) => {
      const [one, other] = [new AbortController(), new AbortController()]
      const stream = clientOf({ signal: one.signal }).responses.create(
        { model: 'river', stream: true },
        { signal: other.signal },
      )
      const reason = new Error('Enough')
      let events = 0
      const error = thrownBy(() => {
        for (const _ of stream) if (++events === 3) (which === 'client' ? one : other).abort(reason)
      })
      expect(events).toBe(3)
      expect(error).toMatchObject({ code: 'ERR_SSE_ABORTED', cause: reason })
      expect(stream.outcome).toEqual({ status: 'aborted', by: 'signal' })
    },
  )

  test('a signal that was aborted before sends nothing, not even to cancel', async () => {
    const before = (await requests()).length
    const { responses } = clientOf({ signal: AbortSignal.abort() })
    for (const run of [
      () => responses.create({ model: 'haiku', stream: true }),
      () => responses.cancel('resp_1'),
    ]) {
      expect(thrownBy(run)).toMatchObject({ code: 'ERR_SSE_ABORTED' })
    }
    expect(await requests()).toHaveLength(before)
  })

  test('extraBody is added to the body of a response', async () => {
    const { responses } = clientOf()
    responses.create({ model: 'haiku', stream: true }, { extraBody: { seed: 7 } }).final()
    expect((await lastRequest()).body).toEqual({ model: 'haiku', stream: true, seed: 7 })
  })

  test.each(['client', 'call'] as const)(
    'the worker of the %s is the one that is started',
    (which) => {
      const worker = { worker: 'data:text/javascript,throw new Error("no worker")' }
      const client = clientOf(which === 'client' ? worker : {})
      const error = thrownBy(() =>
        client.responses.create({ model: 'haiku', stream: true }, which === 'call' ? worker : {}),
      )
      expect(error).toBeInstanceOf(TypeError)
      expect(String(error)).toMatch(/worker/)
    },
  )
})

describe('content, for the deadlines', () => {
  // So many events, then nothing: only what is content moves the deadline.
  const stalledAfter = (event: number): OpenAISyncOptions => ({
    headers: { 'x-fixture-fault': JSON.stringify({ fault: 'stall', at: { event } }) },
    deadlines: { firstContent: 60 },
  })

  test('a role is none: firstContent passes behind it', () => {
    const { chat } = clientOf(stalledAfter(1))
    const stream = chat.completions.create({ model: 'joke', messages: [], stream: true })
    expect(thrownBy(() => stream.final())).toMatchObject({ kind: 'firstContent', delivered: 1 })
    expect(stream.snapshot.choices[0]?.message.content ?? '').toBe('')
  })

  test('events that tell how far it is are none', () => {
    const stream = clientOf(stalledAfter(2)).responses.create({ model: 'river', stream: true })
    expect(thrownBy(() => stream.final())).toMatchObject({ kind: 'firstContent', delivered: 2 })
    expect(stream.snapshot.status).toBe('in_progress')
  })

  test('behind a delta it is idleContent that counts', () => {
    const deadlines = { firstContent: 60_000, idleContent: 60 }
    const client = clientOf({ ...stalledAfter(20), deadlines })
    const stream = client.responses.create({ model: 'river', stream: true })
    expect(thrownBy(() => stream.final())).toMatchObject({ kind: 'idleContent', limit: 60 })
    expect(stream.outcome?.status).toBe('timed_out')
  })
})

describe('deviations', () => {
  type Taker = NonNullable<OpenAISyncOptions['onAnomaly']>
  const chunk = '{"id":"c","choices":[{"index":0,"delta":{"content":"A"},"finish_reason":""}]}'
  const odd = answering(`data: ${chunk}\n\ndata: [DONE]\n\n`)
  const oddEvent = answering(
    'event: response.completed\ndata: {"response":{"id":"r","output":[]}}\n\n',
  )
  const chatParams = { model: 'm', messages: [], stream: true } as const

  test('onAnomaly is told, of the client or of the call, for both APIs', () => {
    const [client, call] = [vi.fn<Taker>(), vi.fn<Taker>()]
    const { chat } = clientOf({ headers: odd, onAnomaly: client })
    chat.completions.create(chatParams).final()
    expect(client.mock.calls.map(([{ code }]) => code)).toEqual(['empty-finish-reason'])
    chat.completions.create(chatParams, { onAnomaly: call }).final()
    expect(call).toHaveBeenCalledOnce()
    expect(client).toHaveBeenCalledOnce()

    const { responses } = clientOf({ headers: oddEvent })
    const onAnomaly = vi.fn<Taker>()
    responses.create({ model: 'm', stream: true }, { onAnomaly }).final()
    expect(onAnomaly.mock.calls.map(([{ code }]) => code)).toEqual(['missing-type'])
  })

  test('strict ends the stream with it, for both APIs', () => {
    const chat = clientOf({ headers: odd, strict: true }).chat.completions.create(chatParams)
    expect(thrownBy(() => chat.final())).toMatchObject({ code: 'ERR_SSE_ANOMALY' })
    const response = clientOf({ headers: oddEvent }).responses.create(
      { model: 'm', stream: true },
      { strict: true },
    )
    expect(thrownBy(() => response.final())).toMatchObject({ code: 'ERR_SSE_ANOMALY' })
  })
})

test('neither a client, nor a stream, nor an error of Responses shows the key', () => {
  const client = new OpenAI({ apiKey: 'sk-secret', baseURL: `${url}/v1` })
  const stream = client.responses.create({ model: 'unfinished', stream: true })
  const broken = thrownBy(() =>
    client.responses.create({ model: 'haiku', stream: true }, { apiKey: 'sk-secret\n' }),
  )
  expect(broken).toMatchObject({ message: expect.stringMatching(/authorization/) })
  const cut = thrownBy(() => stream.final())
  const refused = thrownBy(() => client.responses.cancel('resp_none'))
  for (const each of [client, stream, broken, cut, refused]) {
    expect(inspect(each, { depth: 10, showHidden: true })).not.toContain('sk-secret')
    expect(JSON.stringify(each) ?? '').not.toContain('sk-secret')
  }
})
