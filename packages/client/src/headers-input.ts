/**
 * Headers by name: null sends none of that name, undefined says nothing. Or pairs, as `Headers`, `Map`
 * and arrays have them.
 */
export type HeadersInput =
  | Readonly<Record<string, string | null | undefined>>
  | Iterable<readonly [name: string, value: string]>

type Source = HeadersInput | null | undefined
type Pair = readonly [name: string, value: string | null]

/**
 * Headers as pairs, with names in lower case. Of a record that spells a name in two ways the later one
 * counts. Throws a `TypeError` that names a header whose value is neither a string nor null; no value is
 * in it.
 */
export function headerPairs(source: Source): Pair[] {
  const list = listed(source ?? {})
  const pairs = [...(list ?? Object.entries(source ?? {}))].flatMap((pair): Pair[] => {
    const [name, value] = Array.isArray(pair) ? (pair as unknown[]) : []
    if (typeof name !== 'string') throw new TypeError('`headers` takes names with values')
    const lower = name.toLowerCase()
    if (typeof value === 'string' || value === null) return [[lower, value]]
    if (value === undefined) return []
    throw new TypeError(`The header \`${lower}\` takes a string, or null for none`)
  })
  return list === undefined ? [...new Map(pairs)] : pairs
}

/** Adds headers up: what a later source says of a name goes before what an earlier one says. Throws as `headerPairs` does. */
export function mergeHeaders(...sources: readonly Source[]): Record<string, string | null> {
  const merged = sources.map((source) => {
    const own = new Map<string, string | null>()
    for (const [name, value] of headerPairs(source)) {
      const before = own.get(name)
      own.set(name, typeof before === 'string' && value !== null ? `${before}, ${value}` : value)
    }
    return [...own]
  })
  return Object.fromEntries(merged.flat())
}

/** Adds headers up as `mergeHeaders` does, and leaves out those that are none. */
export function sentHeaders(...sources: readonly Source[]): Record<string, string> {
  const all = Object.entries(mergeHeaders(...sources))
  return Object.fromEntries(all.filter((pair): pair is [string, string] => pair[1] !== null))
}

interface Listed {
  [Symbol.iterator]?(): Iterator<unknown>
  entries?(): Iterable<unknown>
}

// The `Headers` of React Native are not iterable, but have `entries`.
function listed(source: object): Iterable<unknown> | undefined {
  if (typeof source !== 'object') throw new TypeError('`headers` takes names with values')
  const list = source as Listed
  if (typeof list[Symbol.iterator] === 'function') return source as Iterable<unknown>
  return typeof list.entries === 'function' ? list.entries() : undefined
}
