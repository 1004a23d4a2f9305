import type { ByteReader, ByteSource } from './byte-source.ts'

/** What `read` of a `ByteReader` settles with. */
export type ChunkResult = Awaited<ReturnType<ByteReader['read']>>

const END: ChunkResult = { done: true }

/** One way to read every kind of byte source, and to leave it exactly once. */
export class ChunkReader {
  readonly #reader: ByteReader
  #left = false

  /** Throws a `TypeError` when the source is of no known kind. Reads nothing yet. */
  constructor(source: ByteSource) {
    this.#reader = isReadable(source) ? source.getReader() : new IteratorReader(iterate(source))
  }

  /** Reads the next chunk. */
  read(): Promise<ChunkResult> {
    return this.#reader.read()
  }

  /** Notes that the source came to its own end, or failed: there is nothing to cancel. */
  end(): void {
    if (this.#left) return
    this.#left = true
    this.#reader.releaseLock()
  }

  /** Cancels the source, once; also while a read is under way. It has left by then: a failure is nobody's news. */
  async cancel(reason?: unknown): Promise<void> {
    if (this.#left) return
    this.#left = true
    try {
      await this.#reader.cancel(reason)
      this.#reader.releaseLock()
    } catch {
      // See above.
    }
  }
}

class IteratorReader implements ByteReader {
  readonly #iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>
  // Settles the read that is under way.
  #settle: ((result: ChunkResult) => void) | undefined

  constructor(iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>) {
    this.#iterator = iterator
  }

  read(): Promise<ChunkResult> {
    return new Promise((resolve, reject) => {
      this.#settle = resolve
      const settle = (result: IteratorResult<Uint8Array>): void => {
        this.#settle = undefined
        resolve(result.done === true ? END : { done: false, value: result.value })
      }
      try {
        const result = this.#iterator.next()
        if ('then' in result) result.then(settle, reject)
        else settle(result)
      } catch (error) {
        reject(error)
      }
    })
  }

  async cancel(): Promise<void> {
    const settle = this.#settle
    const left = this.#iterator.return?.()
    if (settle === undefined) await left
    else {
      // A generator answers `return` only after the `next` before it: waiting here could be for ever.
      settle(END)
      if (left !== undefined && 'then' in left) left.then(undefined, () => undefined)
    }
  }

  releaseLock(): void {}
}

function isReadable(source: ByteSource): source is Extract<ByteSource, { getReader: unknown }> {
  return isObject(source) && 'getReader' in source && typeof source.getReader === 'function'
}

function iterate(source: unknown): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  if (isObject(source) && !(source instanceof Uint8Array)) {
    const { [Symbol.asyncIterator]: async, [Symbol.iterator]: sync } = source as Partial<
      AsyncIterable<Uint8Array> & Iterable<Uint8Array>
    >
    if (async !== undefined) return async.call(source)
    if (sync !== undefined) return sync.call(source)
  }
  throw new TypeError(
    'The source must be a ReadableStream or an iterable of Uint8Array chunks; put a single chunk into an array',
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
