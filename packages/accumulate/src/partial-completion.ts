import type { ChatCompletion } from '@sse/chat'
import { isObject } from './json-object.ts'

/**
 * What had arrived when a stream failed: the completion that `finish`, `accumulateChat`, `chatUpdates`
 * and their twins attach to every error which they throw, as the property `partial`, not enumerable.
 *
 * Undefined when the value is no error of such a stream, and when it could not carry a property: it
 * is frozen, or no object at all.
 */
export function partialCompletion(error: unknown): ChatCompletion | undefined {
  if (!isObject(error) || !Object.hasOwn(error, 'partial')) return undefined
  const { partial } = error
  const isCompletion = isObject(partial) && partial['object'] === 'chat.completion'
  return isCompletion ? (partial as unknown as ChatCompletion) : undefined
}

/**
 * Attaches what had arrived to the error that ended a stream, and returns that error: its class, its
 * code and its stack stay as they are. For whoever drives a `ChatAccumulator` by hand.
 */
export function withPartial<E>(error: E, partial: ChatCompletion): E {
  if (typeof error === 'object' && error !== null) {
    // Not `defineProperty`, which throws for an error that is frozen.
    Reflect.defineProperty(error, 'partial', {
      value: partial,
      configurable: true,
      enumerable: false,
      writable: true,
    })
  }
  return error
}
