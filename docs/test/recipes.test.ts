// Each recipe runs against the loopback server, the Worker in workerd. One runs in a stand-in for its runtime: the route
// handler of Next is called with the `Request` that Next would make. Recipes that show answers: `recipes-shown.test.ts`.

import { globSync, readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { type FixtureServer, startServer } from '@fixtures/server'
import { transcript } from '@fixtures/sse'
import { accumulateChat } from '@sse/accumulate'
import { decodeChatStream } from '@sse/chat'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { finalText } from './final-text.ts'
import { root, runProgram } from './run-program.ts'
import { serveListener } from './serve-listener.ts'
import { serveWorker } from './serve-worker.ts'

const question = 'Tell me a joke'
const post = (prompt: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ prompt }),
})

let server: FixtureServer
const cleanups: (() => unknown)[] = []
beforeAll(async () => {
  server = await startServer({ apiKey: 'test', pace: { delay: 1 } })
  vi.stubEnv('OPENAI_API_KEY', 'test')
  vi.stubEnv('OPENAI_BASE_URL', `${server.url}/v1`)
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await server.close()
})

/** Serves a listener until the test is over; gives its address. */
async function serve(listener: RequestListener): Promise<string> {
  const { url, close } = await serveListener(listener)
  cleanups.push(close)
  return url
}

/** The requests that reached the model while `task` ran. */
async function requestsDuring(task: () => Promise<unknown>) {
  const before = server.requests.length
  await task()
  return server.requests.slice(before)
}

describe('what sends requests', () => {
  const programs = ['fetch', 'openai-as-response', 'undici', 'ky', 'axios', 'node-http-client']

  test.each(programs)('%s prints the answer, asked for once', async (name) => {
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${server.url}/v1` }
    const requests = await requestsDuring(async () => {
      const { stdout, stderr, code } = await runProgram(`docs/recipes/${name}.ts`, { env })
      expect({ stdout: stdout.trimEnd(), stderr, code }).toEqual({
        stdout: finalText('joke'),
        stderr: '',
        code: 0,
      })
    })
    expect(requests).toMatchObject([{ transcript: 'joke', status: 200, outcome: 'ended' }])
  })

  test.each(programs)('%s fails with what a refusal says', async (name) => {
    const env = { OPENAI_API_KEY: 'wrong', OPENAI_BASE_URL: `${server.url}/v1` }
    const { stdout, stderr, code } = await runProgram(`docs/recipes/${name}.ts`, { env })
    expect(stdout).toBe('')
    expect(stderr).toMatch(name === 'openai-as-response' ? /AuthenticationError: 401/ : /API key/)
    expect(stderr).not.toContain('wrong')
    expect(code).toBe(1)
  })

  test.each(programs)('%s does not take a cut-off answer for a whole one', async (name) => {
    await using cut = await startServer({ faults: { fault: 'cut', at: { event: 6 } } })
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${cut.url}/v1` }
    const { stderr, code } = await runProgram(`docs/recipes/${name}.ts`, { env })
    expect(stderr).toContain('ERR_SSE_TRUNCATED')
    expect(code).toBe(1)
  })
})

describe('what answers requests', () => {
  /** Each relay as a function from a request to its response. */
  const relays: Record<string, () => Promise<(init: RequestInit) => Promise<Response>>> = {
    'node-http-server': async () => {
      const { answer } = await import('../recipes/node-http-server.ts')
      const url = await serve((request, response) => void answer(request, response))
      return (init) => fetch(`${url}/answers`, init)
    },
    express: async () => {
      const { app } = await import('../recipes/express.ts')
      const url = await serve(app as RequestListener)
      return (init) => fetch(`${url}/answers`, init)
    },
    hono: async () => {
      const { app } = await import('../recipes/hono.ts')
      return async (init) => app.request('/answers', init)
    },
    'next-route': async () => {
      const { POST } = await import('../recipes/next-route.ts')
      return (init) => POST(new Request('http://127.0.0.1/answers', init))
    },
    'cloudflare-worker': async () => {
      const base = process.env['OPENAI_BASE_URL'] ?? ''
      const environment = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: base }
      const recipe = 'docs/recipes/cloudflare-worker.ts'
      const worker = await serveWorker(recipe, environment, new URL(base).host)
      cleanups.push(worker.close)
      return (init) => fetch(worker.url, init)
    },
  }

  /** Lets the recipes that are loaded from now on ask another server, until the test is over. */
  function modelAt(url: string): void {
    vi.stubEnv('OPENAI_BASE_URL', `${url}/v1`)
    vi.resetModules()
    cleanups.push(() => {
      vi.stubEnv('OPENAI_BASE_URL', `${server.url}/v1`)
      vi.resetModules()
    })
  }

  describe.each(Object.keys(relays))('%s', (name) => {
    const relay = () => relays[name]!()

    test('relays the answer as an event stream', async () => {
      const send = await relay()
      const response = await send(post(question))
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
      expect(response.headers.get('cache-control')).toContain('no-transform')
      const { choices } = await accumulateChat(decodeChatStream(response.body ?? []))
      expect(choices[0]).toMatchObject({
        finish_reason: 'stop',
        message: { content: finalText('joke') },
      })
    })

    test('stops the model when the viewer leaves', async () => {
      const send = await relay()
      const requests = await requestsDuring(async () => {
        const response = await send(post('Write a story about a robot.'))
        for await (const chunk of decodeChatStream(response.body ?? [])) {
          if (chunk.choices[0]?.delta.content) break
        }
        await server.requests.at(-1)?.closed
      })
      expect(requests).toMatchObject([{ transcript: 'story', outcome: 'aborted' }])
      expect(requests[0]!.events).toBeLessThan(transcript('story').events)
    })

    // workerd on its own does not notice that a viewer has left until there is a response, neither with
    // `enable_request_signal`: there the deadline for the headers ends it.
    const notices = name !== 'cloudflare-worker'
    test.runIf(notices)(
      'stops the model when the viewer leaves before it has said anything',
      async () => {
        let arrive: () => void
        const arrival = new Promise<void>((resolve) => {
          arrive = resolve
        })
        await using silent = await startServer({
          faults: { fault: 'headers-never' },
          plan: (_, replay) => {
            arrive()
            return replay
          },
        })
        modelAt(silent.url)
        const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
        cleanups.push(() => log.mockRestore())
        const send = await relay()
        const viewer = new AbortController()
        const response = send({ ...post(question), signal: viewer.signal })
        const settled = Promise.allSettled([response])
        await arrival
        viewer.abort()
        await silent.requests[0]?.closed
        expect(silent.requests).toMatchObject([{ outcome: 'aborted' }])
        await settled
        expect(log.mock.calls).toEqual([])
      },
    )

    test('refuses what is no question, and asks nobody', async () => {
      const send = await relay()
      const requests = await requestsDuring(async () => {
        for (const body of ['{"prompt":7}', '{}', '[]', '7', '"text"', 'null', '{', '']) {
          for (const type of ['application/json', 'text/plain', 'application/octet-stream']) {
            const headers = { 'content-type': type }
            const { status } = await send({ method: 'POST', headers, body })
            expect({ type, body, status }).toEqual({ type, body, status: 400 })
          }
        }
      })
      expect(requests).toEqual([])
    })

    test.each([401, 429])('answers 502 when the model answers %i', async (status) => {
      await using refusing = await startServer({
        faults: { fault: 'status', status, shouldRetry: false },
      })
      modelAt(refusing.url)
      const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
      cleanups.push(() => log.mockRestore())
      const response = await (await relay())(post(question))
      expect(response.status).toBe(502)
      expect(await response.json()).toEqual({ error: { message: 'the model does not answer' } })
      expect(refusing.requests).toMatchObject([{ status }])
      // The Worker's log is workerd's.
      if (name !== 'cloudflare-worker') expect(log.mock.calls).toMatchObject([[{ status }]])
    })
  })
})

test('node-http-server refuses a question that is too long, and says so', async () => {
  const { answer } = await import('../recipes/node-http-server.ts')
  const url = await serve((request, response) => void answer(request, response))
  const requests = await requestsDuring(async () => {
    // A connection that is cut off while the rest is on its way loses the answer only sometimes.
    for (let time = 0; time < 20; time++) {
      expect((await fetch(url, post('why? '.repeat(100_000)))).status).toBe(400)
    }
  })
  expect(requests).toEqual([])
})

test('each recipe is tested', () => {
  const tests = globSync('docs/test/recipes*.test.ts', { cwd: root })
  const sources = tests.map((path) => readFileSync(root + path, 'utf8')).join('')
  const names = globSync('docs/recipes/*.ts', { cwd: root }).map((path) =>
    path.slice('docs/recipes/'.length, -3),
  )
  expect(names).toHaveLength(14)
  const isTested = (name: string) =>
    sources.includes(`recipes/${name}.ts'`) || sources.includes(`'${name}'`)
  expect(names.filter((name) => !isTested(name))).toEqual([])
})
