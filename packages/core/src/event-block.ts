// The second half of the standard's algorithm: lines to fields, fields to events. Holds the buffers of one block and
// what outlives it.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation

import { isSentinel, trimAscii } from './done.ts'
import { DEFAULT_MAX_EVENT_SIZE, type EventParserOptions } from './event-parser-options.ts'
import type { ServerSentEvent } from './server-sent-event.ts'

const SPACE = 32
const COLON = 58
const LONGEST_KNOWN_NAME = 5
const LARGEST_PLAIN = 1_048_576

// What a timer can hold; a longer wait would fire at once.
const MAX_RECONNECTION_TIME = 2_147_483_647
const DIGITS = /^[0-9]+$/

export class EventBlock {
  readonly maxSize: number
  /** Lines of together no more code units are within the limit, whatever they are. */
  readonly largestPlain: number
  readonly ignoresComments: boolean
  readonly #sentinel: string | undefined
  readonly #onComment: ((comment: string) => void) | undefined
  readonly #onUnknownField: ((name: string, value: string) => void) | undefined

  /** The block's data lines joined with LF; undefined before the first. */
  data: string | undefined
  /** The block's event type; undefined for none. */
  event: string | undefined
  /** The block's own `id` and `retry`, if it had them. */
  id: string | undefined
  retry: number | undefined
  /** Bytes of the block's lines so far. */
  size = 0

  /** The standard's last event ID buffer: not committed before the block ends. */
  idBuffer: string
  lastEventId: string
  reconnectionTime: number | undefined
  /** The sentinel was dispatched. */
  done = false

  constructor(options: EventParserOptions) {
    this.maxSize = options.maxEventSize ?? DEFAULT_MAX_EVENT_SIZE
    this.largestPlain = Math.min(Math.floor(this.maxSize / 3), LARGEST_PLAIN)
    this.ignoresComments = options.onComment === undefined
    this.#sentinel = options.done === undefined ? undefined : trimAscii(options.done)
    this.#onComment = options.onComment
    this.#onUnknownField = options.onUnknownField
    this.idBuffer = this.lastEventId = options.lastEventId ?? ''
  }

  /** No line of this block was seen that counts. */
  get blank(): boolean {
    return (
      this.size === 0 &&
      this.data === undefined &&
      this.event === undefined &&
      this.id === undefined &&
      this.retry === undefined
    )
  }

  /** A field of this block was seen. */
  get begun(): boolean {
    return (
      this.data !== undefined ||
      this.event !== undefined ||
      this.id !== undefined ||
      this.retry !== undefined
    )
  }

  clear(): void {
    this.data = this.event = this.id = this.retry = undefined
    this.size = 0
  }

  append(value: string): void {
    this.data = this.data === undefined ? value : `${this.data}\n${value}`
  }

  /** Interprets the line `text[start..end)`, which is not blank. */
  line(text: string, start: number, end: number): void {
    if (text.charCodeAt(start) === COLON) {
      this.#onComment?.(text.substring(valueStart(text, start, end), end))
      return
    }
    // No known name is longer, so the search never runs past it: lines without a colon cost no more than others.
    let colon = start
    const limit = Math.min(end, start + LONGEST_KNOWN_NAME + 1)
    while (colon < limit && text.charCodeAt(colon) !== COLON) colon++
    if (colon === limit && limit < end) {
      this.#unknown(text.substring(start, end))
      return
    }
    const value = text.substring(valueStart(text, colon, end), end)
    switch (text.substring(start, colon)) {
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
        if (DIGITS.test(value)) {
          this.retry = this.reconnectionTime = Math.min(Number(value), MAX_RECONNECTION_TIME)
        }
        break
      default:
        this.#unknown(text.substring(start, end))
    }
  }

  /** Ends the block; gives its event, if it has data and is not the sentinel. */
  dispatch(type: string | undefined, data: string | undefined): ServerSentEvent | undefined {
    const { id, retry } = this
    this.clear()
    this.lastEventId = this.idBuffer
    if (data === undefined) return undefined
    if (this.#sentinel !== undefined && isSentinel(data, this.#sentinel)) {
      this.done = true
      return undefined
    }
    return { event: type, data, id, retry, lastEventId: this.lastEventId }
  }

  /** The event of a block that is one data line, perhaps with a type, and leaves the buffers as they are. */
  plain(type: string | undefined, data: string): ServerSentEvent | undefined {
    if (this.#sentinel !== undefined && isSentinel(data, this.#sentinel)) {
      this.done = true
      return undefined
    }
    return { event: type, data, id: undefined, retry: undefined, lastEventId: this.lastEventId }
  }

  #unknown(line: string): void {
    if (this.#onUnknownField === undefined) return
    const colon = line.indexOf(':')
    if (colon === -1) this.#onUnknownField(line, '')
    else {
      this.#onUnknownField(line.slice(0, colon), line.slice(valueStart(line, colon, line.length)))
    }
  }
}

// Behind the colon and one space, if there is one.
function valueStart(text: string, colon: number, end: number): number {
  if (colon >= end) return end
  return colon + 1 < end && text.charCodeAt(colon + 1) === SPACE ? colon + 2 : colon + 1
}
