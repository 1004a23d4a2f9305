import { END, type EventPayload, type EventPayloads } from './event-payloads.ts'
import type { ServerSentEvent } from './server-sent-event.ts'
import { reportsError } from './upstream-error-of.ts'

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

  /** How many parts there are. */
  get size(): number {
    return this.#payloads.length + (this.#rest === undefined ? 0 : 1)
  }

  /** Whether all were taken. */
  get isRead(): boolean {
    return this.#next >= this.size
  }

  /** The next part, of which there must be one. */
  take(): JoinedPart {
    const payload = this.#payloads[this.#next++]
    const { event } = this
    if (payload === undefined) return { value: undefined, event: { ...event, data: this.#rest! } }
    // The last name of an event that was glued together is that of its last part.
    return { value: payload.value, event: this.isRead ? event : { ...event, event: undefined } }
  }

  /** What was not taken, as an event; undefined when all was. */
  left(): ServerSentEvent | undefined {
    const lines = this.#payloads.slice(this.#next).map(({ text }) => text)
    if (this.#rest !== undefined) lines.push(this.#rest)
    return lines.length === 0 ? undefined : { ...this.event, data: lines.join('\n') }
  }
}

/**
 * An event that is to be read in parts: one with an item among its lines, or with nothing but payloads.
 * Of one that is named `error`, all from the first line on that is no item is the error. Undefined for
 * any other.
 */
export function joinedEvent(
  event: ServerSentEvent,
  { payloads, hasComments, rest }: EventPayloads,
  isItem: (payload: EventPayload) => boolean,
): JoinedEvent | undefined {
  if (event.event === 'error') {
    const end = payloads.findIndex((payload) => !isItem(payload))
    const items = end === -1 ? payloads : payloads.slice(0, end)
    if (items.length === 0) return undefined
    // The end behind an error says nothing.
    const text = event.data.slice(items.at(-1)!.end)
    return new JoinedEvent(event, items, /^(\s*\[DONE\])*\s*$/.test(text) ? undefined : text)
  }
  const isJoined =
    rest === undefined
      ? payloads.length > 0
      : (hasComments && payloads.length === 0) ||
        payloads.some((payload) => isEnd(payload) || isItem(payload) || reportsError(payload.value))
  return isJoined ? new JoinedEvent(event, payloads, rest) : undefined
}

function isEnd({ value }: EventPayload): boolean {
  return value === END
}
