import { DONE, isSentinel } from './done.ts'

/** A JSON object, as `JSON.parse` gives it. */
export type JSONObject = Record<string, unknown>

/** Whether a value is an object and no array. */
export function isObject(value: unknown): value is JSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether data is the sentinel, which may have ASCII white space around it. */
export function isDone(data: string): boolean {
  return isSentinel(data, DONE)
}

/** The value of a JSON text; undefined, which JSON has no word for, when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The payloads of an event whose blank lines were lost, one per line; undefined unless every line is
 * one, and when there is none. The sentinel, which is no JSON, stands for itself.
 */
export function joinedPayloads(data: string): unknown[] | undefined {
  const payloads: unknown[] = []
  for (const line of data.split('\n')) {
    if (line.trim() === '') continue
    const payload = isDone(line) ? DONE : parsed(line)
    if (payload === undefined) return undefined
    payloads.push(payload)
  }
  return payloads.length > 0 ? payloads : undefined
}

/** The error payload that a server has put into an event which it left unfinished: the last line. */
export function lastPayload(data: string): unknown {
  return parsed(data.slice(data.lastIndexOf('\n') + 1))
}
