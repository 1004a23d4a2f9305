// The UTF-8 decoder and encoder of the Encoding Standard, written out: the oracle must not share a bug with the
// `TextDecoder` of the runtime it runs in.

const REPLACEMENT = 0xfffd

/**
 * Decodes bytes as UTF-8; malformed sequences become U+FFFD and a byte order mark stays.
 *
 * @see https://encoding.spec.whatwg.org/#utf-8-decoder
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const scalars: number[] = []
  let scalar = 0
  let seen = 0
  let needed = 0
  let lower = 0x80
  let upper = 0xbf

  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (needed === 0) {
      if (byte <= 0x7f) scalars.push(byte)
      else if (byte >= 0xc2 && byte <= 0xdf) {
        needed = 1
        scalar = byte & 0x1f
      } else if (byte >= 0xe0 && byte <= 0xef) {
        if (byte === 0xe0) lower = 0xa0
        if (byte === 0xed) upper = 0x9f
        needed = 2
        scalar = byte & 0xf
      } else if (byte >= 0xf0 && byte <= 0xf4) {
        if (byte === 0xf0) lower = 0x90
        if (byte === 0xf4) upper = 0x8f
        needed = 3
        scalar = byte & 0x7
      } else scalars.push(REPLACEMENT)
      continue
    }
    const fits = byte >= lower && byte <= upper
    lower = 0x80
    upper = 0xbf
    if (!fits) {
      scalars.push(REPLACEMENT)
      scalar = seen = needed = 0
      // The byte that did not fit is looked at again, as the first of its own sequence.
      at--
      continue
    }
    scalar = (scalar << 6) | (byte & 0x3f)
    seen++
    if (seen === needed) {
      scalars.push(scalar)
      scalar = seen = needed = 0
    }
  }
  if (needed !== 0) scalars.push(REPLACEMENT)

  // In slices: a call takes only so many arguments.
  let text = ''
  for (let at = 0; at < scalars.length; at += 4096) {
    text += String.fromCodePoint(...scalars.slice(at, at + 4096))
  }
  return text
}

/** Encodes text as UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    const scalar = point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : point
    const tail = (shift: number): number => 0x80 | ((scalar >> shift) & 0x3f)
    if (scalar < 0x80) bytes.push(scalar)
    else if (scalar < 0x800) bytes.push(0xc0 | (scalar >> 6), tail(0))
    else if (scalar < 0x10000) bytes.push(0xe0 | (scalar >> 12), tail(6), tail(0))
    else bytes.push(0xf0 | (scalar >> 18), tail(12), tail(6), tail(0))
  }
  return Uint8Array.from(bytes)
}

/** Whether bytes are the UTF-8 of some text. */
export function isWellFormed(bytes: Uint8Array): boolean {
  const again = encodeUtf8(decodeUtf8(bytes))
  return again.length === bytes.length && again.every((byte, index) => byte === bytes[index])
}
