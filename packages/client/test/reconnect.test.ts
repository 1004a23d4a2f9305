import { openStream, type OpenStreamOptions } from '@sse/client'
import type { ServerSentEvent } from '@sse/core'
import { NotEventStreamError } from '@sse/core/json-decoder'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock, settle } from './fake-clock.ts'
import { type Answer, answer, refusal, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/events'
const gone = (): Answer => answer(null, {}, 204)

/** Reads a stream of plain events to its end, while time passes as fast as it has to. */
async function run(
  answers: readonly Answer[],
  options: Omit<OpenStreamOptions<ServerSentEvent>, 'decoder'> = {},
) {
  const clock = new FakeClock()
  const { fetch, requests } = scriptedFetch(...answers)
  const stream = await openStream(URL, { fetch, clock, reconnect: true, ...options })
  const reading = readAll(stream)
  await clock.advance(60 * 60_000)
  const { items, error } = await reading
  const ids = requests.map(({ headers }) => headers['last-event-id'])
  return { events: items, data: items.map(({ data }) => data), error, requests, ids, clock, stream }
}

afterEach(() => vi.restoreAllMocks())

describe('reconnect', () => {
  test('goes on behind the last event until the server says 204', async () => {
    const { data, error, ids, stream, clock } = await run([
      answer('id: 1\ndata: a\n\nid: 2\n\ndata: cut'),
      answer('data: b\n\n'),
      gone(),
    ])
    expect(error).toBeUndefined()
    expect(data).toEqual(['a', 'b'])
    expect(ids).toEqual([undefined, '2', '2'])
    expect(stream.outcome).toEqual({ status: 'completed', evidence: undefined })
    expect(stream.response.status).toBe(204)
    expect(stream.timing.attempts).toBe(3)
    expect(clock.pending).toBe(0)
  })

  test('an empty ID is none, and an ID is sent as its UTF-8 bytes', async () => {
    const { ids } = await run([answer('id: é😀\ndata: a\n\n'), answer('id\ndata: b\n\n'), gone()])
    const bytes = [...Buffer.from('é😀', 'utf8')].map((byte) => String.fromCharCode(byte)).join('')
    expect(ids).toEqual([undefined, bytes, undefined])
  })

  test.each([
    ['4,096 bytes, which are sent', 'x'.repeat(4096), true],
    ['more bytes than that', 'x'.repeat(4097), false],
    ['more bytes than characters', 'é'.repeat(2049), false],
    ['three hundred thousand characters', 'x'.repeat(300_000), false],
    ['a tab, which is sent', 'a\tb', true],
    ['a control character', 'a\u0001b', false],
    ['a delete character', 'a\u007fb', false],
  ])('an ID with %s', async (_, id, isSent) => {
    const { ids, data, error } = await run([answer(`id: ${id}\ndata: a\n\n`), gone()])
    expect(ids).toEqual([undefined, isSent ? id : undefined])
    expect({ data, error }).toEqual({ data: ['a'], error: undefined })
  })

  test.each([
    ['stays as long as the stream sets none', 'data: a\n\n', 'é\u00e9 7'],
    ['is gone with the one that the stream sets', 'id: 8\ndata: a\n\n', '8'],
    ['is gone when the stream clears it', 'id\ndata: a\n\n', undefined],
    ['is gone for one that no header holds', `id: ${'x'.repeat(5000)}\ndata: a\n\n`, undefined],
  ])('an ID of the first request %s', async (_, text, expected) => {
    const headers = { 'LAST-EVENT-ID': 'é\u00e9 7', 'x-mine': 'a' }
    const { ids, requests } = await run([answer(text), answer(''), gone()], { headers })
    expect(ids).toEqual(['é\u00e9 7', expected, expected])
    expect(requests.map((request) => request.headers['x-mine'])).toEqual(['a', 'a', 'a'])
  })

  test('an ID of the first request is that of the events until they have one', async () => {
    const sent = String.fromCharCode(...new TextEncoder().encode('七'))
    const answers = [answer('data: a\n\nid: 8\ndata: b\n\n'), gone()]
    const { events } = await run(answers, { headers: { 'last-event-id': sent } })
    expect(events.map(({ lastEventId }) => lastEventId)).toEqual(['七', '8'])
  })

  test('waits as long as `retry` says, and longer when it fails again', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { clock, error } = await run([answer('retry: 1500\n\ndata: a\n\n'), () => answer('')], {
      maxRetries: 4,
    })
    expect(clock.waits).toEqual([1500, 1500, 2000, 4000])
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED', delivered: 1 })
  })

  test('an event makes good what failed before it', async () => {
    const flaky = [answer(''), answer(''), answer('data: a\n\n')]
    const { data, error, requests } = await run([...flaky, answer(''), gone()])
    expect(error).toBeUndefined()
    expect(data).toEqual(['a'])
    expect(requests).toHaveLength(5)
  })

  test('a connection that breaks, and one that stalls', async () => {
    const { data, error } = await run(
      [
        answer(new ScriptedBody().send('data: a\n\n')),
        answer(ScriptedBody.breaking('data: b\n\n')),
        new TypeError('fetch failed'),
        refusal(503),
        answer('data: c\n\n'),
        gone(),
      ],
      { deadlines: { idleBytes: 1000 }, maxRetries: 3 },
    )
    expect(error).toBeUndefined()
    expect(data).toEqual(['a', 'b', 'c'])
  })

  test.each([
    ['at first', []],
    ['later', [answer('data: a\n\n')]],
  ])('what is no event stream ends it %s', async (_, before) => {
    const page = answer('<html>', { 'content-type': 'text/html' })
    const { error } = await run([...before, page]).catch((thrown: unknown) => ({ error: thrown }))
    expect(error).toBeInstanceOf(NotEventStreamError)
    expect(error).toMatchObject({ status: 200, contentType: 'text/html', excerpt: '<html>' })
  })

  test.each(['text/event-stream', 'Text/Event-Stream;charset=utf-8', ' text/event-stream ; x=y'])(
    'the type %s is one',
    async (type) => {
      const { error } = await run([answer('data: a\n\n', { 'content-type': type }), gone()])
      expect(error).toBeUndefined()
    },
  )

  test.each(['text/event-streams', 'application/json', 'text/plain;text/event-stream'])(
    'the type %s is none',
    async (type) => {
      await expect(run([answer('data: a\n\n', { 'content-type': type })])).rejects.toBeInstanceOf(
        NotEventStreamError,
      )
    },
  )

  test('a status that will not change ends it', async () => {
    const { data, error, requests } = await run([answer('data: a\n\n'), refusal(404)])
    expect(data).toEqual(['a'])
    expect(error).toMatchObject({ status: 404, delivered: 1 })
    expect(requests).toHaveLength(2)
  })

  test('a decoder that is done needs no other connection', async () => {
    const { fetch, requests } = scriptedFetch(answer('data: a\n\ndata: [DONE]\n\n'))
    const stream = await openStream(URL, { fetch, reconnect: true, decoder: new DataDecoder() })
    expect(await readAll(stream)).toEqual({ items: ['a'], error: undefined })
    expect(requests).toHaveLength(1)
  })

  test('close and abort end the wait at once', async () => {
    const clock = new FakeClock()
    const { fetch, requests } = scriptedFetch(answer('data: a\n\n'))
    const stream = await openStream(URL, { fetch, clock, reconnect: true })
    const reading = readAll(stream)
    await settle()
    expect(clock.pending).toBe(1)
    await stream.close()
    expect((await reading).error).toBeUndefined()
    expect(clock.pending).toBe(0)
    expect(requests).toHaveLength(1)

    const controller = new AbortController()
    const again = scriptedFetch(answer('data: a\n\n'))
    const { signal } = controller
    const other = await openStream(URL, { fetch: again.fetch, clock, reconnect: true, signal })
    const failing = readAll(other)
    await settle()
    controller.abort()
    expect((await failing).error).toMatchObject({ code: 'ERR_SSE_ABORTED', delivered: 1 })
    expect(clock.pending).toBe(0)
  })

  test('without it a connection is never opened again once there was an item', async () => {
    const { data, requests } = await run([answer('data: a\n\n'), answer('data: b\n\n')], {
      reconnect: false,
    })
    expect(data).toEqual(['a'])
    expect(requests).toHaveLength(1)
  })
})
