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

/** Whether part of a chunk decodes without a view of it being made first. */
export const decodesInPlace: boolean = utf8Slice !== undefined

/**
 * Decodes `bytes[start..end)` as UTF-8; malformed sequences become U+FFFD, a byte order mark stays.
 * `wide` says that it is probably not ASCII.
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number, wide?: boolean): string {
  if (utf8Slice !== undefined && end - start <= SMALL) return utf8Slice.call(bytes, start, end)
  const region = bytes.subarray(start, end)
  if (isNode && wide === true) {
    // Twice as fast on non-ASCII regions there; the second call flushes what a malformed end left in the decoder.
    streaming ??= new TextDecoder('utf-8', { ignoreBOM: true })
    return streaming.decode(region, STREAM) + streaming.decode()
  }
  stateless ??= new TextDecoder('utf-8', { ignoreBOM: true })
  return stateless.decode(region)
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
