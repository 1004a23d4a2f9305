import {
  DONE,
  EventParserStream,
  parseEventStream,
  parseEventStreamSync,
  type ServerSentEvent,
} from '@sse/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cut, cutting, eventStreamBytes } from './event-stream-arbitrary.ts'
import { parseByTheBook } from './reference-parser.ts'

const utf8 = new TextEncoder()
const bytes = (...texts: string[]): Uint8Array[] => texts.map((text) => utf8.encode(text))

/** A source that says what was done to it. */
class Probe {
  reads = 0
  cancels = 0
  reason: unknown
  readonly stream: ReadableStream<Uint8Array>

  constructor(chunks: readonly Uint8Array[], after: 'close' | 'stall' | Error = 'close') {
    let at = 0
    this.stream = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          this.reads++
          const chunk = chunks[at++]
          if (chunk !== undefined) controller.enqueue(chunk)
          else if (after === 'close') controller.close()
          else if (after !== 'stall') controller.error(after)
          else return new Promise(() => undefined)
          return undefined
        },
        cancel: (reason) => {
          this.cancels++
          this.reason = reason
        },
      },
      { highWaterMark: 0 },
    )
  }
}

async function* generate(chunks: readonly Uint8Array[], log: string[]): AsyncGenerator<Uint8Array> {
  try {
    for (const chunk of chunks) yield chunk
    log.push('end')
  } finally {
    log.push('left')
  }
}

const data = (events: readonly ServerSentEvent[]): string[] => events.map((event) => event.data)

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const each of source) all.push(each)
  return all
}

describe('parseEventStream', () => {
  test('law 2: one by one, in batches, by callback and synchronously: the same events at any cut', async () => {
    await fc.assert(
      fc.asyncProperty(eventStreamBytes, cutting, async (input, lengths) => {
        const chunks = cut(input, lengths)
        const { events } = parseByTheBook(input)
        const each: ServerSentEvent[] = []
        await parseEventStream(chunks).each((event) => each.push(event))
        expect(each).toEqual(events)
        expect(await collect(parseEventStream(new Probe(chunks).stream))).toEqual(events)
        expect(await collect(parseEventStream(generate(chunks, [])))).toEqual(events)
        expect((await collect(parseEventStream(chunks).batches())).flat()).toEqual(events)
        expect([...parseEventStreamSync(chunks)]).toEqual(events)
      }),
      { numRuns: 150 },
    )
  })

  test('a batch is what one chunk completed, never empty', async () => {
    const chunks = bytes('data: a\n\ndata: b\n\n', ': only a comment\n\n', 'data: c', '\n\n')
    const batches = await collect(parseEventStream(chunks).batches())
    expect(batches.map(data)).toEqual([['a', 'b'], ['c']])
  })

  test('an error comes after every event before it, in a batch as well', async () => {
    const failure = new RangeError('hook')
    const options = {
      onComment: () => {
        throw failure
      },
    }
    const chunks = bytes('data: a\n\n: x\ndata: b\n\n')
    const seen: string[] = []
    await expect(
      (async () => {
        for await (const batch of parseEventStream(chunks, options).batches())
          seen.push(...data(batch))
      })(),
    ).rejects.toBe(failure)
    expect(seen).toEqual(['a'])
  })

  test('what the source fails with comes through, after the events before it', async () => {
    const failure = new Error('socket')
    const probe = new Probe(bytes('data: a\n\n'), failure)
    const seen: string[] = []
    const loop = async (): Promise<void> => {
      for await (const event of parseEventStream(probe.stream)) seen.push(event.data)
    }
    await expect(loop()).rejects.toBe(failure)
    expect(seen).toEqual(['a'])
    expect(probe.cancels).toBe(0)
    await expect(
      parseEventStream(new Probe(bytes('data: a\n\n'), failure).stream).each(() => undefined),
    ).rejects.toBe(failure)
  })

  test('law 9: break cancels the source once', async () => {
    const probe = new Probe(bytes('data: a\n\ndata: b\n\n'), 'stall')
    for await (const event of parseEventStream(probe.stream)) {
      expect(event.data).toBe('a')
      break
    }
    expect(probe.cancels).toBe(1)
    expect(probe.stream.locked).toBe(false)

    const log: string[] = []
    for await (const _ of parseEventStream(generate(bytes('data: a\n\n', 'data: b\n\n'), log)))
      break
    expect(log).toEqual(['left'])
  })

  test('law 9: throwing out of the loop, or out of a callback, cancels the source once', async () => {
    const failure = new Error('mine')
    const probe = new Probe(bytes('data: a\n\n'), 'stall')
    const loop = async (): Promise<void> => {
      for await (const _ of parseEventStream(probe.stream)) throw failure
    }
    await expect(loop()).rejects.toBe(failure)
    expect(probe.cancels).toBe(1)

    const other = new Probe(bytes('data: a\n\n'), 'stall')
    await expect(
      parseEventStream(other.stream).each(() => {
        throw failure
      }),
    ).rejects.toBe(failure)
    expect(other.cancels).toBe(1)
  })

  test('law 9: return while a read is under way cancels at once, and the read settles', async () => {
    const probe = new Probe([], 'stall')
    const events = parseEventStream(probe.stream)[Symbol.asyncIterator]()
    const waiting = events.next()
    const left = await events.return!()
    expect(left.done).toBe(true)
    expect(await waiting).toEqual({ value: undefined, done: true })
    expect(await events.next()).toEqual({ value: undefined, done: true })
    await events.return!()
    expect(probe.cancels).toBe(1)
  })

  test('law 9: the same for a generator that never answers', async () => {
    async function* never(): AsyncGenerator<Uint8Array> {
      await new Promise(() => undefined)
      yield new Uint8Array(0)
    }
    const events = parseEventStream(never())[Symbol.asyncIterator]()
    const waiting = events.next()
    expect((await events.return!()).done).toBe(true)
    expect((await waiting).done).toBe(true)
  })

  test('law 9: a reader whose read fails when it is cancelled ends quietly all the same', async () => {
    let fail: (error: Error) => void = () => undefined
    const reader = {
      read: () =>
        new Promise<never>((_, reject) => {
          fail = reject
        }),
      cancel: async () => fail(new Error('Stream was cancelled.')),
      releaseLock: () => undefined,
    }
    const events = parseEventStream({ getReader: () => reader })[Symbol.asyncIterator]()
    const waiting = events.next()
    await events.return!()
    expect(await waiting).toEqual({ value: undefined, done: true })
  })

  test('the sentinel ends the iteration at once and cancels a source that stays open', async () => {
    const probe = new Probe(bytes('data: a\n\ndata: [DONE]\n\ndata: late\n\n'), 'stall')
    expect(data(await collect(parseEventStream(probe.stream, { done: DONE })))).toEqual(['a'])
    expect(probe.cancels).toBe(1)

    const by = new Probe(bytes('data: a\n\ndata: [DONE]\n\n'), 'stall')
    const seen: string[] = []
    await parseEventStream(by.stream, { done: DONE }).each((event) => seen.push(event.data))
    expect(seen).toEqual(['a'])
    expect(by.cancels).toBe(1)
  })

  test('nothing is read ahead of the consumer beyond one chunk', async () => {
    const probe = new Probe(bytes('data: a\n\ndata: b\n\n', 'data: c\n\n', 'data: d\n\n'))
    const events = parseEventStream(probe.stream)[Symbol.asyncIterator]()
    expect(probe.reads).toBe(0)
    await events.next()
    expect(probe.reads).toBe(1)
    await events.next()
    expect(probe.reads).toBe(1)
    await events.next()
    expect(probe.reads).toBe(2)
  })

  test('calls of next that do not wait for each other get their events in order', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? ': c\n' : `data: ${i}\n\n`))
    const events = parseEventStream(new Probe(bytes(...texts)).stream)[Symbol.asyncIterator]()
    const results = await Promise.all(Array.from({ length: 16 }, () => events.next()))
    const want = texts.flatMap((text, i) => (text.startsWith(':') ? [] : [String(i)]))
    expect(results.flatMap((result) => (result.done === true ? [] : [result.value.data]))).toEqual(
      want,
    )
    expect(results.slice(want.length).every((result) => result.done === true)).toBe(true)
  })

  test('a hundred thousand chunks without an event do not pile up', async () => {
    const chunks = Array.from({ length: 100_000 }, () => utf8.encode(':\n'))
    expect(await collect(parseEventStream([...chunks, utf8.encode('data: x\n\n')]))).toHaveLength(1)
  })

  test('a stream is read once', async () => {
    const events = parseEventStream(bytes('data: a\n\n'))
    expect(await collect(events)).toHaveLength(1)
    expect(() => events[Symbol.asyncIterator]()).toThrow(/once/)
    await expect(events.each(() => undefined)).rejects.toThrow(/once/)
  })

  test('a stream without async iteration is read by its reader', async () => {
    const { stream } = new Probe(bytes('data: a\n\n'))
    const poor = { getReader: () => stream.getReader() }
    expect(data(await collect(parseEventStream(poor)))).toEqual(['a'])
  })

  test.each([
    ['a string', 'data: a\n\n'],
    ['one chunk', utf8.encode('data: a\n\n')],
    ['nothing', undefined],
    ['a number', 5],
  ])('%s for a source is a TypeError that says what to pass', (_, source) => {
    expect(() => parseEventStream(source as never)[Symbol.asyncIterator]()).toThrow(TypeError)
    expect(() => [...parseEventStreamSync(source as never)]).toThrow(TypeError)
  })
})

describe('what a reconnect needs', () => {
  test('is there while events are read, and afterwards', async () => {
    const chunks = bytes('id: 1\ndata: a\n\nretry: 7\nid: 2\n\n', 'id: 3\ndata: b')
    const stream = parseEventStream(chunks)
    expect([stream.lastEventId, stream.reconnectionTime]).toEqual(['', undefined])
    for await (const _ of stream) expect(stream.lastEventId).toBe('1')
    expect([stream.lastEventId, stream.reconnectionTime]).toEqual(['2', 7])
    const sync = parseEventStreamSync(chunks)
    expect([...sync]).toHaveLength(1)
    expect([sync.lastEventId, sync.reconnectionTime]).toEqual(['2', 7])
    const pair = new EventParserStream()
    for await (const _ of new Probe(chunks).stream.pipeThrough(pair))
      expect(pair.lastEventId).toBe('1')
    expect([pair.lastEventId, pair.reconnectionTime]).toEqual(['2', 7])
  })
})

describe('parseEventStreamSync', () => {
  test('leaving the loop leaves the source', () => {
    let left = false
    function* chunks(): Generator<Uint8Array> {
      try {
        yield* bytes('data: a\n\n', 'data: b\n\n')
      } finally {
        left = true
      }
    }
    for (const event of parseEventStreamSync(chunks())) {
      expect(event.data).toBe('a')
      break
    }
    expect(left).toBe(true)
  })

  test('the sentinel ends it before the source does', () => {
    const seen = parseEventStreamSync(bytes('data: a\n\ndata: [DONE]\n\n', 'data: b\n\n'), {
      done: DONE,
    })
    expect(data([...seen])).toEqual(['a'])
  })

  test('what a callback throws is the reason with which the source is cancelled', async () => {
    let cancelled: unknown
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('data: a\n\n'))
      },
      cancel(reason) {
        cancelled = reason
      },
    })
    const error = new Error('enough')
    const read = parseEventStream(source).each(() => {
      throw error
    })
    await expect(read).rejects.toBe(error)
    expect(cancelled).toBe(error)
  })
})
