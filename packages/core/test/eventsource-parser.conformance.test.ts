// The facade before the judge of parsers, behind a decoder that leaves the byte order mark to it.

import { isDeepStrictEqual } from 'node:util'
import { createParser, EventSourceParserStream } from '@sse/core/eventsource-parser'
import type { Observation, ObservedEvent, ParserAdapter } from '@sse/conformance'
import { describeConformance } from '@sse/conformance/vitest'
import { chunkings, eventStreamCases, transcripts } from '@fixtures/sse'
import { createParser as theirs } from 'eventsource-parser'
import { expect, test } from 'vitest'
import { countedSteps } from './counted-steps.ts'
import type { CreateParser } from './eventsource-parser-log.ts'

const runs = Number(process.env['FC_RUNS'] ?? 500)
const decoding = { ignoreBOM: true }

function observe(
  create: CreateParser,
  chunks: readonly Uint8Array[],
  maxBufferSize?: number,
): Observation {
  const events: ObservedEvent[] = []
  const comments: string[] = []
  let reconnectionTime: number | undefined
  let lastEventId = ''
  let error: string | undefined
  const parser = create({
    onEvent: ({ event, data, id }) => events.push({ event, data, id }),
    onComment: (comment) => comments.push(comment),
    onRetry: (time) => {
      reconnectionTime = time
    },
    onId: (id) => {
      lastEventId = id
    },
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') error = type
    },
    ...(maxBufferSize === undefined ? {} : { maxBufferSize }),
  })
  const decoder = new TextDecoder('utf-8', decoding)
  for (const chunk of chunks) {
    if (error === undefined) parser.feed(decoder.decode(chunk, { stream: true }))
  }
  if (error === undefined) parser.feed(decoder.decode())
  return { events, comments, reconnectionTime, lastEventId, error }
}

const adapter: ParserAdapter = {
  name: '@sse/core/eventsource-parser',
  capabilities: { idModel: 'per-event', comments: 'stripped', limits: 'own' },
  parse: (chunks, options) => observe(createParser, chunks, options?.maxEventSize),
  open(options) {
    const events: ObservedEvent[] = []
    const seen: { reconnectionTime?: number; lastEventId: string } = { lastEventId: '' }
    const parser = createParser({
      onEvent: ({ event, data, id }) => events.push({ event, data, id }),
      onRetry: (time) => {
        seen.reconnectionTime = time
      },
      onId: (id) => {
        seen.lastEventId = id
      },
      maxBufferSize: options?.maxEventSize,
    })
    let decoder = new TextDecoder('utf-8', decoding)
    return {
      push: (chunk) => parser.feed(decoder.decode(chunk, { stream: true })),
      read: () => events.shift(),
      finish: () => parser.feed(decoder.decode()),
      reset() {
        parser.reset()
        decoder = new TextDecoder('utf-8', decoding)
      },
      observe: () => seen,
    }
  },
  iterate(source) {
    const iterator = source[Symbol.asyncIterator]()
    const reader = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        async pull(controller) {
          const { done, value } = await iterator.next()
          if (done === true) controller.close()
          else controller.enqueue(value as Uint8Array<ArrayBuffer>)
        },
        async cancel() {
          await iterator.return?.()
        },
      },
      { highWaterMark: 0 },
    )
      .pipeThrough(new TextDecoderStream('utf-8', decoding))
      .pipeThrough(new EventSourceParserStream())
      .getReader()
    // The iterator of the platform's streams leaves only when the read under way is over.
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => reader.read() as Promise<IteratorResult<ObservedEvent>>,
        return: async () => {
          await reader.cancel()
          return { done: true, value: undefined }
        },
      }),
    }
  },
}

/** The work of the facade and of the decoder before it, counted. */
function operations(chunks: readonly Uint8Array[]): number {
  return countedSteps(chunks, (all, onEvent) => {
    const parser = createParser({ onEvent })
    const decoder = new TextDecoder('utf-8', decoding)
    for (const chunk of all) parser.feed(decoder.decode(chunk, { stream: true }))
  })
}

describeConformance({ ...adapter, operations }, { runs })

test('eventsource-parser reads every case as we do, but for a mark that is none and times no timer can hold', () => {
  const others = eventStreamCases.filter(({ bytes }) => {
    const [their, our] = [observe(theirs, [bytes]), observe(createParser, [bytes])]
    return !isDeepStrictEqual(their, our)
  })
  expect(others.map(({ id }) => id)).toEqual([
    'bom.mojibake',
    'retry.clamped-just',
    'retry.clamped-unsigned',
    'retry.clamped-unsafe',
    'retry.clamped-twenty-digits',
    'retry.clamped-exponent-range',
  ])
  expect(eventStreamCases.length).toBeGreaterThan(300)
})

test.each(transcripts.map(({ name, bytes }) => [name, bytes] as const))(
  'the transcript %s, however it is cut, is what eventsource-parser makes of the whole',
  (_name, bytes) => {
    const expected = observe(theirs, [bytes])
    expect(expected.events.length).toBeGreaterThan(0)
    for (const { cut } of chunkings) {
      expect(observe(createParser, [...cut(bytes)])).toEqual(expected)
    }
  },
)
