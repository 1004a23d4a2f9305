import type { EventRecord } from './event-decoding.ts'
import type { HttpResponse } from './http.ts'
import type { Outcome } from './outcome.ts'
import type { StreamSource } from './stream-source.ts'
import type { StreamTiming } from './stream-timing.ts'

const MOST_EVENTS = 1024
const MOST_CHARACTERS = 1_000_000

/**
 * Divides the events of a stream into two branches; each is read for itself, the slower one sets the
 * pace. When the trunk is cut short both end at once; when its connection has ended nobody is held back
 * any more: no more will come than was read ahead.
 */
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
  /** Called at every change, for branches that are divided again. */
  readonly watchers: (() => void)[] = []
  ended = false
  failure: { readonly error: unknown } | undefined
  readonly #records: AsyncIterator<EventRecord<Item>>
  #reading: Promise<void> | undefined
  #changed: Promise<void> | undefined
  #resolve: (() => void) | undefined

  constructor(trunk: StreamSource<Item>, records: AsyncIterator<EventRecord<Item>>) {
    this.trunk = trunk
    this.#records = records
    trunk.watch?.(() => this.notify())
  }

  /** Resolves when something is different: a record was read or taken, a branch closed, the end came. */
  change(): Promise<void> {
    this.#changed ??= new Promise((resolve) => {
      this.#resolve = resolve
    })
    return this.#changed
  }

  notify(): void {
    this.#resolve?.()
    this.#changed = undefined
    for (const watcher of this.watchers) watcher()
  }

  /** Reads one record into every branch that is open, unless one of them is full, or a read is under way. */
  readOn(): void {
    if (this.#reading !== undefined) return
    const isHeld = this.branches.some((branch) => branch.full)
    if (!isHeld || this.trunk.closing !== undefined) this.#reading = this.#read()
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
  // The next one of these to give; how many characters they have.
  #next = 0
  #size = 0
  // Items of a record that was taken in part.
  #items: readonly Item[] = []
  #at = 0
  #outcome: Outcome | undefined
  restarts = 0

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
    const { outcome } = this.#fork.trunk
    const isClosed = outcome?.status === 'aborted' && outcome.by === 'close'
    return this.#outcome ?? (isClosed ? outcome : undefined)
  }

  get closing(): 'cut' | 'received' | undefined {
    if (this.#outcome?.status === 'aborted') return 'cut'
    const { ended, trunk } = this.#fork
    return trunk.closing ?? (ended ? 'received' : undefined)
  }

  watch(onClosing: () => void): void {
    this.#fork.watchers.push(onClosing)
  }

  get full(): boolean {
    return this.#queue.length - this.#next >= MOST_EVENTS || this.#size >= MOST_CHARACTERS
  }

  push(record: EventRecord<Item>): void {
    if (this.#outcome !== undefined) return
    this.#queue.push(record)
    this.#size += record.event.data.length
  }

  async next(): Promise<Item | undefined> {
    for (;;) {
      if (this.#fork.trunk.closing === 'cut') this.#drop()
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
      if (fork.trunk.closing === 'cut') this.#drop()
      const record = this.#take()
      if (record !== undefined) {
        this.restarts = record.restarts
        fork.notify()
        return record
      }
      if (fork.ended) {
        this.#outcome = fork.trunk.outcome
        if (fork.failure === undefined) {
          this.restarts = fork.trunk.restarts ?? 0
          return undefined
        }
        throw fork.failure.error
      }
      fork.readOn()
      await fork.change()
    }
    return undefined
  }

  close(outcome: Outcome = { status: 'aborted', by: 'close' }): void {
    if (this.#outcome !== undefined) return
    this.#outcome = outcome
    this.#drop()
    if (this.#fork.branches.every((branch) => branch.outcome !== undefined)) {
      this.#fork.trunk.close(outcome)
    }
    this.#fork.notify()
  }

  #take(): EventRecord<Item> | undefined {
    const record = this.#queue[this.#next++]
    if (record === undefined) this.#queue.length = this.#next = 0
    else this.#size -= record.event.data.length
    if (this.#next > MOST_EVENTS) this.#next -= this.#queue.splice(0, this.#next).length
    return record
  }

  #drop(): void {
    this.#queue.length = this.#next = this.#size = 0
    this.#items = []
  }
}
