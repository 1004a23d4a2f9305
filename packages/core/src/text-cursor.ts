// Where the scanner stands: regions of text, one after the other, and the line that one leaves unended.

import { RegionQueue } from './region-queue.ts'
import { utf8Length } from './utf8.ts'

const LF = 10

export class TextCursor {
  readonly queue: RegionQueue = new RegionQueue()

  /** The region being scanned, and where. */
  text = ''
  at = 0
  /** The next LF and CR at or after that; the length of the region when there is none. -1: not looked for. */
  lf = 0
  cr = 0
  /** The last line ended with CR at the end of a region: a LF that follows belongs to it. */
  carriageReturn = false

  // The region has more bytes than code units, and, once it is asked for, holds U+FFFD.
  #wide = false
  #malformed: boolean | undefined
  // The region after it where one was begun: its head, up to `#skip`, was joined to the line before.
  #next: string | undefined
  #skip = 0
  #nextCr = 0
  // The start of a line whose end is in no region yet.
  #line = ''
  #lineSize = 0

  /** The start of a line whose end is in no region yet. */
  get line(): string {
    return this.#line
  }

  /** The bytes of that start. */
  get lineSize(): number {
    return this.#lineSize
  }

  /** At most how many bytes an unended line has, those that are not decoded included. */
  get heldSize(): number {
    return this.#lineSize + 3 * this.queue.heldLength
  }

  /** Stands behind a line. */
  rest(at: number, lf: number, cr: number): void {
    this.at = at
    this.lf = lf
    this.cr = cr
  }

  /** Nothing at all is waiting. */
  get drained(): boolean {
    return this.#line === '' && !this.carriageReturn && this.queue.drained
  }

  /**
   * Makes the next region the one to scan; what is left of the last is the start of a line. False when
   * bytes must be pushed first.
   */
  advance(): boolean {
    if (this.at < this.text.length) this.#hold(this.text, this.at)
    this.text = ''
    this.at = 0
    for (;;) {
      let region = this.#next
      let at = this.#skip
      let cr = this.#nextCr
      this.#next = undefined
      this.#skip = 0
      if (region === undefined) {
        region = this.queue.take()
        if (region === undefined) return false
        this.#wide = this.queue.wide
        cr = -1
      }
      if (at >= region.length) continue
      if (this.carriageReturn) {
        this.carriageReturn = false
        if (region.charCodeAt(at) === LF && ++at === region.length) continue
      }
      if (cr < at) cr = indexOf(region, '\r', at)
      if (this.#line === '') {
        this.#begin(region, at, cr)
        return true
      }
      const end = Math.min(indexOf(region, '\n', at), cr)
      if (end === region.length) {
        this.#malformed = undefined
        this.#hold(region, at)
        continue
      }
      // Only the line that waited is copied.
      this.#next = region
      this.#skip = end + 1
      this.#nextCr = cr
      if (this.#lineSize !== this.#line.length) this.#wide = true
      region = this.#line + region.slice(at, end + 1)
      this.#line = ''
      this.#lineSize = 0
      this.#begin(region, 0, end === cr ? region.length - 1 : region.length)
      return true
    }
  }

  /** The bytes of `text[start..end)`, a part of the region. */
  sizeOf(text: string, start: number, end: number): number {
    if (!this.#wide) {
      // A malformed byte is one byte and one code unit as well, so that the lengths of a region do not tell all.
      this.#malformed ??= text.indexOf('\uFFFD') !== -1
      if (!this.#malformed) return end - start
    }
    return utf8Length(text, start, end)
  }

  /** The line that the end of input left unended, and takes it. */
  takeLine(): string {
    const line = this.#line + this.queue.flush()
    this.#line = ''
    this.#lineSize = 0
    return line
  }

  /** Text that was decoded and not scanned. */
  unread(): string[] {
    const unread = [this.text.slice(this.at), this.#next?.slice(this.#skip) ?? '']
    return [...unread, ...this.queue.waiting].filter((text) => text !== '')
  }

  clear(): void {
    this.queue.clear()
    this.text = this.#line = ''
    this.at = this.lf = this.cr = this.#skip = this.#lineSize = 0
    this.carriageReturn = false
    this.#next = undefined
  }

  /** Goes on with the start of a line and a pending CR, as they were kept. */
  restore(line: string, carriageReturn: boolean): void {
    this.#line = line
    this.#lineSize = utf8Length(line, 0, line.length)
    this.carriageReturn = carriageReturn
  }

  #begin(region: string, at: number, cr: number): void {
    this.text = region
    this.at = at
    this.lf = -1
    this.cr = cr
    this.#malformed = undefined
  }

  #hold(text: string, start: number): void {
    this.#line += text.slice(start)
    this.#lineSize += this.sizeOf(text, start, text.length)
  }
}

/** Where `character` next is; the length of the text when it is nowhere. */
export function indexOf(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from)
  return index === -1 ? text.length : index
}
