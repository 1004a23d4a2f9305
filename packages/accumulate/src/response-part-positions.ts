import { isObject } from './json-object.ts'
import { isTextPart } from './response-text-channel.ts'

/**
 * Where the parts of an item are that events are about: at their indexes, but that nothing is left free
 * for what did not come, and that texts of two kinds with one index are two parts.
 */
export class PartPositions {
  // By list and index, where they differ from the index.
  readonly #known: Map<string, number>

  constructor(state?: readonly (readonly [key: string, position: number])[]) {
    this.#known = new Map(state)
  }

  get state(): [key: string, position: number][] {
    return [...this.#known]
  }

  /** The position in a list; of a part of a type, if the event does not say where. */
  of(list: string, entries: readonly unknown[], index: number | undefined, type?: string): number {
    const { length } = entries
    if (index === undefined) {
      const last = entries[length - 1]
      const goesOn = length > 0 && (type ?? '') === ((isObject(last) && last['type']) || '')
      return goesOn ? length - 1 : length
    }
    const known = this.#known
    let key = list + index
    let at = known.has(list) ? known.get(key) : index <= length ? index : undefined
    if (at !== undefined && areApart(entries[at], type)) {
      key = `${key} ${type!}`
      at = known.get(key)
    }
    if (at !== undefined) return at
    if (!known.has(list)) {
      // From now on positions are looked up.
      known.set(list, 0)
      for (let place = 0; place < length; place++) known.set(list + place, place)
    }
    known.set(key, length)
    return length
  }
}

// Whether an entry is a text of another kind.
function areApart(entry: unknown, type: string | undefined): boolean {
  const other = isObject(entry) ? entry['type'] : type
  return other !== type && isTextPart(other) && isTextPart(type)
}
