import { DONE, EventParser, type EventParserOptions, type ServerSentEvent } from '@sse/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cut, cutAtEvents, cutting, eventStreamBytes } from './event-stream-arbitrary.ts'
import { parseByTheBook } from './reference-parser.ts'

const numRuns = Number(process.env['FC_RUNS'] ?? 3000)

interface Observation {
  readonly events: ServerSentEvent[]
  readonly comments: string[]
  readonly unknown: [string, string][]
  lastEventId: string
  reconnectionTime: number | undefined
  tooLarge: boolean
}

type Drain = 'read' | 'drain' | 'late' | 'iterate'

/** Pushes chunks, clobbers each afterwards, and reads in the given way. */
function observe(
  chunks: readonly Uint8Array[],
  how: Drain,
  options: EventParserOptions = {},
  hop = false,
): Observation {
  const seen: Observation = {
    events: [],
    comments: [],
    unknown: [],
    lastEventId: '',
    reconnectionTime: undefined,
    tooLarge: false,
  }
  const all: EventParserOptions = {
    ...options,
    onComment: (comment) => seen.comments.push(comment),
    onUnknownField: (name, value) => seen.unknown.push([name, value]),
  }
  let parser = new EventParser(all)
  const read = (): void => {
    if (how === 'drain') parser.drain((event) => seen.events.push(event))
    else if (how === 'iterate') for (const event of parser) seen.events.push(event)
    else
      for (let event = parser.read(); event !== undefined; event = parser.read())
        seen.events.push(event)
  }
  try {
    for (const chunk of chunks) {
      const copy = chunk.slice()
      parser.push(copy)
      copy.fill(0x7e)
      if (hop) parser = EventParser.restore(JSON.parse(JSON.stringify(parser.snapshot())), all)
      if (how !== 'late') read()
      if (hop) parser = EventParser.restore(JSON.parse(JSON.stringify(parser.snapshot())), all)
    }
    parser.finish()
    read()
    read()
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SSE_EVENT_TOO_LARGE') throw error
    seen.tooLarge = true
  }
  seen.lastEventId = parser.lastEventId
  seen.reconnectionTime = parser.reconnectionTime
  return seen
}

const how = fc.constantFrom<Drain>('read', 'drain', 'late', 'iterate')
const chunked = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(eventStreamBytes, cutting)
      .map(([bytes, lengths]) => ({ bytes, chunks: cut(bytes, lengths) })),
  },
  {
    weight: 1,
    arbitrary: eventStreamBytes.map((bytes) => ({ bytes, chunks: cutAtEvents(bytes) })),
  },
)

describe('laws of EventParser', () => {
  test('1, 2, 3, 8: any cut, read in any way, equals the standard word for word', () => {
    fc.assert(
      fc.property(
        chunked,
        how,
        fc.constantFrom('discard', 'dispatch'),
        ({ bytes, chunks }, way, incomplete) => {
          expect(observe(chunks, way, { incomplete })).toEqual(
            parseByTheBook(bytes, { incomplete }),
          )
        },
      ),
      { numRuns },
    )
  })

  test('4, 6: a limit gives the same events and then the same error at any cut', () => {
    fc.assert(
      fc.property(
        chunked,
        how,
        fc.integer({ min: 1, max: 700 }),
        fc.constantFrom('discard', 'dispatch'),
        ({ bytes, chunks }, way, maxEventSize, incomplete) => {
          expect(observe(chunks, way, { maxEventSize, incomplete })).toEqual(
            parseByTheBook(bytes, { maxEventSize, incomplete }),
          )
        },
      ),
      { numRuns },
    )
  })

  test('5: the events of a prefix are a prefix of the events', () => {
    fc.assert(
      fc.property(eventStreamBytes, fc.nat(), (bytes, at) => {
        const prefix = observe([bytes.subarray(0, at % (bytes.length + 1))], 'read').events
        expect(parseByTheBook(bytes).events.slice(0, prefix.length)).toEqual(prefix)
      }),
      { numRuns },
    )
  })

  test('13: a snapshot taken at every chunk, before and after reading, changes nothing', () => {
    fc.assert(
      fc.property(chunked, how, ({ bytes, chunks }, way) => {
        expect(observe(chunks, way, {}, true)).toEqual(parseByTheBook(bytes))
      }),
      { numRuns: Math.ceil(numRuns / 10) },
    )
  })

  test('13: who goes on from a snapshot gives the same, however often, read or not', () => {
    fc.assert(
      fc.property(chunked, fc.boolean(), ({ chunks }, reads) => {
        const parser = new EventParser()
        for (const chunk of chunks) {
          parser.push(chunk)
          if (reads) parser.read()
        }
        const state = parser.snapshot()
        let restored = state
        for (let hops = 0; hops < 3; hops++) restored = EventParser.restore(restored).snapshot()
        expect(restored).toEqual(state)
        expect(restored.unread).not.toContain('')
      }),
      { numRuns },
    )
  })

  test('the sentinel ends the stream at any cut, whatever stands behind it', () => {
    fc.assert(
      fc.property(chunked, how, ({ bytes, chunks }, way) => {
        const { events } = parseByTheBook(bytes)
        const at = events.findIndex((event) =>
          /^[\t\n\f\r ]*\[DONE\][\t\n\f\r ]*$/.test(event.data),
        )
        const seen = observe(chunks, way, { done: DONE })
        expect(seen.events).toEqual(at === -1 ? events : events.slice(0, at))
      }),
      { numRuns },
    )
  })

  test('10: after reset only last event ID and reconnection time survive', () => {
    fc.assert(
      fc.property(eventStreamBytes, fc.nat(), eventStreamBytes, (before, at, after) => {
        const parser = new EventParser()
        parser.push(before.subarray(0, at % (before.length + 1)))
        parser.drain(() => undefined)
        const { lastEventId, reconnectionTime } = parser
        parser.reset()
        const fresh = new EventParser({ lastEventId })
        const events: ServerSentEvent[][] = [[], []]
        for (const [index, each] of [parser, fresh].entries()) {
          each.push(after)
          each.finish()
          each.drain((event) => events[index]!.push(event))
        }
        expect(events[0]).toEqual(events[1])
        expect(parser.lastEventId).toBe(fresh.lastEventId)
        expect(parser.reconnectionTime).toBe(fresh.reconnectionTime ?? reconnectionTime)
      }),
      { numRuns },
    )
  })
})
