// Responses streams put one of a few `event: …` lines before the `data:` line of hundreds of events. Once a type came
// twice, that line and the field name after it are matched as one run of characters, or of bytes in a chunk that is
// exactly one event.

import { decodeUtf8 } from './utf8.ts'

/** What stands before the data of an event that is one data line, perhaps behind an event line. */
export interface EventHeader {
  readonly text: string
  readonly bytes: Uint8Array
  /** The event type in it, in memory of its own: kept, it keeps no region alive. */
  readonly event: string | undefined
}

const DATA_HEADER: EventHeader = {
  text: 'data: ',
  bytes: /* @__PURE__ */ Uint8Array.of(100, 97, 116, 97, 58, 32),
  event: undefined,
}

const LF = 10
const LONGEST_TYPE = 128
// More types than come by turns, and few enough to try each.
const MOST = 8

/** The event lines that came twice: the first few of a parser, so that many types never drive each other out. */
export class EventHeaders {
  readonly #known: EventHeader[] = [DATA_HEADER]
  // Types that came lately: once each, but for those that are known.
  readonly #seen: string[] = []
  /** The one that was found last: the first to try. */
  last: EventHeader = DATA_HEADER

  /** The known header that `text` has at `at`. */
  inText(text: string, at: number): EventHeader | undefined {
    const known = this.#known
    for (let i = 1; i < known.length; i++) {
      const header = known[i]!
      const end = at + header.text.length
      // To cut out a text costs ten times as much as to look where its line ends.
      if (text.charCodeAt(end - 7) === LF && text.substring(at, end) === header.text) {
        return (this.last = header)
      }
    }
    return undefined
  }

  /** The known header that `chunk` begins with. */
  inChunk(chunk: Uint8Array): EventHeader | undefined {
    const known = this.#known
    for (let i = 0; i < known.length; i++) {
      const { bytes } = known[i]!
      for (let at = 0; chunk[at] === bytes[at];) if (++at === bytes.length) return known[i]
    }
    return undefined
  }

  /** Notes the type of an event line; gives its one copy when it is known. */
  learn(type: string): string {
    const known = this.#known
    for (let i = 0; i < known.length; i++) {
      const { event } = known[i]!
      if (event === type) return event
    }
    if (known.length === MOST || type.length > LONGEST_TYPE) return type
    if (!this.#seen.includes(type)) {
      if (this.#seen.push(type) > MOST) this.#seen.shift()
      return type
    }
    const bytes = new TextEncoder().encode(`event: ${type}\ndata: `)
    // Joined strings compare several times slower than decoded ones.
    const text = decodeUtf8(bytes, 0, bytes.length)
    const event = text.slice(7, -7)
    known.push({ text, bytes, event })
    return event
  }
}
