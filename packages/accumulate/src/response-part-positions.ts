import { isObject } from './json-object.ts'
import { isTextPart } from './response-text-channel.ts'

/**
 * Where in a list of an item the part is that an event is about, of a type if the event does not say
 * where: at its index, but that nothing is left free for what did not come, and that texts of two kinds
 * with one index are two parts. `known` are the places by list and index, where they differ from the
 * index.
 */
export function positionOf(
  known: Record<string, number>,
  list: string,
  entries: readonly unknown[],
  index: number | undefined,
  type?: string,
): number {
  const { length } = entries
  if (index === undefined) {
    const last = entries[length - 1]
    const goesOn = length > 0 && (type ?? '') === ((isObject(last) && last['type']) || '')
    return goesOn ? length - 1 : length
  }
  let key = list + index
  let at = list in known ? known[key] : index <= length ? index : undefined
  if (at !== undefined && areApart(entries[at], type)) {
    key += type!
    at = known[key]
  }
  if (at !== undefined) return at
  if (!(list in known)) {
    // From now on positions are looked up.
    known[list] = 0
    for (let place = 0; place < length; place++) known[list + place] = place
  }
  return (known[key] = length)
}

// Whether an entry is a text of another kind.
function areApart(entry: unknown, type: string | undefined): boolean {
  const other = isObject(entry) ? entry['type'] : type
  return other !== type && isTextPart(other) && isTextPart(type)
}
