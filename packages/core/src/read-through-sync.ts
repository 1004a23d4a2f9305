import type { EventMachine } from './event-machine.ts'

/** Reads `source` through `machine`, synchronously. */
export function* readThroughSync<T>(
  source: Iterable<Uint8Array>,
  machine: EventMachine<T>,
): IterableIterator<T> {
  if (typeof source?.[Symbol.iterator] !== 'function' || source instanceof Uint8Array) {
    throw new TypeError(
      'The source must be an iterable of Uint8Array chunks; put a single chunk into an array',
    )
  }
  for (const chunk of source) {
    machine.push(chunk)
    yield* ready(machine)
    if (machine.done) break
  }
  machine.finish()
  yield* ready(machine)
}

function* ready<T>(machine: EventMachine<T>): Generator<T, void> {
  for (;;) {
    const value = machine.read()
    if (value === undefined) return
    yield value
  }
}
