import { type JSONObject, textOf } from './json-object.ts'
import { areDifferent } from './response-form.ts'
import type { ResponseItemState } from './response-item-state.ts'
import { ResponseItem } from './response-item.ts'
import { SortedItems } from './response-sorted-items.ts'

// So many ids of which none comes again differ from event to event.
const MAX_IDS = 64

/**
 * The items of the output, and which of them an event is about.
 *
 * `output_index` tells, as ids may differ from event to event (Copilot). Where it is missing, the id
 * tells, else it is the item that began last and is not over. Where it is the same for all items
 * (LiteLLM), the id and the type tell them apart.
 */
export class ResponseOutput extends SortedItems {
  // By id, by `call_id`.
  readonly #byId: Map<string, ResponseItem> = new Map()
  // By index and type; either may be left open: the item that began last, and then, in the order in
  // which they began, those that were not over when somebody looked.
  readonly #begun: Map<string, ResponseItem[]> = new Map()
  // By the ids of events that have gone on with an item which was not announced.
  readonly #guests: Map<string, ResponseItem> = new Map()
  // An id has come twice: ids do not differ from event to event.
  #areStable = false
  readonly #tell: (update: object) => void

  constructor(
    tell: (update: object) => void,
    live: readonly JSONObject[] = [],
    states: readonly ResponseItemState[] = [],
  ) {
    super()
    this.#tell = tell
    const items = states.map((state) => new ResponseItem(tell, { ...state, live: {} }))
    const sorted = [...items]
    sorted.sort((a, b) => a.index - b.index)
    for (const [at, item] of sorted.entries()) item.live = live[at]!
    for (const item of items) {
      this.#enter(item)
      for (const id of item.ids) this.#byId.set(id, item)
      for (const event of item.shared?.events ?? []) this.#guests.set(idIn(event), item)
      this.#areStable ||= item.named
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
    const id = idIn(event)
    const known = this.#byId.get(id)
    if (known && isAt(known, index)) {
      // Reasoning in the content of a message is that message's.
      const isPart = /^(?:message|reasoning)$/.test(type!) && Array.isArray(known.live['content'])
      if (!type || known.type === type || isPart) {
        this.name(known)
        return known
      }
    }
    const item = this.#lastOf(index, type)
    const isOther = item && id !== '' && this.#isApart(id, item, index)
    // What nobody knows is about an item only where it says so.
    if (!type) return isOther || (index === undefined && id === '') ? undefined : item
    // Something new of an item that is over is of another one.
    const isOver = item?.ended && (id === '' ? index === undefined : id !== item.live['id'])
    if (!item || isOver || isOther) return this.begin(index, skeletonOf(type, id))
    if (id !== '' && !known) this.#share(item, event)
    return item
  }

  /** An event has named the item by an id that it had. */
  name(item: ResponseItem): void {
    item.named = true
    this.#areStable = true
  }

  /**
   * Takes an id that an event has. If events with other ids went on with one item, and now one of the
   * ids comes again, they were about other items: the item goes back to what it was, and they are to be
   * taken again. But for an end, of what these ids have brought together (`whole`).
   */
  part(id: unknown, whole: unknown): readonly JSONObject[] {
    const name = textOf(id)
    const item = this.#guests.get(name) ?? this.#byId.get(name)
    const events = item?.part(whole)
    if (events) this.name(item!)
    return events ?? []
  }

  /**
   * Another item, when an event names one that is not known with a text of this item which is whole;
   * but for an item that was announced, whose ids may differ from event to event.
   */
  another(item: ResponseItem, event: JSONObject): ResponseItem | undefined {
    const id = idIn(event)
    if (id === '' || item.announced || this.#byId.has(id)) return undefined
    if (this.#guests.delete(id)) item.shared?.events.pop()
    return this.begin(indexOf(event['output_index']), skeletonOf(item.type, id))
  }

  /** Whether an id that an event has is the item's. */
  isNamed(item: ResponseItem, event: JSONObject): boolean {
    return this.#byId.get(idIn(event)) === item
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
      item !== undefined && item.type === type && !taken?.has(item)
    // One id tells, whatever the other says: OpenAI changes the `call_id` of a tool search.
    const known = this.#byId.get(textOf(id))
    if (isHere(known) && (taken || isAt(known, index))) return known
    const item = isWhole || index !== undefined ? this.#lastOf(index, textOf(type)) : undefined
    if (isHere(item) && !areDifferent(item.live['call_id'], callId)) {
      // Of what was not announced there is but the id, or else the index.
      const isLast = item.announced ? taken || (isWhole && !item.ended) : index !== undefined
      if (isLast || !areDifferent(item.live['id'], id)) return item
    }
    const called = this.#byId.get(textOf(callId))
    return isHere(called) && isAt(called, index) ? called : undefined
  }

  /** Puts an item into its place; without an index, or where there is one with it, it is the next one. */
  begin(said: number | undefined, live: JSONObject): ResponseItem {
    const index = said === undefined || this.at(said) ? this.next : said
    const item = new ResponseItem(this.#tell, { index, said, live })
    this.#enter(item)
    this.register(item)
    this.#tell({ type: 'item.start', output_index: index, item: live })
    return item
  }

  /** From now on the item is found by the ids that it has. */
  register(item: ResponseItem): void {
    for (const name of ['id', 'call_id']) {
      const id = textOf(item.live[name])
      if (id === '' || this.#byId.has(id)) continue
      this.#byId.set(id, item)
      item.ids.push(id)
    }
  }

  // It counts as one item, the events with other ids being kept, until one of the ids comes again.
  #share(item: ResponseItem, event: JSONObject): void {
    if (item.shared === null) return
    const { events } = (item.shared ??= item.sharing)
    if (events.push(event) > MAX_IDS) item.shared = null
    this.#guests.set(idIn(event), item)
  }

  // Whether an id is another item's. Ids that differ from event to event are never said twice, and the
  // item they are about was announced: with an index, either is enough to go on with it.
  #isApart(id: string, item: ResponseItem, index: number | undefined): boolean {
    const { announced, live, named } = item
    if (id === live['id']) return false
    return index === undefined ? named || !announced : this.#areStable && !announced
  }

  // From now on the item is the last one of its kind.
  #enter(item: ResponseItem): void {
    this.add(item)
    for (const index of new Set([item.said, undefined])) {
      for (const type of new Set([item.type, ''])) {
        const key = keyOf(index, type)
        const kin = this.#begun.get(key) ?? []
        kin[0] = item
        kin.push(item)
        this.#begun.set(key, kin)
      }
    }
  }

  // The item that began last and is not over; when all are, the last one.
  #lastOf(index?: number, type?: string): ResponseItem | undefined {
    const kin = this.#begun.get(keyOf(index, type)) ?? []
    while (kin.length > 1 && kin.at(-1)!.ended) kin.pop()
    return kin.at(-1)
  }
}

/** An index as it should be; undefined otherwise. */
export function indexOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined
}

function idIn({ item_id: id }: JSONObject): string {
  return textOf(id)
}

function keyOf(index?: number, type = ''): string {
  return `${index ?? ''} ${type}`
}

function isAt({ said }: ResponseItem, index: number | undefined): boolean {
  return (index ?? said) === said
}

function skeletonOf(type: string, id: string): JSONObject {
  if (type === 'reasoning') return { id, type, summary: [] }
  const item: JSONObject = { id, type, status: 'in_progress' }
  if (type === 'message') return { ...item, role: 'assistant', content: [] }
  return /^(?:function|custom_tool)_call$/.test(type) ? { ...item, call_id: '', name: '' } : item
}
