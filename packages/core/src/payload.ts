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
