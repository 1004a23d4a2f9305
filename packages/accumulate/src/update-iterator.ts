// Written by hand, for `return` is to end the source at once, also while an item is waited for.

import { isVouchedFor } from './stream-evidence.ts'

/** What makes updates of items, as the accumulators do. */
interface UpdateMachine<Item, Update> {
  push(item: Item): readonly Update[]
  validate(end: { readonly complete: boolean | undefined }): Promise<void>
  finishUpdates(end: { readonly complete: boolean | undefined }): readonly Update[]
  finish(): unknown
}

/** How a reading of updates begins and ends. */
export interface UpdateReading<Item, Update> {
  readonly items: Iterable<Item> | AsyncIterable<Item>
  readonly machine: UpdateMachine<Item, Update>
  /** Whether the items are all, once they have ended without an error. */
  readonly complete: boolean | (() => boolean) | undefined
  /** Gives what is to be thrown for what the items, or the machine, have thrown. */
  readonly failed: (error: unknown) => unknown
}

/** Gives the updates of items one by one; an item is asked for when those of the last one were taken. */
export class UpdateIterator<Item, Update> implements AsyncIterableIterator<Update> {
  readonly #reading: UpdateReading<Item, Update>
  #items: Iterator<Item> | AsyncIterator<Item> | undefined
  // The updates of the last item, and which of them is next.
  #updates: readonly Update[] = []
  #next = 0
  // There are no more items to ask for.
  #ended = false
  // Ends the wait for an item, or for a schema.
  #stop: (() => void) | undefined
  // What is to be thrown after the last updates.
  #owed: { readonly error: unknown } | undefined
  // The call of `next` that was made last, if it waits for an item.
  #pending: Promise<IteratorResult<Update>> | undefined

  constructor(reading: UpdateReading<Item, Update>) {
    this.#reading = reading
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<Update>> {
    const update = this.#pending === undefined ? this.#take() : undefined
    if (update !== undefined) return Promise.resolve(update)
    const read = (): Promise<IteratorResult<Update>> => this.#read()
    const turn = this.#pending === undefined ? read() : this.#pending.then(read, read)
    this.#pending = turn
    const clear = (): void => {
      if (this.#pending === turn) this.#pending = undefined
    }
    turn.then(clear, clear)
    return turn
  }

  async return(value?: unknown): Promise<IteratorResult<Update>> {
    await this.#leave()
    return { value, done: true } as IteratorResult<Update>
  }

  async throw(error?: unknown): Promise<IteratorResult<Update>> {
    await this.#leave()
    throw error
  }

  #take(): IteratorResult<Update> | undefined {
    const value = this.#updates[this.#next]
    if (value === undefined) return undefined
    this.#next++
    return { value, done: false }
  }

  // A loop: many an item changes nothing.
  async #read(): Promise<IteratorResult<Update>> {
    for (;;) {
      const update = this.#take()
      if (update !== undefined) return update
      if (this.#owed !== undefined) {
        const { error } = this.#owed
        this.#owed = undefined
        throw error
      }
      if (this.#ended) return { value: undefined, done: true }
      await this.#ask()
    }
  }

  async #ask(): Promise<void> {
    const { items, machine, failed } = this.#reading
    let isOpen = false
    try {
      this.#items ??= iteratorOf(items)
      const result = await this.#wait(this.#items.next())
      if (this.#ended) return
      // As `for await` does: what is asked once more would be asked for ever.
      if (Object(result) !== result) throw new TypeError('The `next` of the items gave no object')
      this.#updates = []
      this.#next = 0
      if (result.done === true) await this.#finish()
      else {
        isOpen = true
        this.#updates = machine.push(result.value)
      }
    } catch (error) {
      if (this.#ended) return
      this.#ended = true
      this.#owed = { error: failed(error) }
      // What it throws comes second.
      if (isOpen) await this.#wait(this.#close()).catch(() => {})
    }
  }

  async #finish(): Promise<void> {
    const { items, machine } = this.#reading
    const complete = isVouchedFor(items, this.#reading.complete)
    await this.#wait(machine.validate({ complete }))
    if (this.#ended) return
    this.#ended = true
    this.#updates = machine.finishUpdates({ complete })
    try {
      machine.finish()
    } catch (error) {
      this.#owed = { error }
    }
  }

  // Settles at once, `#ended` then, when nobody wants any more updates. No `race`: what lasts would
  // remember each round of it.
  #wait<Value>(value: Value | PromiseLike<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#stop = () => {
        resolve(undefined as Value)
      }
      Promise.resolve(value).then(resolve, reject)
    })
  }

  async #close(): Promise<void> {
    await this.#items?.return?.()
  }

  async #leave(): Promise<void> {
    const wasEnded = this.#ended
    this.#ended = true
    this.#owed = undefined
    this.#updates = []
    this.#stop?.()
    if (!wasEnded) await this.#close()
  }
}

function iteratorOf<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
): Iterator<Item> | AsyncIterator<Item> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
}
