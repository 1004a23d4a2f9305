// A chunk that is exactly one event of one data line, as language models send them, needs its data decoded and no more.

import type { EventHeader } from './event-header.ts'
import { decodesInPlace, decodeUtf8 } from './utf8.ts'

const LF = 10
const CR = 13
const LARGEST = 4096

/** Where the data of such a chunk begins, if it looks like one: 6 behind `data: `, more behind a learnt event line, else 0. */
export function wholeEventStart(chunk: Uint8Array, header: EventHeader): number {
  const length = chunk.length
  if (length > LARGEST || length < 9 || chunk[length - 1] !== LF) return 0
  if (chunk[0] === 100) {
    const isData = chunk[5] === 32 && chunk[4] === 58 && chunk[3] === 97 && chunk[2] === 116
    return isData && chunk[1] === 97 ? 6 : 0
  }
  const { bytes } = header
  const size = bytes.length
  if (size === 0 || size > length - 2 || chunk[length - 2] !== LF) return 0
  let i = 0
  while (i < size && chunk[i] === bytes[i]) i++
  return i === size ? size : 0
}

/** The data of such a chunk, or undefined when it has another line in it. */
export function wholeEventData(chunk: Uint8Array, start: number): string | undefined {
  const length = chunk.length
  let end = length - 2
  if (chunk[end] !== LF) {
    if (chunk[end] !== CR || chunk[end - 1] !== LF || chunk[end - 2] !== CR) return undefined
    end -= 2
  }
  if (end < start) return undefined
  let data: string
  if (decodesInPlace) data = decodeUtf8(chunk, start, end, false)
  else {
    const text = decodeUtf8(chunk, 0, length, false)
    data = text.substring(start, text.length - (length - end))
  }
  return data.indexOf('\n') === -1 && data.indexOf('\r') === -1 ? data : undefined
}
