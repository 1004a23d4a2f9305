import type { ServerSentEvent } from '@sse/core'
import type { EventDecoder } from '@sse/core/decoder'

/** What came out of a decoder. */
export interface Driven<Item> {
  readonly items: Item[]
  /** What it threw; undefined when the stream was a whole one. */
  readonly error: unknown
}

/** A decoder that may make several items of one event. */
export interface ReadableDecoder<Item> extends EventDecoder<Item> {
  read(): Item | undefined
  decodeTail(event: ServerSentEvent): Item | undefined
}

/** Feeds a decoder as the contract says: until it is done, then `finish`. */
export function drive<Item>(
  decoder: ReadableDecoder<Item>,
  events: Iterable<ServerSentEvent>,
  tail?: ServerSentEvent,
): Driven<Item> {
  const items: Item[] = []
  const take = (first: Item | undefined): void => {
    for (let item = first; item !== undefined; item = decoder.read()) items.push(item)
  }
  try {
    for (const event of events) {
      if (decoder.done) break
      take(decoder.decode(event))
    }
    if (tail !== undefined && !decoder.done) take(decoder.decodeTail(tail))
    decoder.finish()
  } catch (error) {
    return { items, error }
  }
  return { items, error: undefined }
}
