import type { ByteSource } from './byte-source.ts'
import { DecodingMachine } from './decoding-machine.ts'
import type { EventDecoder } from './event-decoder.ts'
import type { EventParserOptions } from './event-parser-options.ts'
import { type EventStreamIterable, readThrough } from './event-stream-iterable.ts'
import { readThroughSync } from './read-through-sync.ts'

/** The items of one stream, and whether the decoder calls it complete: ask when they have ended. */
export interface DecodedStream<Item> extends EventStreamIterable<Item> {
  readonly complete: boolean
}

/** The synchronous twin of `DecodedStream`. */
export interface DecodedStreamSync<Item> extends IterableIterator<Item> {
  readonly complete: boolean
}

/**
 * Reads the items that `decoder` makes of the events of `source`. It ends where the decoder says so,
 * or with the input; then the decoder's `finish` decides whether that was a whole stream. Rejects with
 * what the decoder throws, after every item before it.
 */
export function decodeEventStream<Item>(
  source: ByteSource,
  decoder: EventDecoder<Item>,
  options?: EventParserOptions,
): DecodedStream<Item> {
  return withComplete(readThrough(source, new DecodingMachine(decoder, options)), decoder)
}

/** The synchronous twin of `decodeEventStream`, for chunks at hand. */
export function decodeEventStreamSync<Item>(
  source: Iterable<Uint8Array>,
  decoder: EventDecoder<Item>,
  options?: EventParserOptions,
): DecodedStreamSync<Item> {
  return withComplete(readThroughSync(source, new DecodingMachine(decoder, options)), decoder)
}

function withComplete<T extends object>(
  items: T,
  decoder: EventDecoder<unknown>,
): T & { readonly complete: boolean } {
  const complete = { get: () => decoder.complete, enumerable: true }
  return Object.defineProperty(items, 'complete', complete) as T & { readonly complete: boolean }
}
