import { inspect } from 'node:util'
import { EventSourceParserStream, ParseError } from '@sse/core/eventsource-parser/stream'
import { createParser as theirParser } from 'eventsource-parser'
import { EventSourceParserStream as Theirs } from 'eventsource-parser/stream'
import { transcript } from '@fixtures/sse'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chunked, streamText } from './eventsource-parser-arbitrary.ts'

const numRuns = Math.ceil(Number(process.env['FC_RUNS'] ?? 3000) / 10)

type Stream = typeof EventSourceParserStream | typeof Theirs

interface End {
  readonly data: string[]
  readonly error?: unknown
}

/** A source of chunks that counts what is asked of it; behind the chunks it ends, fails or waits. */
function sourceOf(
  chunks: readonly string[],
  end: 'close' | 'wait' | { readonly error: unknown } = 'close',
) {
  const asked = { pulls: 0, cancels: [] as unknown[] }
  const stream = new ReadableStream<string>(
    {
      pull(controller) {
        const chunk = chunks[asked.pulls++]
        if (chunk !== undefined) controller.enqueue(chunk)
        else if (end === 'close') controller.close()
        else if (end !== 'wait') controller.error(end.error)
        else return new Promise(() => undefined)
        return undefined
      },
      cancel(reason) {
        asked.cancels.push(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return { asked, stream }
}

async function readAll(readable: ReadableStream<{ data: string }>): Promise<End> {
  const data: string[] = []
  const reader = readable.getReader()
  try {
    for (;;) {
      const result = await reader.read()
      if (result.done) return { data }
      data.push(result.value.data)
    }
  } catch (error) {
    return { data, error }
  }
}

/** Lets every promise that can settle do so. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve()
}

describe('EventSourceParserStream', () => {
  test('gives the events of a response, as that of theirs does', async () => {
    const { bytes } = transcript('story')
    const read = async (Stream: Stream): Promise<unknown[]> => {
      const events: unknown[] = []
      const body = new Response(bytes.slice()).body!
      const stream = body.pipeThrough(new TextDecoderStream()).pipeThrough(new Stream())
      for await (const event of stream) events.push(event)
      return events
    }
    const events = await read(EventSourceParserStream)
    expect(events).toHaveLength(transcript('story').events)
    expect(events).toEqual(await read(Theirs))
  })

  test('gives what the parser of theirs gives, however it is cut, and then an error of the source', async () => {
    await fc.assert(
      fc.asyncProperty(chunked(streamText), fc.boolean(), async ({ text, chunks }, fails) => {
        const data: string[] = []
        theirParser({ onEvent: (event) => data.push(event.data) }).feed(text)
        const error = new Error('reset by peer')
        const { stream } = sourceOf(chunks, fails ? { error } : 'close')
        const end = await readAll(stream.pipeThrough(new EventSourceParserStream()))
        expect(end).toEqual(fails ? { data, error } : { data })
      }),
      { numRuns },
    )
  })

  test('terminate: every event before the error comes first, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(chunked(streamText), async ({ text, chunks }) => {
        const data: string[] = []
        let failed = false
        theirParser({
          onEvent: (event) => {
            if (!failed) data.push(event.data)
          },
          onError: () => {
            failed = true
          },
        }).feed(text)
        const { stream, asked } = sourceOf(chunks)
        const end = await readAll(
          stream.pipeThrough(new EventSourceParserStream({ onError: 'terminate' })),
        )
        expect(end.data).toEqual(data)
        expect(end.error !== undefined).toBe(failed)
        if (!failed) return
        expect(end.error).toBeInstanceOf(ParseError)
        await settle()
        if (asked.pulls <= chunks.length) expect(asked.cancels).toEqual([end.error])
      }),
      { numRuns },
    )
  })

  test('calls back in order, the ID of an event before it', async () => {
    const calls: unknown[] = []
    const stream = new EventSourceParserStream({
      onId: (id) => calls.push(['id', id]),
      onRetry: (retry) => calls.push(['retry', retry]),
      onComment: (comment) => calls.push(['comment', comment]),
      onError: (error) => calls.push(['error', (error as ParseError).type]),
    })
    const { stream: source } = sourceOf(['retry: 1\n: c\nhm\nid: 7\ndata: x\n\n', 'id: 8\n\n'])
    for await (const event of source.pipeThrough(stream)) calls.push(event)
    expect(calls).toEqual([
      ['retry', 1],
      ['comment', 'c'],
      ['error', 'unknown-field'],
      ['id', '7'],
      { id: '7', event: undefined, data: 'x' },
      ['id', '8'],
    ])
  })

  test('discards an event that the end of the stream cuts off', async () => {
    const { stream } = sourceOf(['data: a\n\ndata: b\n'])
    expect(await readAll(stream.pipeThrough(new EventSourceParserStream()))).toEqual({
      data: ['a'],
    })
  })

  test('is shown by console.log', () => {
    expect(inspect(new EventSourceParserStream())).toMatch(/^EventSourceParserStream/)
  })
})

describe('back-pressure', () => {
  const events = Array.from({ length: 100 }, (_, i) => `data: ${i}\n\n`)

  test('nothing is parsed before it is wanted, and no more is taken than by that of theirs', async () => {
    for (const Stream of [EventSourceParserStream, Theirs]) {
      const ids: string[] = []
      const { stream, asked } = sourceOf(events.map((text, i) => `id: ${i}\n${text}`))
      const reader = stream.pipeThrough(new Stream({ onId: (id) => ids.push(id) })).getReader()
      await settle()
      expect([asked.pulls, ids]).toEqual([1, []])
      for (let i = 0; i < 3; i++) await reader.read()
      await settle()
      expect(asked.pulls).toBe(4)
      expect(ids).toEqual(['0', '1', '2'])
      await reader.cancel()
    }
  })

  test('a write is done when its chunk was parsed, and the next waits until its events were read', async () => {
    for (const Stream of [EventSourceParserStream, Theirs]) {
      const { readable, writable } = new Stream()
      const writer = writable.getWriter()
      const done: number[] = []
      const writes = ['data: 1\n\ndata: 2\n\n', 'data: 3\n\n'].map((chunk, i) =>
        writer.write(chunk).then(() => done.push(i)),
      )
      await settle()
      expect(done).toEqual([])
      const reader = readable.getReader()
      await reader.read()
      await settle()
      expect(done).toEqual([0])
      await reader.read()
      await settle()
      expect(done).toEqual([0])
      expect(await reader.read()).toMatchObject({ value: { data: '3' } })
      await Promise.all(writes)
    }
  })

  test('chunks without an event are taken as long as a read waits', async () => {
    const { stream } = sourceOf([
      ...Array.from({ length: 1000 }, () => ': ping\n\n'),
      'data: x\n\n',
    ])
    expect(await readAll(stream.pipeThrough(new EventSourceParserStream()))).toEqual({
      data: ['x'],
    })
  })

  test('many reads at once are answered in order', async () => {
    const { stream } = sourceOf(['data: 1\n\ndata: 2\n\n', '', 'data: 3\n\n'])
    const reader = stream.pipeThrough(new EventSourceParserStream()).getReader()
    const results = await Promise.all([1, 2, 3, 4].map(() => reader.read()))
    expect(results.map(({ value }) => value?.data)).toEqual(['1', '2', '3', undefined])
  })

  test('both branches of a tee get all events', async () => {
    const { stream } = sourceOf(events)
    const ends = await Promise.all(
      stream.pipeThrough(new EventSourceParserStream()).tee().map(readAll),
    )
    const data = events.map((_, i) => String(i))
    expect(ends).toEqual([{ data }, { data }])
  })
})

describe('leaving', () => {
  test('a loop that breaks cancels the source once', async () => {
    const { stream, asked } = sourceOf(['data: 1\n\ndata: 2\n\n', 'data: 3\n\n'], 'wait')
    for await (const { data } of stream.pipeThrough(new EventSourceParserStream())) {
      expect(data).toBe('1')
      break
    }
    await settle()
    expect(asked.cancels).toHaveLength(1)
  })

  test('cancel reaches the source with its reason, also while a write waits', async () => {
    const { stream, asked } = sourceOf(['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n'])
    const ids: string[] = []
    const readable = stream.pipeThrough(new EventSourceParserStream({ onId: (id) => ids.push(id) }))
    await settle()
    const reason = new Error('enough')
    await readable.cancel(reason)
    await settle()
    expect(asked.cancels).toEqual([reason])
    expect(ids).toEqual([])
  })

  test('cancel reaches a source that is silent', async () => {
    const { stream, asked } = sourceOf(['data: 1\n\n'], 'wait')
    const reader = stream.pipeThrough(new EventSourceParserStream()).getReader()
    await reader.read()
    const waiting = reader.read()
    await settle()
    const reason = new Error('enough')
    await reader.cancel(reason)
    await settle()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(asked).toEqual({ pulls: 2, cancels: [reason] })
  })

  test('cancel fails what was written and not parsed, and what is written from then on', async () => {
    for (const Stream of [EventSourceParserStream, Theirs]) {
      const { readable, writable } = new Stream()
      const writer = writable.getWriter()
      const reason = new Error('enough')
      const waiting = Promise.allSettled([writer.write('data: 1\n\n')])
      await settle()
      await readable.cancel(reason)
      expect(await waiting).toEqual([{ status: 'rejected', reason }])
      await expect(writer.write('data: 2\n\n')).rejects.toBe(reason)
      await expect(writer.closed).rejects.toBe(reason)
    }
  })

  test('cancel in a callback stops the chunk it was called for', async () => {
    const seen: string[] = []
    const { readable, writable } = new EventSourceParserStream({
      onComment(comment) {
        seen.push(comment)
        void reader.cancel()
      },
    })
    const reader = readable.getReader()
    const writer = writable.getWriter()
    void writer.closed.catch(() => undefined)
    const [read] = await Promise.all([reader.read(), writer.write(': 1\n: 2\ndata: x\n\n')])
    expect(seen).toEqual(['1'])
    expect(read).toEqual({ done: true, value: undefined })
  })

  test('abort errors the readable side behind the events that were parsed', async () => {
    const { readable, writable } = new EventSourceParserStream()
    const writer = writable.getWriter()
    const reader = readable.getReader()
    const first = reader.read()
    await writer.write('data: 1\n\ndata: 2\n\n')
    const reason = new Error('gone')
    await writer.abort(reason)
    expect(await first).toMatchObject({ value: { data: '1' } })
    expect(await reader.read()).toMatchObject({ value: { data: '2' } })
    await expect(reader.read()).rejects.toBe(reason)
    await expect(reader.closed).rejects.toBe(reason)
  })

  test('abort does not wait for a reader, whatever is written', async () => {
    const { readable, writable } = new EventSourceParserStream()
    const writer = writable.getWriter()
    const writes = Promise.allSettled([writer.write('data: 1\n\n'), writer.write('data: 2\n\n')])
    const reason = new Error('gone')
    await writer.abort(reason)
    expect((await writes)[1]).toEqual({ status: 'rejected', reason })
    expect(await readAll(readable)).toEqual({ data: [], error: reason })
  })

  test('a signal of the pipe ends both sides', async () => {
    const { stream, asked } = sourceOf(['data: 1\n\n', 'data: 2\n\n'], 'wait')
    const abort = new AbortController()
    const readable = stream.pipeThrough(new EventSourceParserStream(), { signal: abort.signal })
    const reader = readable.getReader()
    await reader.read()
    await reader.read()
    const waiting = reader.read()
    const reason = new Error('timeout')
    abort.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    await settle()
    expect(asked.cancels).toEqual([reason])
  })
})

describe('errors', () => {
  test('what a callback throws comes behind the events before it, and fails the write', async () => {
    const thrown = new Error('no')
    const { readable, writable } = new EventSourceParserStream({
      onComment() {
        throw thrown
      },
    })
    const writer = writable.getWriter()
    const end = readAll(readable)
    await expect(writer.write('data: 1\n\n: c\ndata: 2\n\n')).rejects.toBe(thrown)
    await expect(writer.closed).rejects.toBe(thrown)
    expect(await end).toEqual({ data: ['1'], error: thrown })
  })

  test('a ParseError fails no write, as in theirs, but the next', async () => {
    for (const Stream of [EventSourceParserStream, Theirs]) {
      const { readable, writable } = new Stream({ onError: 'terminate' })
      const writer = writable.getWriter()
      const end = readAll(readable)
      await writer.write('hm\n')
      const { error } = await end
      expect((error as ParseError).type).toBe('unknown-field')
      await expect(writer.write('data: 1\n\n')).rejects.toBe(error)
      await expect(writer.closed).rejects.toBe(error)
    }
  })

  test('maxBufferSize errors the stream, whatever onError is', async () => {
    for (const onError of [undefined, 'terminate', () => undefined] as const) {
      const { stream } = sourceOf(['data: 1\n\ndata: ', 'x'.repeat(50), '\n\n'])
      const end = await readAll(
        stream.pipeThrough(new EventSourceParserStream({ onError, maxBufferSize: 20 })),
      )
      expect(end.data).toEqual(['1'])
      expect((end.error as ParseError).type).toBe('max-buffer-size-exceeded')
    }
  })

  test('a function gets the errors, and the stream goes on', async () => {
    const errors: unknown[] = []
    const { stream } = sourceOf(['hm\nretry: x\ndata: 1\n\n'])
    const end = await readAll(
      stream.pipeThrough(
        new EventSourceParserStream({
          onError: (error) => errors.push((error as ParseError).type),
        }),
      ),
    )
    expect(end).toEqual({ data: ['1'] })
    expect(errors).toEqual(['unknown-field', 'invalid-retry'])
  })
})

// Rows of the table in the migration guide, side by side with 4.1.3.
describe('where it differs from that of theirs', () => {
  test('an error does not overtake the events before it', async () => {
    const text = 'data: 1\n\ndata: 2\n\nhm\n'
    const read = (Stream: Stream, chunks: string[]): Promise<End> =>
      readAll(sourceOf(chunks).stream.pipeThrough(new Stream({ onError: 'terminate' })))
    for (const chunks of [[text], text.split(/(?<=\n\n)/)]) {
      const { data, error } = await read(EventSourceParserStream, chunks)
      expect(data).toEqual(['1', '2'])
      expect((error as ParseError).type).toBe('unknown-field')
    }
    expect((await read(Theirs, [text])).data).toEqual(['1'])
    expect((await read(Theirs, text.split(/(?<=\n\n)/))).data).toEqual(['1', '2'])
  })

  test('nor does an error of the source, however late they are read', async () => {
    const error = new Error('reset by peer')
    const read = async (Stream: Stream): Promise<End> => {
      const { stream } = sourceOf(['data: 1\n\ndata: 2\n\n'], { error })
      const readable = stream.pipeThrough(new Stream())
      const reader = readable.getReader()
      await reader.read()
      reader.releaseLock()
      await settle()
      return readAll(readable)
    }
    expect(await read(EventSourceParserStream)).toEqual({ data: ['2'], error })
    expect(await read(Theirs)).toEqual({ data: [], error })
  })

  test('bytes are refused', async () => {
    const bytes = ['data: 1\n\n', 'data: 2\n\n'].map((text) => new TextEncoder().encode(text))
    const read = (Stream: Stream): Promise<End> =>
      readAll(sourceOf(bytes as unknown as string[]).stream.pipeThrough(new Stream()))
    const { data, error } = await read(EventSourceParserStream)
    expect(data).toEqual([])
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain('TextDecoder')
    expect(await read(Theirs)).toEqual({ data: [] })
  })

  test('it is no TransformStream, and is one wherever a pair of streams is asked for', async () => {
    const ours = new EventSourceParserStream()
    expect(ours).not.toBeInstanceOf(TransformStream)
    expect(new Theirs()).toBeInstanceOf(TransformStream)
    const pair: TransformStream<string, { data: string }> = ours
    const { stream } = sourceOf(['data: 1\n\n'])
    expect(await readAll(stream.pipeThrough(pair))).toEqual({ data: ['1'] })
  })

  test('abort does not wait for a reader', async () => {
    const abort = async (Stream: Stream): Promise<boolean> => {
      const { writable, readable } = new Stream()
      const writer = writable.getWriter()
      void writer.write('data: 1\n\n').catch(() => undefined)
      await settle()
      let aborted = false
      void writer.abort().then(() => (aborted = true))
      await settle()
      const result = aborted
      await readable.cancel().catch(() => undefined)
      return result
    }
    expect(await abort(EventSourceParserStream)).toBe(true)
    expect(await abort(Theirs)).toBe(false)
  })
})
