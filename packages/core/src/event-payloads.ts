import { isDone, isObject, parsed } from './payload.ts'
import { reportsError } from './upstream-error-of.ts'

/** Stands for the sentinel among payloads, which is no JSON: a payload may be a string that says the same. */
export const END: unique symbol = /* @__PURE__ */ Symbol('[DONE]')

/** One payload of an event that has several, and its line. */
export interface EventPayload {
  readonly text: string
  /** Where it ends in the data, behind its line end. */
  readonly end: number
  /** `END` for the sentinel. */
  readonly value: unknown
}

/** What the data of an event is, line by line, that is no JSON as a whole. */
export interface EventPayloads {
  /** The lines that are whole, up to the first that is not. */
  readonly payloads: readonly EventPayload[]
  /** There are comments among them, as gateways make when they wrap those of the server in data. */
  readonly hasComments: boolean
  /** From the first line that is no payload on; undefined when all are. */
  readonly rest: string | undefined
}

/** Takes the data of an event apart that has lost the blank lines between its payloads. */
export function eventPayloads(data: string): EventPayloads {
  const payloads: EventPayload[] = []
  let hasComments = false
  for (let at = 0; at <= data.length;) {
    const lf = data.indexOf('\n', at)
    const end = lf === -1 ? data.length : lf
    const text = data.slice(at, end)
    const line = text.trim()
    if (line.startsWith(':')) {
      hasComments = true
    } else if (line !== '') {
      const value = isDone(line) ? END : parsed(line)
      if (value === undefined) return { payloads, hasComments, rest: data.slice(at) }
      payloads.push({ text, value, end: end + 1 })
    }
    at = end + 1
  }
  return { payloads, hasComments, rest: undefined }
}

/** Whether data that nothing ends is whole: JSON, but for a number, which may have had more digits, or lines of it. */
export function isWhole(data: string): boolean {
  const value = parsed(data)
  if (value !== undefined) return typeof value !== 'number'
  const { payloads, hasComments, rest } = eventPayloads(data)
  if (payloads.some((payload) => typeof payload.value === 'number')) return false
  if (rest === undefined) return payloads.length > 0
  return (payloads.length > 0 || hasComments) && isWhole(rest)
}

/** The error payload that a server has put into an event which it left unfinished: the last line. */
export function lastPayload(data: string): unknown {
  return parsed(data.slice(data.lastIndexOf('\n') + 1))
}

/** What an event that is named for an error says of it, where it is no JSON: a payload in it, or its text. */
export function errorPayload(data: string, { payloads, rest }: EventPayloads): unknown {
  const [first] = payloads
  const isAlone = rest === undefined && payloads.slice(1).every(({ value }) => value === END)
  if (isAlone && isObject(first?.value)) return first.value
  const last = lastPayload(data)
  return reportsError(last) ? last : data.trim()
}
