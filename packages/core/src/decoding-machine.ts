import type { EventDecoder } from './event-decoder.ts'
import type { EventMachine } from './event-machine.ts'
import { EventParser } from './event-parser.ts'
import type { EventParserOptions } from './event-parser-options.ts'
import type { ServerSentEvent } from './server-sent-event.ts'

/** A parser with a decoder behind it, in one synchronous step. */
export class DecodingMachine<Item> implements EventMachine<Item> {
  readonly #parser: EventParser
  readonly #decoder: EventDecoder<Item>
  // End of input; the parser is told when all before the tail was read.
  #finished = false
  // Input ended inside an event that is not told of its end otherwise, for its data is whole or not there.
  #isCut = false
  #tailed = false
  #settled = false
  // What was thrown is thrown again: nothing may follow it.
  #failure: { readonly error: unknown } | undefined

  constructor(decoder: EventDecoder<Item>, options: EventParserOptions = {}) {
    const { onComment, onUnknownField } = options
    this.#decoder = decoder
    // Nobody hears of what has arrived behind the end: how much that is, the network decides.
    this.#parser = new EventParser({
      ...options,
      incomplete: decoder.decodeTail === undefined ? options.incomplete : 'dispatch',
      onComment:
        onComment &&
        ((comment) => {
          if (!decoder.done) onComment(comment)
        }),
      onUnknownField: (name, value, line) => {
        if (decoder.done) return
        onUnknownField?.(name, value, line)
        decoder.unknownField?.(name, value, line)
        // The last line, and nothing ended it.
        if (this.#tailed && !decoder.done) this.#isCut = true
      },
    })
  }

  get done(): boolean {
    return this.#parser.done || this.#decoder.done
  }

  push(chunk: Uint8Array): void {
    this.#parser.push(chunk)
  }

  finish(): void {
    this.#finished = true
  }

  read(): Item | undefined {
    if (this.#failure !== undefined) throw this.#failure.error
    try {
      return this.#next()
    } catch (error) {
      this.#failure = { error }
      this.#trail()
      throw error
    }
  }

  drain(onItem: (item: Item) => void): void {
    for (;;) {
      const item = this.read()
      if (item === undefined) return
      onItem(item)
    }
  }

  #next(): Item | undefined {
    const decoder = this.#decoder
    for (;;) {
      const more = decoder.read?.()
      if (more !== undefined) return more
      if (this.done) return this.#settle()
      const event = this.#event()
      // An unknown field on the way to it may have ended the stream.
      if (decoder.done) {
        if (event !== undefined) decoder.trail?.(event)
      } else if (event !== undefined) {
        const item = decoder.decode(event)
        if (item !== undefined) return item
      } else if (!this.#parser.done) {
        return this.#finished ? this.#tail() : undefined
      }
    }
  }

  #tail(): Item | undefined {
    const decoder = this.#decoder
    if (!this.#tailed) {
      this.#tailed = true
      const { pending } = this.#parser
      this.#parser.finish()
      const event = this.#event()
      if (event === undefined) this.#isCut = pending
      else if (decoder.done) decoder.trail?.(event)
      else {
        const item =
          decoder.decodeTail === undefined ? decoder.decode(event) : decoder.decodeTail(event)
        if (item !== undefined) return item
      }
    }
    return decoder.read?.() ?? this.#settle()
  }

  // The parser reads on behind a line that has ended the stream: what it finds there fails nothing.
  #event(): ServerSentEvent | undefined {
    try {
      return this.#parser.read()
    } catch (error) {
      if (this.#decoder.done) return undefined
      throw error
    }
  }

  // The decoder has the last word, once: an error, or an item made of what is no event stream.
  #settle(): Item | undefined {
    if (this.#settled) return undefined
    this.#settled = true
    if (this.#isCut && !this.#decoder.done) this.#decoder.cut?.()
    this.#decoder.finish()
    this.#trail()
    return this.#decoder.read?.()
  }

  // What has arrived behind the end that the decoder saw.
  #trail(): void {
    const decoder = this.#decoder
    if (!decoder.done || decoder.trail === undefined) return
    try {
      this.#parser.drain((event) => decoder.trail!(event))
    } catch {
      // An event that is too large is nobody's concern behind the end.
    }
  }
}
