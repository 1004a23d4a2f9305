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
  /** Its payload, `END` for the sentinel; undefined for what is still to be decoded. */
  readonly value: unknown
}

/** An event whose data is not one payload, line by line. */
export interface ApartEvent {
  /** The lines that are whole payloads; and behind them all from the first on that is none, as one part. */
  readonly parts: readonly EventPart[]
  /** It is one of a stream of this kind, beyond doubt: there is the end, an item or an error in it. */
  readonly isOurs: boolean
  /** It is whole, though nothing ends it: an error, or JSON, but for numbers, which may have had more digits. */
  readonly isWhole: boolean
  /** One of the parts reports an error, or the event is named for one. */
  readonly hasError: boolean
  /** There are comments among them, as gateways make when they wrap those of the server in data. */
  readonly hasComments: boolean
  /** What is to be read part by part: none for an event that is not. */
  readonly joined: EventPart[]
  /** What the event says of an error if it is not read part by part: the payload of it, or its text. */
  readonly error: unknown
}

/**
 * Takes an event apart that has lost the blank lines between its payloads. It is to be read in parts if
 * one of them counts, or if there is nothing but payloads in it. Of an event that is named `error`, all
 * from the first part on that is no item is the error.
 */
export function apart(event: ServerSentEvent, isItem: (value: unknown) => boolean): ApartEvent {
  const { data } = event
  const isNamed = event.event === 'error'
  const lines = data.split('\n')
  const parts: EventPart[] = []
  const items: EventPart[] = []
  let hasComments = false
  // The line behind the items that come first.
  let behind = 0
  for (const [at, text] of lines.entries()) {
    const line = text.trim()
    if (line.startsWith(':')) hasComments = true
    else if (line !== '') {
      const value = isDone(line) ? END : parsed(line)
      const isRest = value === undefined
      const part = { event, text: isRest ? lines.slice(at).join('\n') : text, value }
      if (items.length === parts.length && isItem(value)) {
        items.push(part)
        behind = at + 1
      }
      parts.push(part)
      if (isRest) break
    }
  }
  const last = parsed(lines.at(-1)!)
  const hasError = isNamed || parts.some(({ value }) => reportsError(value))
  const counts = hasError || parts.some(({ value }) => value === END || isItem(value))
  const isAlone = hasComments && parts.length === 1
  let joined = counts || isAlone || parts.every(({ value }) => value !== undefined) ? parts : []
  let error = reportsError(last) ? last : undefined
  if (isNamed) {
    const rest = lines.slice(behind).join('\n')
    // The end behind an error says nothing.
    const isRest = items.length > 0 && !/^(\s*\[DONE\])*\s*$/.test(rest)
    joined = isRest ? [...items, { event, text: rest, value: undefined }] : items
    const [first, ...others] = parts
    const isFirst = isObject(first?.value) && others.every(({ value }) => value === END)
    error = isFirst ? first.value : (error ?? data.trim())
  }
  return {
    parts,
    isOurs: counts || error !== undefined,
    get isWhole() {
      return error !== undefined || (parts.length > 0 && parts.every(isWhole))
    },
    hasError,
    hasComments: hasComments && !isNamed,
    joined,
    error,
  }
}

function isWhole({ text, value = parsed(text) }: EventPart): boolean {
  return value !== undefined && typeof value !== 'number'
}
