// Text to events: the first half of the standard's algorithm, regions to lines, and the paths that most events take.
//
// Lines are found with `indexOf`, which is the only fast search there is in V8, and events that are one data line, perhaps
// behind an event line that is known already, are read in a loop of their own.

import type { EventBlock } from './event-block.ts'
import { EventHeader } from './event-header.ts'
import { EventTooLargeError } from './event-too-large-error.ts'
import type { ServerSentEvent } from './server-sent-event.ts'
import { indexOf, TextCursor } from './text-cursor.ts'
import { utf8Length } from './utf8.ts'

const LF = 10
const CR = 13
const SPACE = 32
const COLON = 58
const LOWER_D = 100
const LOWER_E = 101

export type OnEvent = (event: ServerSentEvent) => void

export class EventScanner {
  readonly block: EventBlock
  readonly cursor: TextCursor = new TextCursor()
  readonly header: EventHeader = new EventHeader()
  /** A block was larger than its limit: all else is cleared, and this is thrown from then on. */
  failure: EventTooLargeError | undefined

  constructor(block: EventBlock) {
    this.block = block
  }

  /**
   * Scans the region up to its end, or to the next event where there is no `onEvent` to hand it to.
   * Undefined as well when the sentinel was read. At rest before each call of `onEvent` and of a hook.
   */
  scan(onEvent: OnEvent | undefined): ServerSentEvent | undefined {
    for (;;) {
      const event = this.#scanPlain(onEvent) ?? this.#scanLines()
      if (event === undefined || onEvent === undefined) return event
      onEvent(event)
    }
  }

  /** Makes the next region the one to scan. False when there is none. */
  advance(atEnd: boolean): boolean {
    const { cursor, block } = this
    for (;;) {
      const advanced = cursor.advance()
      if (block.size + cursor.lineSize > block.maxSize) this.#fail()
      if (advanced) return true
      // Bytes count as well; close to the limit they are decoded, so that they are counted exactly.
      const isClose = block.size + cursor.heldSize > block.maxSize
      if (!isClose || !cursor.queue.release(atEnd)) return false
    }
  }

  /** Ends the line and the block that the end of input left open; gives its event, if there is one. */
  dispatchIncomplete(): ServerSentEvent | undefined {
    const { block } = this
    const line = this.cursor.takeLine()
    if (line !== '') {
      this.#grow(utf8Length(line, 0, line.length))
      block.line(line, 0, line.length)
    }
    return block.dispatch(block.event, block.data)
  }

  /** Forgets all but what outlives a connection. */
  clear(): void {
    this.block.clear()
    this.cursor.clear()
  }

  // Events of one data line, perhaps behind the learnt event line, as long as there is nothing else and no CR.
  #scanPlain(onEvent: OnEvent | undefined): ServerSentEvent | undefined {
    const { block, cursor } = this
    const { text } = cursor
    let { at } = cursor
    if (cursor.cr !== text.length || block.size !== 0) return undefined
    const { text: header, event: headerEvent } = this.header
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
    const { block, cursor } = this
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
          const { text: header, event } = this.header
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

  #grow(bytes: number): void {
    this.block.size += bytes
    if (this.block.size > this.block.maxSize) this.#fail()
  }

  #fail(): never {
    this.clear()
    this.failure = new EventTooLargeError(this.block.maxSize)
    throw this.failure
  }

  #noteHeader(text: string, start: number, end: number): void {
    const { block } = this
    const plain = this.cursor.cr === text.length && text.substring(start, start + 7) === 'event: '
    const beforeData = plain && text.substring(end + 1, end + 7) === 'data: '
    block.event = this.header.note(block.event!, beforeData)
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
