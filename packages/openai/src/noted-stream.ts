import { Stream, type StreamSource } from '@sse/client'

/** A stream that shows each item to someone as it is read, and tells when they begin anew. */
export class NotedStream<Item> extends Stream<Item> {
  readonly #note: (item: Item) => void
  readonly #forget: () => void

  constructor(source: StreamSource<Item>, note: (item: Item) => void, forget: () => void) {
    super(source)
    this.#note = note
    this.#forget = forget
  }

  protected override restarted(): void {
    this.#forget()
  }

  protected override received(item: Item): void {
    this.#note(item)
  }
}
