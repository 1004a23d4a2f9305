// Recipes that show answers, asking a relay in front of the loopback server. React renders into happy-dom. React Native's
// `XMLHttpRequest` is a stand-in that hands out text as it arrives.

import type { RequestListener } from 'node:http'
import { type FixtureServer, startServer } from '@fixtures/server'
import { transcript } from '@fixtures/sse'
import { partialCompletion } from '@sse/accumulate'
import { EVENT_STREAM_HEADERS } from '@sse/core'
import { Window } from 'happy-dom'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { finalText } from './final-text.ts'
import { serveListener } from './serve-listener.ts'
import { TextXMLHttpRequest } from './text-xml-http-request.ts'

const question = 'Tell me a joke'

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

describe('what shows an answer', () => {
  /** A relay for the browser to ask, in front of the server. */
  async function relay(): Promise<string> {
    const { answer } = await import('../recipes/node-http-server.ts')
    return serve((request, response) => void answer(request, response))
  }

  test('react renders the text as it grows, then that it is done', async () => {
    const window = new Window()
    const { document } = window
    vi.stubGlobal('window', window)
    vi.stubGlobal('document', document)
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
    cleanups.push(() => {
      vi.unstubAllGlobals()
      return window.happyDOM.close()
    })
    const { act, createElement } = await import('react')
    const { createRoot } = await import('react-dom/client')
    const { Answer, createAnswerStore } = await import('../recipes/react.ts')

    const store = createAnswerStore(await relay())
    const container = document.createElement('div')
    const view = createRoot(container as never)
    await act(async () => view.render(createElement(Answer, { store })))
    expect(container.innerHTML).toBe('<p data-status="idle" aria-busy="false"></p>')

    const texts: string[] = []
    cleanups.push(store.subscribe(() => texts.push(store.getSnapshot().text)))
    await act(() => store.ask(question))
    expect(container.innerHTML).toContain('data-status="done" aria-busy="false"')
    expect(container.textContent).toBe(finalText('joke'))
    expect(new Set(texts).size).toBeGreaterThan(3)
    for (const grown of texts) expect(finalText('joke').startsWith(grown)).toBe(true)

    // A new question stops the old one, which then says no more.
    const statuses: string[] = []
    cleanups.push(store.subscribe(() => statuses.push(store.getSnapshot().status)))
    await act(async () => {
      const old = store.ask('Write a story about a robot.')
      await store.ask(question)
      await old
    })
    expect(container.textContent).toBe(finalText('joke'))
    expect(new Set(statuses)).toEqual(new Set(['streaming', 'done']))
    await act(async () => {
      const asked = store.ask('Write a story about a robot.')
      store.stop()
      await asked
    })
    expect(store.getSnapshot()).toEqual({ status: 'stopped', text: '' })
    await act(async () => view.unmount())
  })

  /** A relay that stops in the middle, as proxies do. */
  function cutOff(): Promise<string> {
    return serve((request, response) => {
      request.resume()
      response.writeHead(200, EVENT_STREAM_HEADERS)
      response.end(transcript('joke').bytes.subarray(0, 1500))
    })
  }

  test('react keeps what had arrived when the answer is cut off', async () => {
    const { createAnswerStore } = await import('../recipes/react.ts')
    const store = createAnswerStore(await cutOff())
    await store.ask(question)
    const { status, text: shown } = store.getSnapshot()
    expect(status).toBe('failed')
    expect(shown).not.toBe('')
    expect(finalText('joke').startsWith(shown)).toBe(true)
  })

  test('svelte asks when it is subscribed to, and hangs up when it no longer is', async () => {
    const { answerTo } = await import('../recipes/svelte.ts')
    const url = await relay()
    type Answer = Parameters<Parameters<ReturnType<typeof answerTo>['subscribe']>[0]>[0]
    const states: Answer[] = []
    await new Promise<void>((resolve) => {
      const unsubscribe = answerTo(url, question).subscribe((answer) => {
        states.push(answer)
        if (answer.status !== 'streaming') resolve()
      })
      cleanups.push(unsubscribe)
    })
    expect(states.at(-1)).toEqual({ status: 'done', text: finalText('joke') })
    expect(states.length).toBeGreaterThan(4)
    for (const state of states) expect(finalText('joke').startsWith(state.text)).toBe(true)

    const requests = await requestsDuring(async () => {
      await new Promise<void>((resolve) => {
        const unsubscribe = answerTo(url, 'Write a story about a robot.').subscribe((answer) => {
          if (answer.text !== '') resolve(queueMicrotask(() => unsubscribe()))
        })
      })
      await server.requests.at(-1)?.closed
    })
    expect(requests).toMatchObject([{ transcript: 'story', outcome: 'aborted' }])
  })

  describe('react-native', () => {
    test('calls with the text as it grows, and gives the completion', async () => {
      vi.stubGlobal('XMLHttpRequest', TextXMLHttpRequest)
      cleanups.push(() => vi.unstubAllGlobals())
      const { ask } = await import('../recipes/react-native.ts')
      const texts: string[] = []
      const onText = (grown: string) => texts.push(grown)
      const completion = await ask(await relay(), question, { onText })
      expect(completion.choices[0]?.message.content).toBe(finalText('joke'))
      expect(new Set(texts).size).toBeGreaterThan(3)
      for (const grown of texts) expect(finalText('joke').startsWith(grown)).toBe(true)
    })

    test('rejects with what had come: cut off, refused, aborted', async () => {
      vi.stubGlobal('XMLHttpRequest', TextXMLHttpRequest)
      cleanups.push(() => vi.unstubAllGlobals())
      const { ask } = await import('../recipes/react-native.ts')
      const failureOf = async (url: string, signal?: AbortSignal): Promise<unknown> => {
        try {
          await ask(url, question, { onText: () => undefined, signal })
        } catch (error) {
          return error
        }
        throw new Error('an answer that is not whole was given out')
      }
      const truncated = await failureOf(await cutOff())
      expect(truncated).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
      const come = partialCompletion(truncated)?.choices[0]?.message.content ?? ''
      expect(come).not.toBe('')
      expect(finalText('joke').startsWith(come)).toBe(true)

      const page = await serve((_, response) => response.end('<!doctype html>\n<p>Sign in</p>\n'))
      expect(await failureOf(page)).toMatchObject({ code: 'ERR_SSE_NOT_EVENT_STREAM' })

      const refused = await failureOf(`${server.url}/v1/chat/completions`)
      expect(String(refused)).toBe('Error: the server said 401')

      const reason = new Error('enough')
      expect(await failureOf(await cutOff(), AbortSignal.abort(reason))).toBe(reason)
    })

    test('rejects with an error where signals have no reason', async () => {
      vi.stubGlobal('XMLHttpRequest', TextXMLHttpRequest)
      cleanups.push(() => vi.unstubAllGlobals())
      const { ask } = await import('../recipes/react-native.ts')
      const url = await relay()
      const story = 'Write a story about a robot.'
      // As React Native's polyfill has them: `aborted` and an event, nothing else.
      const signalOf = (aborted: boolean) => Object.assign(new EventTarget(), { aborted }) as never
      const onText = () => undefined
      await expect(ask(url, story, { onText, signal: signalOf(true) })).rejects.toThrow(
        expect.objectContaining({ name: 'AbortError' }),
      )

      const signal: EventTarget = signalOf(false)
      let shown = ''
      const asked = ask(url, story, {
        signal: signal as never,
        onText: (text) => {
          shown = text
          if (text !== '') signal.dispatchEvent(new Event('abort'))
        },
      })
      const failure: unknown = await asked.catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(Error)
      expect(failure).toMatchObject({ name: 'AbortError' })
      expect(shown).not.toBe('')
      expect(partialCompletion(failure)?.choices[0]?.message.content).toBe(shown)
    })
  })
})
