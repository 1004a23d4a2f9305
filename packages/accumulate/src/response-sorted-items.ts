import type { JSONObject } from './json-object.ts'
import type { ResponseItem } from './response-item.ts'

// Each late item pays for at most so many that are sorted again because of it.
const SORTED_PER_LATE_ITEM = 64

/**
 * The items of an output by their indexes, and beside them what they are in the response. Items are put
 * into their places when somebody looks: one by one, 50,000 items from the last to the first took 14 s.
 */
export class SortedItems {
  readonly #items: ResponseItem[] = []
  readonly #live: JSONObject[] = []
  // In the order in which they began.
  readonly #byIndex: Map<number, ResponseItem> = new Map()
  // Those that have no place yet.
  #late: ResponseItem[] = []
  #next = 0

  /** Sorted by `output_index`, which each has another of. */
  get items(): readonly ResponseItem[] {
    this.#arrange()
    return this.#items
  }

  /** The same, as they are in the response. */
  get live(): JSONObject[] {
    this.#arrange()
    return this.#live
  }

  /** The same in the order in which they began. */
  get begun(): ResponseItem[] {
    return [...this.#byIndex.values()]
  }

  /** The item with an index of its own. */
  at(index: number): ResponseItem | undefined {
    return this.#byIndex.get(index)
  }

  /** What there is of the item in the response is another object now. */
  renew(item: ResponseItem): void {
    this.live[this.#placeOf(item)] = item.live
  }

  /** One more than the highest index. */
  protected get next(): number {
    return this.#next
  }

  protected add(item: ResponseItem): void {
    this.#late.push(item)
    this.#byIndex.set(item.index, item)
    this.#next = Math.max(this.#next, item.index + 1)
  }

  #arrange(): void {
    const late = this.#late
    const items = this.#items
    if (late.length === 0) return
    this.#late = []
    if (late.length * SORTED_PER_LATE_ITEM > items.length) {
      for (const item of late) items.push(item)
      items.sort((a, b) => a.index - b.index)
      for (const [at, { live }] of items.entries()) this.#live[at] = live
    } else {
      for (const item of late) {
        const place = this.#placeOf(item)
        items.splice(place, 0, item)
        this.#live.splice(place, 0, item.live)
      }
    }
  }

  // How many items have a lower index.
  #placeOf({ index }: ResponseItem): number {
    let from = 0
    let to = this.#items.length
    while (from < to) {
      const middle = (from + to) >>> 1
      if (this.#items[middle]!.index < index) from = middle + 1
      else to = middle
    }
    return from
  }
}
