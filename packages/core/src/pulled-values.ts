// The async iterator, written by hand: each layer of async generator costs more than parsing an event.

import type { ChunkReader, ChunkResult } from './chunk-reader.ts'
import type { EventMachine } from './event-machine.ts'

const DONE_RESULT = { value: undefined, done: true } as const

/** What comes of the chunks of a reader, as far as a machine has them ready. */
export class PulledValues<R> implements AsyncIterableIterator<R> {
  readonly #machine: EventMachine<unknown>
  readonly #ready: () => R | undefined
  readonly #reader: ChunkReader
  readonly #onChunk: (chunk: ChunkResult) => IteratorResult<R> | Promise<IteratorResult<R>>
  readonly #onFailure: (error: unknown) => IteratorResult<R>
  // A read is under way; calls of `next` that came in the meantime wait behind `#last`.
  #reading = false
  #queued = 0
  #last: Promise<IteratorResult<R>> | undefined
  // The input has ended; nothing will come any more.
  #inputEnded = false
  #ended = false
  // Settles when the source that was left has been cancelled.
  #left: Promise<void> | undefined

  /** `ready` takes what the machine has ready. */
  constructor(reader: ChunkReader, machine: EventMachine<unknown>, ready: () => R | undefined) {
    this.#reader = reader
    this.#machine = machine
    this.#ready = ready
    this.#onChunk = (chunk) => {
      this.#reading = false
      return this.#settled(chunk) ?? this.#readOn()
    }
    this.#onFailure = (error) => {
      this.#reading = false
      // workerd fails the read that waits when a body is cancelled; elsewhere it is settled as done.
      if (this.#ended) return DONE_RESULT
      this.#ended = true
      this.#reader.end()
      throw error
    }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<R>> {
    if (this.#reading || this.#queued > 0) {
      this.#queued++
      const again = (): Promise<IteratorResult<R>> => {
        this.#queued--
        return this.#step()
      }
      this.#last = this.#last!.then(again, again)
      return this.#last
    }
    const result = this.#step()
    if (this.#reading) this.#last = result
    return result
  }

  async return(value?: unknown): Promise<IteratorResult<R>> {
    this.#ended = true
    await this.#reader.cancel()
    return { value, done: true } as IteratorResult<R>
  }

  async throw(error?: unknown): Promise<IteratorResult<R>> {
    this.#ended = true
    await this.#reader.cancel(error)
    throw error
  }

  /** Settles at the end, for a `ready` that gives nothing before. */
  async toEnd(): Promise<void> {
    try {
      await this.next()
    } finally {
      await this.#left
    }
  }

  #step(): Promise<IteratorResult<R>> {
    try {
      const result = this.#settled()
      if (result !== undefined) return Promise.resolve(result)
    } catch (error) {
      return Promise.reject(error)
    }
    this.#reading = true
    return this.#reader.read().then(this.#onChunk, this.#onFailure)
  }

  // What can be said upon a chunk, or before there is one; undefined when a further one is needed.
  #settled(chunk?: ChunkResult): IteratorResult<R> | undefined {
    if (this.#ended) return DONE_RESULT
    try {
      if (chunk?.done) {
        this.#reader.end()
        this.#inputEnded = true
      } else if (chunk !== undefined) this.#machine.push(chunk.value)
      let value = this.#ready()
      if (value === undefined && (this.#inputEnded || this.#machine.done)) {
        // A machine may have a last word: the end it was told of, or an error that it owes.
        this.#machine.finish()
        value = this.#ready()
        if (value === undefined) {
          this.#leave(undefined)
          return DONE_RESULT
        }
      }
      return value === undefined ? undefined : { value, done: false }
    } catch (error) {
      this.#leave(error)
      throw error
    }
  }

  // A loop, not a chain of promises: chunks without an event may come by the million.
  async #readOn(): Promise<IteratorResult<R>> {
    this.#reading = true
    for (;;) {
      let chunk: ChunkResult
      try {
        chunk = await this.#reader.read()
      } catch (error) {
        return this.#onFailure(error)
      }
      const result = this.#settled(chunk)
      if (result !== undefined) {
        this.#reading = false
        return result
      }
    }
  }

  #leave(reason: unknown): void {
    this.#ended = true
    this.#reading = false
    this.#left = this.#reader.cancel(reason)
  }
}
