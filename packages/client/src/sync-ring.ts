// Bytes from one thread to another, in order and in bounded memory: a ring in shared memory that one thread writes and
// one thread reads. What passes through it are frames: a kind, a length, and so many bytes.

import { joined } from './whole-body.ts'

// In bytes. It needs not be large: the body is read ahead before it gets here.
const RING_SIZE = 262_144

// Places in the control words in front of the bytes. Both positions count on for ever, modulo 2^32.
const WRITTEN = 0
const READ = 1
const HUNGRY = 2
const CLOSED = 3
const CONTROL_BYTES = 16
const HEADER_BYTES = 5

/**
 * What a frame is: the response's head, bytes of its body, the end of the body, an error, or the news
 * that the request will be sent again.
 */
export type FrameKind = 'head' | 'data' | 'end' | 'error' | 'retry'

const kinds: readonly FrameKind[] = ['head', 'data', 'end', 'error', 'retry']

/** A frame, or as much of a frame of data as has arrived. */
export interface Frame {
  readonly kind: FrameKind
  readonly bytes: Uint8Array
}

/** Makes the memory of a ring; `size` is a power of two. */
export function createRing(size: number = RING_SIZE): SharedArrayBuffer {
  return new SharedArrayBuffer(CONTROL_BYTES + size)
}

/** Empties a ring, so that it can be used again; false, and nothing, as long as its writer may write. */
export function clearRing(ring: SharedArrayBuffer): boolean {
  const control = new Int32Array(ring, 0, CONTROL_BYTES / 4)
  if (Atomics.load(control, CLOSED) === 0) return false
  control.fill(0)
  return true
}

/** The end of a ring that is written by a thread which must not block. */
export class RingWriter {
  readonly #control: Int32Array
  readonly #bytes: Uint8Array
  #resume: (() => void) | undefined
  #closed = false
  // Up to here it is written; up to `WRITTEN` the reader knows of it.
  #position: number

  constructor(ring: SharedArrayBuffer) {
    this.#control = new Int32Array(ring, 0, CONTROL_BYTES / 4)
    this.#bytes = new Uint8Array(ring, CONTROL_BYTES)
    this.#position = Atomics.load(this.#control, WRITTEN)
  }

  /** Writes a frame; resolves when all of it is in the ring, or when the ring is closed. */
  async write(kind: FrameKind, bytes: Uint8Array = new Uint8Array()): Promise<void> {
    const header = new Uint8Array(HEADER_BYTES)
    header[0] = kinds.indexOf(kind)
    new DataView(header.buffer).setUint32(1, bytes.length)
    for (const part of [header, bytes]) {
      let at = 0
      while (at < part.length) {
        const room = this.#room()
        if (room === 0) await this.#space()
        if (this.#closed) return
        at += this.#put(part.subarray(at, at + room))
      }
    }
    this.#publish()
  }

  /** Goes on writing: the reader has made room. */
  resume(): void {
    this.#resume?.()
    this.#resume = undefined
  }

  /** Drops what is written from now on, and what waits for room. */
  close(): void {
    this.#closed = true
    this.resume()
  }

  /** Tells the reader, who may wait for it, that nothing will be written any more: the last thing to do. */
  acknowledge(): void {
    Atomics.store(this.#control, CLOSED, 1)
    Atomics.notify(this.#control, CLOSED)
  }

  #room(): number {
    const waiting = (this.#position - Atomics.load(this.#control, READ)) >>> 0
    return this.#bytes.length - waiting
  }

  #put(part: Uint8Array): number {
    const size = this.#bytes.length
    const at = (this.#position >>> 0) % size
    const first = part.subarray(0, size - at)
    this.#bytes.set(first, at)
    this.#bytes.set(part.subarray(first.length), 0)
    this.#position = (this.#position + part.length) | 0
    return part.length
  }

  #publish(): void {
    Atomics.store(this.#control, WRITTEN, this.#position)
    Atomics.notify(this.#control, WRITTEN)
  }

  async #space(): Promise<void> {
    const space = new Promise<void>((resolve) => {
      this.#resume = resolve
    })
    Atomics.store(this.#control, HUNGRY, 1)
    this.#publish()
    // Room that was made before the reader could see that it is waited for.
    if (this.#closed || this.#room() > 0) this.resume()
    await space
    Atomics.store(this.#control, HUNGRY, 0)
  }
}

/** The end of a ring that is read by a thread which may block. */
export class RingReader {
  readonly #control: Int32Array
  readonly #bytes: Uint8Array
  readonly #onRoom: () => void
  // The frame that is being read, and how much of it is still to come.
  #kind: FrameKind = 'end'
  #left = 0
  readonly #parts: Uint8Array[] = []

  /** `onRoom` is to make the writer `resume`. */
  constructor(ring: SharedArrayBuffer, onRoom: () => void) {
    this.#control = new Int32Array(ring, 0, CONTROL_BYTES / 4)
    this.#bytes = new Uint8Array(ring, CONTROL_BYTES)
    this.#onRoom = onRoom
  }

  /** The next frame; undefined when it has not arrived. Data is given as far as it has. */
  read(): Frame | undefined {
    if (this.#left === 0) {
      if (this.#available() < HEADER_BYTES) return undefined
      const header = this.#take(HEADER_BYTES)
      this.#kind = kinds[header[0]!]!
      this.#left = new DataView(header.buffer).getUint32(1)
    }
    // A head or an error may be longer than the ring.
    while (this.#left > 0) {
      const size = Math.min(this.#left, this.#available())
      if (size === 0) return undefined
      this.#parts.push(this.#take(size))
      this.#left -= size
      if (this.#kind === 'data') break
    }
    return { kind: this.#kind, bytes: joined(this.#parts.splice(0)) }
  }

  /** Blocks until there is more to read, for at most `time` milliseconds. */
  wait(time: number): void {
    const written = Atomics.load(this.#control, WRITTEN)
    const there = (written - Atomics.load(this.#control, READ)) >>> 0
    if (there < (this.#left === 0 ? HEADER_BYTES : 1)) {
      Atomics.wait(this.#control, WRITTEN, written, time)
    }
  }

  /** Blocks until the writer has acknowledged its end, for at most `time` milliseconds; whether it has. */
  waitForClose(time: number): boolean {
    Atomics.wait(this.#control, CLOSED, 0, time)
    return Atomics.load(this.#control, CLOSED) === 1
  }

  #available(): number {
    return (Atomics.load(this.#control, WRITTEN) - Atomics.load(this.#control, READ)) >>> 0
  }

  // A copy: the writer goes on, and a `TextDecoder` takes no shared memory.
  #take(length: number): Uint8Array {
    const size = this.#bytes.length
    const position = Atomics.load(this.#control, READ)
    const at = (position >>> 0) % size
    const taken = new Uint8Array(length)
    taken.set(this.#bytes.subarray(at, at + length))
    if (at + length > size) taken.set(this.#bytes.subarray(0, at + length - size), size - at)
    Atomics.store(this.#control, READ, (position + length) | 0)
    // The writer waits when the ring is full: a quarter of it is worth waking it up.
    const room = size - this.#available()
    if (room >= size / 4 && Atomics.exchange(this.#control, HUNGRY, 0) === 1) this.#onRoom()
    return taken
  }
}
