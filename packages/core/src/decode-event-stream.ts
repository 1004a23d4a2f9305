import type { ByteSource } from './byte-source.ts'
import { DecodingMachine } from './decoding-machine.ts'
import type { EventDecoder } from './event-decoder.ts'
import type { EventParserOptions } from './event-parser-options.ts'
import { type EventStreamIterable, readThrough } from './event-stream-iterable.ts'
import { readThroughSync } from './read-through-sync.ts'

/**
 * Reads the items that `decoder` makes of the events of `source`. It ends where the decoder says so,
 * or with the input; then the decoder's `finish` decides whether that was a whole stream. Rejects with
 * what the decoder throws, after every item before it.
 */
export function decodeEventStream<Item>(
  source: ByteSource,
  decoder: EventDecoder<Item>,
  options?: EventParserOptions,
): EventStreamIterable<Item> {
  return readThrough(source, new DecodingMachine(decoder, options))
}

/** The synchronous twin of `decodeEventStream`, for chunks at hand. */
export function decodeEventStreamSync<Item>(
  source: Iterable<Uint8Array>,
  decoder: EventDecoder<Item>,
  options?: EventParserOptions,
): IterableIterator<Item> {
  return readThroughSync(source, new DecodingMachine(decoder, options))
}
