import type { Response } from '@sse/responses'
import { isObject } from './json-object.ts'
import { withPartial } from './partial-completion.ts'

/**
 * What had arrived when a stream failed: the response that `finish`, `accumulateResponse`,
 * `responseUpdates` and their twins attach to every error which they throw, as the property `partial`,
 * not enumerable.
 *
 * Undefined when the value is no error of such a stream, and when it could not carry a property: it
 * is frozen, or no object at all.
 */
export function partialResponse(error: unknown): Response | undefined {
  if (!isObject(error) || !Object.hasOwn(error, 'partial')) return undefined
  const { partial } = error
  const isResponse = isObject(partial) && partial['object'] === 'response'
  return isResponse ? (partial as unknown as Response) : undefined
}

/** Attaches what had arrived to the error that ended a stream, and returns that error. */
export function withPartialResponse<E>(error: E, partial: Response): E {
  return withPartial(error, partial as never)
}
