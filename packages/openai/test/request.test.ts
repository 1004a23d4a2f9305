// What is sent, next to what the official client sends for the same options.

import Official from 'openai'
import { OpenAI, type OpenAIOptions, type RequestOptions } from '@sse/openai'
import { OpenAI as Sync } from '@sse/openai/sync'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'

afterEach(() => vi.unstubAllEnvs())

interface Sent {
  url: string
  method: string
  headers: Record<string, string>
  body: unknown
}

// The official client tells of itself, and of the number of tries.
const isTold = ([name]: readonly [string, string]): boolean =>
  !/^(?:x-stainless-|user-agent$|accept$)/.test(name)

/** A `fetch` that answers nothing, and what it was asked for. */
function recorder(): { readonly sent: Sent[]; readonly fetch: typeof globalThis.fetch } {
  const sent: Sent[] = []
  return {
    sent,
    fetch: async (url, init) => {
      const headers = Object.fromEntries([...new Headers(init?.headers)].filter(isTold))
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
      sent.push({ url: url as string, method: init?.method?.toUpperCase() ?? 'GET', headers, body })
      throw new TypeError('nobody there')
    },
  }
}

const baseURL = 'http://127.0.0.1:9/v1'

/** What both send, ours first. */
async function bothSend(
  run: (client: OpenAI) => Promise<unknown>,
  own: OpenAIOptions = {},
  official: object = own,
): Promise<readonly [Sent | undefined, Sent | undefined]> {
  const [ours, theirs] = [recorder(), recorder()]
  const more = { apiKey: 'sk-test', baseURL, maxRetries: 0 }
  await run(new OpenAI({ ...more, fetch: ours.fetch, ...own })).catch(() => undefined)
  const client = new Official({ ...more, fetch: theirs.fetch, logLevel: 'off', ...official })
  await run(client as never).catch(() => undefined)
  return [ours.sent[0], theirs.sent[0]]
}

const chat =
  (options?: RequestOptions) =>
  (client: OpenAI): Promise<unknown> =>
    client.chat.completions.create({ model: 'm', messages: [], stream: true }, options)

describe('headers', () => {
  const name = fc.constantFrom('Authorization', 'X-Mine', 'x-other', 'OpenAI-Organization')
  const text = fc.constantFrom('a', 'b', 'c')
  const anyCase = fc
    .tuple(name, fc.boolean())
    .map(([given, isLower]) => (isLower ? given.toLowerCase() : given))
  const record = fc
    .uniqueArray(fc.tuple(anyCase, fc.oneof(text, fc.constantFrom(null, undefined))), {
      selector: ([given]) => given.toLowerCase(),
    })
    .map((entries) => Object.fromEntries(entries))
  const pairs = fc.array(fc.tuple(anyCase, text))
  const given = fc.oneof(
    record,
    pairs,
    pairs.map((each) => new Headers(each)),
    fc.constant(undefined),
  )

  test('law: those of the client and of the call are added up as the official client does', async () => {
    await fc.assert(
      fc.asyncProperty(given, given, async (defaults, own) => {
        const [ours, theirs] = await bothSend(
          chat({ headers: own }),
          { headers: defaults, organization: 'org' },
          { defaultHeaders: defaults, organization: 'org' },
        )
        expect(theirs).toBeDefined()
        expect(ours).toEqual(theirs)
      }),
      { numRuns: 200 },
    )
  })

  test('a Map is read as pairs, and so is what has nothing but `entries`', async () => {
    const entries = (): Iterable<[string, string]> => [['x-mine', 'a']]
    for (const headers of [new Map(entries()), { entries } as never]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const [ours] = await bothSend(chat({ headers }))
      expect(ours?.headers).toMatchObject({ 'x-mine': 'a', authorization: 'Bearer sk-test' })
    }
  })

  test('null sends no key, and asks no function for one', async () => {
    const apiKey = vi.fn<() => string>(() => 'sk-unused')
    const [ours] = await bothSend(chat(), { apiKey, headers: { Authorization: null } }, {})
    expect(ours).toBeDefined()
    expect(ours?.headers).not.toHaveProperty('authorization')
    expect(apiKey).not.toHaveBeenCalled()
  })

  const noText = [5, true, {}, () => 'sk-secret', ['sk-secret'], Symbol('sk-secret')]
  test.each(noText.map((value) => ({ value })))(
    'one that is no text is a TypeError that names it, and not its value: $value',
    async ({ value }) => {
      const headers = { 'X-Mine': value } as never
      const { fetch, sent } = recorder()
      const client = new OpenAI({
        apiKey: 'sk-test',
        baseURL,
        maxRetries: 0,
        fetch,
      })
      const { responses } = new Sync({ apiKey: 'sk-test', baseURL, maxRetries: 0 })
      const tries = [
        () => chat({ headers })(client),
        async () => new OpenAI({ apiKey: 'sk-test', headers }),
        async () => new Sync({ apiKey: 'sk-test', headers }),
        async () => responses.create({ model: 'm', stream: true }, { headers }),
      ]
      for (const run of tries) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const error = await run().catch((thrown: unknown) => thrown)
        expect(error).toBeInstanceOf(TypeError)
        expect(String(error)).toMatch(/`x-mine`/)
        expect(String(error)).not.toContain('secret')
      }
      expect(sent).toEqual([])
    },
  )

  const noHeaders = ['sk-secret: b', 5, () => [], [[5, 'a']], ['ab'], [null]]
  test.each(noHeaders.map((headers) => ({ headers })))(
    'what has no names with values is a TypeError: $headers',
    ({ headers }) => {
      const create = () => new OpenAI({ apiKey: 'sk-test', headers: headers as never })
      expect(create).toThrow(TypeError)
      expect(create).toThrow(/^`headers` takes/)
    },
  )
})

describe('the query of responses.retrieve', () => {
  const include = fc.subarray([
    'reasoning.encrypted_content',
    'message.output_text.logprobs',
  ] as const)
  const params = fc.record(
    {
      include,
      starting_after: fc.oneof(fc.nat(), fc.constant(null)),
      include_obfuscation: fc.boolean(),
    },
    { requiredKeys: [] },
  )

  test('law: is that of the official client', async () => {
    await fc.assert(
      fc.asyncProperty(params, async (more) => {
        const [ours, theirs] = await bothSend((client) =>
          client.responses.retrieve('resp_1', { stream: true, ...more } as never),
        )
        expect(theirs).toBeDefined()
        expect(ours).toEqual(theirs)
      }),
      { numRuns: 100 },
    )
  })

  test('and so is that of the client', async () => {
    const query = { list: [1, 'b'], none: null, nothing: undefined, flag: false, text: 'a b' }
    const [ours, theirs] = await bothSend(chat(), { query }, { defaultQuery: query })
    expect(ours?.url).toContain('list%5B%5D=1&list%5B%5D=b')
    expect(decodeURIComponent(ours!.url)).toBe(decodeURIComponent(theirs!.url))
  })
})

describe('where to, and in whose name', () => {
  test.each(['', null, undefined])('the base URL %j is that of OpenAI', async (none) => {
    const [ours, theirs] = await bothSend(chat(), { baseURL: none as never })
    expect(ours?.url).toBe('https://api.openai.com/v1/chat/completions')
    expect(ours).toEqual(theirs)
  })

  test('the environment is asked only where nothing is said', async () => {
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/env')
    const [unsaid, theirs] = await bothSend(chat(), { baseURL: undefined })
    expect(unsaid?.url).toBe('http://127.0.0.1:9/env/chat/completions')
    expect(unsaid).toEqual(theirs)
    const [none] = await bothSend(chat(), { baseURL: '' })
    expect(none?.url).toBe('https://api.openai.com/v1/chat/completions')
  })

  test('the scheme of a URL has no case', async () => {
    const [ours] = await bothSend(chat(), { baseURL: 'HTTP://127.0.0.1:9/v1' })
    expect(ours?.url).toMatch(/^http:\/\/127\.0\.0\.1:9\/v1\/chat\/completions$/i)
  })

  test('null is no organization and no project, whatever the environment or the client says', async () => {
    vi.stubEnv('OPENAI_ORG_ID', 'org_env')
    vi.stubEnv('OPENAI_PROJECT_ID', 'proj_env')
    const none = { organization: null, project: null }
    const [ours, theirs] = await bothSend(chat(), none)
    expect(ours).toEqual(theirs)
    expect(Object.keys(ours!.headers).filter((each) => each.startsWith('openai-'))).toEqual([])
    const [call] = await bothSend(chat(none), { organization: 'org', project: 'proj' })
    expect(Object.keys(call!.headers).filter((each) => each.startsWith('openai-'))).toEqual([])
  })
})

describe('a key that is none', () => {
  const keys = [5, true, {}, ['sk-secret'], Promise.resolve('sk-secret'), Symbol('sk-secret')]

  test.each(keys.map((key) => ({ key })))('is a TypeError: $key', async ({ key }) => {
    const apiKey = key as never
    for (const Client of [OpenAI, Sync]) {
      expect(() => new Client({ apiKey })).toThrow(/`apiKey`/)
      expect(() => new Client({ apiKey })).not.toThrow(/secret/)
    }
    const [ours] = await bothSend(chat({ apiKey }))
    expect(ours).toBeUndefined()
    const { responses } = new Sync({ apiKey: 'sk-test', baseURL })
    expect(() => responses.create({ model: 'm', stream: true }, { apiKey })).toThrow(/`apiKey`/)
  })

  test.each([undefined, null, 5, {}, ['sk-secret']].map((key) => ({ key })))(
    'given by a function is no header: $key',
    async ({ key }) => {
      const { fetch, sent } = recorder()
      const apiKey = () => key as never
      const client = new OpenAI({ apiKey, baseURL, fetch, maxRetries: 0 })
      const error = await chat()(client).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ cause: expect.any(TypeError) })
      expect(String((error as Error).cause)).toMatch(/`apiKey`/)
      expect(sent).toEqual([])
    },
  )
})
