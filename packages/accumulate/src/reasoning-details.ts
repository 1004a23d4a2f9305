import { growAt } from './growing-text.ts'
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
  readonly #entries: JSONObject[]
  // Each by its type, index and id, and by type and index the one that was opened last.
  readonly #byKey: Map<string, JSONObject> = new Map()

  /** Goes on with entries that were there, which are changed. */
  constructor(entries: JSONObject[]) {
    this.#entries = entries
    for (const entry of entries) this.#note(entry)
  }

  /** Takes the pieces of one delta; gives the reasoning text that is new in them. */
  take(pieces: readonly unknown[]): string {
    let text = ''
    for (const piece of pieces) {
      if (!isObject(piece)) continue
      text += detailText(piece)
      const entry = this.#find(piece)
      if (entry === undefined) {
        const opened = copyOf(piece)
        this.#entries.push(opened)
        this.#note(opened)
        continue
      }
      // The id may come late.
      this.#byKey.set(keyOf(piece), entry)
      mergeExtras(entry, piece, TEXTS)
      for (const key of TEXTS) growAt(entry, key, textOf(piece[key]))
    }
    return text
  }

  #find(piece: JSONObject): JSONObject | undefined {
    const { id, data } = piece
    const own = this.#byKey.get(keyOf(piece))
    const open = own ?? (isIndexed(piece) ? this.#byKey.get(keyOf(piece, '')) : undefined)
    const isOther =
      (own === undefined && textOf(id) !== '' && textOf(open?.['id']) !== '') ||
      (typeof data === 'string' && typeof open?.['data'] === 'string' && open['data'] !== data)
    return isOther ? undefined : open
  }

  #note(entry: JSONObject): void {
    this.#byKey.set(keyOf(entry), entry)
    if (isIndexed(entry)) this.#byKey.set(keyOf(entry, ''), entry)
  }
}

/** The reasoning in one entry, or in a piece of one. */
export function detailText(detail: JSONObject): string {
  return textOf(detail['text']) || textOf(detail['summary'])
}

function keyOf({ type, index, id }: JSONObject, withId = textOf(id)): string {
  return JSON.stringify([textOf(type), typeof index === 'number' ? index : null, withId])
}

function isIndexed({ index }: JSONObject): boolean {
  return typeof index === 'number'
}
