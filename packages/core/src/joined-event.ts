import type { EventPayload } from './event-payloads.ts'
import type { ServerSentEvent } from './server-sent-event.ts'

/** One part of an event that carried several payloads. */
export interface JoinedPart {
  /** The payload; undefined for the rest, which is the data of its event. */
  readonly value: unknown
  /** The event, as its reader is to see it for this part. */
  readonly event: ServerSentEvent
}

/** An event that carried several payloads, and how far they were read. */
export class JoinedEvent {
  readonly event: ServerSentEvent
  // What is behind them, as it arrived.
  readonly #rest: string | undefined
  readonly #payloads: readonly EventPayload[]
  #next = 0

  constructor(event: ServerSentEvent, payloads: readonly EventPayload[], rest?: string) {
    this.event = event
    this.#payloads = payloads
    this.#rest = rest
  }

  /** Whether all were taken. */
  get isRead(): boolean {
    return this.#next >= this.#payloads.length + (this.#rest === undefined ? 0 : 1)
  }

  /** The next part, of which there must be one. */
  take(): JoinedPart {
    const payload = this.#payloads[this.#next++]
    const { event } = this
    if (payload === undefined) return { value: undefined, event: { ...event, data: this.#rest! } }
    // The last name of an event that was glued together is that of its last part.
    const isNamed = this.isRead || event.event !== 'error'
    return { value: payload.value, event: isNamed ? event : { ...event, event: undefined } }
  }

  /** What was not taken, as an event; undefined when all was. */
  left(): ServerSentEvent | undefined {
    const lines = this.#payloads.slice(this.#next).map(({ text }) => text)
    if (this.#rest !== undefined) lines.push(this.#rest)
    return lines.length === 0 ? undefined : { ...this.event, data: lines.join('\n') }
  }
}
