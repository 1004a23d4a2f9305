import type { ByteSource } from './byte-source.ts'
import { ChunkReader } from './chunk-reader.ts'
import type { EventMachine } from './event-machine.ts'
import { PulledValues } from './pulled-values.ts'

/** The values of one stream, to be read once: one by one, in batches, or by callback. */
export interface EventStreamIterable<T> extends AsyncIterable<T> {
  /** Gives the values one by one. Leaving the loop cancels the source. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T>
  /** Gives the values in arrays, one for each network chunk that completed any. Leaving the loop cancels the source. */
  batches(): AsyncIterableIterator<readonly T[]>
  /**
   * Calls `onValue` for each value, and settles at the end of the stream. The fastest of the three:
   * there is one wait for each network chunk. What `onValue` throws cancels the source and rejects.
   */
  each(onValue: (value: T) => void): Promise<void>
}

/** Reads `source` through `machine`. The source is not touched before iteration begins. */
export function readThrough<T>(
  source: ByteSource,
  machine: EventMachine<T>,
): EventStreamIterable<T> {
  let used = false
  const open = (): ChunkReader => {
    if (used) throw new TypeError('A stream can be read once, and this one was')
    used = true
    return new ChunkReader(source)
  }
  return {
    [Symbol.asyncIterator]: () => new PulledValues(open(), machine, () => machine.read()),
    batches: () => new PulledValues(open(), machine, batchFrom(machine)),
    each: async (onValue) => {
      const handOn = (): undefined => {
        machine.drain(onValue)
      }
      await new PulledValues(open(), machine, handOn).toEnd()
    },
  }
}

// All values that a chunk completed.
function batchFrom<T>(machine: EventMachine<T>): () => readonly T[] | undefined {
  let owed: { readonly error: unknown } | undefined
  return () => {
    if (owed !== undefined) throw owed.error
    const values: T[] = []
    try {
      machine.drain((value) => {
        values.push(value)
      })
    } catch (error) {
      if (values.length === 0) throw error
      // The values before it come first, as a batch of their own.
      owed = { error }
    }
    return values.length === 0 ? undefined : values
  }
}
