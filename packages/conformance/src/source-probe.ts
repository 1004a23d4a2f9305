/** How a probe ends. */
export interface SourceEnd {
  /** What it fails with behind the last chunk. */
  readonly error?: Error | undefined
  /** Whether it never ends but by `return`: the next chunk is waited for without end. */
  readonly stalls?: boolean | undefined
}

/** A source of chunks that counts how it is used. */
export class SourceProbe implements AsyncIterable<Uint8Array> {
  /** Calls of `next` on its iterators. */
  pulls = 0
  /** Calls of `next` after `return`. */
  pullsAfterCancel = 0
  /** Calls of `return`. */
  cancels = 0
  /** Iterators that were asked for. */
  iterators = 0
  readonly #chunks: readonly Uint8Array[]
  readonly #end: SourceEnd
  #next = 0
  #wake: ((result: IteratorResult<Uint8Array>) => void) | undefined

  constructor(chunks: readonly Uint8Array[], end: SourceEnd = {}) {
    this.#chunks = chunks
    this.#end = end
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    this.iterators++
    return {
      next: () => this.#pull(),
      return: () => {
        this.cancels++
        this.#wake?.({ done: true, value: undefined })
        return Promise.resolve({ done: true, value: undefined })
      },
    }
  }

  #pull(): Promise<IteratorResult<Uint8Array>> {
    this.pulls++
    if (this.cancels > 0) this.pullsAfterCancel++
    const chunk = this.#chunks[this.#next++]
    if (chunk !== undefined) return Promise.resolve({ done: false, value: chunk })
    if (this.#end.error !== undefined) return Promise.reject(this.#end.error)
    if (this.#end.stalls !== true || this.cancels > 0) {
      return Promise.resolve({ done: true, value: undefined })
    }
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
