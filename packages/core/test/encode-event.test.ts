import {
  encodeComment,
  encodeEvent,
  EVENT_STREAM_HEADERS,
  type EventInit,
  type EventStreamPart,
  parseEventStream,
  parseEventStreamSync,
  type ServerSentEvent,
  toEventStream,
} from '@sse/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseByTheBook } from './reference-parser.ts'

const utf8 = new TextEncoder()

const anyText = fc.string({ unit: 'binary', maxLength: 20 })
const nasty = fc.constantFrom(
  '',
  ' ',
  '  x',
  ':',
  ': x',
  'data: y',
  '\n',
  'a\n\nb',
  '\n\n',
  '\uFEFF',
  '\uFEFFdata',
  '\t',
  '\u2028',
  '\0',
  '\r',
  '\r\n',
  '\uD83D',
  '😀',
)
const text = fc.oneof(
  anyText,
  nasty,
  fc.tuple(nasty, nasty).map(([a, b]) => a + b),
)
const init: fc.Arbitrary<EventInit> = fc.record(
  {
    event: text,
    data: text,
    id: text,
    retry: fc.oneof(
      fc.integer({ min: -2, max: 2 ** 31 }),
      fc.constantFrom(1.5, Number.NaN, Infinity, 0),
    ),
  },
  { requiredKeys: [] },
)

/** Encodes, or says that it was refused. */
function encoded(each: EventInit): string | undefined {
  try {
    return encodeEvent(each)
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_SSE_UNENCODABLE' })
    return undefined
  }
}

describe('encodeEvent', () => {
  test('law 7: what is not refused comes out of a parser as it went in, wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(init, { maxLength: 5 }), (inits) => {
        const taken = inits.filter((each) => encoded(each) !== undefined)
        const bytes = utf8.encode(taken.map(encodeEvent).join(''))
        let lastEventId = ''
        const want: ServerSentEvent[] = []
        for (const { event, data, id, retry } of taken) {
          lastEventId = id ?? lastEventId
          if (data !== undefined) want.push({ event, data, id, retry, lastEventId })
        }
        // The oracle and the parser: both read what the encoder wrote.
        expect(parseByTheBook(bytes).events).toEqual(want)
        expect([...parseEventStreamSync([bytes])]).toEqual(want)
      }),
      { numRuns: 5000 },
    )
  })

  test('law 7: what is refused could not have come out', () => {
    fc.assert(
      fc.property(init, (each) => {
        if (encoded(each) !== undefined) return
        const { event, data = '', id, retry } = each
        const lossy =
          event === '' ||
          /[\r\n]/.test((event ?? '') + (id ?? '')) ||
          id?.includes('\0') === true ||
          data.includes('\r') ||
          [event, data, id].some((value) => value !== undefined && /\p{Surrogate}/u.test(value)) ||
          (retry !== undefined && !(Number.isInteger(retry) && retry >= 0 && retry < 2 ** 31))
        expect(lossy).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })

  test('the bytes of an event', () => {
    expect(encodeEvent({ event: 'ping', id: '7', retry: 3000, data: ' a\n\nb' })).toBe(
      'event: ping\nid: 7\nretry: 3000\ndata:  a\ndata: \ndata: b\n\n',
    )
    expect(encodeEvent({ data: '' })).toBe('data: \n\n')
  })

  test.each<[string, EventInit]>([
    ['event', { event: 'a\ndata: injected' }],
    ['event', { event: 'a\r' }],
    ['event', { event: '' }],
    ['id', { id: '1\n\ndata: injected' }],
    ['id', { id: '\0' }],
    ['data', { data: 'a\rid: injected' }],
    ['data', { data: '\uDE00' }],
    ['retry', { retry: -1 }],
    ['retry', { retry: 2 ** 31 }],
    ['data', { data: 7 as never }],
  ])('%s is refused, and the value is not in the message: %o', (field, each) => {
    expect(() => encodeEvent(each)).toThrow(
      expect.objectContaining({ code: 'ERR_SSE_UNENCODABLE', field }),
    )
    expect(() => encodeEvent(each)).not.toThrow(/injected/)
  })
})

describe('encodeComment', () => {
  test('law 7: the text comes out of onComment, and no event with it', () => {
    fc.assert(
      fc.property(text, (comment) => {
        fc.pre(!/[\r\n]|\p{Surrogate}/u.test(comment))
        const seen: string[] = []
        const onComment = (each: string): void => void seen.push(each)
        const chunk = utf8.encode(encodeComment(comment))
        expect([...parseEventStreamSync([chunk], { onComment })]).toEqual([])
        expect(seen).toEqual([comment])
      }),
    )
  })

  test('a line end is refused', () => {
    expect(() => encodeComment('a\ndata: injected')).toThrow(
      expect.objectContaining({ field: 'comment' }),
    )
  })
})

describe('toEventStream', () => {
  const parts: EventStreamPart[] = [
    { data: 'a' },
    { comment: 'ping' },
    { event: 'e', data: 'b\nc' },
  ]

  test('is the body of a response', async () => {
    const response = new Response(toEventStream(parts) as ReadableStream<Uint8Array<ArrayBuffer>>, {
      headers: EVENT_STREAM_HEADERS,
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(await response.text()).toBe('data: a\n\n: ping\n\nevent: e\ndata: b\ndata: c\n\n')
  })

  test('asks for a part when bytes are wanted, and leaves the parts when it is cancelled', async () => {
    const log: string[] = []
    async function* source(): AsyncGenerator<EventStreamPart> {
      try {
        for (const data of ['a', 'b', 'c']) {
          log.push(data)
          yield { data }
        }
      } finally {
        log.push('left')
      }
    }
    const reader = toEventStream(source()).getReader()
    expect(log).toEqual([])
    await reader.read()
    expect(log).toEqual(['a'])
    await reader.cancel()
    expect(log).toEqual(['a', 'left'])
  })

  test('an error comes behind the parts before it, and leaves the parts', async () => {
    let left = false
    function* source(): Generator<EventStreamPart> {
      try {
        yield* [{ data: 'a' }, { id: '\n' }, { data: 'b' }]
      } finally {
        left = true
      }
    }
    const seen: string[] = []
    const read = async (): Promise<void> => {
      for await (const event of parseEventStream(toEventStream(source()))) seen.push(event.data)
    }
    await expect(read()).rejects.toMatchObject({ code: 'ERR_SSE_UNENCODABLE', field: 'id' })
    expect(seen).toEqual(['a'])
    expect(left).toBe(true)
  })

  test('a part with a comment and an event is both', async () => {
    const mixed = [
      { comment: 'ping', data: 'kept' },
      { comment: 'alone', data: undefined },
    ]
    const response = new Response(toEventStream(mixed) as ReadableStream<Uint8Array<ArrayBuffer>>)
    expect(await response.text()).toBe(': ping\n\ndata: kept\n\n: alone\n\n')
  })

  test('cancelling settles although the parts never come, and leaves them', async () => {
    let left = false
    const endless: AsyncIterable<EventStreamPart> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: () => {
          left = true
          return new Promise(() => undefined)
        },
      }),
    }
    const reader = toEventStream(endless).getReader()
    const read = reader.read()
    await reader.cancel()
    expect(await read).toEqual({ done: true, value: undefined })
    expect(left).toBe(true)
  })
})
