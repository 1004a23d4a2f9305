// Responses streams put the same `event: …` line before the `data:` line of hundreds of events in a row. Once a type
// came twice, that line and the field name after it are matched as one run of characters, or of bytes in a chunk that is
// exactly one event.

import { decodeUtf8 } from './utf8.ts'

/** What stands before the data of an event that is one data line, perhaps behind an event line. */
export interface EventHeader {
  readonly text: string
  readonly bytes: Uint8Array
  /** The event type in it, in memory of its own: kept, it keeps no region alive. */
  readonly event: string | undefined
}

export const DATA_HEADER: EventHeader = {
  text: 'data: ',
  bytes: /* @__PURE__ */ Uint8Array.of(100, 97, 116, 97, 58, 32),
  event: undefined,
}

export function eventHeader(type: string): EventHeader {
  const bytes = new TextEncoder().encode(`event: ${type}\ndata: `)
  const text = decodeUtf8(bytes, 0, bytes.length)
  return { text, bytes, event: text.slice(7, -7) }
}
