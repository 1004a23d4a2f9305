// What the migration guides say of other packages, seen in those packages; what they print is tested with the snippets.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { fetchEventSource } from '@microsoft/fetch-event-source'
import { PartialJson } from '@sse/accumulate/json'
import { openStream } from '@sse/client'
import { EVENT_STREAM_HEADERS, parseEventStream, parseEventStreamSync } from '@sse/core'
import { events } from 'fetch-event-stream'
import { parse } from 'partial-json'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { root } from './run-program.ts'
import { serveListener } from './serve-listener.ts'

const utf8 = new TextEncoder()

describe('@microsoft/fetch-event-source', () => {
  const cleanups: (() => unknown)[] = []
  beforeEach(() => {
    // It waits with the timers of `window`: here at once.
    vi.stubGlobal('window', {
      fetch,
      setTimeout: (run: () => void) => setTimeout(run, 0),
      clearTimeout,
    })
    vi.stubGlobal('document', { addEventListener() {}, removeEventListener() {}, hidden: false })
  })
  afterEach(async () => {
    vi.unstubAllGlobals()
    for (const cleanup of cleanups.splice(0)) await cleanup()
  })

  async function serve(listener: RequestListener): Promise<string> {
    const { url, close } = await serveListener(listener)
    cleanups.push(close)
    return url
  }

  function eventStream(body: string): RequestListener {
    return (_, response) => response.writeHead(200, EVENT_STREAM_HEADERS).end(body)
  }

  test('a comment with a blank line is a message there, and nothing here', async () => {
    const body = ': hello\n\ndata: a\n\n'
    const url = await serve(eventStream(body))
    const messages: string[] = []
    await fetchEventSource(url, { onmessage: ({ data }) => messages.push(data) })
    expect(messages).toEqual(['', 'a'])
    expect([...parseEventStreamSync([utf8.encode(body)])].map(({ data }) => data)).toEqual(['a'])
  })

  test('an empty first line of data is lost there, and kept here', async () => {
    const body = 'data:\ndata: a\n\n'
    const url = await serve(eventStream(body))
    const messages: unknown[] = []
    await fetchEventSource(url, {
      onmessage: ({ data, event, id }) => messages.push({ data, event, id }),
    })
    expect(messages).toEqual([{ data: 'a', event: '', id: '' }])
    expect([...parseEventStreamSync([utf8.encode(body)])]).toMatchObject([
      { data: '\na', event: undefined, id: undefined },
    ])
  })

  test('what onmessage throws sends the request again there; here it leaves the loop', async () => {
    let requests = 0
    const url = await serve((request, response) => {
      requests++
      eventStream('data: a\n\n')(request, response)
    })
    let calls = 0
    await fetchEventSource(url, {
      onmessage() {
        if (++calls < 3) throw new Error('mine')
      },
    })
    expect({ calls, requests }).toEqual({ calls: 3, requests: 3 })

    requests = 0
    const stream = await openStream(url)
    const read = async () => {
      for await (const { data } of stream) throw new Error(`mine, with ${data}`)
    }
    await expect(read()).rejects.toThrow('mine, with a')
    expect(requests).toBe(1)
  })

  test('it tries for ever there; here as often as is said, and the error comes out', async () => {
    let requests = 0
    const url = await serve((request) => {
      requests++
      request.socket.destroy()
    })
    // Its own wait is where it is stopped: the 20th time.
    const controller = new AbortController()
    let waits = 0
    vi.stubGlobal('window', {
      fetch,
      setTimeout: (run: () => void) => (++waits < 20 ? setTimeout(run, 0) : controller.abort()),
      clearTimeout,
    })
    await fetchEventSource(url, { signal: controller.signal, onerror: () => undefined })
    expect(requests).toBe(20)

    requests = 0
    const opened = openStream(url, { reconnect: true, maxRetries: 2, retry: () => 1 })
    await expect(opened).rejects.toMatchObject({ code: 'ERR_SSE_CONNECTION' })
    expect(requests).toBe(3)
  })

  test('hidden pages: the program of the guide hangs up, and goes on behind the last event', async () => {
    const guide = readFileSync(`${root}docs/migrate-from-fetch-event-source.md`, 'utf8')
    const code = /## Hidden pages.*?^```ts\n(.*?)^```$/ms.exec(guide)?.[1] ?? ''
    const folder = `${root}docs/node_modules/.cache/hidden-pages`
    mkdirSync(folder, { recursive: true })
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
    writeFileSync(`${folder}/program.ts`, code)
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
    vi.stubGlobal('document', page)
    const show = (visibilityState: string) => {
      page.visibilityState = visibilityState
      page.dispatchEvent(new Event('visibilitychange'))
    }

    const asked: unknown[] = []
    const left: Promise<void>[] = []
    const url = await serve((request, response) => {
      asked.push(request.headers['last-event-id'])
      response.writeHead(200, EVENT_STREAM_HEADERS)
      response.write(`id: ${asked.length}\ndata: ${asked.length}\n\n`)
      left.push(new Promise((resolve) => response.on('close', resolve)))
    })
    const { eventsWhileVisible } = (await import(`${folder}/program.ts`)) as {
      readonly eventsWhileVisible: (url: string) => AsyncGenerator<{ readonly data: string }>
    }
    const seen = eventsWhileVisible(url)
    expect((await seen.next()).value).toMatchObject({ data: '1' })
    const second = seen.next()
    show('hidden')
    await left[0]
    expect(asked).toEqual([undefined])
    show('visible')
    expect((await second).value).toMatchObject({ data: '2' })
    await seen.return(undefined)
    await left[1]
    expect(asked).toEqual([undefined, '1'])
  })

  test('a status of 204 is an error there, and the end here', async () => {
    const url = await serve((_, response) => response.writeHead(204).end())
    const errors: string[] = []
    await expect(
      fetchEventSource(url, {
        onerror(error: Error) {
          errors.push(error.message)
          throw error
        },
      }),
    ).rejects.toThrow('content-type')
    expect(errors).toHaveLength(1)
    const received: unknown[] = []
    for await (const event of await openStream(url, { reconnect: true })) received.push(event)
    expect(received).toEqual([])
  })
})

describe('fetch-event-stream', () => {
  /** A body of two events that stays open, and whether it was cancelled. */
  function open() {
    const state = { cancelled: 0 }
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(utf8.encode('data: a\n\ndata: b\n\n')),
      cancel: () => void state.cancelled++,
    })
    return { body, state }
  }

  test('break leaves the body open there, and cancels it here', async () => {
    const theirs = open()
    for await (const _ of events(new Response(theirs.body))) break
    expect(theirs.state).toEqual({ cancelled: 0 })
    const ours = open()
    for await (const _ of parseEventStream(ours.body)) break
    expect(ours.state).toEqual({ cancelled: 1 })
  })

  test.each([
    ['data without a colon', 'data\n\n', [], ['']],
    ['an empty first line', 'data:\ndata: a\n\n', ['a'], ['\na']],
    ['an event without data', 'event: x\n\n', [undefined], []],
    ['white space', 'data:  \ta\n\n', ['a'], [' \ta']],
  ])('%s', async (_, body, theirs, ours) => {
    const seen: unknown[] = []
    for await (const { data } of events(new Response(body))) seen.push(data)
    expect(seen).toEqual(theirs)
    expect([...parseEventStreamSync([utf8.encode(body)])].map(({ data }) => data)).toEqual(ours)
  })
})

describe('partial-json', () => {
  /** The value so far. */
  function ours(text: string): unknown {
    const json = new PartialJson()
    json.push(text)
    return json.value
  }

  test.each([
    ['a number that is not over', '[1', [1], []],
    ['a literal that is not whole', '[t', [true], []],
    ['a string that grows', '["a', ['a'], ['a']],
  ])('%s', (_, text, theirs, here) => {
    expect(parse(text)).toEqual(theirs)
    expect(ours(text)).toEqual(here)
  })

  test.each(['NaN', 'Infinity', '-Inf'])('%s is a number there, and no JSON here', (text) => {
    expect(typeof parse(text)).toBe('number')
    expect(() => ours(text)).toThrow(expect.objectContaining({ code: 'ERR_SSE_PARTIAL_JSON' }))
  })

  test('what is malformed may pass there, or is in the message; here it is an error with its place', () => {
    expect(parse('{"a":1,"b":wrong')).toEqual({ a: 1 })
    expect(() => parse('wrong')).toThrow('"wrong"')

    const json = new PartialJson()
    expect(() => json.push('{"a":1,"b":wrong')).toThrow(
      expect.objectContaining({
        code: 'ERR_SSE_PARTIAL_JSON',
        offset: 11,
        reason: 'syntax',
        message: expect.not.stringContaining('wrong'),
      }),
    )
    expect(json.value).toEqual({ a: 1 })
  })
})
