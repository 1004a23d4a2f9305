// Bytes to regions of text: the UTF-8 decode step of an event stream, byte order mark included.
//
// A region ends at a line end where that costs nothing, and otherwise where no UTF-8 sequence is split, so each is
// decoded alone and no decoder state is kept. Short chunks without a line end stay bytes: decoding each would cost a
// call, joining them with `+` or `concat` would be quadratic.

import { decodeUtf8, wholeSequencesEnd } from './utf8.ts'

/** Largest region in bytes: a kept slice of one keeps no more than this alive, and larger strings leave new space. */
const MAX_REGION = 32_768

const SHORT_CHUNK = 256
const JOIN_LIMIT = 2048
const TINY_CHUNK = 4
const FIRST_BUFFER = 512
const NONE = new Uint8Array(0)
const LF = 10
const CR = 13

export class RegionQueue {
  // Bytes that are not decoded yet: `#held` of them.
  #bytes: Uint8Array = NONE
  #held = 0
  // The next region, and those behind it from `#first` on. Mostly there is one; emptying a list would free its memory.
  #region: string | undefined
  #regions: string[] = []
  #first = 0
  // Nothing was decoded yet: a byte order mark may come.
  #start = true
  // The last large region had more bytes than UTF-16 code units.
  #wide = false

  /** Some region since the queue was last empty has more bytes than UTF-16 code units. */
  wide = false

  /** Bytes that are not decoded yet. */
  get held(): Uint8Array {
    return this.#bytes.subarray(0, this.#held)
  }

  get heldLength(): number {
    return this.#held
  }

  /** The undecoded bytes as text, without taking them. */
  heldText(): string {
    const text = decodeUtf8(this.#bytes, 0, this.#held, false)
    return this.#start && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  }

  /** Decodes the bytes that wait, at the end of input also an unfinished sequence; says whether there were any. */
  release(atEnd: boolean): boolean {
    const before = this.#held
    if (!atEnd) this.#decodeHeld()
    else if (before > 0) {
      this.#held = 0
      this.#decode(this.#bytes, 0, before)
    }
    return this.#held < before
  }

  get atStart(): boolean {
    return this.#start
  }

  get waiting(): readonly string[] {
    return this.#region === undefined ? [] : [this.#region, ...this.#regions.slice(this.#first)]
  }

  /** Takes the next region, or undefined when bytes must be pushed first. */
  take(): string | undefined {
    const region = this.#region
    if (this.#first === this.#regions.length) this.#region = undefined
    else {
      this.#region = this.#regions[this.#first++]
      if (this.#first === this.#regions.length) {
        this.#regions = []
        this.#first = 0
      }
    }
    return region
  }

  /** Nothing is waiting, neither regions nor bytes. */
  get drained(): boolean {
    return this.#held === 0 && this.#region === undefined
  }

  /** Notes that input was consumed beside the queue, so that no byte order mark may come. */
  begin(): void {
    this.#start = false
  }

  /** Takes a chunk. Says whether there is a region to take, or more than `room` bytes that are not decoded. */
  push(chunk: Uint8Array, room: number): boolean {
    if (this.#region === undefined) this.wide = false
    const length = chunk.length
    if (length <= TINY_CHUNK) this.#pushTiny(chunk)
    else if (length <= SHORT_CHUNK) this.#pushShort(chunk)
    else this.#pushLong(chunk)
    return this.#region !== undefined || this.#held > room
  }

  /** Decodes what is left at the end of input; an unfinished sequence becomes U+FFFD. */
  flush(): string {
    this.release(true)
    return this.take() ?? ''
  }

  clear(): void {
    if (this.#bytes.length > MAX_REGION) this.#bytes = NONE
    this.#held = 0
    this.#region = undefined
    this.#regions = []
    this.#first = 0
    this.#start = true
    this.wide = false
  }

  restore(regions: readonly string[], held: readonly number[], atStart: boolean): void {
    this.clear()
    this.#region = regions[0]
    this.#regions = regions.slice(1)
    this.#append(Uint8Array.from(held), 0, held.length)
    this.#start = atStart
    this.wide = true
  }

  // Copies and looks for a line end in one go.
  #pushTiny(chunk: Uint8Array): void {
    const held = this.#held
    const size = held + chunk.length
    this.#reserve(size)
    const bytes = this.#bytes
    let end = 0
    for (let at = held; at < size; at++) {
      const byte = chunk[at - held]!
      bytes[at] = byte
      if (byte === LF || byte === CR) end = at + 1
    }
    this.#held = size
    if (end > 0) {
      this.#decode(bytes, 0, end)
      bytes.copyWithin(0, end, size)
      this.#held = size - end
    } else if (size > MAX_REGION) this.#decodeHeld()
  }

  #pushShort(chunk: Uint8Array): void {
    const length = chunk.length
    let end = length
    while (end > 0 && chunk[end - 1] !== LF && chunk[end - 1] !== CR) end--
    if (end === 0) {
      this.#append(chunk, 0, length)
      if (this.#held > MAX_REGION) this.#decodeHeld()
      return
    }
    if (this.#held === 0) this.#decode(chunk, 0, end)
    else {
      this.#append(chunk, 0, end)
      const held = this.#held
      this.#held = 0
      this.#decode(this.#bytes, 0, held)
    }
    if (end < length) this.#append(chunk, end, length)
  }

  #pushLong(chunk: Uint8Array): void {
    const length = chunk.length
    let start = 0
    if (this.#held > 0) {
      // Complete what waits with the head of this chunk, up to its first line end.
      const limit = Math.min(length, JOIN_LIMIT)
      while (start < limit && chunk[start++] !== LF);
      this.#append(chunk, 0, start)
      // What stays undecoded is at most three bytes, all of this chunk: they are taken from there again.
      this.#decodeHeld()
      start -= this.#held
      this.#held = 0
    }
    while (start < length) {
      const limit = Math.min(start + MAX_REGION, length)
      const end = chunk[limit - 1]! > 0x7f ? wholeSequencesEnd(chunk, start, limit) : limit
      if (end === start) break
      this.#decode(chunk, start, end)
      start = end
    }
    if (start < length) this.#append(chunk, start, length)
  }

  #decodeHeld(): void {
    const end = wholeSequencesEnd(this.#bytes, 0, this.#held)
    if (end === 0) return
    this.#decode(this.#bytes, 0, end)
    this.#bytes.copyWithin(0, end, this.#held)
    this.#held -= end
  }

  #decode(bytes: Uint8Array, start: number, end: number): void {
    let region = decodeUtf8(bytes, start, end, this.#wide)
    const wide = region.length !== end - start
    if (end - start > JOIN_LIMIT) this.#wide = wide
    if (wide) this.wide = true
    if (this.#start) {
      this.#start = false
      if (region.charCodeAt(0) === 0xfeff) region = region.slice(1)
    }
    if (this.#region === undefined) this.#region = region
    else this.#regions.push(region)
  }

  #append(chunk: Uint8Array, start: number, end: number): void {
    const size = this.#held + end - start
    this.#reserve(size)
    // `set` costs more than a loop on a few bytes.
    if (end - start <= 32) {
      let to = this.#held
      for (let i = start; i < end; i++) this.#bytes[to++] = chunk[i]!
    } else {
      const whole = start === 0 && end === chunk.length
      this.#bytes.set(whole ? chunk : chunk.subarray(start, end), this.#held)
    }
    this.#held = size
  }

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, size, FIRST_BUFFER))
    grown.set(this.#bytes.subarray(0, this.#held))
    this.#bytes = grown
  }
}
