// The second half of the standard's algorithm: lines to fields, fields to events. Holds the buffers of one block and
// what outlives it; what is public of it is what a snapshot keeps.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation

import { isSentinel, trimAscii } from './done.ts'
import type { EventParserOptions } from './event-parser-options.ts'
import type { ServerSentEvent } from './server-sent-event.ts'

const SPACE = 32
// What a timer can hold; a longer wait would fire at once.
const MAX_RECONNECTION_TIME = 2_147_483_647

export class EventBlock {
  readonly #sentinel: string | undefined
  readonly #onComment: ((comment: string) => void) | undefined
  readonly #onUnknownField: EventParserOptions['onUnknownField']

  /** The data lines joined with LF; undefined before the first. */
  data: string | undefined
  /** The event type; undefined for none. */
  event: string | undefined
  /** The block's own `id` and `retry`, if it had them. */
  id: string | undefined
  retry: number | undefined
  /** Bytes of the block's lines so far; 0 as long as it has none but blank ones. */
  size = 0

  /** The standard's last event ID buffer: not committed before the block ends. */
  idBuffer: string
  lastEventId: string
  reconnectionTime: number | undefined
  /** The sentinel was dispatched. */
  done = false

  constructor({ done, lastEventId = '', onComment, onUnknownField }: EventParserOptions) {
    this.#sentinel = done === undefined ? undefined : trimAscii(done)
    this.#onComment = onComment
    this.#onUnknownField = onUnknownField
    this.idBuffer = this.lastEventId = lastEventId
  }

  get ignoresComments(): boolean {
    return this.#onComment === undefined
  }

  append(line: string): void {
    this.data = this.data === undefined ? line : `${this.data}\n${line}`
  }

  /** Interprets a line that is not blank: a field or a comment. */
  line(line: string): void {
    let colon = line.indexOf(':')
    if (colon === -1) colon = line.length
    const name = line.slice(0, colon)
    const value = line.slice(line.charCodeAt(colon + 1) === SPACE ? colon + 2 : colon + 1)
    switch (name) {
      case '':
        this.#onComment?.(value)
        break
      case 'data':
        this.append(value)
        break
      case 'event':
        this.event = value === '' ? undefined : value
        break
      case 'id':
        if (!value.includes('\0')) this.id = this.idBuffer = value
        break
      case 'retry':
        if (/^[0-9]+$/.test(value)) {
          this.retry = this.reconnectionTime = Math.min(Number(value), MAX_RECONNECTION_TIME)
        }
        break
      default:
        this.#onUnknownField?.(name, value, { text: line, event: this.#event })
    }
  }

  // What the block would make if it ended here.
  get #event(): ServerSentEvent | undefined {
    const { data, event, id, retry, idBuffer: lastEventId } = this
    return data === undefined ? undefined : { event, data, id, retry, lastEventId }
  }

  /** Ends the block; gives its event, if it has data and is not the sentinel. */
  dispatch(): ServerSentEvent | undefined {
    const { data, event, id, retry } = this
    this.lastEventId = this.idBuffer
    this.clear()
    return data === undefined ? undefined : this.make(event, data, id, retry)
  }

  /** The event of a block, unless it is the sentinel. The buffers stay as they are. */
  make(
    event: string | undefined,
    data: string,
    id?: string,
    retry?: number,
  ): ServerSentEvent | undefined {
    if (this.#sentinel !== undefined && isSentinel(data, this.#sentinel)) {
      this.done = true
      return undefined
    }
    return { event, data, id, retry, lastEventId: this.lastEventId }
  }

  clear(): void {
    this.data = this.event = this.id = this.retry = undefined
    this.size = 0
  }
}
