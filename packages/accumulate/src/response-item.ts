import type { TextChange } from './growing-text.ts'
import { isObject, type JSONObject, textOf } from './json-object.ts'
import type { ResponseItemState } from './response-item-state.ts'
import { PartPositions } from './response-part-positions.ts'
import { growingCopy, isEmpty, isSame, keepFrom } from './response-form.ts'
import {
  eachPartText,
  eachText,
  fieldOwner,
  objectIn,
  otherChannel,
  type TextChannel,
} from './response-text-channel.ts'
import { ResponseTextUpdate } from './response-text-update.ts'
import type { FollowedText } from './text-delta.ts'

/** Where a text is: the property `key` of `owner`. */
export interface TextPlace {
  readonly owner: JSONObject
  readonly key: string | number
}

// Calls with a text of their own.
const CALLS: Readonly<Record<string, string>> = {
  function_call: 'function',
  custom_tool_call: 'custom',
  mcp_call: 'mcp',
}

// What a call is made with.
const CALLED = ['name', 'call_id', 'arguments', 'input']

/** One item of the output as it grows. */
export class ResponseItem {
  /** The `output_index` of its updates: no other item has it. */
  readonly index: number
  /** The `output_index` of its events; null when they have none. */
  readonly said: number | null
  /** The item of the response: the same object from its beginning to its end. */
  live: JSONObject
  /** It came as an item, not only by what is in it. */
  announced = false
  /** The start of the call was told. */
  started = false
  /** The server, or the end of the response, has said that it is over. */
  ended = false
  /** It is a call that may be made. */
  complete = false
  /** An event has named it by an id that it had. */
  named = false
  /** How many items began before it. */
  order = 0
  /** The ids by which it is found. */
  readonly ids: string[]
  // The fields with texts of kinds that are not known here.
  readonly #others: Set<string>
  // The texts that are whole, unless the item says otherwise.
  #settled: Set<string>
  // The texts that came with their parts, and how much of each the deltas have repeated so far.
  #presets: Map<string, number>
  readonly #positions: PartPositions
  // The texts that somebody follows.
  #followed: Map<string, FollowedText> | undefined

  constructor(index: number, said: number | null, live: JSONObject, state?: ResponseItemState) {
    this.index = index
    this.said = said
    this.live = live
    this.ids = [...(state?.ids ?? [])]
    this.#others = new Set(state?.others)
    this.#settled = new Set(state?.settled)
    this.#presets = new Map(state?.presets)
    this.#positions = new PartPositions(state?.late)
    if (state === undefined) return
    this.announced = state.announced
    this.started = state.started
    this.ended = state.ended
    this.complete = state.complete
    this.named = state.named
    this.order = state.order
  }

  get state(): ResponseItemState {
    const { index, said, announced, started, ended, complete, named, order } = this
    const known = { index, said, announced, started, ended, complete, named, order }
    const [settled, presets, late] = [[...this.#settled], [...this.#presets], this.#positions.state]
    return { ...known, ids: [...this.ids], others: [...this.#others], settled, presets, late }
  }

  get type(): string {
    return textOf(this.live['type'])
  }

  /** `function`, `custom` or `mcp`; undefined when it is no call with a text of its own. */
  get kind(): string | undefined {
    return Object.hasOwn(CALLS, this.type) ? CALLS[this.type] : undefined
  }

  /** It is over, and was not cut off: what it has is all that it was to have. */
  get isWhole(): boolean {
    return this.ended && !/^(?:incomplete|failed|cancelled)$/.test(textOf(this.live['status']))
  }

  /** Something has come of a call but its name. */
  get isConfirmed(): boolean {
    const { live } = this
    return !isEmpty(live['arguments']) || !isEmpty(live['input']) || this.#settled.size > 0
  }

  /** Takes another form of the item: as it begins, as it ends, or as the response has it. */
  adopt(form: JSONObject, isWhole: boolean, updates: object[]): void {
    const { live } = this
    const { id } = live
    this.#reform(live, form, (visit) => this.#eachText(visit), isWhole, updates)
    // Copilot gives an item another id in every event: the one it was announced with stays.
    if (!isEmpty(id) && (this.announced || isEmpty(live['id']))) live['id'] = id
    this.announced = true
    if (!isEmpty(live['name'])) this.#start(updates)
    if (isWhole) this.end(updates)
  }

  /**
   * The response has another form of the item, which is over. What was handed out stays as it is: an
   * item that differs becomes another object, and a call that may be made stays that call.
   */
  revise(form: JSONObject, updates: object[]): void {
    const { live: before } = this
    const live: JSONObject = (this.live = growingCopy(before))
    const revised = { ...form }
    if (this.complete)
      for (const key of CALLED) if (Object.hasOwn(before, key)) revised[key] = before[key]
    this.#reform(live, revised, (visit) => this.#eachText(visit), true, updates)
    if (!isEmpty(before['id'])) live['id'] = before['id']
    if (isSame(before, live)) this.live = before
  }

  /** Takes another form of a part: as it begins, or as it ends. */
  adoptPart(
    list: string,
    position: number,
    form: JSONObject,
    isWhole: boolean,
    updates: object[],
  ): void {
    const part = this.#partAt(list, position, {})
    // A part that has begun does not begin again.
    if (!isWhole && Object.hasOwn(part, 'type')) return
    const each = (visit: (channel: TextChannel, at: number, text: string) => void): void =>
      eachPartText(list, part, position, visit)
    this.#reform(part, form, each, isWhole, updates)
    if (isWhole) each((channel, at) => this.settle(channel, at, updates))
  }

  /** Where the entry of a list is that an event is about; of a type, if the event does not say where. */
  position(list: string, index: number | undefined, type?: string): number {
    return this.#positions.of(list, this.entries(list), index, type)
  }

  /** Where a text is; it is made, and what is around it, when it is not there. */
  place({ list, part, field }: TextChannel, position: number): TextPlace {
    let owner = fieldOwner(this.live, field)
    let key: string | number = field
    if (list === 'commands') {
      owner = this.entries(list) as unknown as JSONObject
      key = position
    } else if (list !== undefined) {
      const empty: JSONObject = part === undefined ? { stdout: '', stderr: '' } : { type: part }
      if (part === 'output_text') empty['annotations'] = []
      owner = this.#partAt(list, position, empty)
    }
    if (typeof owner[key] !== 'string') owner[key] = ''
    return { owner, key }
  }

  /** The list with a name; it is made when it is not there. */
  entries(list: string): unknown[] {
    const owner = list === 'commands' ? objectIn(this.live, 'action') : this.live
    const entries = owner[list]
    return Array.isArray(entries) ? entries : (owner[list] = [])
  }

  /** Whether nothing more is to come of a text. */
  isSettled(channel: TextChannel, position: number): boolean {
    return this.ended || this.#settled.has(keyOf(channel, position))
  }

  /** Whether a text came with its part, so that the deltas may be a repetition of it. */
  isPreset(channel: TextChannel, position: number): boolean {
    return this.#presets.has(keyOf(channel, position))
  }

  /** A text for somebody who wants to be told of its changes. */
  follow(channel: TextChannel, position: number): FollowedText {
    const followed = (this.#followed ??= new Map<string, FollowedText>())
    const key = keyOf(channel, position)
    let text = followed.get(key)
    if (text === undefined) {
      const { owner, key: field } = this.place(channel, position)
      text = { text: owner[field] as string }
      followed.set(key, text)
    }
    return text
  }

  /** Takes a piece of a text; of one that came with its part, only what is not a repetition. */
  append(channel: TextChannel, position: number, delta: string, updates: object[]): void {
    const place = this.place(channel, position)
    const key = keyOf(channel, position)
    const matched = this.#presets.get(key)
    let piece = delta
    if (matched !== undefined) {
      const text = place.owner[place.key] as string
      if (text.startsWith(delta.slice(0, text.length - matched), matched)) {
        piece = delta.slice(text.length - matched)
        this.#presets.set(key, matched + delta.length)
        if (matched + delta.length <= text.length) return
      } else {
        // No repetition: what seemed to be one was said, too.
        piece = text.slice(0, matched) + delta
      }
      this.#presets.delete(key)
    }
    this.extend(channel, position, place, piece, updates)
  }

  /** Takes a piece of a text whose place is known. */
  extend(
    channel: TextChannel,
    position: number,
    place: TextPlace,
    delta: string,
    updates: object[],
  ): void {
    // `+` makes a rope, so a text in a million pieces costs what its length costs.
    const snapshot = (place.owner[place.key] as string) + delta
    if (delta !== '') this.#tell(channel, position, place, { delta, snapshot }, updates)
  }

  /** Takes a whole text, which replaces what there was of it. An empty one takes nothing away. */
  replace(channel: TextChannel, position: number, snapshot: string, updates: object[]): void {
    const place = this.place(channel, position)
    const old = place.owner[place.key] as string
    if (snapshot === '' || snapshot === old) return
    const goesOn = !this.ended && snapshot.startsWith(old)
    const change = goesOn
      ? { delta: snapshot.slice(old.length), snapshot }
      : { delta: snapshot, snapshot, replaces: true as const }
    this.#tell(channel, position, place, change, updates)
  }

  /** A text is whole. That is told at the end of its item, which may know better. */
  settle(channel: TextChannel, position: number, updates: object[]): void {
    if (this.isSettled(channel, position)) return
    const key = keyOf(channel, position)
    this.#settled.add(key)
    this.#presets.delete(key)
    const place = this.place(channel, position)
    // Audio is in no item that ends.
    if (channel.item === 'audio') this.#tellDone(channel, position, place, updates)
  }

  /** The item is over: tells all that is whole now. Nothing is, when it was cut off. */
  end(updates: object[]): void {
    if (this.ended) return
    this.ended = true
    this.#presets.clear()
    const { index: output_index, isWhole, kind, live } = this
    if (isWhole) {
      this.#eachText((channel, at) => {
        if (!channel.isOfCall) this.#tellDone(channel, at, this.place(channel, at), updates)
      })
      if (kind !== undefined && (kind === 'custom' || isWholeJson(textOf(live['arguments'])))) {
        this.complete = true
        this.#start(updates)
        updates.push({ type: 'tool_call.done', output_index, kind, toolCall: live })
      }
    }
    updates.push({ type: 'item.done', output_index, item: live })
  }

  // Also those of kinds that are not known here.
  #eachText(visit: (channel: TextChannel, position: number, text: string) => void): void {
    const { live } = this
    eachText(live, visit)
    for (const field of this.#others) {
      const text = live[field]
      if (typeof text === 'string') visit(otherChannel(field), 0, text)
    }
  }

  #tellDone(
    channel: TextChannel,
    position: number,
    { owner, key }: TextPlace,
    updates: object[],
  ): void {
    const snapshot = owner[key] as string
    updates.push(new ResponseTextUpdate(this, channel, position, { snapshot }))
  }

  #tell(
    channel: TextChannel,
    position: number,
    { owner, key }: TextPlace,
    change: TextChange,
    updates: object[],
  ): void {
    owner[key] = change.snapshot
    if (channel.isOfCall) this.#start(updates)
    if (channel.item === '') this.#others.add(channel.field)
    this.#followed?.get(keyOf(channel, position))?.onChange?.(change)
    updates.push(new ResponseTextUpdate(this, channel, position, change))
  }

  // The start of a call is told with its name, or with the first of its text.
  #start(updates: object[]): void {
    const { kind, live, index: output_index } = this
    if (kind === undefined || this.started) return
    this.started = true
    const id = textOf(live['call_id']) || textOf(live['id']) || undefined
    updates.push({ type: 'tool_call.start', output_index, kind, id, name: textOf(live['name']) })
  }

  // Gives `target` another form; its texts go on from what they were.
  #reform(
    target: JSONObject,
    form: JSONObject,
    each: (visit: (channel: TextChannel, position: number, text: string) => void) => void,
    isWhole: boolean,
    updates: object[],
  ): void {
    const before = { ...target }
    const texts = new Map<string, string>()
    each((channel, at, text) => texts.set(keyOf(channel, at), text))
    for (const key of Object.keys(target)) if (!Object.hasOwn(form, key)) delete target[key]
    Object.assign(target, growingCopy(form))
    keepFrom(before, target)
    if (target === this.live) {
      for (const field of this.#others) {
        if (isEmpty(target[field]) && !isEmpty(before[field])) target[field] = before[field]
      }
    }
    each((channel, at, text) => {
      const key = keyOf(channel, at)
      const old = texts.get(key) ?? ''
      const place = this.place(channel, at)
      place.owner[place.key] = old
      this.replace(channel, at, text, updates)
      if (!isWhole && old === '' && text !== '') this.#presets.set(key, 0)
    })
  }

  #partAt(list: string, position: number, empty: JSONObject): JSONObject {
    const entries = this.entries(list)
    const entry = entries[position]
    if (isObject(entry)) return entry
    entries[position] = empty
    return empty
  }
}

function keyOf({ stem }: TextChannel, position: number): string {
  return `${stem} ${position}`
}

// Whether the arguments of a call are all there; some have none.
function isWholeJson(text: string): boolean {
  try {
    JSON.parse(text || '{}')
    return true
  } catch {
    return false
  }
}
