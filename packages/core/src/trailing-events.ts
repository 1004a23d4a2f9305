import type { ServerSentEvent } from './server-sent-event.ts'

const MAX_EVENTS = 16
const MAX_SIZE = 65_536

/** The first events behind the end of a stream: at most 16, with at most 64 Ki characters of data in all. */
export class TrailingEvents {
  readonly events: ServerSentEvent[] = []
  /** What was taken of the data that the next event begins with: that of the block whose end came early. */
  taken: string | undefined
  #size = 0

  push(event: ServerSentEvent): void {
    const { taken } = this
    const { data } = event
    this.taken = undefined
    if (data === taken) return
    const isRest = taken !== undefined && data.startsWith(`${taken}\n`)
    const rest = isRest ? { ...event, data: data.slice(taken.length + 1) } : event
    this.#size += rest.data.length
    if (this.events.length < MAX_EVENTS && this.#size <= MAX_SIZE) this.events.push(rest)
  }
}
