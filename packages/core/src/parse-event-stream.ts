import type { ByteSource } from './byte-source.ts'
import { EventParser } from './event-parser.ts'
import type { EventParserOptions } from './event-parser-options.ts'
import { type EventStreamIterable, readThrough } from './event-stream-iterable.ts'
import type { ServerSentEvent } from './server-sent-event.ts'

/**
 * Reads the events of a byte source: `for await (const event of parseEventStream(response.body))`.
 *
 * Nothing is read ahead of the consumer beyond one chunk, and leaving the loop cancels the source.
 * Iteration rejects with `ERR_SSE_EVENT_TOO_LARGE`, or with what the source fails with, after every
 * event before it. Throws a `TypeError` or `RangeError` for options that make no sense.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function parseEventStream(
  source: ByteSource,
  options?: EventParserOptions,
): EventStreamIterable<ServerSentEvent> {
  return readThrough(source, new EventParser(options))
}
