// Bytes to regions of text: the UTF-8 decode step of an event stream, byte order mark included.
//
// A region ends where no UTF-8 sequence is split, so each is decoded alone and no decoder state is kept; behind a line
// end where that is found fast, so that fewer lines are joined of two, and a long line of none. Short chunks
// without a line end stay bytes: decoding each would cost a call, joining them with `+` or `concat` would be quadratic.

import { decodeUtf8, linesEnd, wholeSequencesEnd } from './utf8.ts'

/**
 * Largest region in bytes, but for a line that is longer: a kept slice of one keeps no more than this alive, and larger
 * strings leave new space.
 */
const MAX_REGION = 32_768
const SHORT_CHUNK = 256
const JOIN_LIMIT = 2048
const FIRST_BUFFER = 512
// As many regions are worth moving.
const MANY = 1024
const NONE = new Uint8Array(0)
const MARK = [0xef, 0xbb, 0xbf]
const LF = 10
const CR = 13

/** What waits between two bytes. */
export interface TextRegionsState {
  /** Text that was pushed and not read yet, in order; a CR at the end of one is a line end of its own. */
  readonly unread: readonly string[]
  /** Bytes that are not decoded. */
  readonly bytes: readonly number[]
  /** No byte was decoded yet: a byte order mark may come. */
  readonly start: boolean
  /** The last line ended with CR: a LF that follows belongs to it. */
  readonly carriageReturn: boolean
}

export class TextRegions {
  // Bytes that are not decoded yet, `#held` of them.
  #bytes: Uint8Array = NONE
  #held = 0
  // Regions from `#next` to `count`.
  #regions: string[] = []
  #next = 0
  /** How many regions were pushed since all were taken. */
  count = 0
  // Nothing was decoded yet: a byte order mark may come.
  #start = true
  // The last byte that was decoded is a CR: a LF that follows belongs to it.
  #cr = false
  // The last large region had more bytes than UTF-16 code units.
  #wide = false

  /** Every region so far has one byte for each code unit. */
  ascii = true

  /** At least how many bytes of text are not decoded yet. */
  get size(): number {
    // A byte order mark is none.
    return this.#start ? this.#held - 3 : this.#held
  }

  /** Nothing waits. */
  get blank(): boolean {
    return this.#held === 0 && !this.#cr && this.count === 0
  }

  /** The first code unit that waits, or byte of what is not decoded; undefined when there is none. */
  get nextUnit(): number | undefined {
    if (this.count > 0) return this.#regions[this.#next]!.charCodeAt(0)
    // A byte order mark is none, nor is the beginning of one.
    let at = 0
    while (this.#start && at < this.#held && this.#bytes[at] === MARK[at]) at++
    return at < this.#held ? this.#bytes[at] : undefined
  }

  /** Notes that the first bytes were read beside the regions, so that no byte order mark may come. */
  begin(): void {
    this.#start = false
  }

  /** Takes the next region, or undefined when bytes must be pushed first. */
  take(): string | undefined {
    if (this.#next === this.count) return undefined
    const region = this.#regions[this.#next]
    this.#regions[this.#next++] = ''
    if (this.#next === this.count) {
      this.#next = this.count = 0
      // A short list stays: emptying it would free its memory.
      if (this.#regions.length > MANY) this.#regions = []
    } else if (this.#next > MANY && this.#next > this.count / 2) {
      this.#regions = this.#regions.slice(this.#next, this.count)
      this.count -= this.#next
      this.#next = 0
    }
    return region
  }

  /** Takes a chunk, which may be reused afterwards. */
  push(chunk: Uint8Array): void {
    const length = chunk.length
    if (length <= SHORT_CHUNK) {
      // All of its lines, together with what waits.
      let last = length - 1
      while (last >= 0) {
        const byte = chunk[last]!
        if (byte <= CR && (byte === LF || byte === CR)) break
        last--
      }
      if (this.#held === 0 && last >= 0) {
        this.#decode(chunk, 0, last + 1)
        if (last < length - 1) this.#append(chunk.subarray(last + 1))
      } else {
        const end = this.#held + last + 1
        this.#append(chunk)
        if (last >= 0) this.#decodeHeld(end)
      }
    } else {
      let start = 0
      if (this.#held > 0) {
        // Completes what waits with the head of the chunk, up to its first LF.
        const limit = Math.min(length, JOIN_LIMIT)
        while (start < limit && chunk[start++] !== LF);
        this.#append(chunk.subarray(0, start))
        // What stays is the start of a sequence that ends in this chunk: it is taken from there again.
        this.#decodeHeld(wholeSequencesEnd(this.#bytes, 0, this.#held))
        start -= this.#held
        this.#held = 0
      }
      while (start < length) {
        const limit = linesEnd(chunk, start, Math.min(start + MAX_REGION, length))
        const end = wholeSequencesEnd(chunk, start, limit)
        if (end === start) break
        this.#decode(chunk, start, end)
        start = end
      }
      this.#append(chunk.subarray(start))
    }
    if (this.#held > MAX_REGION) this.#decodeHeld(wholeSequencesEnd(this.#bytes, 0, this.#held))
  }

  /** Decodes all bytes that wait; an unfinished sequence becomes U+FFFD. */
  flush(): void {
    this.#decodeHeld(this.#held)
  }

  clear(): void {
    if (this.#bytes.length > MAX_REGION) this.#bytes = NONE
    this.#held = this.#next = this.count = 0
    this.#regions = []
    this.#start = this.ascii = true
    this.#cr = false
  }

  /** What waits, behind text that was taken and not read. */
  snapshot(unread: readonly string[]): TextRegionsState {
    return {
      // Empty ones would be there again, and more, in the snapshot of who goes on from this one.
      unread: [...unread, ...this.#regions.slice(this.#next, this.count)].filter(Boolean),
      bytes: [...this.#bytes.subarray(0, this.#held)],
      start: this.#start,
      carriageReturn: this.#cr,
    }
  }

  restore(state: TextRegionsState): void {
    this.#regions = [...state.unread]
    this.count = this.#regions.length
    this.#append(Uint8Array.from(state.bytes))
    this.#start = state.start
    this.#cr = state.carriageReturn
    this.ascii = false
  }

  // Decodes the first bytes that wait, up to `end`.
  #decodeHeld(end: number): void {
    const bytes = this.#bytes
    const held = this.#held
    this.#decode(bytes, 0, end)
    this.#held = held - end
    // Few of them: the rest of a short chunk, or of a sequence.
    for (let from = end; from < held; from++) bytes[from - end] = bytes[from]!
  }

  #decode(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return
    let text = decodeUtf8(bytes, start, end, this.#wide)
    const wide = text.length !== end - start
    if (end - start > JOIN_LIMIT) this.#wide = wide
    if (wide || text.includes('\uFFFD')) this.ascii = false
    if (this.#start ? text.charCodeAt(0) === 0xfeff : this.#cr && text.charCodeAt(0) === LF) {
      text = text.slice(1)
    }
    this.#start = false
    this.#cr = text.charCodeAt(text.length - 1) === CR
    if (text !== '') this.#regions[this.count++] = text
  }

  #append(chunk: Uint8Array): void {
    const held = this.#held
    const length = chunk.length
    const size = held + length
    if (size > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, size, FIRST_BUFFER))
      grown.set(this.#bytes.subarray(0, held))
      this.#bytes = grown
    }
    // `set` costs more than a loop on a few bytes.
    if (length > 16) this.#bytes.set(chunk, held)
    else for (let i = 0, to = held; i < length;) this.#bytes[to++] = chunk[i++]!
    this.#held = size
  }
}
