/** What React Native lacks: reasons of signals (its `abort-controller` has none), and streams in its own `fetch`. */
import { type Deadlines, type HttpResponse, openStream } from '@sse/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock, settle } from './fake-clock.ts'
import { answer, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/'

/** An `AbortController` whose signal says that it is aborted, and never why. */
class PoorAbortController {
  readonly signal = Object.assign(new EventTarget(), { aborted: false })

  abort(): void {
    if (this.signal.aborted) return
    this.signal.aborted = true
    this.signal.dispatchEvent(new Event('abort'))
  }
}

beforeEach(() => {
  vi.stubGlobal('AbortController', PoorAbortController)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const signalOf = (controller: PoorAbortController) => controller.signal as unknown as AbortSignal

describe('where signals have no reason', () => {
  test('a passed deadline for headers is the error', async () => {
    const clock = new FakeClock()
    const { fetch } = scriptedFetch('never')
    const opening = openStream(URL, { clock, fetch, maxRetries: 0, deadlines: { headers: 50 } })
    const failed = opening.catch((error: unknown) => error)
    await clock.advance(50)
    expect(await failed).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind: 'headers' })
  })

  test.each<[keyof Deadlines]>([['firstByte'], ['idleContent'], ['idleBytes'], ['total']])(
    'a passed deadline `%s` is the error, and what had come is kept',
    async (kind) => {
      const clock = new FakeClock()
      const body = new ScriptedBody()
      if (kind !== 'firstByte') body.send('data: a\n\n')
      const { fetch } = scriptedFetch(answer(body))
      const deadlines = { [kind]: 50 }
      const options = { decoder: new DataDecoder(), clock, fetch, deadlines, maxRetries: 0 }
      const reading = readAll(await openStream(URL, options))
      await clock.advance(50)
      expect(await reading).toMatchObject({
        items: kind === 'firstByte' ? [] : ['a'],
        error: { code: 'ERR_SSE_TIMEOUT', kind },
      })
    },
  )

  test('an abort is the error, before the headers and in the stream', async () => {
    const early = new PoorAbortController()
    const never = scriptedFetch('never')
    const opening = openStream(URL, { fetch: never.fetch, signal: signalOf(early) })
    const failed = opening.catch((error: unknown) => error)
    await settle()
    early.abort()
    expect(await failed).toMatchObject({ code: 'ERR_SSE_ABORTED' })

    const late = new PoorAbortController()
    const { fetch } = scriptedFetch(answer(new ScriptedBody().send('data: a\n\n')))
    const decoder = new DataDecoder()
    const reading = readAll(await openStream(URL, { decoder, fetch, signal: signalOf(late) }))
    await settle()
    late.abort()
    expect(await reading).toMatchObject({ items: ['a'], error: { code: 'ERR_SSE_ABORTED' } })
  })
})

describe('a response whose body is no stream', () => {
  const bodies: readonly [string, unknown][] = [
    ['absent', undefined],
    ['of another kind', { pipe: () => undefined }],
  ]

  const responseWith = (body: unknown, status: number): HttpResponse => ({
    status,
    statusText: '',
    ok: status < 300,
    url: URL,
    headers: new Headers({ 'content-type': 'text/event-stream' }),
    body: body as HttpResponse['body'],
  })

  test.each(bodies)(
    '%s is an error that names the fix, and is not sent for again',
    async (_, body) => {
      const { fetch, requests } = scriptedFetch(responseWith(body, 200))
      await expect(openStream(URL, { fetch, maxRetries: 2 })).rejects.toThrow(
        new TypeError('The body of the response is no stream: pass a `fetch` that streams'),
      )
      expect(requests).toHaveLength(1)
    },
  )

  test.each([undefined, null, 7, {}, 'data: a\n\n'])(
    'nor is one whose chunks are %j: what came before counts',
    async (chunk) => {
      const body = new ReadableStream<unknown>({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode('data: a\n\n'))
          controller.enqueue(chunk)
        },
      })
      const { fetch } = scriptedFetch(responseWith(body, 200))
      const reading = readAll(await openStream(URL, { decoder: new DataDecoder(), fetch }))
      expect(await reading).toMatchObject({ items: ['a'], error: expect.any(TypeError) as Error })
    },
  )

  test.each(bodies)('%s does not hide a refusal', async (_, body) => {
    const { fetch } = scriptedFetch(responseWith(body, 401))
    await expect(openStream(URL, { fetch })).rejects.toMatchObject({
      code: 'ERR_SSE_AUTHENTICATION',
      status: 401,
    })
  })
})
