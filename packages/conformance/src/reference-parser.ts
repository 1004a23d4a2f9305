// The standard's algorithm over the whole input at once: slow, and plainly right. The oracle.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation

import type { ExpectedEvent } from '@fixtures/sse'
import type { Sentinel } from './capabilities.ts'
import { decodeUtf8, encodeUtf8 } from './utf-8.ts'

/** Deviations that the reference can be asked for. Without any it does what the standard says. */
export interface ReferenceOptions {
  readonly eof?: 'discard' | 'flush' | undefined
  readonly sentinel?: Sentinel | undefined
  readonly lastEventId?: string | undefined
  /** UTF-8 bytes that the lines of one block may have. Default: no limit. */
  readonly maxEventSize?: number | undefined
}

/** What is to be seen of a stream, complete. */
export interface ReferenceObservation {
  readonly events: readonly ExpectedEvent[]
  /** The text after the colon of each comment line. */
  readonly comments: readonly string[]
  readonly reconnectionTime: number | undefined
  readonly lastEventId: string
  /** Whether a block passed `maxEventSize`; nothing behind that place was read. */
  readonly tooLarge: boolean
  /** Whether the sentinel was seen; nothing behind it was read. */
  readonly done: boolean
}

/** What timers can hold; the standard has no ceiling, and the comparison has this one. */
export const MAX_RECONNECTION_TIME = 2_147_483_647

/** Reads a whole event stream by the letter of the standard. */
export function referenceParse(
  bytes: Uint8Array,
  options: ReferenceOptions = {},
): ReferenceObservation {
  const { eof = 'discard', maxEventSize = Infinity, sentinel } = options
  let text = decodeUtf8(bytes)
  if (text.startsWith('\u{feff}')) text = text.slice(1)
  const { lines, pending } = splitLines(text)

  const events: ExpectedEvent[] = []
  const comments: string[] = []
  let data = ''
  let type = ''
  let idBuffer = options.lastEventId ?? ''
  let lastEventId = idBuffer
  let reconnectionTime: number | undefined
  let id: string | undefined
  let retry: number | undefined
  let size = 0

  function processLine(line: string): void {
    if (line.startsWith(':')) {
      comments.push(line.slice(1))
      return
    }
    const colon = line.indexOf(':')
    if (colon === -1) processField(line, '')
    else {
      const value = line.slice(colon + 1)
      processField(line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value)
    }
  }

  function processField(name: string, value: string): void {
    if (name === 'event') type = value
    else if (name === 'data') data += `${value}\n`
    else if (name === 'id') {
      if (!value.includes('\0')) id = idBuffer = value
    } else if (name === 'retry' && isDigits(value)) {
      retry = reconnectionTime = Math.min(Number(value), MAX_RECONNECTION_TIME)
    }
  }

  /** Returns whether the event was the sentinel. */
  function dispatch(): boolean {
    lastEventId = idBuffer
    const event: ExpectedEvent | undefined =
      data === ''
        ? undefined
        : {
            event: type === '' ? undefined : type,
            data: data.slice(0, -1),
            id,
            retry,
            lastEventId,
          }
    data = type = ''
    id = retry = undefined
    size = 0
    if (event === undefined) return false
    if (isSentinel(event.data, sentinel)) return true
    events.push(event)
    return false
  }

  function result(
    ended: { readonly tooLarge?: true; readonly done?: true } = {},
  ): ReferenceObservation {
    const { tooLarge = false, done = false } = ended
    return { events, comments, reconnectionTime, lastEventId, tooLarge, done }
  }

  for (const line of lines) {
    if (line === '') {
      if (dispatch()) return result({ done: true })
    } else {
      size += encodeUtf8(line).length
      if (size > maxEventSize) return result({ tooLarge: true })
      processLine(line)
    }
  }
  if (size + encodeUtf8(pending).length > maxEventSize) return result({ tooLarge: true })
  if (eof === 'flush') {
    if (pending !== '') processLine(pending)
    if (dispatch()) return result({ done: true })
  }
  return result()
}

/** The lines that have an end, and what stands behind the last end. */
function splitLines(text: string): { readonly lines: readonly string[]; readonly pending: string } {
  const lines: string[] = []
  let line = ''
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '\r') {
      if (text.charAt(at + 1) === '\n') at++
      lines.push(line)
      line = ''
    } else if (character === '\n') {
      lines.push(line)
      line = ''
    } else line += character
  }
  return { lines, pending: line }
}

function isDigits(value: string): boolean {
  if (value === '') return false
  for (const character of value) if (!'0123456789'.includes(character)) return false
  return true
}

function isSentinel(data: string, sentinel: Sentinel | undefined): boolean {
  if (sentinel === undefined) return false
  return sentinel.match === 'exact'
    ? data === sentinel.data
    : trimAsciiWhitespace(data) === trimAsciiWhitespace(sentinel.data)
}

function trimAsciiWhitespace(text: string): string {
  const isSpace = (character: string): boolean => '\t\n\f\r '.includes(character)
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charAt(start))) start++
  while (end > start && isSpace(text.charAt(end - 1))) end--
  return text.slice(start, end)
}
