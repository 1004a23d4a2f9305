import { openStream, type OpenStreamOptions, type Stream } from '@sse/client'
import type { ServerSentEvent } from '@sse/core'
import type { EventDecoder } from '@sse/core/decoder'
import { UpstreamError } from '@sse/core/decoder'
import { JSONEventDecoder, type JSONObject, NotEventStreamError } from '@sse/core/json-decoder'
import { describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock, settle } from './fake-clock.ts'
import { answer, refusal, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/'

/** Gives each payload as it is. */
class PayloadDecoder extends JSONEventDecoder<JSONObject, never, never> {
  protected readonly evidence = undefined

  protected take(payload: JSONObject): JSONObject {
    return payload
  }

  protected takeForeign(): false {
    return false
  }
}

interface Opened {
  readonly stream: Stream<string>
  readonly clock: FakeClock
  /** Whether the request was ended from our side. */
  readonly aborted: () => boolean
}

async function open(
  body: string | ScriptedBody,
  more: Partial<OpenStreamOptions<string>> = {},
): Promise<Opened> {
  const clock = new FakeClock()
  const { fetch, requests } = scriptedFetch(answer(body, { 'x-request-id': 'req_1' }))
  const decoder = new DataDecoder()
  const stream = await openStream(URL, { decoder, clock, fetch, ...more })
  return { stream, clock, aborted: () => requests[0]!.signal.aborted }
}

/** Makes an item of a body that is no event stream, and notes what comes behind the end. */
class GenerousDecoder extends PayloadDecoder {
  readonly trailed: string[] = []
  protected override takeBody(body: JSONObject): JSONObject {
    return { whole: body }
  }

  override trail(event: ServerSentEvent): void {
    this.trailed.push(event.data)
  }
}

describe('what the decoder still has to say', () => {
  test('the item that it makes of a whole body comes through, and is counted', async () => {
    const { fetch } = scriptedFetch(answer('{"id":1}'))
    const stream = await openStream(URL, { decoder: new GenerousDecoder(), fetch })
    const seen: unknown[] = []
    for await (const item of stream) seen.push(item)
    expect(seen).toEqual([{ whole: { id: 1 } }])
  })

  test('it is told of events that had arrived behind the end', async () => {
    const { fetch } = scriptedFetch(answer('data: {"a":1}\n\ndata: [DONE]\n\ndata: {"cost":2}\n\n'))
    const decoder = new GenerousDecoder()
    const stream = await openStream(URL, { decoder, fetch })
    expect(await readAll(stream)).toEqual({ items: [{ a: 1 }], error: undefined })
    expect(decoder.trailed).toEqual(['{"cost":2}'])
  })
})

describe('behind the end marker', () => {
  test('the iteration ends at once, and a body that ends soon is read to its end', async () => {
    const body = new ScriptedBody().send('data: a\n\ndata: [DONE]\n\n')
    const { stream, clock, aborted } = await open(body)
    expect(await readAll(stream)).toEqual({ items: ['a'], error: undefined })
    expect(stream.outcome).toEqual({ status: 'completed', evidence: 'done-sentinel' })
    await clock.advance(400)
    body.send('data: late\n\n').end()
    await settle()
    expect(body.cancelled).toEqual([])
    expect(aborted()).toBe(false)
    expect(clock.pending).toBe(0)
  })

  test('a body that does not end is cancelled after half a second', async () => {
    const body = new ScriptedBody().send('data: [DONE]\n\n')
    const { stream, clock, aborted } = await open(body)
    await readAll(stream)
    await clock.advance(499)
    expect(body.cancelled).toHaveLength(0)
    await clock.advance(1)
    expect(body.cancelled).toHaveLength(1)
    expect(aborted()).toBe(true)
    expect(clock.pending).toBe(0)
  })

  test('a body that goes on and on is cancelled after 64 KiB', async () => {
    const body = new ScriptedBody().send('data: [DONE]\n\n')
    const { stream, clock } = await open(body)
    await readAll(stream)
    body.send('x'.repeat(65_536))
    await settle()
    expect(body.cancelled).toHaveLength(0)
    body.send('x')
    await settle()
    expect(body.cancelled).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  test('no deadline is left', async () => {
    const body = new ScriptedBody().send('data: [DONE]\n\n')
    const { stream, clock, aborted } = await open(body, {
      deadlines: { total: 10, idleBytes: 10, idleContent: 10 },
    })
    await readAll(stream)
    await clock.advance(400)
    body.end()
    await settle()
    expect(aborted()).toBe(false)
    expect(clock.pending).toBe(0)
  })

  test('a body that breaks is nobody’s news', async () => {
    const body = new ScriptedBody().send('data: [DONE]\n\n')
    const { stream, clock } = await open(body)
    await readAll(stream)
    body.break()
    await settle()
    expect(stream.outcome?.status).toBe('completed')
    expect(clock.pending).toBe(0)
  })
})

describe('the outcome', () => {
  test('of an answer that is whole is what `ending` says', async () => {
    const text = 'data: a\n\ndata: [DONE]\n\n'
    const incomplete = await open(text, { ending: () => 'incomplete' })
    await readAll(incomplete.stream)
    expect(incomplete.stream.outcome).toEqual({ status: 'incomplete', evidence: 'done-sentinel' })
    const failed = await open(text, { ending: () => 'failed' })
    await readAll(failed.stream)
    expect(failed.stream.outcome).toEqual({ status: 'failed', error: undefined })
  })

  test('of one that is not whole has nothing to do with `ending`', async () => {
    const { stream } = await open('data: a\n\n', { ending: () => 'completed' })
    const { error } = await readAll(stream)
    expect(stream.outcome).toEqual({ status: 'truncated', error })
  })

  test('abort: at once, and what waits to be read is dropped', async () => {
    const controller = new AbortController()
    const { stream } = await open(new ScriptedBody().send('data: a\n\ndata: b\n\n'), {
      signal: controller.signal,
    })
    const items = stream[Symbol.asyncIterator]()
    await items.next()
    controller.abort('enough')
    await expect(items.next()).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED', delivered: 1 })
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'signal' })
  })
})

describe('what ends a stream', () => {
  const ending = async (body: ScriptedBody | string): Promise<unknown> =>
    (await readAll((await open(body)).stream)).error

  test('says of which response and behind how many items, and does not print it', async () => {
    const error = await ending('data: a\n\ndata: b\n\n')
    expect(error).toMatchObject({
      code: 'ERR_SSE_TRUNCATED',
      delivered: 2,
      status: 200,
      requestId: 'req_1',
      contentType: 'text/event-stream',
    })
    expect((error as { headers: Headers }).headers.get('x-request-id')).toBe('req_1')
    expect(Object.keys(error as object)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/headers|requestId|delivered/)]),
    )
  })

  test('a page of HTML, a refusal in JSON: with the status and the type of what it was', async () => {
    const { fetch } = scriptedFetch(answer('<html>', { 'content-type': 'text/html' }))
    const stream = await openStream(URL, { fetch, decoder: new PayloadDecoder() })
    const { error } = await readAll(stream)
    expect(error).toBeInstanceOf(NotEventStreamError)
    expect(error).toMatchObject({ status: 200, contentType: 'text/html', excerpt: '<html>\n' })
  })

  test('an error with a status of its own keeps it', async () => {
    const upstream = new UpstreamError({ message: 'x', status: 529 }, {})
    const decoder: EventDecoder<string> = {
      decode() {
        throw upstream
      },
      done: false,
      complete: false,
      finish() {},
    }
    const { stream } = await open('data: a\n\n', { decoder })
    expect((await readAll(stream)).error).toBe(upstream)
    expect(upstream).toMatchObject({ status: 529, requestId: 'req_1', delivered: 0 })
  })

  test('a frozen error, and one that is no error, are thrown as they are', async () => {
    for (const thrown of [Object.freeze(new Error('x')), 'x', undefined, null]) {
      const decoder: EventDecoder<string> = {
        decode() {
          throw thrown
        },
        done: false,
        complete: false,
        finish() {},
      }
      const { stream } = await open('data: a\n\n', { decoder })
      const items = stream[Symbol.asyncIterator]()
      const outcome = await items.next().then(
        () => 'resolved',
        (error: unknown) => ({ error }),
      )
      expect(outcome).toEqual({ error: thrown })
      expect(stream.outcome).toEqual({ status: 'failed', error: thrown })
    }
  })
})

describe('the decoder’s contract', () => {
  test('the last event without its blank line, fields that are none, several items of one event', async () => {
    const lines: string[] = []
    const rest: string[] = []
    const decoder: EventDecoder<string> = {
      done: false,
      complete: true,
      completion: 'mine',
      decode(event) {
        rest.push(...event.data.split(','))
        return rest.shift()
      },
      read: () => rest.shift(),
      decodeTail: (event) => `tail ${event.data}`,
      unknownField: (name, value) => lines.push(`${name}=${value}`),
      finish() {},
    }
    const { stream } = await open('data: a,b\n\noops: 1\ndata: c\n\ndata: d', { decoder })
    expect(await readAll(stream)).toEqual({ items: ['a', 'b', 'c', 'tail d'], error: undefined })
    expect(lines).toEqual(['oops=1'])
    expect(stream.outcome).toEqual({ status: 'completed', evidence: 'mine' })
  })

  test('a field that is none may end the stream: the event behind it is no item', async () => {
    const decoder = new (class extends DataDecoder {
      unknownField(): void {
        this.done = true
      }
    })()
    const { stream } = await open('data: a\n\noops\ndata: b\n\n', { decoder })
    expect(await readAll(stream)).toEqual({ items: ['a'], error: undefined })
  })

  test('without a decoder the items are the events, and the end of input is their end', async () => {
    const { fetch } = scriptedFetch(answer('event: x\nid: 7\ndata: a\n\ndata: cut'))
    const stream = await openStream(URL, { fetch })
    expect(await readAll(stream)).toEqual({
      items: [{ event: 'x', data: 'a', id: '7', retry: undefined, lastEventId: '7' }],
      error: undefined,
    })
    expect(stream.outcome).toEqual({ status: 'completed', evidence: undefined })
  })

  test('an event that is too large is an error behind the items before it', async () => {
    const body = new ScriptedBody().send('data: a\n\ndata: ')
    const { stream } = await open(body)
    const reading = readAll(stream)
    for (let sent = 0; sent < 70 && body.cancelled.length === 0; sent++) {
      body.send('x'.repeat(1_048_576))
      await settle()
    }
    expect(await reading).toMatchObject({
      items: ['a'],
      error: { code: 'ERR_SSE_EVENT_TOO_LARGE', delivered: 1 },
    })
    expect(body.cancelled).toHaveLength(1)
  })
})

test('`maxEventSize` is the limit of an event', async () => {
  const { fetch } = scriptedFetch(answer('data: a\n\ndata: 12345678901\n\n'))
  const stream = await openStream(URL, { decoder: new DataDecoder(), fetch, maxEventSize: 10 })
  const { items, error } = await readAll(stream)
  expect(items).toEqual(['a'])
  expect(error).toMatchObject({ code: 'ERR_SSE_EVENT_TOO_LARGE', limit: 10 })
})

test('a refusal in an array says what it says', async () => {
  const body = '[{"error":{"message":"no such model","code":404,"status":"NOT_FOUND"}}]'
  const { fetch } = scriptedFetch(answer(body, { 'content-type': 'application/json' }, 404))
  await expect(openStream(URL, { fetch })).rejects.toMatchObject({
    message: '404 no such model',
    upstreamCode: 404,
    code: 'ERR_SSE_NOT_FOUND',
  })
})

test('a logger is told what happens, and neither keys nor contents', async () => {
  const notes: unknown[] = []
  const note =
    (level: string) =>
    (message: string, details: object): void =>
      void notes.push({ level, message, ...structuredClone(details) })
  const logger = { debug: note('debug'), info: note('info'), warn: note('warn') }
  const { fetch } = scriptedFetch(
    answer('{"error":"secret"}', { 'retry-after-ms': '1' }, 500),
    answer('data: secret\n\n', { 'x-request-id': 'req_2' }),
  )
  const stream = await openStream(`${URL}v1?key=secret#secret`, {
    fetch,
    logger,
    decoder: new DataDecoder(),
    headers: { authorization: 'Bearer secret' },
    body: 'secret',
  })
  await readAll(stream)
  expect(notes).toMatchObject([
    { level: 'debug', message: 'request', url: `${URL}v1`, attempt: 1 },
    { level: 'debug', message: 'response', status: 500 },
    { level: 'info', message: 'retry', attempt: 1, delay: 1, code: 'ERR_SSE_INTERNAL_SERVER' },
    { level: 'debug', message: 'request', attempt: 2 },
    { level: 'debug', message: 'response', status: 200, requestId: 'req_2' },
    { level: 'warn', message: 'end', status: 'truncated', code: 'ERR_SSE_TRUNCATED' },
  ])
  expect(JSON.stringify(notes)).not.toContain('secret')
})

test('a logger is told of a request that fails, too', async () => {
  const notes: unknown[] = []
  const warn = (message: string, details: object): void => void notes.push([message, details])
  const { fetch } = scriptedFetch(refusal(404))
  const opening = openStream(URL, { fetch, logger: { warn } })
  await expect(opening).rejects.toMatchObject({ status: 404 })
  expect(notes).toEqual([['failed', { code: 'ERR_SSE_NOT_FOUND' }]])
})

test('a logger that throws breaks nothing', async () => {
  const debug = (): never => {
    throw new Error('full disk')
  }
  const { stream } = await open('data: a\n\ndata: [DONE]\n\n', { logger: { debug } })
  expect(await readAll(stream)).toEqual({ items: ['a'], error: undefined })
})
