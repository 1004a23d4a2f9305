import { isObject, type JSONObject, textOf } from './json-object.ts'
import { copyOf } from './merge-extras.ts'

/**
 * The `reasoning_details` of one choice, joined from their pieces.
 *
 * Pieces belong together when they are of one type and have the same `index`, unless their ids
 * differ; without an index the id decides. Their `text` or `summary` is joined, other fields are
 * assigned (the signature comes last, alone). Encrypted `data` comes whole in every recorded stream:
 * a second one is an entry of its own.
 */
export class ReasoningDetails {
  readonly entries: JSONObject[]
  // By type and index, the entry that was opened last. An entry with an id and no index is not in it.
  readonly #byKey: Map<string, JSONObject> = new Map()
  readonly #byId: Map<string, JSONObject> = new Map()

  /** Goes on with entries that were there, which are changed. */
  constructor(entries: JSONObject[] = []) {
    this.entries = entries
    for (const entry of entries) this.#note(entry)
  }

  /** Takes the pieces of one delta; gives the reasoning text that is new in them. */
  take(pieces: readonly unknown[]): string {
    let text = ''
    for (const piece of pieces) {
      if (!isObject(piece)) continue
      text += textOf(piece['text']) || textOf(piece['summary'])
      const entry = this.#find(piece)
      if (entry === undefined) this.#open(piece)
      else this.#join(entry, piece)
    }
    return text
  }

  #find(piece: JSONObject): JSONObject | undefined {
    const key = keyOf(piece)
    let entry: JSONObject | undefined
    if (hasId(piece)) entry = this.#byId.get(keyWithId(key, piece))
    if (entry === undefined && (hasIndex(piece) || !hasId(piece))) {
      entry = this.#byKey.get(key)
      if (entry !== undefined && hasId(entry) && hasId(piece)) return undefined
    }
    const isOther =
      typeof entry?.['data'] === 'string' &&
      typeof piece['data'] === 'string' &&
      entry['data'] !== piece['data']
    return isOther ? undefined : entry
  }

  #open(piece: JSONObject): void {
    const entry = copyOf(piece)
    this.entries.push(entry)
    this.#note(entry)
  }

  #note(entry: JSONObject): void {
    const key = keyOf(entry)
    if (hasId(entry)) this.#byId.set(keyWithId(key, entry), entry)
    if (hasIndex(entry) || !hasId(entry)) this.#byKey.set(key, entry)
  }

  #join(entry: JSONObject, piece: JSONObject): void {
    if (!hasId(entry) && hasId(piece)) this.#byId.set(keyWithId(keyOf(piece), piece), entry)
    for (const key of Object.keys(piece)) {
      const value = piece[key]
      if (key === '__proto__' || value === null || value === undefined || value === '') continue
      const isText = (key === 'text' || key === 'summary') && typeof value === 'string'
      entry[key] = isText ? textOf(entry[key]) + value : value
    }
  }
}

function keyOf(entry: JSONObject): string {
  return JSON.stringify([entry['type'], hasIndex(entry) ? entry['index'] : null])
}

function keyWithId(key: string, entry: JSONObject): string {
  return `${key} ${entry['id'] as string}`
}

function hasId(entry: JSONObject): boolean {
  return typeof entry['id'] === 'string' && entry['id'] !== ''
}

function hasIndex(entry: JSONObject): boolean {
  return typeof entry['index'] === 'number'
}
