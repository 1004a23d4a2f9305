const LF = 0x0a
const CR = 0x0d
const ROW = 16
const MAX_ROWS = 60

/**
 * Bytes as rows of offset, hexadecimal and escaped text. A row ends behind a line end, or after 16
 * bytes; `|` is a cut, `||` two cuts with an empty chunk between them. Offsets are decimal.
 */
export function annotate(bytes: Uint8Array, cuts: readonly number[] = []): string {
  const counts = new Map<number, number>()
  for (const cut of cuts) counts.set(cut, (counts.get(cut) ?? 0) + 1)
  const bars = (at: number): string => '|'.repeat(counts.get(at) ?? 0)

  const rows: (readonly [offset: number, hex: string, text: string])[] = []
  let start = 0
  while (start < bytes.length && rows.length < MAX_ROWS) {
    const end = rowEnd(bytes, start)
    let hex = ''
    let text = ''
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0
      const bar = bars(at)
      hex += (bar === '' ? ' ' : bar) + byte.toString(16).padStart(2, '0')
      text += bar + escapeByte(byte)
    }
    if (end === bytes.length) {
      hex += bars(end)
      text += bars(end)
    }
    rows.push([start, hex, text])
    start = end
  }
  if (bytes.length === 0) rows.push([0, bars(0), bars(0)])

  const digits = String(bytes.length).length
  const width = Math.max(...rows.map(([, hex]) => hex.length))
  const lines = rows.map(
    ([offset, hex, text]) => `${String(offset).padStart(digits)} ${hex.padEnd(width)}  ${text}`,
  )
  if (start < bytes.length) lines.push(`… ${bytes.length - start} more bytes`)
  return lines.map((line) => line.trimEnd()).join('\n')
}

/** One byte as ASCII or an escape. */
function escapeByte(byte: number): string {
  if (byte === LF) return '\\n'
  if (byte === CR) return '\\r'
  if (byte === 0x09) return '\\t'
  if (byte === 0x5c) return '\\\\'
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte)
  return `\\x${byte.toString(16).padStart(2, '0')}`
}

function rowEnd(bytes: Uint8Array, start: number): number {
  const limit = Math.min(bytes.length, start + ROW)
  for (let at = start; at < limit; at++) {
    if (bytes[at] === LF) return at + 1
    if (bytes[at] === CR) return bytes[at + 1] === LF ? at + 2 : at + 1
  }
  return limit
}
