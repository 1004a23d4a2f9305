// The event stream format as a state machine: bytes are pushed in, events are read out.
//
// Bytes are decoded in regions that end where no UTF-8 sequence is split, and the text of a region is scanned only as
// far as events are asked for. What waits is kept once: as bytes (a short partial line), as text (a long one) or as
// regions. A chunk that is exactly one event, as language models send them, takes a path of its own: its data is decoded
// and no more.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

import { EventBlock } from './event-block.ts'
import {
  checkOptions,
  DEFAULT_MAX_EVENT_SIZE,
  type EventParserOptions,
} from './event-parser-options.ts'
import type { EventParserState } from './event-parser-state.ts'
import { EventScanner, type OnEvent } from './event-scanner.ts'
import { EventTooLargeError } from './event-too-large-error.ts'
import type { ServerSentEvent } from './server-sent-event.ts'
import { decodesInPlace, decodeUtf8 } from './utf8.ts'

const LF = 10
const CR = 13
const COLON = 58
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
  readonly #max: number
  readonly #dispatchIncomplete: boolean
  readonly #block: EventBlock
  readonly #scanner: EventScanner
  // The data of a chunk that was exactly one event, and its type; after a chunk that only looked like one, how many shall
  // pass before the next attempt. `#clean`: nothing at all is waiting, but for that, and more may come.
  #whole: string | undefined
  #wholeType: string | undefined
  #clean = true
  #patience = 0
  // Nothing can be read before there is more.
  #idle = true
  #finished = false

  /** Throws a `TypeError` or `RangeError` that names the option when one makes no sense. */
  constructor(options: EventParserOptions = {}) {
    checkOptions(options)
    this.#max = options.maxEventSize ?? DEFAULT_MAX_EVENT_SIZE
    this.#dispatchIncomplete = options.incomplete === 'dispatch'
    this.#block = new EventBlock(options)
    this.#scanner = new EventScanner(this.#block, this.#max)
  }

  /**
   * Makes a parser that goes on where `snapshot` was taken. Options are not part of a snapshot.
   *
   * Throws a `TypeError` when it is no state of this version.
   */
  static restore(state: EventParserState, options?: EventParserOptions): EventParser {
    if (state.version !== 1) throw new TypeError('Not a snapshot of an EventParser')
    const parser = new EventParser(options)
    const scanner = parser.#scanner
    Object.assign(parser.#block, state.block)
    scanner.line = state.line
    scanner.regions.restore(state)
    if (state.tooLarge) scanner.failure = new EventTooLargeError(parser.#max)
    parser.#clean = parser.#idle = false
    parser.#finished = state.finished
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
    const { data, event, id, retry } = this.#block
    return (
      this.#whole !== undefined ||
      (data ?? event ?? id ?? retry) !== undefined ||
      (this.#scanner.nextUnit ?? COLON) !== COLON
    )
  }

  /** Takes bytes. Throws a `TypeError` for anything but a `Uint8Array`, and after `finish`. */
  push(chunk: Uint8Array): void {
    // A `Uint8Array` of another realm is as good.
    if (!(chunk instanceof Uint8Array) && {}.toString.call(chunk) !== '[object Uint8Array]') {
      throw new TypeError('push() takes a Uint8Array; encode text with TextEncoder')
    }
    if (this.#clean && this.#takeWhole(chunk)) return
    if (this.#finished) throw new TypeError('push() after finish(): call reset() first')
    const scanner = this.#scanner
    if (this.#block.done || scanner.failure !== undefined) return
    this.#clean = false
    scanner.regions.push(chunk)
    if (scanner.ready) this.#idle = false
  }

  /**
   * Gives the next event, or undefined when more bytes must be pushed first (or none will come).
   * Throws `ERR_SSE_EVENT_TOO_LARGE`, again at every call until `reset`; and what a hook throws, after
   * which reading goes on behind the line it was called for.
   */
  read(): ServerSentEvent | undefined {
    return this.#idle ? undefined : this.#scan(undefined)
  }

  /**
   * Reads all that can be read and hands it to `onEvent`. Throws as `read` does, and what `onEvent`
   * throws; the events behind that one are still there to read.
   */
  drain(onEvent: (event: ServerSentEvent) => void): void {
    if (typeof onEvent !== 'function') throw new TypeError('drain() takes a function')
    if (!this.#idle) this.#scan(onEvent)
  }

  /** Reads all that can be read, one event at a time. Leaving the loop loses nothing. */
  *[Symbol.iterator](): IterableIterator<ServerSentEvent> {
    let event
    while ((event = this.read()) !== undefined) yield event
  }

  /** Says that no bytes follow. What was pushed can still be read. */
  finish(): void {
    if (this.#finished) return
    this.#finished = true
    this.#clean = this.#idle = false
    const { regions } = this.#scanner
    // Ends the line and the block, whatever line end came last; or has the line measured.
    if (this.#dispatchIncomplete) regions.push(Uint8Array.of(LF, LF, LF))
    else regions.flush()
  }

  /** Makes ready for a new connection to the same source: only `lastEventId` and `reconnectionTime` stay. */
  reset(): void {
    const block = this.#block
    this.#scanner.clear()
    this.#scanner.failure = this.#whole = undefined
    block.idBuffer = block.lastEventId
    block.done = this.#finished = false
    this.#clean = this.#idle = true
    this.#patience = 0
  }

  /** All that is remembered between two bytes, as plain JSON: continue with `EventParser.restore`. */
  snapshot(): EventParserState {
    const { line, regions, failure } = this.#scanner
    return {
      version: 1,
      block: { ...this.#block },
      line,
      ...regions.snapshot(this.#unread),
      finished: this.#finished,
      tooLarge: failure !== undefined,
    }
  }

  // Text that was taken and not read.
  get #unread(): string[] {
    const { unread } = this.#scanner
    if (this.#whole !== undefined) {
      unread.unshift(`event: ${this.#wholeType ?? ''}\ndata: ${this.#whole}\n\n`)
    }
    return unread
  }

  // Takes a chunk that is one data line, perhaps behind the learnt event line, and a blank line.
  #takeWhole(chunk: Uint8Array): boolean {
    const length = chunk.length
    let end = length - 2
    if (this.#whole !== undefined || length > LARGEST_WHOLE) return false
    if (chunk[length - 1] !== LF || 3 * length > this.#max) return false
    if (chunk[end] !== LF) {
      if (chunk[end] !== CR || chunk[end - 1] !== LF || chunk[end - 2] !== CR) return false
      end -= 2
    }
    const header = this.#scanner.headers.inChunk(chunk)
    if (header === undefined) return false
    if (this.#patience > 0) {
      this.#patience--
      return false
    }
    const data = decodesInPlace
      ? decodeUtf8(chunk, header.bytes.length, end)
      : decodeUtf8(chunk, 0, length).slice(header.text.length, end - length)
    if (data.includes('\n') || data.includes('\r')) {
      this.#patience = PATIENCE
      return false
    }
    this.#whole = data
    this.#wholeType = header.event
    this.#idle = false
    this.#scanner.regions.begin()
    return true
  }

  #scan(onEvent: OnEvent | undefined): ServerSentEvent | undefined {
    const scanner = this.#scanner
    for (;;) {
      let event: ServerSentEvent | undefined
      if (this.#whole !== undefined) {
        const data = this.#whole
        this.#whole = undefined
        this.#idle = this.#clean
        event = this.#block.make(this.#wholeType, data)
        if (event === undefined) {
          scanner.clear()
          this.#clean = false
        } else if (onEvent !== undefined) {
          onEvent(event)
          continue
        }
      } else if (this.#clean) this.#idle = true
      else {
        event = scanner.scan(onEvent)
        // A callback may have read all that was there, and pushed another.
        if (event === undefined && this.#whole !== undefined) continue
        if (event === undefined) {
          this.#idle = true
          this.#clean = scanner.blank && !this.#finished && !this.#block.done
        }
      }
      return event
    }
  }
}
