import type { JSONObject } from './json-object.ts'
import type { ResponseItem } from './response-item.ts'

// Each late item pays for at most so many that are sorted again because of it.
const SORTED_PER_LATE_ITEM = 64

/**
 * The items of an output by their indexes, and beside them what they are in the response. Items that
 * come after one with a higher index are put into their places when somebody looks: one by one, 50,000
 * items from the last to the first took 14 s.
 */
export class SortedItems {
  readonly #items: ResponseItem[]
  readonly #live: JSONObject[]
  readonly #byIndex: Map<number, ResponseItem> = new Map()
  // Those that have no place yet.
  #late: ResponseItem[] = []
  #next = 0

  constructor(live: JSONObject[], items: ResponseItem[]) {
    this.#live = live
    this.#items = items
    for (const item of items) this.#know(item)
  }

  get items(): readonly ResponseItem[] {
    this.#arrange()
    return this.#items
  }

  get live(): JSONObject[] {
    this.#arrange()
    return this.#live
  }

  /** One more than the highest index. */
  get next(): number {
    return this.#next
  }

  at(index: number): ResponseItem | undefined {
    return this.#byIndex.get(index)
  }

  add(item: ResponseItem): void {
    if (item.index < this.#next) this.#late.push(item)
    else {
      this.#arrange()
      this.#items.push(item)
      this.#live.push(item.live)
    }
    this.#know(item)
  }

  /** The item has become another object. */
  renew(item: ResponseItem): void {
    this.#arrange()
    this.#live[this.#placeOf(item.index)] = item.live
  }

  #know(item: ResponseItem): void {
    this.#byIndex.set(item.index, item)
    this.#next = Math.max(this.#next, item.index + 1)
  }

  #arrange(): void {
    const late = this.#late
    if (late.length === 0) return
    this.#late = []
    const items = this.#items
    if (late.length * SORTED_PER_LATE_ITEM > items.length) {
      for (const item of late) items.push(item)
      items.sort((a, b) => a.index - b.index)
      for (const [at, { live }] of items.entries()) this.#live[at] = live
      return
    }
    for (const item of late) {
      const place = this.#placeOf(item.index)
      items.splice(place, 0, item)
      this.#live.splice(place, 0, item.live)
    }
  }

  // How many items have a lower index.
  #placeOf(index: number): number {
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
