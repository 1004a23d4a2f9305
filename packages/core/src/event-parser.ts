// The event stream format as a state machine: bytes are pushed in, events are read out.
//
// Bytes are decoded in regions that end where no UTF-8 sequence is split, and the text of a region is scanned only as
// far as events are asked for. A chunk that is exactly one event, as language models send them, is decoded to its data
// alone. Whatever waits is kept once: as bytes (a short partial line), as text (a long one) or as regions.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

import { EventBlock } from './event-block.ts'
import { EventHeader } from './event-header.ts'
import { checkOptions, type EventParserOptions } from './event-parser-options.ts'
import type { EventParserState } from './event-parser-state.ts'
import { EventTooLargeError } from './event-too-large-error.ts'
import { RegionQueue } from './region-queue.ts'
import type { ServerSentEvent } from './server-sent-event.ts'
import { decodesInPlace, decodeUtf8, utf8Length } from './utf8.ts'

const LF = 10
const CR = 13
const SPACE = 32
const COLON = 58
const LOWER_D = 100
const LOWER_E = 101

const LARGEST_WHOLE = 4096
const PATIENCE = 16

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
  readonly #queue = new RegionQueue()
  readonly #header = new EventHeader()

  // The region being scanned, where, the next CR in it at or after that (-1: none), and whether it is more than ASCII.
  #text = ''
  #at = 0
  #cr = -1
  #wide = false
  // The region after it where one was begun: its head, up to `#skip`, was joined to the line before.
  #next: string | undefined
  #skip = 0
  // The start of a line whose end is in no region yet, and its bytes.
  #line = ''
  #lineSize = 0
  // The last line ended with CR at the end of a region: a LF that follows belongs to it.
  #carriageReturn = false

  // The data of a chunk that is exactly one event, and its type. Nothing else waits while there is one, unless `#clean`
  // says otherwise. After a chunk that only looked like one, some pass before the next attempt.
  #whole: string | undefined
  #wholeEvent: string | undefined
  #clean = true
  #patience = 0

  #finished = false
  #error: EventTooLargeError | undefined

  /** Throws a `TypeError` or `RangeError` that names the option when one makes no sense. */
  constructor(options: EventParserOptions = {}) {
    checkOptions(options)
    this.#dispatchIncomplete = options.incomplete === 'dispatch'
    this.#block = new EventBlock(options)
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
    const line = this.#line + this.#unread().join('') + this.#queue.heldText()
    return line !== '' && line.charCodeAt(0) !== COLON
  }

  /** Takes bytes. Throws a `TypeError` for anything but a `Uint8Array`, and after `finish`. */
  push(chunk: Uint8Array): void {
    if (!(chunk instanceof Uint8Array)) checkChunk(chunk)
    if (this.#finished) throw new TypeError('push() after finish(): call reset() first')
    const length = chunk.length
    if (length === 0 || this.#block.done || this.#error !== undefined) return
    if (this.#clean && this.#whole === undefined) {
      if (length > 8 && chunk[length - 1] === LF && this.#takeWhole(chunk, length)) return
    }
    this.#clean = false
    this.#queue.push(chunk)
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
    this.#finished = true
  }

  /** Makes ready for a new connection to the same source: only `lastEventId` and `reconnectionTime` stay. */
  reset(): void {
    this.#clear()
    this.#block.idBuffer = this.#block.lastEventId
    this.#block.done = false
    this.#finished = false
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
      line: this.#line,
      bytes: [...this.#queue.held],
      unread: this.#unread(),
      start: this.#queue.atStart,
      carriageReturn: this.#carriageReturn,
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
    this.#line = state.line
    this.#lineSize = utf8Length(state.line, 0, state.line.length)
    this.#queue.restore(state.unread, state.bytes, state.start)
    this.#carriageReturn = state.carriageReturn
    this.#clean = false
    this.#finished = state.finished
    if (state.tooLarge) this.#error = new EventTooLargeError(block.maxSize)
  }

  // Text that was decoded and not scanned.
  #unread(): string[] {
    const unread: string[] = []
    if (this.#whole !== undefined) {
      const event = this.#wholeEvent === undefined ? '' : `event: ${this.#wholeEvent}\n`
      unread.push(`${event}data: ${this.#whole}\n\n`)
    }
    unread.push(this.#text.slice(this.#at), this.#next?.slice(this.#skip) ?? '')
    return [...unread, ...this.#queue.waiting].filter((text) => text !== '')
  }

  #clear(): void {
    this.#block.clear()
    this.#queue.clear()
    this.#text = this.#line = ''
    this.#at = this.#skip = this.#lineSize = this.#patience = 0
    this.#cr = -1
    this.#carriageReturn = false
    this.#next = this.#whole = undefined
    this.#clean = true
  }

  // A chunk that is exactly one event of one data line, perhaps behind the event line that the last ones had too.
  #takeWhole(chunk: Uint8Array, length: number): boolean {
    if (length > LARGEST_WHOLE || 3 * length > this.#block.maxSize) return false
    if (this.#patience > 0) {
      this.#patience--
      return false
    }
    let end = length - 2
    if (chunk[end] !== LF) {
      if (chunk[end] !== CR || chunk[end - 1] !== LF || chunk[end - 2] !== CR) return false
      end -= 2
    }
    let start = 6
    let type: string | undefined
    if (chunk[0] === LOWER_D) {
      // `data: `
      if (chunk[5] !== SPACE || chunk[4] !== COLON || chunk[3] !== 97) return false
      if (chunk[2] !== 116 || chunk[1] !== 97) return false
    } else {
      const { bytes, event } = this.#header
      start = bytes.length
      if (start === 0 || end !== length - 2 || !startsWith(chunk, bytes)) return false
      type = event
    }
    if (end < start) return false
    let data: string
    if (decodesInPlace) data = decodeUtf8(chunk, start, end, false)
    else {
      const text = decodeUtf8(chunk, 0, length, false)
      data = text.substring(start, text.length - (length - end))
    }
    if (data.indexOf('\n') !== -1 || data.indexOf('\r') !== -1) {
      this.#patience = PATIENCE
      return false
    }
    this.#queue.begin()
    this.#whole = data
    this.#wholeEvent = type
    return true
  }

  #scan(onEvent: ((event: ServerSentEvent) => void) | undefined): ServerSentEvent | undefined {
    if (this.#error !== undefined) throw this.#error
    const block = this.#block
    if (this.#whole !== undefined) {
      const data = this.#whole
      this.#whole = undefined
      const event = this.#dispatch(this.#wholeEvent, data)
      if (onEvent === undefined || event === undefined) return event
      onEvent(event)
    }
    const { maxSize } = block
    scan: for (;;) {
      const text = this.#text
      const length = text.length
      let at = this.#at
      let cr = this.#cr
      while (at < length) {
        const first = text.charCodeAt(at)
        let type = block.event
        // Where the value of a data line begins, if this is one.
        let value = -1
        if (first === LOWER_D) {
          if (isData(text, at)) value = text.charCodeAt(at + 5) === SPACE ? at + 6 : at + 5
        } else if (first === LOWER_E && cr === -1) {
          const header = this.#header
          const behind = at + header.text.length
          if (behind !== at && text.substring(at, behind) === header.text) {
            value = behind
            type = header.event
          }
        }
        let end = text.indexOf('\n', value === -1 ? at : value)
        let next = end + 1
        if (cr !== -1) {
          if (cr < at) cr = text.indexOf('\r', at)
          if (cr !== -1 && (end === -1 || cr < end)) {
            next = end === cr + 1 ? end + 1 : cr + 1
            end = cr
          }
        }

        let event: ServerSentEvent | undefined
        const blank =
          value !== -1 && block.data === undefined && end !== -1 ? blankLine(text, next) : 0
        if (blank !== 0 && block.size + 3 * (end - at) <= maxSize) {
          // One data line and a blank one: the whole event.
          at = next + blank
          event = this.#dispatch(type, text.substring(value, end))
          if (event === undefined) return undefined
        } else {
          if (value > at + 6) {
            // The learnt event line, but no whole event behind it.
            value = -1
            end = text.indexOf('\n', at)
            next = end + 1
          }
          if (end === -1) break
          this.#at = next
          this.#cr = cr
          if (end === cr && next === end + 1 && next === length) this.#carriageReturn = true
          if (end !== at) {
            this.#grow(this.#wide ? utf8Length(text, at, end) : end - at)
            if (value !== -1) block.append(text.substring(value, end))
            else {
              block.line(text, at, end)
              if (first === LOWER_E && block.event !== undefined) this.#noteHeader(text, at, end)
            }
          } else event = this.#dispatch(type, block.data)
          at = next
          if (event === undefined) {
            // A hook may have pushed, read or reset.
            if (this.#text !== text || this.#at !== at) continue scan
            continue
          }
        }

        this.#at = at
        this.#cr = cr
        if (onEvent === undefined) return event
        onEvent(event)
        if (this.#text !== text || this.#at !== at) continue scan
      }
      this.#at = at
      if (!this.#enter()) return this.#end(onEvent)
    }
  }

  // Makes the next region the one to scan; what is left of the last is the start of a line.
  #enter(): boolean {
    if (this.#at < this.#text.length) this.#hold(this.#text, this.#at)
    this.#text = ''
    this.#at = 0
    for (;;) {
      let region = this.#next
      let at = this.#skip
      this.#next = undefined
      this.#skip = 0
      if (region === undefined) {
        region = this.#queue.take()
        if (region === undefined) {
          // Bytes count as well; close to the limit they are decoded, so that they are counted exactly.
          const size = this.#block.size + this.#lineSize + 3 * this.#queue.heldLength
          if (size > this.#block.maxSize && this.#queue.release(this.#finished)) continue
          this.#clean =
            this.#line === '' && !this.#carriageReturn && this.#queue.drained && this.#block.blank
          return false
        }
        this.#wide = this.#queue.wide
      }
      if (at >= region.length) continue
      if (this.#carriageReturn) {
        this.#carriageReturn = false
        if (region.charCodeAt(at) === LF && ++at === region.length) continue
      }
      let cr = region.indexOf('\r', at)
      if (this.#line !== '') {
        const lf = region.indexOf('\n', at)
        const end = cr !== -1 && (lf === -1 || cr < lf) ? cr : lf
        if (end === -1) {
          this.#hold(region, at)
          continue
        }
        // Only the line that waited is copied.
        this.#next = region
        this.#skip = end + 1
        if (this.#lineSize !== this.#line.length) this.#wide = true
        region = this.#line + region.slice(at, end + 1)
        this.#line = ''
        this.#lineSize = 0
        cr = end === cr ? region.length - 1 : -1
        at = 0
      }
      this.#text = region
      this.#at = at
      this.#cr = cr
      return true
    }
  }

  #hold(text: string, start: number): void {
    this.#line += text.slice(start)
    this.#lineSize += this.#wide ? utf8Length(text, start, text.length) : text.length - start
    if (this.#block.size + this.#lineSize > this.#block.maxSize) this.#fail()
  }

  // Nothing is left to scan: at the end of input the last line and block may count as ended.
  #end(onEvent: ((event: ServerSentEvent) => void) | undefined): ServerSentEvent | undefined {
    if (!this.#finished || !this.#dispatchIncomplete || this.#block.done) return undefined
    const line = this.#line + this.#queue.flush()
    this.#line = ''
    this.#lineSize = 0
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
    if (event === undefined && this.#block.done) this.#clear()
    return event
  }

  #grow(bytes: number): void {
    this.#block.size += bytes
    if (this.#block.size > this.#block.maxSize) this.#fail()
  }

  #fail(): never {
    this.#clear()
    this.#error = new EventTooLargeError(this.#block.maxSize)
    throw this.#error
  }

  #noteHeader(text: string, start: number, end: number): void {
    const block = this.#block
    const plain = this.#cr === -1 && text.substring(start, start + 7) === 'event: '
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

// The characters of a blank line at `at`; 0 when there is none, or when only the next region can tell where it ends.
function blankLine(text: string, at: number): number {
  const first = text.charCodeAt(at)
  if (first === LF) return 1
  return first === CR && text.charCodeAt(at + 1) === LF ? 2 : 0
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[i] !== prefix[i]) return false
  return true
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
