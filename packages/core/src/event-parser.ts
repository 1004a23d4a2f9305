// The event stream format as a state machine: bytes are pushed in, events are read out.
//
// Bytes are decoded in regions that end where no UTF-8 sequence is split, and the text of a region is scanned only as
// far as events are asked for. What waits is kept once: as bytes (a short partial line), as text (a long one) or as
// regions. A chunk that is exactly one event takes a path of its own.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

import { EventBlock } from './event-block.ts'
import { EventScanner, type OnEvent } from './event-scanner.ts'
import { checkOptions, type EventParserOptions } from './event-parser-options.ts'
import type { EventParserState } from './event-parser-state.ts'
import { EventTooLargeError } from './event-too-large-error.ts'
import type { ServerSentEvent } from './server-sent-event.ts'
import { wholeEventData, wholeEventStart } from './whole-event.ts'

const COLON = 58
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
  readonly #scanner: EventScanner
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

  /** Throws a `TypeError` or `RangeError` that names the option when one makes no sense. */
  constructor(options: EventParserOptions = {}) {
    checkOptions(options)
    this.#dispatchIncomplete = options.incomplete === 'dispatch'
    this.#scanner = new EventScanner(new EventBlock(options))
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
    return this.#scanner.block.lastEventId
  }

  /** The wait before a reconnect in milliseconds, at most 2^31 - 1; undefined until a `retry` field was read. */
  get reconnectionTime(): number | undefined {
    return this.#scanner.block.reconnectionTime
  }

  /** The `done` payload was read: nothing after it is dispatched. */
  get done(): boolean {
    return this.#scanner.block.done
  }

  /**
   * An event is part-way in: its block has a field, or a line was begun that is no comment. It speaks
   * of what was read, so ask after `read` gave undefined.
   */
  get pending(): boolean {
    if (this.#scanner.block.begun || this.#whole !== undefined) return true
    const { line, queue } = this.#scanner.cursor
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
    if (this.#scanner.cursor.queue.push(chunk, this.#room)) this.#idle = false
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
    if (typeof onEvent !== 'function') throw new TypeError('drain() takes a function')
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
    this.#scanner.block.idBuffer = this.#scanner.block.lastEventId
    this.#scanner.block.done = false
    this.#finished = this.#closed = false
    this.#scanner.failure = undefined
  }

  /** All that is remembered between two bytes, as plain JSON: continue with `EventParser.restore`. */
  snapshot(): EventParserState {
    const block = this.#scanner.block
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
      line: this.#scanner.cursor.line,
      bytes: [...this.#scanner.cursor.queue.held],
      unread: this.#unread(),
      start: this.#scanner.cursor.queue.atStart,
      carriageReturn: this.#scanner.cursor.carriageReturn,
      finished: this.#finished,
      done: block.done,
      tooLarge: this.#scanner.failure !== undefined,
    }
  }

  #restore(state: EventParserState): void {
    const block = this.#scanner.block
    block.lastEventId = state.lastEventId
    block.idBuffer = state.idBuffer
    block.reconnectionTime = state.reconnectionTime ?? undefined
    block.data = state.data ?? undefined
    block.event = state.event ?? undefined
    block.id = state.id ?? undefined
    block.retry = state.retry ?? undefined
    block.size = state.size
    block.done = state.done
    this.#scanner.cursor.restore(state.line, state.carriageReturn)
    this.#scanner.cursor.queue.restore(state.unread, state.bytes, state.start)
    this.#clean = this.#idle = false
    this.#finished = state.finished
    this.#closed = state.finished || state.done || state.tooLarge
    if (state.tooLarge) this.#scanner.failure = new EventTooLargeError(block.maxSize)
  }

  // Text that was decoded and not scanned.
  #unread(): string[] {
    const unread = this.#scanner.cursor.unread()
    if (this.#whole === undefined) return unread
    const header = this.#wholeStart > 6 ? this.#scanner.header.text : 'data: '
    return [`${header}${this.#whole}\n\n`, ...unread]
  }

  #clear(): void {
    this.#scanner.clear()
    this.#whole = undefined
    this.#patience = 0
    this.#clean = this.#idle = true
    this.#room = this.#roomLeft()
  }

  #takeWhole(chunk: Uint8Array): boolean {
    if (this.#whole !== undefined) return false
    const start = wholeEventStart(chunk, this.#scanner.header)
    if (start === 0 || 3 * chunk.length > this.#scanner.block.maxSize) return false
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
    this.#scanner.cursor.queue.begin()
    return true
  }

  #scan(onEvent: OnEvent | undefined): ServerSentEvent | undefined {
    const scanner = this.#scanner
    if (this.#idle) {
      if (scanner.failure !== undefined) throw scanner.failure
      return undefined
    }
    if (this.#whole !== undefined) {
      const data = this.#whole
      this.#whole = undefined
      this.#idle = this.#clean && !this.#finished
      const event = scanner.block.plain(
        this.#wholeStart > 6 ? scanner.header.event : undefined,
        data,
      )
      if (event === undefined) return this.#stop()
      if (onEvent === undefined) return event
      onEvent(event)
      if (this.#idle) return undefined
    }
    try {
      do {
        const event = scanner.scan(onEvent)
        if (event !== undefined) return event
        if (scanner.block.done) return this.#stop()
      } while (scanner.advance(this.#finished))
      if (this.#finished && this.#dispatchIncomplete) {
        // What a hook throws here leaves the block to the next call.
        const event = scanner.dispatchIncomplete()
        if (scanner.block.done) return this.#stop()
        if (event !== undefined && onEvent === undefined) return event
        if (event !== undefined) onEvent!(event)
      }
    } finally {
      if (scanner.failure !== undefined) this.#idle = this.#closed = true
    }
    this.#idle = true
    this.#room = this.#roomLeft()
    this.#clean = scanner.cursor.drained && scanner.block.blank
    return undefined
  }

  #stop(): undefined {
    this.#clear()
    this.#closed = true
  }

  // So many undecoded bytes are within the limit, whatever they are; no more than a region of them ever wait.
  #roomLeft(): number {
    const { block, cursor } = this.#scanner
    return Math.min(Math.floor((block.maxSize - block.size - cursor.lineSize) / 3), MOST_HELD)
  }
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
