import type { EventRecord } from './event-decoding.ts'
import type { HttpResponse } from './http.ts'
import type { Outcome } from './outcome.ts'
import type { StreamSource } from './stream-source.ts'
import type { StreamTiming } from './stream-timing.ts'

const MOST_EVENTS = 1024
const MOST_CHARACTERS = 1_000_000

/** Divides the events of a stream into two branches; each is read for itself, the slower one sets the pace. */
export function teeRecords<Item>(
  trunk: StreamSource<Item>,
  records: AsyncIterator<EventRecord<Item>>,
): [StreamSource<Item>, StreamSource<Item>] {
  const fork = new Fork(trunk, records)
  return [new Branch(fork), new Branch(fork)]
}

// What both branches know.
class Fork<Item> {
  readonly trunk: StreamSource<Item>
  readonly branches: Branch<Item>[] = []
  ended = false
  failure: { readonly error: unknown } | undefined
  readonly #records: AsyncIterator<EventRecord<Item>>
  #reading: Promise<void> | undefined
  #changed: Promise<void> | undefined
  #onChange: (() => void) | undefined

  constructor(trunk: StreamSource<Item>, records: AsyncIterator<EventRecord<Item>>) {
    this.trunk = trunk
    this.#records = records
  }

  /** Resolves when something is different: a record was read or taken, a branch closed, the end came. */
  change(): Promise<void> {
    this.#changed ??= new Promise((resolve) => {
      this.#onChange = resolve
    })
    return this.#changed
  }

  notify(): void {
    this.#onChange?.()
    this.#changed = undefined
  }

  /** Reads one record into every branch that is open, unless one of them is full, or a read is under way. */
  readOn(): void {
    if (this.#reading === undefined && !this.branches.some((branch) => branch.full)) {
      this.#reading = this.#read()
    }
  }

  async #read(): Promise<void> {
    try {
      const { value, done } = await this.#records.next()
      if (done === true) this.ended = true
      else for (const branch of this.branches) branch.push(value)
    } catch (error) {
      this.failure = { error }
      this.ended = true
    }
    this.#reading = undefined
    this.notify()
  }
}

class Branch<Item> implements StreamSource<Item> {
  readonly #fork: Fork<Item>
  readonly #queue: EventRecord<Item>[] = []
  #size = 0
  // Items of a record that was taken in part.
  #items: readonly Item[] = []
  #at = 0
  #outcome: Outcome | undefined

  constructor(fork: Fork<Item>) {
    this.#fork = fork
    fork.branches.push(this)
  }

  get response(): HttpResponse {
    return this.#fork.trunk.response
  }

  get timing(): StreamTiming {
    return this.#fork.trunk.timing
  }

  get outcome(): Outcome | undefined {
    return this.#outcome
  }

  get full(): boolean {
    return this.#queue.length >= MOST_EVENTS || this.#size >= MOST_CHARACTERS
  }

  push(record: EventRecord<Item>): void {
    if (this.#outcome !== undefined) return
    this.#queue.push(record)
    this.#size += record.event.data.length
  }

  async next(): Promise<Item | undefined> {
    for (;;) {
      const item = this.#items[this.#at++]
      if (item !== undefined) return item
      const record = await this.nextRecord()
      if (record === undefined) return undefined
      this.#items = record.items
      this.#at = 0
    }
  }

  async nextRecord(): Promise<EventRecord<Item> | undefined> {
    const fork = this.#fork
    while (this.#outcome === undefined) {
      const record = this.#queue.shift()
      if (record !== undefined) {
        this.#size -= record.event.data.length
        fork.notify()
        return record
      }
      if (fork.ended) {
        this.#outcome = fork.trunk.outcome
        if (fork.failure === undefined) return undefined
        throw fork.failure.error
      }
      fork.readOn()
      await fork.change()
    }
    return undefined
  }

  close(): void {
    if (this.#outcome !== undefined) return
    this.#outcome = { status: 'aborted', by: 'close' }
    this.#queue.length = this.#size = 0
    this.#items = []
    if (this.#fork.branches.every((branch) => branch.outcome?.status === 'aborted')) {
      this.#fork.trunk.close()
    }
    this.#fork.notify()
  }
}
