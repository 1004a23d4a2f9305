import { EventParser, type ServerSentEvent } from '@sse/core'
import type { EventDecoder } from '@sse/core/decoder'
import type { DecodingOptions } from './item-source.ts'
import type { Lifetime } from './lifetime.ts'
import { lastEventIdOf } from './reconnect.ts'
import type { RequestOptions } from './request-options.ts'

/** An event, what its decoder made of it, and what it threw if it did: then it is the last one. */
export interface EventRecord<Item> {
  readonly event: ServerSentEvent
  readonly items: readonly Item[]
  readonly failure: { readonly error: unknown } | undefined
  /** In milliseconds, as of this event, where the server has set it. */
  readonly reconnectionTime: number | undefined
  /** How often the items had begun anew when it came. */
  readonly restarts: number
}

/** What a decoder makes of the bytes of one connection after the other, in one synchronous step. */
export class EventDecoding<Item> {
  decoder: EventDecoder<Item>
  readonly parser: EventParser
  /** Items that were given, by those before it as well. */
  delivered: number
  /** No bytes follow. */
  finished = false
  readonly #own: DecodingOptions<Item>['decoder']
  readonly #life: Lifetime
  readonly #restarts: number
  readonly #isContent: (item: Item) => boolean
  // Input ended inside an event that has no data so far.
  #cut = false
  #cutLine = false
  // The event that a line has ended before its block did.
  #early: ServerSentEvent | undefined
  // What was thrown is thrown again: nothing may follow it.
  #failure: { readonly error: unknown } | undefined

  constructor(
    options: DecodingOptions<Item> & RequestOptions,
    life: Lifetime,
    restarts: number,
    delivered: number,
  ) {
    const { decoder: own, isContent = () => true, maxEventSize } = options
    this.decoder = typeof own === 'function' ? own() : own
    this.delivered = delivered
    this.#own = own
    this.#restarts = restarts
    this.#life = life
    this.#isContent = isContent
    this.parser = new EventParser({
      maxEventSize,
      lastEventId: lastEventIdOf(options),
      incomplete: this.decoder.decodeTail === undefined ? 'discard' : 'dispatch',
      onUnknownField: (name, value, line) => {
        const { decoder } = this
        if (decoder.done) return
        decoder.unknownField?.(name, value, line)
        if (decoder.done) this.#early = line.event
        // The last line, and nothing ended it.
        else if (this.finished) this.#cutLine = true
      },
    })
  }

  /** Another connection goes on: with a decoder of its own, where one can be made. */
  goOn(): void {
    this.parser.reset()
    if (typeof this.#own === 'function') this.decoder = this.#own()
    this.finished = this.#cut = this.#cutLine = false
    this.#early = undefined
  }

  /** Gives the next item; undefined when more bytes are needed, or the decoder is done. */
  read(): Item | undefined {
    let item = this.decoder.read?.()
    while (item === undefined) {
      const event = this.#event()
      if (event === undefined) return undefined
      item = this.#decode(event)
    }
    return this.#note(item)
  }

  /** Gives the next event with all of its items. */
  readRecord(): EventRecord<Item> | undefined {
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
    const isTail = this.finished && event !== this.#early
    return isTail ? this.#tail(event, items) : this.#record(event, items, this.#failure)
  }

  /** What the end cut off is still to be read. */
  finish(): void {
    this.#cut = this.parser.pending
    this.parser.finish()
    this.finished = true
  }

  /**
   * The stream is over. Gives the item that the decoder may make at its end, of no event, as an event
   * whose data is its JSON; throws what the decoder owes.
   */
  settle(): EventRecord<Item> | undefined {
    const { decoder, parser } = this
    if (this.#cut && !decoder.done) decoder.cut?.()
    decoder.finish()
    try {
      if (decoder.trail !== undefined) parser.drain((event) => decoder.trail!(event))
    } catch {
      // An event that is too large is nobody's concern behind the end.
    }
    const item = decoder.read?.()
    if (item === undefined) return undefined
    const { lastEventId } = parser
    const data = jsonOf(item)
    const event = { event: undefined, data, id: undefined, retry: undefined, lastEventId }
    return this.#record(event, [this.#note(item)])
  }

  // What the end has cut off is an event as far as the decoder made something of it: the last of its lines may be a
  // half, of which nobody is to hear.
  #tail(event: ServerSentEvent, items: readonly Item[]): EventRecord<Item> | undefined {
    const isLine = !event.data.includes('\n')
    if (isLine && (items.length > 0 || this.#failure !== undefined || this.decoder.done)) {
      return this.#record(event, items, this.#failure)
    }
    // Says what is still to be thrown.
    if (items.length === 0) return this.readRecord()
    return this.#record({ ...event, data: items.map(jsonOf).join('\n') }, items)
  }

  #record(
    event: ServerSentEvent,
    items: readonly Item[],
    failure?: EventRecord<Item>['failure'],
  ): EventRecord<Item> {
    const { reconnectionTime } = this.parser
    return { event, items, failure, reconnectionTime, restarts: this.#restarts }
  }

  #event(): ServerSentEvent | undefined {
    const { decoder } = this
    if (this.#failure !== undefined) throw this.#failure.error
    if (decoder.done) return undefined
    let event: ServerSentEvent | undefined
    try {
      event = this.parser.read()
    } catch (error) {
      // The parser reads on behind a line that has ended the stream: what it finds there fails nothing.
      if (!decoder.done) throw error
    }
    if (event !== undefined) this.#cut = this.#cutLine
    // An unknown field on the way to it may have ended the stream.
    if (decoder.done && event !== undefined) decoder.trail?.(event)
    const next = decoder.done ? this.#early : event
    if (next !== undefined && !this.finished) this.#life.event()
    return next
  }

  #decode(event: ServerSentEvent): Item | undefined {
    const { decoder } = this
    let item: Item | undefined
    if (event !== this.#early) {
      item = this.finished ? this.#decodeTail(event) : decoder.decode(event)
    }
    return item ?? decoder.read?.()
  }

  #decodeTail(event: ServerSentEvent): Item | undefined {
    const { decoder } = this
    const item = decoder.decodeTail?.(event) ?? decoder.read?.()
    // A half of which nothing was made is none.
    if (item !== undefined) this.#life.event()
    return item
  }

  #note(item: Item): Item {
    this.delivered++
    if (this.#isContent(item)) this.#life.content()
    return item
  }
}

function jsonOf(item: unknown): string {
  return JSON.stringify(item)
}
