const LF = 0x0a
const CR = 0x0d
const COLON = 0x3a
const GAP = 3

/** Cuts bytes at ascending offsets; an offset given twice makes an empty chunk. */
export function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...cuts, bytes.length]
  // Views of one buffer with line ends around them: who reads past a view is seen to.
  const pool = new Uint8Array(bytes.length + GAP * (ends.length + 1)).fill(LF)
  let start = 0
  let offset = GAP
  return ends.map((end) => {
    const chunk = bytes.subarray(start, end)
    pool.set(chunk, offset)
    const view = pool.subarray(offset, offset + chunk.length)
    offset += chunk.length + GAP
    start = end
    return view
  })
}

/** A cut between each byte and the next. */
export function everyCut(bytes: Uint8Array): readonly number[] {
  return Array.from({ length: Math.max(0, bytes.length - 1) }, (_, index) => index + 1)
}

/**
 * Where parsers break: inside CRLF, around line ends and colons, inside sequences of UTF-8 and byte
 * order marks, and at both ends.
 */
export function delicateCuts(bytes: Uint8Array): readonly number[] {
  const cuts = new Set([0, 1, bytes.length - 1, bytes.length])
  for (const [index, byte] of bytes.entries()) {
    if (byte === LF || byte === CR || byte === COLON) cuts.add(index).add(index + 1)
    if (byte >= 0x80) cuts.add(index)
  }
  return [...cuts].filter((cut) => cut >= 0 && cut <= bytes.length).toSorted((a, b) => a - b)
}

/** Leaves out the cuts that would divide a character. The bytes must be well-formed UTF-8. */
export function betweenCharacters(bytes: Uint8Array, cuts: readonly number[]): readonly number[] {
  return cuts.filter((cut) => ((bytes[cut] ?? 0) & 0xc0) !== 0x80)
}
