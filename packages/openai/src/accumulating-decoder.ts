import type { ServerSentEvent } from '@sse/core'
import type { EventDecoder } from '@sse/core/decoder'

/** Adds up the items of a decoder as they pass, in the same synchronous step. */
export class AccumulatingDecoder<Item> implements EventDecoder<Item> {
  readonly #decoder: EventDecoder<Item>
  readonly #accumulator: { push(item: Item): unknown }

  constructor(decoder: EventDecoder<Item>, accumulator: { push(item: Item): unknown }) {
    this.#decoder = decoder
    this.#accumulator = accumulator
  }

  get done(): boolean {
    return this.#decoder.done
  }

  get complete(): boolean {
    return this.#decoder.complete
  }

  get completion(): string | undefined {
    return this.#decoder.completion
  }

  decode(event: ServerSentEvent): Item | undefined {
    return this.#add(this.#decoder.decode(event))
  }

  read(): Item | undefined {
    return this.#add(this.#decoder.read?.())
  }

  decodeTail(event: ServerSentEvent): Item | undefined {
    return this.#add(this.#decoder.decodeTail?.(event))
  }

  unknownField(name: string, value: string): void {
    this.#decoder.unknownField?.(name, value)
  }

  finish(): void {
    this.#decoder.finish()
  }

  #add(item: Item | undefined): Item | undefined {
    if (item !== undefined) this.#accumulator.push(item)
    return item
  }
}
