import type { ChatCompletionChunk } from '@sse/chat'
import { isObject } from './json-object.ts'

/**
 * Whether whoever gives the items vouches for their being all, once they have ended without an error:
 * `complete` if it says so, else the iterable's property `complete`, else its being what
 * `decodeEventStream` returns, which fails when its decoder does not call the stream complete.
 * Undefined when nobody says anything.
 */
export function isVouchedFor(
  items: object,
  complete: boolean | (() => boolean) | undefined,
): boolean | undefined {
  if (complete !== undefined) return typeof complete === 'function' ? complete() : complete
  if ('complete' in items && typeof items.complete === 'boolean') return items.complete
  return isDecoded(items) ? true : undefined
}

/** Whether these are the items of `decodeEventStream`, by the methods that only those have together. */
export function isDecoded(items: object): items is {
  each(onValue: (chunk: ChatCompletionChunk) => void): Promise<void>
} {
  if (!isObject(items)) return false
  return typeof items['each'] === 'function' && typeof items['batches'] === 'function'
}

/** What the decoder of these items took the stream for complete upon, if they tell. */
export function completionOf(items: object): string | undefined {
  const { completion } = items as { readonly completion?: unknown }
  return typeof completion === 'string' ? completion : undefined
}
