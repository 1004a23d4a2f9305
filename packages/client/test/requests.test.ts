// What is sent, and what is refused before it is sent.

import { fetchBody, openStream, type RequestOptions, Stream } from '@sse/client'
import { fetchBodySync, openStreamSync } from '@sse/client/sync'
import { describe, expect, test } from 'vitest'
import { answer, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1:9/'

describe('a URL that is none', () => {
  const urls = [
    'http://[?key=sk-secret',
    'http://127.0.0.1:99999/?key=sk-secret',
    'https://?key=sk-secret',
  ]
  const doors: readonly (readonly [string, (url: string, fetch: never) => unknown])[] = [
    ['openStream', (url) => openStream(url)],
    ['openStream with a fetch', (url, fetch) => openStream(url, { fetch })],
    ['fetchBody with a fetch', (url, fetch) => fetchBody(url, { fetch })],
    ['openStreamSync', (url) => openStreamSync(url)],
    ['fetchBodySync', (url) => fetchBodySync(url)],
  ]
  test.each(doors.flatMap(([name, open]) => urls.map((url) => [name, url, open] as const)))(
    '%s: %s is a TypeError that does not repeat it, at once',
    async (_, url, open) => {
      const { fetch, requests } = scriptedFetch(answer('data: a\n\n'))
      const opening = Promise.resolve().then(() => open(url, fetch as never))
      const error = await opening.catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(TypeError)
      expect(String((error as Error).stack)).not.toContain('sk-secret')
      expect((error as Error).cause).toBeUndefined()
      expect(requests).toHaveLength(0)
    },
  )

  test('is one that is relative, but for a `fetch` that knows to what', async () => {
    await expect(openStream('/events?key=1')).rejects.toThrow('The URL is not valid')
    expect(() => openStreamSync('/events?key=1')).toThrow('The URL is not valid')
    const { fetch, requests } = scriptedFetch(answer('data: a\n\n'))
    expect(await openStream('/events', { fetch })).toBeInstanceOf(Stream)
    expect(requests[0]!.url).toBe('/events')
  })
})

describe('a name of a header', () => {
  async function headersOf(
    open: (url: string, options: RequestOptions) => unknown,
    headers: object,
  ) {
    const { fetch, requests } = scriptedFetch(answer('data: a\n\n'))
    await open(URL, { fetch, headers: headers as Record<string, string> })
    return requests[0]!.headers
  }

  test.each([
    ['openStream', openStream as never],
    ['fetchBody', fetchBody as never],
  ])('wins over that of %s in any case', async (_, open) => {
    expect(await headersOf(open, { Accept: 'x/y', 'X-One': '1' })).toEqual({
      accept: 'x/y',
      'x-one': '1',
    })
  })

  test('a second spelling wins over the first', async () => {
    expect(await headersOf(openStream as never, { 'X-One': '1', 'x-one': '2' })).toMatchObject({
      'x-one': '2',
    })
  })

  test('of the last event ID gives way to the newer one', async () => {
    const type = { 'content-type': 'text/event-stream' }
    const { fetch, requests } = scriptedFetch(
      answer('id: 8\ndata: a\n\n', type),
      answer(null, type, 204),
    )
    const stream = await openStream(URL, {
      fetch,
      reconnect: true,
      headers: { 'Last-Event-ID': '7' },
      clock: {
        now: () => 0,
        setTimeout: (callback) => setTimeout(callback, 0),
        clearTimeout: (timer) => clearTimeout(timer as never),
      },
    })
    for await (const { data } of stream) expect(data).toBe('a')
    expect(requests.map(({ headers }) => headers)).toEqual([
      { accept: 'text/event-stream', 'last-event-id': '7' },
      { accept: 'text/event-stream', 'last-event-id': '8' },
    ])
  })
})

test('a logger that is asynchronous may reject', async () => {
  const rejected: unknown[] = []
  const onRejection = (reason: unknown): unknown => rejected.push(reason)
  process.on('unhandledRejection', onRejection)
  const { fetch } = scriptedFetch(answer('data: a\n\n'))
  let notes = 0
  const note = async (): Promise<never> => {
    notes++
    throw new Error('the log is full')
  }
  const stream = await openStream(URL, { fetch, logger: { debug: note, info: note, warn: note } })
  for await (const { data } of stream) expect(data).toBe('a')
  // Node reports them behind the microtasks.
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
  process.off('unhandledRejection', onRejection)
  expect(notes).toBeGreaterThan(2)
  expect(rejected).toEqual([])
})
