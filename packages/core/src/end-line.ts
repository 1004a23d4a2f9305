import { DONE } from './done.ts'
import { isDone, parsed } from './payload.ts'
import { reportsError, upstreamErrorOf } from './upstream-error-of.ts'
import type { UpstreamError } from './upstream-error.ts'

/**
 * What a line that is no field of the standard says of the end of its stream: a bare `[DONE]`, an error
 * as a bare line of JSON, or one in JSON with `error` for the field name. Undefined when it says nothing.
 */
export function endLine(
  name: string,
  value: string,
  text: string,
): typeof DONE | UpstreamError | undefined {
  if (isDone(text)) return DONE
  if (name !== 'error') {
    const payload = /^\s*[[{]/.test(text) ? parsed(text) : undefined
    return reportsError(payload) ? upstreamErrorOf(payload) : undefined
  }
  const payload = parsed(value)
  const isError = payload && (typeof payload === 'object' || typeof payload === 'string')
  return isError ? upstreamErrorOf(payload) : undefined
}
