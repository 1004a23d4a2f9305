import type { EventRecord } from './event-decoding.ts'
import { closedFor, type Outcome } from './outcome.ts'
import type { StreamSource } from './stream-source.ts'

const MOST_EVENTS = 1024
const MOST_CHARACTERS = 1_000_000

// A record, and how many there are up to it, with how many characters. The first one is none.
interface Link<Item> {
  readonly record?: EventRecord<Item>
  readonly count: number
  readonly size: number
  next?: Link<Item>
}

/**
 * Divides the events of a stream into two branches; each is read for itself, the slower one sets the
 * pace. When the trunk is cut short both end at once; when its connection has ended nobody is held back
 * any more: no more will come than was read ahead.
 */
export function teeRecords<Item>(
  trunk: StreamSource<Item>,
  records: AsyncIterator<EventRecord<Item>>,
): [StreamSource<Item>, StreamSource<Item>] {
  // What was read last: who has taken less follows the links.
  let last: Link<Item> = { count: 0, size: 0 }
  let reading = false
  let ended = false
  let failure: { readonly error: unknown } | undefined
  // For each branch that is open, whether it holds the other one back.
  const open = new Set<() => boolean>()
  // Resolves, and these are called, at the next change: a record was read or taken, a branch closed, the end came.
  let change: Promise<void> | undefined
  let resolveChange: (() => void) | undefined
  const watchers: (() => void)[] = []
  const notify = (): void => {
    change = undefined
    resolveChange?.()
    for (const watcher of watchers) watcher()
  }
  trunk.watch?.(notify)

  // Reads one record, unless a branch is full, or a read is under way.
  const readOn = async (): Promise<void> => {
    if (reading || (trunk.closing === undefined && [...open].some((isFull) => isFull()))) return
    reading = true
    try {
      const { value: record, done } = await records.next()
      if (done === true) ended = true
      else {
        const size = last.size + record.event.data.length
        last = last.next = { record, count: last.count + 1, size }
      }
    } catch (error) {
      failure = { error }
      ended = true
    }
    reading = false
    notify()
  }

  const branch = (): StreamSource<Item> => {
    let taken = last
    // Of a record that was taken in part.
    let items: readonly Item[] = []
    let at = 0
    let ownOutcome: Outcome | undefined
    let restarts = 0
    const isFull = (): boolean =>
      last.count - taken.count >= MOST_EVENTS || last.size - taken.size >= MOST_CHARACTERS
    open.add(isFull)
    const drop = (): void => {
      // Not the last one, which would hold what is linked to it from now on.
      taken = { count: 0, size: 0 }
      items = []
    }

    return {
      get response() {
        return trunk.response
      },
      get timing() {
        return trunk.timing
      },
      get restarts() {
        return restarts
      },
      get outcome() {
        const { outcome } = trunk
        const isClosed = outcome?.status === 'aborted' && outcome.by === 'close'
        return ownOutcome ?? (isClosed ? outcome : undefined)
      },
      get closing() {
        if (ownOutcome?.status === 'aborted') return 'cut'
        return trunk.closing ?? (ended ? 'received' : undefined)
      },
      watch(onClosing) {
        watchers.push(onClosing)
      },
      async next() {
        for (;;) {
          if (trunk.closing === 'cut') drop()
          const item = items[at++]
          if (item !== undefined) return item
          const record = await this.nextRecord()
          if (record === undefined) return undefined
          items = record.items
          at = 0
        }
      },
      async nextRecord() {
        while (ownOutcome === undefined) {
          if (trunk.closing === 'cut') drop()
          const { next } = taken
          if (next !== undefined) {
            taken = next
            restarts = next.record!.restarts
            notify()
            return next.record
          }
          if (ended) {
            ownOutcome = trunk.outcome
            if (failure !== undefined) throw failure.error
            restarts = trunk.restarts ?? 0
            return undefined
          }
          void readOn()
          change ??= new Promise((resolve) => {
            resolveChange = resolve
          })
          await change
        }
        return undefined
      },
      close(outcome = closedFor()) {
        if (ownOutcome !== undefined) return
        ownOutcome = outcome
        drop()
        open.delete(isFull)
        if (open.size === 0) trunk.close(outcome)
        notify()
      },
    }
  }
  return [branch(), branch()]
}
