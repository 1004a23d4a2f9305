import { DONE, EventParserStream, type EventParserOptions } from '@sse/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut, cutting, eventStreamBytes } from './event-stream-arbitrary.ts'
import { parseByTheBook } from './reference-parser.ts'

const utf8 = new TextEncoder()
const bytes = (...texts: string[]): Uint8Array[] => texts.map((text) => utf8.encode(text))

interface Source {
  readonly stream: ReadableStream<Uint8Array>
  pulls: number
  cancelled: unknown[]
}

function sourceOf(
  chunks: readonly Uint8Array[],
  after: 'close' | 'stall' | Error = 'close',
): Source {
  const rest = [...chunks]
  const source: Source = {
    pulls: 0,
    cancelled: [],
    stream: new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          source.pulls++
          const chunk = rest.shift()
          if (chunk !== undefined) controller.enqueue(chunk)
          else if (after === 'close') controller.close()
          else if (after !== 'stall') controller.error(after)
          else return new Promise(() => undefined)
          return undefined
        },
        cancel(reason) {
          source.cancelled.push(reason)
        },
      },
      { highWaterMark: 0 },
    ),
  }
  return source
}

async function read(
  source: Source,
  options?: EventParserOptions,
): Promise<{ data: string[]; error: unknown }> {
  const data: string[] = []
  try {
    for await (const event of source.stream.pipeThrough(new EventParserStream(options)))
      data.push(event.data)
  } catch (error) {
    return { data, error }
  }
  return { data, error: undefined }
}

test('laws 1 and 2: the events of the standard at any cut', async () => {
  await fc.assert(
    fc.asyncProperty(eventStreamBytes, cutting, async (input, lengths) => {
      const { data } = await read(sourceOf(cut(input, lengths)))
      expect(data).toEqual(parseByTheBook(input).events.map((event) => event.data))
    }),
    { numRuns: 200 },
  )
})

test('laws 4 and 6: the limit errors behind the events before it, at any cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      eventStreamBytes,
      cutting,
      fc.integer({ min: 5, max: 200 }),
      async (input, lengths, maxEventSize) => {
        const source = sourceOf(cut(input, lengths), 'close')
        const { data, error } = await read(source, { maxEventSize })
        const want = parseByTheBook(input, { maxEventSize })
        expect(data).toEqual(want.events.map((event) => event.data))
        expect((error as { code?: string } | undefined)?.code).toBe(
          want.tooLarge ? 'ERR_SSE_EVENT_TOO_LARGE' : undefined,
        )
      },
    ),
    { numRuns: 200 },
  )
})

test('three events and then an error in one chunk: all three are there', async () => {
  const chunk = bytes('data: a\n\ndata: b\n\ndata: c\n\ndata: too large\n\n')
  expect(await read(sourceOf(chunk), { maxEventSize: 8 })).toMatchObject({
    data: ['a', 'b', 'c'],
    error: { code: 'ERR_SSE_EVENT_TOO_LARGE' },
  })
})

test('the error of the limit cancels the source, with the error for a reason', async () => {
  const source = sourceOf(bytes('data: too large\n\n'), 'stall')
  const { error } = await read(source, { maxEventSize: 8 })
  expect(source.cancelled).toEqual([error])
})

test('a failing source errors behind the events before it', async () => {
  const failure = new Error('socket')
  expect(await read(sourceOf(bytes('data: a\n\n'), failure))).toEqual({
    data: ['a'],
    error: failure,
  })
})

test('a chunk of text is an error that says what to pass, behind the events before it', async () => {
  const source = sourceOf([...bytes('data: a\n\n'), 'data: b\n\n' as never])
  const { data, error } = await read(source)
  expect(data).toEqual(['a'])
  expect(error).toBeInstanceOf(TypeError)
  expect((error as Error).message).toMatch(/TextEncoder/)
})

test('leaving the loop cancels the source', async () => {
  const source = sourceOf(bytes('data: a\n\ndata: b\n\n'), 'stall')
  for await (const event of source.stream.pipeThrough(new EventParserStream())) {
    expect(event.data).toBe('a')
    break
  }
  expect(source.cancelled).toHaveLength(1)
})

test('cancelling while a read is under way settles the read and cancels the source with the reason', async () => {
  const source = sourceOf([], 'stall')
  const reader = source.stream.pipeThrough(new EventParserStream()).getReader()
  const waiting = reader.read()
  await reader.cancel('enough')
  expect((await waiting).done).toBe(true)
  expect(source.cancelled).toEqual(['enough'])
})

test('the sentinel closes the readable side at once, and cancels a source that stays open', async () => {
  const source = sourceOf(bytes('data: a\n\ndata: [DONE]\n\ndata: b\n\n'), 'stall')
  expect(await read(source, { done: DONE })).toEqual({ data: ['a'], error: undefined })
  expect(source.cancelled).toHaveLength(1)
})

test('back-pressure: one chunk is taken, and the next when its events are read', async () => {
  const source = sourceOf(
    bytes('data: a\n\ndata: b\n\n', 'data: c\n\n', 'data: d\n\n', 'data: e\n\n'),
  )
  const reader = source.stream.pipeThrough(new EventParserStream()).getReader()
  await reader.read()
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn++) await Promise.resolve()
  }
  await settle()
  expect(source.pulls).toBeLessThanOrEqual(2)
  await reader.read()
  await reader.read()
  await settle()
  expect(source.pulls).toBeLessThanOrEqual(3)
})

test('aborting the writable side errors the readable side', async () => {
  const { readable, writable } = new EventParserStream()
  const reader = readable.getReader()
  const waiting = reader.read()
  const failure = new Error('mine')
  await writable.abort(failure)
  await expect(waiting).rejects.toBe(failure)
})

test('an abort does not wait for a reader', async () => {
  const stream = new EventParserStream()
  const writer = stream.writable.getWriter()
  const reader = stream.readable.getReader()
  const written = writer.write(new TextEncoder().encode('data: 1\n\ndata: 2\n\n'))
  await reader.read()
  const reason = new Error('stop')
  await writer.abort(reason)
  await written
  await expect(reader.read()).rejects.toBe(reason)
})

test('an abort of a pipe goes both ways as soon as its chunk was read', async () => {
  let cancelled: unknown
  const source = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('data: 1\n\ndata: 2\n\n'))
      },
      cancel(reason) {
        cancelled = reason
      },
    },
    { highWaterMark: 0 },
  )
  const controller = new AbortController()
  const stream = new EventParserStream()
  const piped = source.pipeTo(stream.writable, { signal: controller.signal })
  const reader = stream.readable.getReader()
  await reader.read()
  const reason = new Error('stop')
  controller.abort(reason)
  expect((await reader.read()).value?.data).toBe('2')
  await expect(reader.read()).rejects.toBe(reason)
  await expect(piped).rejects.toBe(reason)
  expect(cancelled).toBe(reason)
})

test('an event at the end of input is discarded, or dispatched when that is asked for', async () => {
  const chunks = bytes('data: a\n\ndata: b')
  expect((await read(sourceOf(chunks))).data).toEqual(['a'])
  expect((await read(sourceOf(chunks), { incomplete: 'dispatch' })).data).toEqual(['a', 'b'])
})

test('options that make no sense throw at once', () => {
  expect(() => new EventParserStream({ maxEventSize: 0 })).toThrow(RangeError)
})
