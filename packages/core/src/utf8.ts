// Bytes to text, without a streaming decoder: regions are cut where no sequence is split and decoded in one stateless
// call each. `ignoreBOM` leaves U+FEFF to the caller: a streaming `TextDecoder` of Node 24 and 26 strips two byte order
// marks when the first is split over two chunks.

type Slice = (this: Uint8Array, start: number, end: number) => string

interface Runtime {
  readonly Buffer?: { readonly prototype: { readonly utf8Slice?: Slice } }
  readonly Bun?: unknown
  readonly Deno?: unknown
}

const runtime = globalThis as Runtime

// Node and Bun: half the cost of TextDecoder on a few hundred bytes, as it needs no subarray. Deno's is slower.
const utf8Slice = runtime.Deno === undefined ? runtime.Buffer?.prototype.utf8Slice : undefined
const isNode = utf8Slice !== undefined && runtime.Bun === undefined

const SMALL = 2048
const STREAM = { stream: true } as const

let stateless: TextDecoder | undefined
let streaming: TextDecoder | undefined

/** Decodes `bytes[start..end)` as UTF-8; malformed sequences become U+FFFD, a byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number, wide: boolean): string {
  if (utf8Slice !== undefined && end - start <= SMALL) return utf8Slice.call(bytes, start, end)
  const region = start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end)
  if (isNode && wide) {
    // Twice as fast on non-ASCII regions there; the second call flushes what a malformed end left in the decoder.
    streaming ??= new TextDecoder('utf-8', { ignoreBOM: true })
    return streaming.decode(region, STREAM) + streaming.decode()
  }
  stateless ??= new TextDecoder('utf-8', { ignoreBOM: true })
  return stateless.decode(region)
}

/** Whether part of a chunk decodes without a view of it being made first. */
export const decodesInPlace: boolean = utf8Slice !== undefined

/**
 * The end of the last whole sequence in `bytes[start..end)`: what a later chunk may still complete is
 * left out, what is malformed already is not.
 */
export function wholeSequencesEnd(bytes: Uint8Array, start: number, end: number): number {
  const floor = Math.max(start, end - 3)
  let lead = end - 1
  while (lead >= floor && (bytes[lead]! & 0xc0) === 0x80) lead--
  if (lead < floor) return end
  const first = bytes[lead]!
  const needs = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1
  if (lead + needs <= end) return end
  if (end - lead > 1) {
    const second = bytes[lead + 1]!
    const malformed =
      (first === 0xe0 && second < 0xa0) ||
      (first === 0xed && second > 0x9f) ||
      (first === 0xf0 && second < 0x90) ||
      (first === 0xf4 && second > 0x8f)
    if (malformed) return end
  }
  return lead
}

/** The bytes of `text[start..end)` in UTF-8. */
export function utf8Length(text: string, start: number, end: number): number {
  let bytes = end - start
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    // A surrogate is half of four bytes.
    if (unit > 0x7f) bytes += unit < 0x800 || (unit & 0xf800) === 0xd800 ? 1 : 2
  }
  return bytes
}
