// Responses streams put the same `event: …` line before the `data:` line of hundreds of events in a row. Once a type
// came twice, the line and the field name after it are matched as one run of characters, or of bytes in a chunk that is
// exactly one event.

import { decodeUtf8 } from './utf8.ts'

const LONGEST = 128

export class EventHeader {
  /** `event: …`, LF and `data: `; empty before anything was learnt. */
  text = ''
  /** The same in bytes. */
  bytes: Uint8Array = new Uint8Array(0)
  /** The event type in it. */
  event: string | undefined
  #last = ''

  /**
   * Notes the value of an `event` field, and whether `data: ` begins the line after it. Gives back an
   * equal string of its own memory, where that is cheap: a kept event type then keeps no region alive.
   */
  note(type: string, beforeData: boolean): string {
    if (type !== this.#last) {
      const bytes = asciiBytes(type)
      if (bytes === undefined) return type
      this.#last = decodeUtf8(bytes, 0, bytes.length, false)
    } else if (beforeData && type !== this.event) {
      const bytes = asciiBytes(`event: ${type}\ndata: `)
      if (bytes === undefined) return this.#last
      this.event = this.#last
      this.bytes = bytes
      this.text = decodeUtf8(this.bytes, 0, this.bytes.length, false)
    }
    return this.#last
  }
}

function asciiBytes(text: string): Uint8Array | undefined {
  if (text.length > LONGEST) return undefined
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return undefined
    bytes[i] = unit
  }
  return bytes
}
