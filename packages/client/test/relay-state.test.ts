// What a relay passes on besides events: what blocks without data set, and what was no event at all.

import { openStream, type OpenStreamOptions, type Stream } from '@sse/client'
import { EventParser } from '@sse/core'
import { JSONEventDecoder, type JSONObject, upstreamErrorOf } from '@sse/core/json-decoder'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { answer, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

async function open(
  body: ScriptedBody | string,
  options: Partial<OpenStreamOptions<string>> = {},
): Promise<Stream<string>> {
  const { fetch } = scriptedFetch(answer(body))
  const decoder = new DataDecoder()
  return openStream('http://127.0.0.1/', { fetch, decoder, maxRetries: 0, ...options })
}

const textOf = (stream: ReadableStream<Uint8Array>): Promise<string> =>
  new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).text()
const indifferent = { decode: () => undefined, done: false, complete: true, finish() {} }

/** What a reader of an event stream knows at each event. */
function known(text: string): object[] {
  const parser = new EventParser()
  parser.push(new TextEncoder().encode(text))
  const seen: object[] = []
  for (let event = parser.read(); event !== undefined; event = parser.read()) {
    const { event: type, data, lastEventId } = event
    seen.push({ type, data, lastEventId, reconnectionTime: parser.reconnectionTime })
  }
  return seen
}

describe('blocks without data', () => {
  test('what they set goes with the next event, and once', async () => {
    const stream = await open('retry: 10000\n\nid: 7\n\ndata: a\n\ndata: b\n\ndata: [DONE]\n\n')
    expect(await textOf(stream.toReadableStream())).toBe(
      'id: 7\nretry: 10000\ndata: a\n\ndata: b\n\ndata: [DONE]\n\n',
    )
  })

  test('an ID that is taken back is so for the reader', async () => {
    const stream = await open('id: 7\ndata: a\n\nid\n\ndata: b\n\n', { decoder: indifferent })
    expect(known(await textOf(stream.toReadableStream()))).toMatchObject([
      { data: 'a', lastEventId: '7' },
      { data: 'b', lastEventId: '' },
    ])
  })

  test('law: at each event the reader knows of ID and time what a reader of the source does', async () => {
    const id = fc.constantFrom('id: 1\n', 'id: 2\n', 'id\n', '')
    const retry = fc.constantFrom('retry: 5\n', 'retry: 9\n', 'retry: x\n', '')
    const data = fc.constantFrom('data: a\n', 'data\ndata\n', '', '')
    const block = fc.tuple(id, retry, data).map((lines) => `${lines.join('')}\n`)
    await fc.assert(
      fc.asyncProperty(fc.array(block, { maxLength: 12 }), async (blocks) => {
        const text = blocks.join('')
        const relayed = (await open(text, { decoder: indifferent })).toReadableStream()
        expect(known(await textOf(relayed))).toEqual(known(text))
      }),
      { numRuns: 200 },
    )
  })
})

describe('an error that the server reported outside of an event', () => {
  /** Finds the error at the end, as decoders do in a body that is JSON. */
  const reporting = (payload: unknown): DataDecoder =>
    new (class extends DataDecoder {
      override finish(): void {
        throw upstreamErrorOf(payload)
      }
    })()

  test.each<[string, unknown, unknown]>([
    ['as it was', { error: { message: 'overloaded', code: 7 } }, undefined],
    ['with what is beside it', { error: 'overloaded', trace: 1 }, undefined],
    ['in an array', [{ error: { message: 'overloaded' } }], undefined],
    ['under `error`, where it was not', { message: 'm' }, { error: { message: 'm' } }],
    ['under `error`, where it was text', 'overloaded', { error: 'overloaded' }],
  ])('is passed on %s', async (_, payload, relayed = payload) => {
    const stream = await open('', { decoder: reporting(payload) })
    const text = await textOf(stream.toReadableStream())
    expect(text).toMatch(/^event: error\ndata: .*\n\n$/)
    expect(JSON.parse(text.slice(text.indexOf('data: ') + 6))).toEqual(relayed)
  })
})

describe('an item that is made at the end, of no event', () => {
  /** Takes what is no event stream for one item. */
  class WholeDecoder extends DataDecoder {
    #lines = ''
    #last: string | undefined

    unknownField(name: string, value: string): void {
      this.#lines += name + value
    }

    override finish(): void {
      this.#last = this.#lines
    }

    read(): string | undefined {
      const last = this.#last
      this.#last = undefined
      return last
    }
  }
  const openWhole = (): Promise<Stream<string>> => open('whole\n', { decoder: new WholeDecoder() })

  test('is in a loop, in both branches, in the events and in the relay', async () => {
    const loop = await openWhole()
    expect(await readAll(loop)).toEqual({ items: ['whole'], error: undefined })
    const [left, right] = (await openWhole()).tee()
    const branches = await Promise.all([readAll(left), readAll(right)])
    expect(branches.map(({ items }) => items)).toEqual([['whole'], ['whole']])
    const { items } = await readAll((await openWhole()).events)
    expect(items).toMatchObject([{ event: undefined, data: '"whole"', lastEventId: '' }])
    const relay = (await openWhole()).toReadableStream()
    expect(await textOf(relay)).toBe('data: "whole"\n\n')
  })

  test('counts as delivered, and the stream as completed', async () => {
    const stream = await openWhole()
    await textOf(stream.toReadableStream())
    expect(stream.outcome?.status).toBe('completed')
    expect(stream.timing.attempts).toBe(1)
  })
})

describe('the end marker', () => {
  class PayloadDecoder extends JSONEventDecoder<JSONObject, never, never> {
    protected readonly evidence = undefined

    protected take(payload: JSONObject): JSONObject {
      return payload
    }

    protected takeForeign(): false {
      return false
    }
  }
  const openPayloads = async (text: string): Promise<Stream<JSONObject>> => {
    const { fetch } = scriptedFetch(answer(text))
    const decoder = () => new PayloadDecoder()
    const ending = (): 'incomplete' => 'incomplete'
    return openStream('http://127.0.0.1/', { fetch, decoder, ending })
  }
  const a = 'data: {"a":1}\n\n'
  const done = 'data: [DONE]\n\n'

  test.each([
    ['that was a bare line is one for the reader', `${a}[DONE]\n\n`, a + done],
    ['that was a bare line behind data', 'data: {"a":1}\n[DONE]\n', a + done],
    ['is not told twice', a + done, a + done],
    ['is not told twice, padded', `${a}data:   [DONE] \n\n`, `${a}data:   [DONE] \n\n`],
    [
      'is not told twice, joined to a payload',
      'data: {"a":1}\ndata: [DONE]\n\n',
      'data: {"a":1}\ndata: [DONE]\n\n',
    ],
  ])('%s', async (_, text, expected) => {
    const direct = await openPayloads(text)
    const { items } = await readAll(direct)
    expect(direct.outcome).toEqual({ status: 'incomplete', evidence: 'done-sentinel' })
    const [left, right] = (await openPayloads(text)).tee()
    for (const stream of [await openPayloads(text), left, right]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const relayed = await textOf(stream.toReadableStream())
      expect(relayed).toBe(expected)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const reader = await openPayloads(relayed)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await readAll(reader)).toEqual({ items, error: undefined })
      expect(reader.outcome).toEqual(direct.outcome)
    }
  })

  test.each([
    ['an event', done],
    ['a bare line', '[DONE]\n'],
  ])('that is all there was, as %s, is none, and is not passed on', async (_, text) => {
    const relayed = await textOf((await openPayloads(text)).toReadableStream())
    expect(relayed).toMatch(/^event: error\n.*ERR_SSE_EMPTY_STREAM/)
    expect(relayed).not.toContain('[DONE]')
  })

  test('that is an item is passed on at once', async () => {
    const body = new ScriptedBody().send(done)
    const { fetch } = scriptedFetch(answer(body))
    const stream = await openStream('http://127.0.0.1/', { fetch })
    const reader = stream.toReadableStream().getReader()
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(done)
    await stream.close()
  })

  test('is not made up for a stream that was cut off', async () => {
    const relayed = await textOf((await openPayloads(a)).toReadableStream())
    expect(relayed).toContain('ERR_SSE_TRUNCATED')
    expect(relayed).not.toContain('[DONE]')
  })
})

describe('toResponse', () => {
  test.each<[string, object]>([
    ['204, which has no body', { status: 204 }],
    ['99', { status: 99 }],
    ['a header that cannot be', { headers: { 'x-mine': 'a\nb' } }],
  ])('refuses %s, and leaves the stream as it was', async (_, init) => {
    const stream = await open('data: a\n\ndata: [DONE]\n\n')
    expect(() => stream.toResponse(init)).toThrow(/./)
    expect(stream.outcome).toBeUndefined()
    expect(await readAll(stream)).toEqual({ items: ['a'], error: undefined })
  })

  test("has the caller's headers in place of its own, whatever their case", async () => {
    const stream = await open('data: [DONE]\n\n')
    const headers = { 'Content-Type': 'text/plain', 'CACHE-CONTROL': 'no-store' }
    expect(Object.fromEntries(stream.toResponse({ headers }).headers)).toEqual({
      'cache-control': 'no-store',
      'content-type': 'text/plain',
      'x-accel-buffering': 'no',
    })
  })
})
