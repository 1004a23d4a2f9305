import type { ServerSentEvent } from './server-sent-event.ts'

const MAX_EVENTS = 16
const MAX_SIZE = 65_536

/** The first events behind the end of a stream: at most 16, with at most 64 Ki characters of data in all. */
export class TrailingEvents {
  readonly events: ServerSentEvent[] = []
  #size = 0

  push(event: ServerSentEvent): void {
    this.#size += event.data.length
    if (this.events.length < MAX_EVENTS && this.#size <= MAX_SIZE) this.events.push(event)
  }
}
