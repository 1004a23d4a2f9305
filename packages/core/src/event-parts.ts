import { isDone, isObject, parsed } from './payload.ts'
import type { ServerSentEvent } from './server-sent-event.ts'
import { reportsError } from './upstream-error-of.ts'

/** Stands for the sentinel among payloads, which is no JSON: a payload may be a string that says the same. */
export const END: unique symbol = /* @__PURE__ */ Symbol('[DONE]')

/** A part of an event that is to be read on its own. */
export interface EventPart {
  readonly event: ServerSentEvent
  /** What of the data it is, as it arrived. */
  readonly text: string
  /** Where it ends in the data, behind its line end. */
  readonly end: number
  /** Its payload, `END` for the sentinel; undefined for what is still to be decoded. */
  readonly value: unknown
}

/** What the data of an event is, line by line, that is no JSON as a whole. */
export interface EventParts {
  /** The lines that are whole payloads; and behind them all from the first on that is none, as one part. */
  readonly parts: readonly EventPart[]
  /** There are comments among them, as gateways make when they wrap those of the server in data. */
  readonly hasComments: boolean
  /** The error payload that a server has put into an event which it left unfinished: the last line. */
  readonly error: unknown
}

/** Takes an event apart that has lost the blank lines between its payloads. */
export function eventParts(event: ServerSentEvent): EventParts {
  const lines = event.data.split('\n')
  const parts: EventPart[] = []
  let hasComments = false
  let end = 0
  for (const [at, text] of lines.entries()) {
    const line = text.trim()
    end += text.length + 1
    if (line.startsWith(':')) hasComments = true
    else if (line !== '') {
      const value = isDone(line) ? END : parsed(line)
      const isPayload = value !== undefined
      parts.push({ event, text: isPayload ? text : lines.slice(at).join('\n'), end, value })
      if (!isPayload) break
    }
  }
  const last = parsed(lines.at(-1)!)
  return { parts, hasComments, error: reportsError(last) ? last : undefined }
}

/** Whether parts that nothing ends are whole: JSON, but for numbers, which may have had more digits. */
export function areWhole(parts: readonly EventPart[]): boolean {
  return parts.length > 0 && parts.every(isWhole)
}

function isWhole({ text, value = parsed(text) }: EventPart): boolean {
  return value !== undefined && typeof value !== 'number'
}

/** An event as a part that is still to be decoded; or what is left of it. */
export function undecoded(event: ServerSentEvent, text: string = event.data): EventPart {
  return { event, text, end: 0, value: undefined }
}

/** The texts of parts as they arrived, one per line. */
export function textOf(parts: readonly EventPart[]): string {
  return parts.map(({ text }) => text).join('\n')
}

/**
 * The parts of an event that is to be read in parts: one with a part among them that counts, or with
 * nothing but payloads. Of one that is named `error`, all from the first part on that is no item is the
 * error. None for any other.
 */
export function joinedParts(
  event: ServerSentEvent,
  { parts, hasComments }: EventParts,
  counts: boolean,
  isItem: (part: EventPart) => boolean,
): EventPart[] {
  if (event.event === 'error') {
    const end = parts.findIndex((part) => !isItem(part))
    const joined = parts.slice(0, end === -1 ? undefined : end)
    const last = joined.at(-1)
    const rest = event.data.slice(last?.end)
    // The end behind an error says nothing.
    if (last !== undefined && !/^(\s*\[DONE\])*\s*$/.test(rest)) joined.push(undecoded(event, rest))
    return joined
  }
  const isAlone = hasComments && parts.length === 1
  const isJoined = counts || isAlone || parts.every(({ value }) => value !== undefined)
  return isJoined ? [...parts] : []
}

/** What an event that is named for an error says of it, where it is no JSON: a payload in it, or its text. */
export function errorPayload({ data }: ServerSentEvent, { parts, error }: EventParts): unknown {
  const [first, ...others] = parts
  if (isObject(first?.value) && others.every(isEnd)) return first.value
  return error ?? data.trim()
}

function isEnd({ value }: EventPart): boolean {
  return value === END
}
