// Bytes to text, without a streaming decoder: regions are cut where no sequence is split and decoded in one stateless
// call each. `ignoreBOM` leaves U+FEFF to the caller: a streaming `TextDecoder` of Node 24 and 26 strips two byte order
// marks when the first is split over two chunks.

type Slice = (this: Uint8Array, start: number, end: number) => string
type Search = (this: Uint8Array, byte: number, from?: number) => number

interface Runtime {
  readonly Buffer?: {
    readonly prototype: {
      readonly utf8Slice?: Slice
      readonly indexOf: Search
      readonly lastIndexOf: Search
    }
  }
  readonly Bun?: unknown
  readonly Deno?: unknown
}

const runtime = globalThis as Runtime

// Node and Bun: half the cost of TextDecoder on a few hundred bytes, as it needs no subarray. Deno's is slower.
const native = runtime.Deno === undefined ? runtime.Buffer?.prototype : undefined
const utf8Slice = native?.utf8Slice
const isNode = utf8Slice !== undefined && runtime.Bun === undefined

const SMALL = 2048
const LF = 10
const CR = 13
const STREAM = { stream: true } as const

let stateless: TextDecoder | undefined
let streaming: TextDecoder | undefined

/** Whether part of a chunk decodes without a view of it being made first. */
export const decodesInPlace: boolean = utf8Slice !== undefined

/**
 * Decodes `bytes[start..end)` as UTF-8; malformed sequences become U+FFFD, a byte order mark stays.
 * `wide` says that it is probably not ASCII.
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number, wide?: boolean): string {
  const streams = isNode && wide === true && end - start > SMALL
  if (utf8Slice !== undefined && !streams) return utf8Slice.call(bytes, start, end)
  // A view costs half as much as it takes to decode an event.
  const region = end - start === bytes.length ? bytes : bytes.subarray(start, end)
  if (streams) {
    // Twice as fast on non-ASCII regions in Node 20 and 22; the second call flushes what a malformed end left there.
    streaming ??= new TextDecoder('utf-8', { ignoreBOM: true })
    return streaming.decode(region, STREAM) + streaming.decode()
  }
  stateless ??= new TextDecoder('utf-8', { ignoreBOM: true })
  return stateless.decode(region)
}

/**
 * Where a region of `bytes` ends that begins at `start` and should end by `end`: behind its last LF; or, without a line
 * end, behind the LF that comes next, so that a long line is decoded in one piece. At `end` where its lines end with CR,
 * or bytes cannot be searched fast.
 */
export function linesEnd(bytes: Uint8Array, start: number, end: number): number {
  if (native?.utf8Slice === undefined || end === bytes.length) return end
  const region = bytes.subarray(start, end)
  const last = native.lastIndexOf.call(region, LF)
  if (last !== -1) return start + last + 1
  if (native.indexOf.call(region, CR) !== -1) return end
  return native.indexOf.call(bytes, LF, end) + 1 || bytes.length
}

/** The end of `bytes[start..end)` less the start of a sequence that a later chunk may complete. */
export function wholeSequencesEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let lead = end - 1; lead >= start && lead > end - 4; lead--) {
    const byte = bytes[lead]!
    // A malformed sequence may as well wait for what follows it.
    if (byte > 0xbf) return end - lead < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) ? lead : end
    if (byte < 0x80) return end
  }
  return end
}

/** The bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    // A surrogate is half of four bytes.
    if (unit > 0x7f) bytes += unit < 0x800 || (unit & 0xf800) === 0xd800 ? 1 : 2
  }
  return bytes
}
