import type { ByteSource } from './byte-source.ts'
import { DecodingMachine } from './decoding-machine.ts'
import type { EventDecoder } from './event-decoder.ts'
import type { EventParserOptions } from './event-parser-options.ts'
import { type EventStreamIterable, readThrough } from './event-stream-iterable.ts'
import { readThroughSync } from './read-through-sync.ts'

/**
 * The items of one stream, whether the decoder calls it complete and what it does so upon, such as
 * `done-sentinel`: ask when they have ended.
 */
export interface DecodedStream<Item> extends EventStreamIterable<Item> {
  readonly complete: boolean
  /** Undefined when the stream is not complete, and when the decoder does not tell. */
  readonly completion: string | undefined
}

/** The synchronous twin of `DecodedStream`. */
export interface DecodedStreamSync<Item> extends IterableIterator<Item> {
  readonly complete: boolean
  readonly completion: string | undefined
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
  return withCompletion(readThrough(source, new DecodingMachine(decoder, options)), decoder)
}

/** The synchronous twin of `decodeEventStream`, for chunks at hand. */
export function decodeEventStreamSync<Item>(
  source: Iterable<Uint8Array>,
  decoder: EventDecoder<Item>,
  options?: EventParserOptions,
): DecodedStreamSync<Item> {
  return withCompletion(readThroughSync(source, new DecodingMachine(decoder, options)), decoder)
}

type Completion = Pick<DecodedStream<unknown>, 'complete' | 'completion'>

function withCompletion<T extends object>(
  items: T,
  decoder: EventDecoder<unknown>,
): T & Completion {
  return Object.defineProperties(items, {
    complete: { get: () => decoder.complete, enumerable: true },
    completion: { get: () => decoder.completion, enumerable: true },
  }) as T & Completion
}
