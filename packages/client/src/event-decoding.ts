import { EventParser, type ServerSentEvent } from '@sse/core'
import type { EventDecoder } from '@sse/core/decoder'
import type { Lifetime } from './lifetime.ts'

/** An event, what its decoder made of it, and what it threw if it did: then it is the last one. */
export interface EventRecord<Item> {
  readonly event: ServerSentEvent
  readonly items: readonly Item[]
  readonly failure: { readonly error: unknown } | undefined
}

/** What a decoder makes of the bytes of one connection after the other, in one synchronous step. */
export class EventDecoding<Item> {
  readonly decoder: EventDecoder<Item>
  readonly parser: EventParser
  /** Items that were given. */
  delivered = 0
  readonly #life: Lifetime
  readonly #isContent: (item: Item) => boolean
  #tail = false
  // What was thrown is thrown again: nothing may follow it.
  #failure: { readonly error: unknown } | undefined

  constructor(
    decoder: EventDecoder<Item>,
    life: Lifetime,
    isContent: (item: Item) => boolean = () => true,
    maxEventSize?: number,
  ) {
    this.decoder = decoder
    this.#life = life
    this.#isContent = isContent
    this.parser = new EventParser({
      maxEventSize,
      incomplete: decoder.decodeTail === undefined ? 'discard' : 'dispatch',
      onUnknownField: (name, value, line) => {
        if (!decoder.done) decoder.unknownField?.(name, value, line)
      },
    })
  }

  /** Gives the next item; undefined when more bytes are needed, or the decoder is done. */
  read(): Item | undefined {
    if (this.#failure !== undefined) throw this.#failure.error
    const { decoder } = this
    try {
      let item = decoder.read?.()
      while (item === undefined) {
        const event = this.#event()
        if (event === undefined) return undefined
        item = this.#decode(event) ?? decoder.read?.()
      }
      return this.#note(item)
    } catch (error) {
      this.#failure = { error }
      throw error
    }
  }

  /** Gives the next event with all of its items. */
  readRecord(): EventRecord<Item> | undefined {
    if (this.#failure !== undefined) throw this.#failure.error
    const event = this.#event()
    if (event === undefined) return undefined
    const items: Item[] = []
    try {
      let item = this.#decode(event)
      while (item !== undefined) {
        items.push(this.#note(item))
        item = this.decoder.read?.()
      }
    } catch (error) {
      this.#failure = { error }
    }
    return { event, items, failure: this.#failure }
  }

  /** No bytes follow: what the end cut off is still to be read. */
  finish(): void {
    this.parser.finish()
    this.#tail = true
  }

  /** The stream is over. Gives the item that the decoder may make at its end; throws what it owes. */
  settle(): Item | undefined {
    const { decoder, parser } = this
    decoder.finish()
    try {
      if (decoder.trail !== undefined) parser.drain((event) => decoder.trail!(event))
    } catch {
      // An event that is too large is nobody's concern behind the end.
    }
    const item = decoder.read?.()
    return item === undefined ? undefined : this.#note(item)
  }

  #event(): ServerSentEvent | undefined {
    if (this.decoder.done) return undefined
    const event = this.parser.read()
    // An unknown field on the way to it may have ended the stream.
    if (event === undefined || this.decoder.done) return undefined
    this.#life.event()
    return event
  }

  #decode(event: ServerSentEvent): Item | undefined {
    const { decoder } = this
    return this.#tail ? decoder.decodeTail?.(event) : decoder.decode(event)
  }

  #note(item: Item): Item {
    this.delivered++
    if (this.#isContent(item)) this.#life.content()
    return item
  }
}
