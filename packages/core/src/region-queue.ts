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
const LF = 10
const CR = 13

export class RegionQueue {
  // Bytes that are not decoded yet: `#held` of them.
  #bytes = new Uint8Array(512)
  #held = 0
  #regions: string[] = []
  #first = 0
  // Nothing was decoded yet: a byte order mark may come.
  #start = true
  // The last large region had more bytes than UTF-16 code units.
  #wide = false

  /** Some region since the queue was last empty has more bytes than UTF-16 code units. */
  wide = false

  /** No region is waiting; undecoded bytes may be. */
  get empty(): boolean {
    return this.#first === this.#regions.length
  }

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
    return this.#regions.slice(this.#first)
  }

  /** Takes the next region, or undefined when bytes must be pushed first. */
  take(): string | undefined {
    if (this.#first === this.#regions.length) return undefined
    const region = this.#regions[this.#first]!
    this.#first++
    if (this.#first === this.#regions.length) {
      this.#regions.length = 0
      this.#first = 0
    }
    return region
  }

  /** Nothing is waiting, neither regions nor bytes. */
  get drained(): boolean {
    return this.#held === 0 && this.#first === this.#regions.length
  }

  /** Notes that input was consumed beside the queue, so that no byte order mark may come. */
  begin(): void {
    this.#start = false
  }

  push(chunk: Uint8Array): void {
    if (this.empty) this.wide = false
    if (chunk.length <= SHORT_CHUNK) this.#pushShort(chunk)
    else this.#pushLong(chunk)
  }

  /** Decodes what is left at the end of input; an unfinished sequence becomes U+FFFD. */
  flush(): string {
    this.release(true)
    return this.take() ?? ''
  }

  clear(): void {
    if (this.#bytes.length > MAX_REGION) this.#bytes = new Uint8Array(512)
    this.#held = 0
    this.#regions = []
    this.#first = 0
    this.#start = true
    this.wide = false
  }

  restore(regions: readonly string[], held: readonly number[], atStart: boolean): void {
    this.clear()
    this.#regions = [...regions]
    this.#append(Uint8Array.from(held), 0, held.length)
    this.#start = atStart
    this.wide = true
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
    this.#regions.push(region)
  }

  #append(chunk: Uint8Array, start: number, end: number): void {
    const size = this.#held + end - start
    if (size > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, size))
      grown.set(this.#bytes.subarray(0, this.#held))
      this.#bytes = grown
    }
    // `set` costs more than a loop on a few bytes.
    if (end - start <= 32) {
      let to = this.#held
      for (let i = start; i < end; i++) this.#bytes[to++] = chunk[i]!
    } else
      this.#bytes.set(
        start === 0 && end === chunk.length ? chunk : chunk.subarray(start, end),
        this.#held,
      )
    this.#held = size
  }
}
