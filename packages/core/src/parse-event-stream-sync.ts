import { EventParser } from './event-parser.ts'
import type { EventParserOptions } from './event-parser-options.ts'
import { readThroughSync } from './read-through-sync.ts'
import type { ServerSentEvent } from './server-sent-event.ts'

/**
 * Reads the events of chunks that are at hand, or come from a synchronous source. The twin of
 * `parseEventStream`, with the same errors; leaving the loop leaves the source.
 */
export function parseEventStreamSync(
  source: Iterable<Uint8Array>,
  options?: EventParserOptions,
): IterableIterator<ServerSentEvent> {
  return readThroughSync(source, new EventParser(options))
}
