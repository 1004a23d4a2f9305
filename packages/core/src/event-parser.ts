// The event stream format as a state machine: bytes are pushed in, events are read out.
//
// Bytes are decoded in regions that end where no UTF-8 sequence is split, and the text of a region is scanned only as
// far as events are asked for. What waits is kept once: as bytes (a short partial line), as text (a long one) or as
// regions. A chunk that is exactly one event takes a path of its own.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

import { EventBlock } from './event-block.ts'
import { EventHeader } from './event-header.ts'
import { checkOptions, type EventParserOptions } from './event-parser-options.ts'
import type { EventParserState } from './event-parser-state.ts'
import { EventTooLargeError } from './event-too-large-error.ts'
import type { ServerSentEvent } from './server-sent-event.ts'
import { indexOf, nextLineFeed, TextCursor } from './text-cursor.ts'
import { utf8Length } from './utf8.ts'
import { wholeEventData, wholeEventStart } from './whole-event.ts'

const LF = 10
const CR = 13
const SPACE = 32
const COLON = 58
const LOWER_D = 100
const LOWER_E = 101
const PATIENCE = 16
const MOST_HELD = 65_536

/**
 * Turns the bytes of an event stream into events, to the WHATWG standard, however the bytes are cut.
 *
 * No I/O, no timers, no callbacks in the way: `push` bytes, then `read` until it gives undefined, or
 * let `drain` do the loop. A chunk may be reused as soon as `push` returns.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class EventParser implements Iterable<ServerSentEvent> {
  readonly #dispatchIncomplete: boolean
  readonly #block: EventBlock
  readonly #cursor = new TextCursor()
  readonly #header = new EventHeader()
  // The data of a chunk that was exactly one event, where it was decoded from, and after a chunk that only looked like
  // one, how many shall pass before the next attempt. `#clean`: nothing at all is waiting, but for that data.
  #whole: string | undefined
  #wholeStart = 0
  #clean = true
  #patience = 0

  // Nothing can be read before there is more: another region, more than `#room` undecoded bytes, or the end.
  #idle = true
  #room: number
  // Finished, failed or done: takes no more.
  #closed = false
  #finished = false
  #error: EventTooLargeError | undefined

  /** Throws a `TypeError` or `RangeError` that names the option when one makes no sense. */
  constructor(options: EventParserOptions = {}) {
    checkOptions(options)
    this.#dispatchIncomplete = options.incomplete === 'dispatch'
    this.#block = new EventBlock(options)
    this.#room = this.#roomLeft()
  }

  /** Makes a parser that goes on where `snapshot` was taken. Options are not part of a snapshot. */
  static restore(state: EventParserState, options: EventParserOptions = {}): EventParser {
    const parser = new EventParser(options)
    parser.#restore(state)
    return parser
  }

  /** The ID to reconnect with: that of the newest block that was read to its end; `''` if none had one. */
  get lastEventId(): string {
    return this.#block.lastEventId
  }

  /** The wait before a reconnect in milliseconds, at most 2^31 - 1; undefined until a `retry` field was read. */
  get reconnectionTime(): number | undefined {
    return this.#block.reconnectionTime
  }

  /** The `done` payload was read: nothing after it is dispatched. */
  get done(): boolean {
    return this.#block.done
  }

  /**
   * An event is part-way in: its block has a field, or a line was begun that is no comment. It speaks
   * of what was read, so ask after `read` gave undefined.
   */
  get pending(): boolean {
    if (this.#block.begun || this.#whole !== undefined) return true
    const { line, queue } = this.#cursor
    const start = line + this.#unread().join('') + queue.heldText()
    return start !== '' && start.charCodeAt(0) !== COLON
  }

  /** Takes bytes. Throws a `TypeError` for anything but a `Uint8Array`, and after `finish`. */
  push(chunk: Uint8Array): void {
    if (!(chunk instanceof Uint8Array)) checkChunk(chunk)
    if (this.#closed) {
      if (this.#finished) throw new TypeError('push() after finish(): call reset() first')
      return
    }
    if (chunk.length === 0) return
    if (this.#clean && this.#takeWhole(chunk)) return
    this.#clean = false
    if (this.#cursor.queue.push(chunk, this.#room)) this.#idle = false
  }

  /**
   * Gives the next event, or undefined when more bytes must be pushed first (or none will come).
   * Throws `ERR_SSE_EVENT_TOO_LARGE`, again at every call until `reset`; and what a hook throws, after
   * which reading goes on behind the line it was called for.
   */
  read(): ServerSentEvent | undefined {
    return this.#scan(undefined)
  }

  /**
   * Reads all that can be read and hands it to `onEvent`. Throws as `read` does, and what `onEvent`
   * throws; the events behind that one are still there to read.
   */
  drain(onEvent: (event: ServerSentEvent) => void): void {
    this.#scan(onEvent)
  }

  /** Reads all that can be read, one event at a time. Leaving the loop loses nothing. */
  *[Symbol.iterator](): IterableIterator<ServerSentEvent> {
    for (;;) {
      const event = this.read()
      if (event === undefined) return
      yield event
    }
  }

  /** Says that no bytes follow. What was pushed can still be read. */
  finish(): void {
    this.#finished = this.#closed = true
    this.#idle = false
  }

  /** Makes ready for a new connection to the same source: only `lastEventId` and `reconnectionTime` stay. */
  reset(): void {
    this.#clear()
    this.#block.idBuffer = this.#block.lastEventId
    this.#block.done = false
    this.#finished = this.#closed = false
    this.#error = undefined
  }

  /** All that is remembered between two bytes, as plain JSON: continue with `EventParser.restore`. */
  snapshot(): EventParserState {
    const block = this.#block
    return {
      version: 1,
      lastEventId: block.lastEventId,
      idBuffer: block.idBuffer,
      reconnectionTime: block.reconnectionTime ?? null,
      data: block.data ?? null,
      event: block.event ?? null,
      id: block.id ?? null,
      retry: block.retry ?? null,
      size: block.size,
      line: this.#cursor.line,
      bytes: [...this.#cursor.queue.held],
      unread: this.#unread(),
      start: this.#cursor.queue.atStart,
      carriageReturn: this.#cursor.carriageReturn,
      finished: this.#finished,
      done: block.done,
      tooLarge: this.#error !== undefined,
    }
  }

  #restore(state: EventParserState): void {
    const block = this.#block
    block.lastEventId = state.lastEventId
    block.idBuffer = state.idBuffer
    block.reconnectionTime = state.reconnectionTime ?? undefined
    block.data = state.data ?? undefined
    block.event = state.event ?? undefined
    block.id = state.id ?? undefined
    block.retry = state.retry ?? undefined
    block.size = state.size
    block.done = state.done
    this.#cursor.restore(state.line, state.carriageReturn)
    this.#cursor.queue.restore(state.unread, state.bytes, state.start)
    this.#clean = this.#idle = false
    this.#finished = state.finished
    this.#closed = state.finished || state.done || state.tooLarge
    if (state.tooLarge) this.#error = new EventTooLargeError(block.maxSize)
  }

  // Text that was decoded and not scanned.
  #unread(): string[] {
    const unread = this.#cursor.unread()
    if (this.#whole === undefined) return unread
    const header = this.#wholeStart > 6 ? this.#header.text : 'data: '
    return [`${header}${this.#whole}\n\n`, ...unread]
  }

  #clear(): void {
    this.#block.clear()
    this.#cursor.clear()
    this.#whole = undefined
    this.#patience = 0
    this.#clean = this.#idle = true
    this.#room = this.#roomLeft()
  }

  #takeWhole(chunk: Uint8Array): boolean {
    if (this.#whole !== undefined) return false
    const start = wholeEventStart(chunk, this.#header)
    if (start === 0 || 3 * chunk.length > this.#block.maxSize) return false
    if (this.#patience > 0) {
      this.#patience--
      return false
    }
    this.#whole = wholeEventData(chunk, start)
    if (this.#whole === undefined) {
      this.#patience = PATIENCE
      return false
    }
    this.#wholeStart = start
    this.#idle = false
    this.#cursor.queue.begin()
    return true
  }

  #scan(onEvent: ((event: ServerSentEvent) => void) | undefined): ServerSentEvent | undefined {
    if (this.#idle) {
      if (this.#error !== undefined) throw this.#error
      return undefined
    }
    const block = this.#block
    if (this.#whole !== undefined) {
      const data = this.#whole
      this.#whole = undefined
      this.#idle = this.#clean && !this.#finished
      const event = block.plain(this.#wholeStart > 6 ? this.#header.event : undefined, data)
      if (event === undefined) return this.#stop()
      if (onEvent === undefined) return event
      onEvent(event)
      if (this.#idle) return undefined
    }
    for (;;) {
      const event = this.#scanPlain(onEvent) ?? this.#scanLines()
      if (event !== undefined) {
        if (onEvent === undefined) return event
        onEvent(event)
      } else if (block.done) return this.#stop()
      else if (!this.#advance()) return this.#end(onEvent)
    }
  }

  // Events of one data line, perhaps behind the learnt event line, as long as there is nothing else and no CR.
  #scanPlain(onEvent: ((event: ServerSentEvent) => void) | undefined): ServerSentEvent | undefined {
    const block = this.#block
    const cursor = this.#cursor
    const { text } = cursor
    let { at } = cursor
    if (cursor.cr !== text.length || block.size !== 0) return undefined
    const { text: header, event: headerEvent } = this.#header
    const { largestPlain } = block
    for (;;) {
      const first = text.charCodeAt(at)
      let value: number
      let type: string | undefined
      if (first === LOWER_D && isData(text, at)) {
        value = text.charCodeAt(at + 5) === SPACE ? at + 6 : at + 5
      } else if (first === LOWER_E && header !== '') {
        value = at + header.length
        if (text.substring(at, value) !== header) return undefined
        type = headerEvent
      } else return undefined
      const end = text.indexOf('\n', value)
      if (end === -1 || text.charCodeAt(end + 1) !== LF || end - at > largestPlain) return undefined
      const event = block.plain(type, text.substring(value, end))
      if (event === undefined) return undefined
      cursor.at = at = end + 2
      if (onEvent === undefined) return event
      onEvent(event)
      // The callback may have pushed, read or reset.
      if (cursor.text !== text || cursor.at !== at || block.size !== 0) return undefined
    }
  }

  // The lines up to the end of the next event; undefined when the region is used up, or the sentinel was read.
  #scanLines(): ServerSentEvent | undefined {
    const block = this.#block
    const cursor = this.#cursor
    const { maxSize, ignoresComments } = block
    scan: for (;;) {
      const { text } = cursor
      const length = text.length
      let { at, lf, cr } = cursor
      while (at < length) {
        const first = text.charCodeAt(at)
        // Where the value of a data line begins, if this is one.
        let value = -1
        if (first === LOWER_D) {
          if (isData(text, at)) value = text.charCodeAt(at + 5) === SPACE ? at + 6 : at + 5
        } else if (first === LOWER_E && cr === length) {
          const { text: header, event } = this.#header
          if (header !== '' && text.substring(at, at + header.length) === header) {
            // The learnt event line is read; the data line behind it is next.
            this.#grow(header.length - 7)
            block.event = event
            value = at + header.length
            at = value - 6
          }
        }
        const from = value === -1 ? at : value
        if (lf < from) lf = indexOf(text, '\n', from)
        if (cr < at) cr = indexOf(text, '\r', at)
        let end = lf
        let next = lf + 1
        if (cr < lf) {
          end = cr
          if (lf !== cr + 1 || lf === length) next = cr + 1
        }
        if (end === length) break
        if (end === cr && next === length && next === cr + 1) cursor.carriageReturn = true

        if (value !== -1) {
          const after = text.charCodeAt(next)
          if (
            (after === LF || after === CR) &&
            block.data === undefined &&
            block.size + 3 * (end - at) <= maxSize
          ) {
            // One data line and a blank one: the whole event.
            at = next + 1
            if (after === CR) {
              if (at === length) cursor.carriageReturn = true
              else if (text.charCodeAt(at) === LF) at++
            }
            cursor.rest(at, lf, cr)
            return block.dispatch(block.event, text.substring(value, end))
          }
          this.#grow(cursor.sizeOf(text, at, end))
          block.append(text.substring(value, end))
          at = next
          continue
        }
        if (end === at && block.data === undefined) {
          block.dispatch(undefined, undefined)
          at = next
          continue
        }
        if (end === at) {
          cursor.rest(next, lf, cr)
          return block.dispatch(block.event, block.data)
        }
        this.#grow(cursor.sizeOf(text, at, end))
        const start = at
        at = next
        if (first === COLON && ignoresComments) continue
        cursor.rest(next, lf, cr)
        block.line(text, start, end)
        if (first === LOWER_E && block.event !== undefined) this.#noteHeader(text, start, end)
        // A hook may have pushed, read or reset.
        if (cursor.text !== text || cursor.at !== at) continue scan
      }
      cursor.at = at
      return undefined
    }
  }

  // Makes the next region the one to scan. False when there is none.
  #advance(): boolean {
    const cursor = this.#cursor
    const block = this.#block
    for (;;) {
      const advanced = cursor.advance()
      if (block.size + cursor.lineSize > block.maxSize) this.#fail()
      if (advanced) return true
      // Bytes count as well; close to the limit they are decoded, so that they are counted exactly.
      const isClose = block.size + cursor.heldSize > block.maxSize
      if (!isClose || !cursor.queue.release(this.#finished)) break
    }
    this.#idle = true
    this.#room = this.#roomLeft()
    this.#clean = cursor.drained && block.blank
    return false
  }

  // Nothing is left to scan: at the end of input the last line and block may count as ended.
  #end(onEvent: ((event: ServerSentEvent) => void) | undefined): ServerSentEvent | undefined {
    if (!this.#finished || !this.#dispatchIncomplete || this.#block.done) return undefined
    const line = this.#cursor.takeLine()
    if (line !== '') {
      this.#grow(utf8Length(line, 0, line.length))
      this.#block.line(line, 0, line.length)
    }
    const event = this.#dispatch(this.#block.event, this.#block.data)
    if (event === undefined || onEvent === undefined) return event
    onEvent(event)
    return undefined
  }

  #dispatch(type: string | undefined, data: string | undefined): ServerSentEvent | undefined {
    const event = this.#block.dispatch(type, data)
    if (event === undefined && this.#block.done) this.#stop()
    return event
  }

  #stop(): undefined {
    this.#clear()
    this.#closed = true
  }

  // So many undecoded bytes are within the limit, whatever they are; no more than a region of them ever wait.
  #roomLeft(): number {
    const { maxSize, size } = this.#block
    return Math.min(Math.floor((maxSize - size - this.#cursor.lineSize) / 3), MOST_HELD)
  }

  #grow(bytes: number): void {
    this.#block.size += bytes
    if (this.#block.size > this.#block.maxSize) this.#fail()
  }

  #fail(): never {
    this.#clear()
    this.#error = new EventTooLargeError(this.#block.maxSize)
    this.#closed = true
    throw this.#error
  }

  #noteHeader(text: string, start: number, end: number): void {
    const block = this.#block
    const plain = this.#cursor.cr === text.length && text.substring(start, start + 7) === 'event: '
    const beforeData = plain && text.substring(end + 1, end + 7) === 'data: '
    block.event = this.#header.note(block.event!, beforeData)
  }
}

function isData(text: string, at: number): boolean {
  return (
    text.charCodeAt(at + 4) === COLON &&
    text.charCodeAt(at + 1) === 97 &&
    text.charCodeAt(at + 2) === 116 &&
    text.charCodeAt(at + 3) === 97
  )
}

// A `Uint8Array` of another realm is as good.
function checkChunk(chunk: unknown): void {
  if (Object.prototype.toString.call(chunk) === '[object Uint8Array]') return
  throw new TypeError(
    typeof chunk === 'string'
      ? 'push() takes bytes: encode text with `new TextEncoder().encode(text)`'
      : 'push() takes a Uint8Array',
  )
}
