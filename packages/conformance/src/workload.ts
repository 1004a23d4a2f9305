import { encodeUtf8 } from './utf-8.ts'

/** An input of any size that a careless parser needs the square of its size for. */
export interface Workload {
  readonly name: string
  /** About `size` bytes, cut. */
  readonly chunks: (size: number) => readonly Uint8Array[]
}

/** The workloads of law 14. */
export const workloads: readonly Workload[] = [
  {
    name: 'one data line in reads of 64 bytes',
    chunks: (size) => every(64, `data: ${'x'.repeat(size)}\n\n`),
  },
  {
    name: 'one comment that never ends, in reads of one byte',
    chunks: (size) => every(1, ':'.repeat(size)),
  },
  {
    name: 'events with LF and one CR at the very end, in one read',
    chunks: (size) => every(size * 2, `${'data: x\n\n'.repeat(size / 9)}data: y\r`),
  },
  {
    name: 'events with CR alone, in one read',
    chunks: (size) => every(size * 2, 'data: x\r\r'.repeat(size / 9)),
  },
  {
    name: 'one event of many data lines, in reads of 1,000 bytes',
    chunks: (size) => every(1000, `${'data: x\n'.repeat(size / 8)}\n`),
  },
  {
    name: 'one event of many empty data lines, in one read',
    chunks: (size) => every(size * 2, `${'data\n'.repeat(size / 5)}\n`),
  },
  {
    name: 'one event in each read',
    chunks: (size) => every(24, 'data: {"delta": "abc"}\n\n'.repeat(size / 24)),
  },
  {
    name: 'names without a colon, in one read',
    chunks: (size) => every(size * 2, 'abcdefgh\n'.repeat(size / 9)),
  },
  {
    name: 'blank lines in reads of one byte',
    chunks: (size) => every(1, '\r\n'.repeat(size / 2)),
  },
  {
    name: 'a name without a colon that never ends, in reads of 16 bytes',
    chunks: (size) => every(16, 'a'.repeat(size)),
  },
  {
    name: 'characters of three bytes in reads of two',
    chunks: (size) => every(2, `data: ${'\u{4e16}'.repeat(size / 3)}\n\n`),
  },
  {
    name: 'malformed bytes in reads of seven',
    chunks: (size) => cut(7, new Uint8Array(size).fill(0xff)),
  },
]

function every(length: number, text: string): readonly Uint8Array[] {
  return cut(length, encodeUtf8(text))
}

function cut(length: number, bytes: Uint8Array): readonly Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += length) chunks.push(bytes.subarray(at, at + length))
  return chunks
}
