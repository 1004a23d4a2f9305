import { type JSONObject, textOf } from './json-object.ts'
import { ResponseItem, type ResponseItemState } from './response-item.ts'

/**
 * The items of the output, and which of them an event is about.
 *
 * `output_index` tells, as ids may differ from event to event (Copilot). Where it is missing, the id
 * tells, else it is the item that began last. Where it is the same for all items (LiteLLM), the id and
 * the type tell them apart.
 */
export class ResponseOutput {
  /** Sorted by `output_index`; of the same one, as they began. */
  readonly items: ResponseItem[] = []
  readonly #live: unknown[]
  // By id, by `call_id`.
  readonly #byId: Map<string, ResponseItem> = new Map()
  // The last that has an index and a type; either may be left open.
  readonly #last: Map<string, ResponseItem> = new Map()

  constructor(live: unknown[], states: readonly ResponseItemState[] = []) {
    this.#live = live
    for (const [at, state] of states.entries()) {
      const item = new ResponseItem(state.index, state.said, live[at] as JSONObject, state)
      this.items.push(item)
      this.register(item)
    }
  }

  /**
   * The item of a type that an event with a piece of one is about; it begins if need be. Without a
   * type it is undefined when there is none.
   */
  of(event: JSONObject, type: string): ResponseItem
  of(event: JSONObject, type: string | undefined): ResponseItem | undefined
  of(event: JSONObject, type: string | undefined): ResponseItem | undefined {
    const index = indexOf(event['output_index'])
    const id = textOf(event['item_id'])
    let item = this.#byId.get(id)
    if (item !== undefined && (index ?? item.said) === item.said) {
      if (type === undefined || item.type === type) return item
      // Reasoning in the content of a message is that message's.
      if (Array.isArray(item.live['content']) && /^(?:message|reasoning)$/.test(type)) return item
    }
    item = this.#last.get(keyOf(index, type))
    if (type === undefined) return item
    // Something new of an item that is over is of another one.
    const isOther =
      item?.ended === true && (id === '' ? index === undefined : id !== item.live['id'])
    if (item === undefined || isOther) item = this.begin(index, skeletonOf(type, id))
    return item
  }

  /** The item with an index of its own. */
  at(index: number): ResponseItem | undefined {
    const item = this.items[this.#placeOf(index)]
    return item?.index === index ? item : undefined
  }

  /**
   * The item that a form of one is of; undefined when the form is its first. `taken` are those that
   * other items of the same output are already.
   */
  same(
    form: JSONObject,
    index: number | undefined,
    isWhole: boolean,
    taken?: ReadonlySet<ResponseItem>,
  ): ResponseItem | undefined {
    const { type, id, call_id: callId } = form
    const isHere = (item: ResponseItem | undefined): item is ResponseItem =>
      item !== undefined && item.type === type && taken?.has(item) !== true
    const isAt = (item: ResponseItem): boolean => (index ?? item.said) === item.said
    // One id tells, whatever the other says: OpenAI changes the `call_id` of a tool search.
    const known = this.#byId.get(textOf(id))
    if (isHere(known) && (taken !== undefined || isAt(known))) return known
    const item =
      isWhole || index !== undefined ? this.#last.get(keyOf(index, textOf(type))) : undefined
    if (isHere(item) && !areDifferent(item.live['call_id'], callId)) {
      // Before it was announced, its id was a guess.
      const isSame = !item.announced || !areDifferent(item.live['id'], id)
      if (isSame || taken !== undefined || (isWhole && !item.ended)) return item
    }
    const called = this.#byId.get(textOf(callId))
    return isHere(called) && isAt(called) ? called : undefined
  }

  /** Puts an item into its place; without an index, or where there is one with it, it is the next one. */
  begin(said: number | undefined, live: JSONObject): ResponseItem {
    const { items } = this
    const next = (items.at(-1)?.index ?? -1) + 1
    const at = said === undefined || said >= next ? items.length : this.#placeOf(said)
    const isFree = at === items.length || items[at]!.index !== said
    const index = said === undefined || !isFree ? next : said
    const item = new ResponseItem(index, said ?? null, live)
    const place = isFree ? at : items.length
    items.splice(place, 0, item)
    this.#live.splice(place, 0, live)
    this.register(item)
    return item
  }

  /** From now on the item is found by what it has. */
  register(item: ResponseItem): void {
    const { type } = item
    const said = item.said ?? undefined
    for (const name of ['id', 'call_id']) {
      const id = textOf(item.live[name])
      if (id !== '' && !this.#byId.has(id)) this.#byId.set(id, item)
    }
    for (const key of [keyOf(said, type), keyOf(said), keyOf(undefined, type), keyOf()]) {
      this.#last.set(key, item)
    }
  }

  // How many items have a lower index.
  #placeOf(index: number): number {
    let from = 0
    let to = this.items.length
    while (from < to) {
      const middle = (from + to) >>> 1
      if (this.items[middle]!.index < index) from = middle + 1
      else to = middle
    }
    return from
  }
}

/** An index as it should be; undefined otherwise. */
export function indexOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined
}

function keyOf(index: number | '' = '', type = ''): string {
  return `${index} ${type}`
}

function areDifferent(one: unknown, other: unknown): boolean {
  return textOf(one) !== '' && textOf(other) !== '' && one !== other
}

function skeletonOf(type: string, id: string): JSONObject {
  if (type === 'reasoning') return { id, type, summary: [] }
  const item: JSONObject = { id, type, status: 'in_progress' }
  if (type === 'message') return { ...item, role: 'assistant', content: [] }
  return /^(?:function|custom_tool)_call$/.test(type) ? { ...item, call_id: '', name: '' } : item
}
