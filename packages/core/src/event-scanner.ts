// Text to events: the first half of the standard's algorithm, regions to lines, and the path that most events take.
//
// Lines are found with `indexOf`, which is the only fast search there is in V8. An event that is one data line, perhaps
// behind an event line that is known already, is made at once; all others line by line.

import type { EventBlock } from './event-block.ts'
import { type EventHeader, EventHeaders } from './event-header.ts'
import { EventTooLargeError } from './event-too-large-error.ts'
import type { ServerSentEvent } from './server-sent-event.ts'
import { TextRegions } from './text-regions.ts'
import { utf8Length } from './utf8.ts'

const LF = 10
const CR = 13
const SPACE = 32
const COLON = 58
const LOWER_D = 100
const LOWER_E = 101

export type OnEvent = (event: ServerSentEvent) => void

export class EventScanner {
  readonly regions: TextRegions = new TextRegions()
  readonly block: EventBlock
  /** The event lines that are known. */
  readonly headers: EventHeaders = new EventHeaders()
  /** A block was larger than its limit: all else is cleared, and this is thrown from then on. */
  failure: EventTooLargeError | undefined

  readonly #max: number
  // The region that is scanned, where, and the next LF and CR there; its length for none.
  #text = ''
  #at = 0
  #lf = 0
  #cr = 0
  // The region after it where one was begun: its head, up to `#skip`, was joined to the line before.
  #next: string | undefined
  #skip = 0
  // The start of a line whose end is in no region yet, and its bytes.
  #line = ''
  #lineSize = 0
  // The first code unit of it: to look at a rope is to copy it.
  #lineUnit = 0

  constructor(block: EventBlock, maxSize: number) {
    this.block = block
    this.#max = maxSize
  }

  /** Nothing at all is waiting. */
  get blank(): boolean {
    return this.block.size === 0 && this.#line === '' && this.regions.blank
  }

  /** Whether `scan` has something to do: regions, or bytes that make a block too large. */
  get ready(): boolean {
    const { regions } = this
    return regions.count > 0 || this.block.size + this.#lineSize + regions.size > this.#max
  }

  /** The start of a line whose end is in no region yet. */
  get line(): string {
    return this.#line
  }

  set line(line: string) {
    this.#line = line
    this.#lineSize = utf8Length(line)
    this.#lineUnit = line.charCodeAt(0)
  }

  /** The first code unit of what is not read yet; undefined when there is nothing. */
  get nextUnit(): number | undefined {
    if (this.#at < this.#text.length) return this.#text.charCodeAt(this.#at)
    if (this.#next !== undefined) return this.#next.charCodeAt(this.#skip)
    return this.#line === '' ? this.regions.nextUnit : this.#lineUnit
  }

  /** Text that was taken from the regions and not scanned. */
  get unread(): string[] {
    return [this.#text.slice(this.#at), this.#next?.slice(this.#skip) ?? '']
  }

  /** Forgets all but what outlives a connection. */
  clear(): void {
    this.block.clear()
    this.regions.clear()
    this.#text = this.#line = ''
    this.#at = this.#lineSize = 0
    this.#next = undefined
  }

  /**
   * Scans what waits to its end, or to the next event where there is no `onEvent` to hand it to.
   * Undefined as well when the sentinel was read. At rest before each call of `onEvent` and of a hook.
   */
  scan(onEvent: OnEvent | undefined): ServerSentEvent | undefined {
    const { block, headers } = this
    const { ignoresComments } = block
    const largest = this.#max / 3
    scan: for (;;) {
      if (this.failure !== undefined) throw this.failure
      const text = this.#text
      const length = text.length
      let at = this.#at
      let lf = this.#lf
      let cr = this.#cr
      while (at < length) {
        const first = text.charCodeAt(at)
        // Where the value of a data line begins, if this is one, perhaps behind a known event line.
        let value = at
        let header: EventHeader | undefined
        if (first === LOWER_D) {
          const isData =
            text.charCodeAt(at + 4) === COLON &&
            text.charCodeAt(at + 1) === 97 &&
            text.charCodeAt(at + 2) === 116 &&
            text.charCodeAt(at + 3) === 97
          if (isData) value = text.charCodeAt(at + 5) === SPACE ? at + 6 : at + 5
        } else if (first === LOWER_E) {
          header = headers.last
          value = at + header.text.length
          // To cut out a text costs ten times as much as to look where its line ends.
          if (text.charCodeAt(value - 7) !== LF || text.substring(at, value) !== header.text) {
            header = headers.inText(text, at)
            value = header === undefined ? at : at + header.text.length
          }
        }
        if (lf < value) {
          lf = text.indexOf('\n', value)
          if (lf === -1) lf = length
          this.#lf = lf
        }
        if (cr < value) {
          cr = text.indexOf('\r', value)
          if (cr === -1) cr = length
          this.#cr = cr
        }
        let end = lf
        let next = lf + 1
        if (cr < lf) {
          end = cr
          if (lf !== cr + 1) next = cr + 1
        }
        const after = text.charCodeAt(next)
        let event: ServerSentEvent | undefined
        if (value > at && (after === LF || after === CR)) {
          // The last line of its block.
          const start = at
          const data = text.substring(value, end)
          at = next + 1
          if (after === CR && text.charCodeAt(at) === LF) at++
          this.#at = at
          // So many code units are within the limit, whatever they are.
          if (block.size === 0 && end - start <= largest) event = block.make(header?.event, data)
          else {
            // Less the line end between them.
            this.#grow(this.#size(text, start, end) - (header === undefined ? 0 : 1))
            if (header !== undefined) block.event = header.event
            block.append(data)
            event = block.dispatch()
          }
        } else {
          if (header !== undefined) {
            this.#grow(this.#size(text, at, value - 7))
            block.event = header.event
            at = value - 6
          }
          if (end === length) break
          const start = at
          this.#at = at = next
          if (end === start) event = block.dispatch()
          else {
            this.#grow(this.#size(text, start, end))
            if (value > start) {
              block.append(text.substring(value, end))
              continue
            }
            if (first === COLON && ignoresComments) continue
            block.line(text.substring(start, end))
            if (first === LOWER_E && block.event !== undefined) {
              block.event = headers.learn(block.event)
            }
          }
        }
        if (event !== undefined) {
          if (onEvent === undefined) return event
          onEvent(event)
        } else if (block.done) {
          this.clear()
          return undefined
        }
        // A callback or a hook may have pushed, read or reset.
        if (this.#text !== text || this.#at !== at) continue scan
      }
      this.#at = at
      if (!this.#advance()) return undefined
    }
  }

  // Makes the next region the one to scan; what is left of the last is the start of a line. False when there is none.
  #advance(): boolean {
    this.#hold(this.#text.slice(this.#at))
    for (;;) {
      let text = this.#next ?? this.regions.take()
      let at = this.#skip
      this.#next = undefined
      this.#skip = 0
      if (text === undefined) break
      if (this.#line !== '') {
        // Only the line that waited is copied.
        const lf = text.indexOf('\n', at)
        let head = lf === -1 ? text.slice(at) : text.slice(at, lf + 1)
        const cr = head.indexOf('\r')
        if (cr !== -1) head = head.slice(0, head.charCodeAt(cr + 1) === LF ? cr + 2 : cr + 1)
        at += head.length
        if (at < text.length) {
          this.#next = text
          this.#skip = at
        }
        if (lf === -1 && cr === -1) {
          this.#hold(head)
          continue
        }
        text = this.#line + head
        at = this.#lineSize = 0
        this.#line = ''
      }
      this.#text = text
      this.#at = at
      this.#lf = this.#cr = -1
      return true
    }
    this.#text = ''
    this.#at = 0
    this.#grow(0, this.#lineSize + this.regions.size)
    return false
  }

  #hold(text: string): void {
    if (this.#line === '') this.#lineUnit = text.charCodeAt(0)
    this.#line += text
    this.#lineSize += this.#size(text, 0, text.length)
  }

  // The bytes of part of a text.
  #size(text: string, start: number, end: number): number {
    return this.regions.ascii ? end - start : utf8Length(text.substring(start, end))
  }

  // Counts bytes of the block's lines; `waiting` are those that may yet be in it.
  #grow(bytes: number, waiting = 0): void {
    if ((this.block.size += bytes) + waiting <= this.#max) return
    this.clear()
    this.failure = new EventTooLargeError(this.#max)
    throw this.failure
  }
}
