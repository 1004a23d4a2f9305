import type { ByteSource } from './byte-source.ts'
import { EventParser } from './event-parser.ts'
import type { EventParserOptions } from './event-parser-options.ts'
import { type EventStreamIterable, readThrough } from './event-stream-iterable.ts'
import { readThroughSync } from './read-through-sync.ts'
import type { ServerSentEvent } from './server-sent-event.ts'

/** The events of one stream, and what a reconnect needs: both change as events are read. */
export interface EventStream extends EventStreamIterable<ServerSentEvent> {
  /** The last event ID so far; `''` for none. */
  readonly lastEventId: string
  /** The wait before a reconnect in milliseconds, once a `retry` field was read. */
  readonly reconnectionTime: number | undefined
}

/** The synchronous twin of `EventStream`. */
export interface EventStreamSync extends IterableIterator<ServerSentEvent> {
  readonly lastEventId: string
  readonly reconnectionTime: number | undefined
}

/**
 * Reads the events of a byte source: `for await (const event of parseEventStream(response.body))`.
 *
 * Nothing is read ahead of the consumer beyond one chunk, and leaving the loop cancels the source.
 * Iteration rejects with `ERR_SSE_EVENT_TOO_LARGE`, or with what the source fails with, after every
 * event before it. Throws a `TypeError` or `RangeError` for options that make no sense.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function parseEventStream(source: ByteSource, options?: EventParserOptions): EventStream {
  const parser = new EventParser(options)
  return withReconnection(readThrough(source, parser), parser)
}

/**
 * Reads the events of chunks that are at hand, or come from a synchronous source. The twin of
 * `parseEventStream`, with the same errors; leaving the loop leaves the source.
 */
export function parseEventStreamSync(
  source: Iterable<Uint8Array>,
  options?: EventParserOptions,
): EventStreamSync {
  const parser = new EventParser(options)
  return withReconnection(readThroughSync(source, parser), parser)
}

type Reconnection = Pick<EventStream, 'lastEventId' | 'reconnectionTime'>

function withReconnection<T extends object>(events: T, parser: EventParser): T & Reconnection {
  return Object.defineProperties(events, {
    lastEventId: { get: () => parser.lastEventId, enumerable: true },
    reconnectionTime: { get: () => parser.reconnectionTime, enumerable: true },
  }) as T & Reconnection
}
