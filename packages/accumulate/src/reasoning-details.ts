import { isObject, type JSONObject, textOf } from './json-object.ts'
import { copyOf, mergeExtras } from './merge-extras.ts'

const TEXTS: ReadonlySet<string> = new Set(['text', 'summary'])

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
  // By type and index, the entry that was opened last, and by these and the id. An entry with an id
  // and no index is only in the latter.
  readonly #byKey: Map<string, JSONObject> = new Map()

  /** Goes on with entries that were there, which are changed. */
  constructor(entries: JSONObject[]) {
    this.entries = entries
    for (const entry of entries) this.#note(entry)
  }

  /** Takes the pieces of one delta; gives the reasoning text that is new in them. */
  take(pieces: readonly unknown[]): string {
    let text = ''
    for (const piece of pieces) {
      if (!isObject(piece)) continue
      text += detailText(piece)
      let entry = this.#find(piece)
      if (entry === undefined) {
        entry = copyOf(piece)
        this.entries.push(entry)
        this.#note(entry)
        continue
      }
      if (!hasId(entry) && hasId(piece)) this.#byKey.set(keyOf(piece, true), entry)
      mergeExtras(entry, piece, TEXTS)
      for (const key of TEXTS) {
        const more = textOf(piece[key])
        if (more !== '') entry[key] = textOf(entry[key]) + more
      }
    }
    return text
  }

  #find(piece: JSONObject): JSONObject | undefined {
    let entry = hasId(piece) ? this.#byKey.get(keyOf(piece, true)) : undefined
    if (entry === undefined && isKeyed(piece)) {
      entry = this.#byKey.get(keyOf(piece))
      if (entry !== undefined && hasId(entry) && hasId(piece)) return undefined
    }
    const { data } = piece
    const hasOther = typeof data === 'string' && typeof entry?.['data'] === 'string'
    return hasOther && entry!['data'] !== data ? undefined : entry
  }

  #note(entry: JSONObject): void {
    if (hasId(entry)) this.#byKey.set(keyOf(entry, true), entry)
    if (isKeyed(entry)) this.#byKey.set(keyOf(entry), entry)
  }
}

/** The reasoning in one entry, or in a piece of one. */
export function detailText(detail: JSONObject): string {
  return textOf(detail['text']) || textOf(detail['summary'])
}

function keyOf({ type, index, id }: JSONObject, withId = false): string {
  return JSON.stringify([type, typeof index === 'number' ? index : null, withId && id])
}

function hasId({ id }: JSONObject): boolean {
  return textOf(id) !== ''
}

// It can be found without its id.
function isKeyed(entry: JSONObject): boolean {
  return typeof entry['index'] === 'number' || !hasId(entry)
}
