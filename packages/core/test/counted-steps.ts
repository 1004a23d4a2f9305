import { EventParser } from '@sse/core'

type Parse = (chunks: readonly Uint8Array[], onEvent: () => void) => void

/**
 * Parses chunks and counts the work: the characters that were searched or compared, and the bytes that
 * were copied or decoded. Concatenation is free until its result is searched, as it is in the engines.
 */
export function countedSteps(chunks: readonly Uint8Array[], parse: Parse = drainAll): number {
  let steps = 0
  const text = String.prototype
  const bytes = Uint8Array.prototype
  const undo = [
    patch(text, 'indexOf', (found, [, from], self) => {
      const start = from ?? 0
      steps += found === -1 ? self.length - start : found - start + 1
    }),
    patch(text, 'charCodeAt', () => steps++),
    patch(text, 'substring', () => steps++),
    patch(text, 'slice', () => steps++),
    patch(bytes, 'set', (_, [source]) => (steps += source.length)),
    patch(bytes, 'copyWithin', (_, [, from, to], self) => {
      steps += (to ?? self.length) - from
    }),
    patch(TextDecoder.prototype, 'decode', (decoded) => (steps += decoded.length)),
  ]
  try {
    parse(chunks, () => steps++)
  } finally {
    for (const each of undo) each()
  }
  return steps + chunks.length
}

function drainAll(chunks: readonly Uint8Array[], onEvent: () => void): void {
  const parser = new EventParser()
  for (const chunk of chunks) {
    parser.push(chunk)
    parser.drain(onEvent)
  }
}

type Method<T, K extends keyof T> = T[K] extends (...args: infer A) => infer R ? [A, R] : never

/** Has `note` told of every call of a method. Gives what takes it back. */
function patch<T extends object, K extends keyof T & string>(
  prototype: T,
  name: K,
  note: (result: Method<T, K>[1], args: Method<T, K>[0], self: T) => void,
): () => void {
  const original = prototype[name] as (...args: unknown[]) => unknown
  const told = note as (result: unknown, args: unknown, self: T) => void
  const noted = function (this: T, ...args: unknown[]): unknown {
    const result = original.apply(this, args)
    told(result, args, this)
    return result
  }
  Object.defineProperty(prototype, name, { value: noted, configurable: true, writable: true })
  return () => {
    Object.defineProperty(prototype, name, { value: original, configurable: true, writable: true })
  }
}
