import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openStream, type OpenStreamOptions, type Stream } from '@sse/client'
import { parseEventStream } from '@sse/core'
import { UpstreamError } from '@sse/core/decoder'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { settle } from './fake-clock.ts'
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

describe('events', () => {
  test('are given as they came, those without an item and the end marker too', async () => {
    const stream = await open(
      'event: ping\nid: 1\ndata: {}\n\ndata: a\ndata: b\n\ndata: [DONE]\n\n',
    )
    expect(await readAll(stream.events)).toEqual({
      items: [
        { event: 'ping', data: '{}', id: '1', retry: undefined, lastEventId: '1' },
        { event: undefined, data: 'a\nb', id: undefined, retry: undefined, lastEventId: '1' },
        { event: undefined, data: '[DONE]', id: undefined, retry: undefined, lastEventId: '1' },
      ],
      error: undefined,
    })
    expect(stream.outcome).toEqual({ status: 'completed', evidence: 'done-sentinel' })
  })

  test('are the one reading of the stream', async () => {
    const stream = await open('data: a\n\n')
    stream.events[Symbol.asyncIterator]()
    expect(() => stream[Symbol.asyncIterator]()).toThrow(/once/)
    const other = await open('data: a\n\n')
    const { events } = other
    other[Symbol.asyncIterator]()
    expect(() => events[Symbol.asyncIterator]()).toThrow(/once/)
  })

  test('end with the error that the items would', async () => {
    const { items, error } = await readAll((await open('data: a\n\n')).events)
    expect(items).toHaveLength(1)
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED', delivered: 1 })
  })
})

describe('toReadableStream', () => {
  test('encodes what came, end marker and all, comments apart', async () => {
    const text = 'event: x\nid: 1\nretry: 5\ndata: a\ndata: b\n\ndata: [DONE]\n\n'
    const stream = await open(`: comment\n${text}`)
    expect(await textOf(stream.toReadableStream())).toBe(text)
    expect(stream.outcome?.status).toBe('completed')
  })

  test('law: who reads the relay reads the events of the source', async () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\r\n\0]/g, ''))
    const event = fc.record({
      event: fc.option(line.filter((text) => text !== '')),
      id: fc.option(line),
      data: fc.array(line, { minLength: 1, maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 10 }), async (events) => {
        const text = events
          .map(
            ({ event: type, id, data }) =>
              (type === null ? '' : `event:${type}\r\n`) +
              (id === null ? '' : `id: ${id}\r`) +
              data.map((each) => `data: ${each}\n`).join('') +
              '\n',
          )
          .join('')
        const decoder = { decode: () => undefined, done: false, complete: true, finish() {} }
        const relayed = (await open(text, { decoder })).toReadableStream()
        const direct = parseEventStream([new TextEncoder().encode(text)])
        expect(await readAll(parseEventStream(relayed))).toEqual(await readAll(direct))
      }),
      { numRuns: 60 },
    )
  })

  test('what the server said of an error is passed on as it is, and once', async () => {
    const decoder = new (class extends DataDecoder {
      override decode(event: Parameters<DataDecoder['decode']>[0]): string | undefined {
        if (event.data.startsWith('{')) throw new UpstreamError({ message: 'x' }, {})
        return super.decode(event)
      }
    })()
    const text = 'data: a\n\nevent: error\ndata: {"error":{"message":"overloaded"}}\n\n'
    const stream = await open(`${text}data: b\n\n`, { decoder })
    expect(await textOf(stream.toReadableStream())).toBe(text)
  })

  test('what broke the stream becomes an error in the shape of the API, which says no more than its code', async () => {
    const body = new ScriptedBody().send('data: a\n\n')
    const reader = (await open(body)).toReadableStream().getReader()
    const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)
    expect(decode((await reader.read()).value)).toBe('data: a\n\n')
    body.break(new Error('secret address'))
    const last = decode((await reader.read()).value)
    expect(last.startsWith('event: error\ndata: {')).toBe(true)
    expect(JSON.parse(last.slice(last.indexOf('{')))).toEqual({
      error: {
        message: expect.any(String),
        type: 'server_error',
        param: null,
        code: 'ERR_SSE_CONNECTION',
      },
    })
    expect(last).not.toContain('secret')
    expect((await reader.read()).done).toBe(true)
  })

  test('an error whose event could not be read is told as well', async () => {
    const decoder = new (class extends DataDecoder {
      override decode(): never {
        throw new Error('secret')
      }
    })()
    const stream = await open('data: a\n\n', { decoder })
    const text = await textOf(stream.toReadableStream())
    expect(text).toMatch(/^data: a\n\nevent: error\ndata: .*"code":null.*\n\n$/)
    expect(text).not.toContain('secret')
  })

  test('a reader that does not read holds the source back', async () => {
    const body = new ScriptedBody()
    const stream = await open(body)
    const reader = stream.toReadableStream().getReader()
    for (let sent = 0; sent < 40; sent++) {
      body.send(`data: ${'x'.repeat(65_536)}\n\n`)
      await settle()
    }
    expect(stream.timing.firstEvent).toBeUndefined()
    await reader.read()
    expect(stream.timing.firstEvent).toBeDefined()
    await stream.close()
  })

  test('cancelling closes the stream, also while a read waits', async () => {
    const body = new ScriptedBody()
    const stream = await open(body)
    const reader = stream.toReadableStream().getReader()
    const waiting = reader.read()
    await settle()
    await reader.cancel()
    expect((await waiting).done).toBe(true)
    expect(body.cancelled).toHaveLength(1)
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'close' })
  })
})

describe('toResponse', () => {
  test('has the headers of an event stream that nobody holds back, and those of the caller', async () => {
    const stream = await open('data: a\n\ndata: [DONE]\n\n')
    const response = stream.toResponse({ status: 203, headers: { 'x-mine': 'yes' } })
    expect(response.status).toBe(203)
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'no-cache, no-transform',
      'content-type': 'text/event-stream',
      'x-accel-buffering': 'no',
      'x-mine': 'yes',
    })
    expect(await response.text()).toBe('data: a\n\ndata: [DONE]\n\n')
    expect((await open('')).toResponse().status).toBe(200)
  })

  test('when the viewer leaves, the server behind us sees it, too', async () => {
    const upstream = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: a\n\n')
      response.on('close', left)
    })
    let left!: () => void
    const gone = new Promise<void>((resolve) => {
      left = resolve
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`
      const response = (await openStream(url)).toResponse()
      const reader = response.body!.getReader()
      expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: a\n\n')
      await reader.cancel()
      await gone
    } finally {
      upstream.close()
      upstream.closeAllConnections()
    }
  })
})
