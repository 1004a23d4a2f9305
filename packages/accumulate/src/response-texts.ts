import type { TextChange } from './growing-text.ts'
import { isObject, type JSONObject, textOf } from './json-object.ts'
import type { ResponseTextsState } from './response-item-state.ts'
import { PartPositions } from './response-part-positions.ts'
import { growingCopy, isEmpty, keepFrom } from './response-form.ts'
import {
  eachText,
  fieldOwner,
  objectIn,
  otherChannel,
  type TextChannel,
  type Visit,
} from './response-text-channel.ts'
import { ResponseTextUpdate } from './response-text-update.ts'
import type { FollowedText } from './text-delta.ts'
import { isWholeJSON } from './whole-json.ts'

/** Where a text is: the property `key` of `owner`. */
export interface TextPlace {
  readonly owner: JSONObject
  readonly key: string | number
}

type EachText = (visit: Visit) => void

// Calls with a text of their own.
const CALLS: Readonly<Record<string, string>> = {
  function_call: 'function',
  custom_tool_call: 'custom',
  mcp_call: 'mcp',
}

// The mark of a text that is whole, unless the item says otherwise.
const SETTLED = -1

/** The texts of one item that arrive in pieces: where they are, and how far they have come. */
export class ResponseTexts {
  /** The `output_index` of its updates: no other item has it. */
  readonly index: number
  /** The item of the response: the same object from its beginning to its end. */
  live: JSONObject
  /** The start of the call was told. */
  started = false
  /** The server, or the end of the response, has said that it is over. */
  ended = false
  // The fields with texts of kinds that are not known here.
  readonly #others: Set<string>
  // The texts that are whole; of those that came with their parts how much the deltas have repeated so far.
  #marks!: Map<string, number>
  #positions!: PartPositions
  // The texts that somebody follows.
  #followed: Map<string, FollowedText> | undefined

  constructor(index: number, live: JSONObject, state?: ResponseTextsState) {
    this.index = index
    this.live = live
    this.#others = new Set(state?.others)
    this.restoreTexts(state)
  }

  protected get textsState(): ResponseTextsState {
    return { others: [...this.#others], marks: [...this.#marks], late: this.#positions.state }
  }

  /** `function`, `custom` or `mcp`; undefined when it is no call with a text of its own. */
  get kind(): string | undefined {
    const type = textOf(this.live['type'])
    return Object.hasOwn(CALLS, type) ? CALLS[type] : undefined
  }

  /** Something has come of a call but its name. */
  get isConfirmed(): boolean {
    const { live } = this
    const isSettled = [...this.#marks.values()].includes(SETTLED)
    return isSettled || !isEmpty(live['arguments']) || !isEmpty(live['input'])
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
      owner = this.partAt(list, position, empty)
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
    return this.ended || this.#marks.get(keyOf(channel, position)) === SETTLED
  }

  /** Whether a text came with its part, so that the deltas may be a repetition of it. */
  isPreset(channel: TextChannel, position: number): boolean {
    return this.#marks.has(keyOf(channel, position))
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

  /**
   * Whether a text may go on with a piece, or a whole text with what there is of it. Whatever ciphertext
   * may: some servers give the arguments of a call in plain text only in the end.
   */
  canTake(channel: TextChannel, position: number, piece: string, isWhole: boolean): boolean {
    const { owner, key } = this.place(channel, position)
    const text = owner[key] as string
    if (channel.isOfCall && !text.startsWith('{')) return true
    if (isWhole) return piece === '' || piece.startsWith(text)
    return channel.field !== 'arguments' || !/^\s*\{/.test(piece) || !isWholeJSON(text)
  }

  /** Takes a piece of a text; of one that came with its part, only what is not a repetition. */
  append(channel: TextChannel, position: number, delta: string, updates: object[]): void {
    const place = this.place(channel, position)
    const key = keyOf(channel, position)
    const matched = this.#marks.get(key)
    let piece = delta
    if (matched !== undefined) {
      const text = place.owner[place.key] as string
      if (text.startsWith(delta.slice(0, text.length - matched), matched)) {
        piece = delta.slice(text.length - matched)
        this.#marks.set(key, matched + delta.length)
        if (matched + delta.length <= text.length) return
      } else {
        // No repetition: what seemed to be one was said, too.
        piece = text.slice(0, matched) + delta
      }
      this.#marks.delete(key)
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
    this.#marks.set(keyOf(channel, position), SETTLED)
    // Audio is in no item that ends.
    if (channel.item === 'audio') this.tellDone(channel, position, updates)
  }

  // Also those of kinds that are not known here.
  protected eachText(visit: Visit): void {
    const { live } = this
    eachText(live, visit)
    for (const field of this.#others) {
      const text = live[field]
      if (typeof text === 'string') visit(otherChannel(field), 0, text)
    }
  }

  protected tellDone(channel: TextChannel, position: number, updates: object[]): void {
    const { owner, key } = this.place(channel, position)
    const snapshot = owner[key] as string
    updates.push(new ResponseTextUpdate(this, channel, position, { snapshot }))
  }

  // The start of a call is told with its name, or with the first of its text.
  protected start(updates: object[]): void {
    const { kind, live, index: output_index } = this
    if (kind === undefined || this.started) return
    this.started = true
    const id = textOf(live['call_id']) || textOf(live['id']) || undefined
    updates.push({ type: 'tool_call.start', output_index, kind, id, name: textOf(live['name']) })
  }

  // Gives `target`, the item or a part of it, another form; its texts go on from what they were.
  protected reform(target: JSONObject, form: JSONObject, each: EachText, updates: object[]): void {
    const before = { ...target }
    const texts = textsOf(each)
    putInto(target, growingCopy(form))
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
      if (old === '' && text !== '') this.#marks.set(key, 0)
    })
  }

  /** Goes back to an earlier form of the item, and to what was known of its texts. */
  protected rewind(form: JSONObject, state: ResponseTextsState, updates: object[]): void {
    const texts = textsOf((visit) => this.eachText(visit))
    putInto(this.live, form)
    this.restoreTexts(state)
    this.eachText((channel, at, snapshot) => {
      if (texts.get(keyOf(channel, at)) === snapshot) return
      const change = { delta: snapshot, snapshot, replaces: true as const }
      this.#tell(channel, at, this.place(channel, at), change, updates)
    })
  }

  protected restoreTexts(state?: ResponseTextsState): void {
    this.#marks = new Map(state?.marks)
    this.#positions = new PartPositions(state?.late)
  }

  #tell(
    channel: TextChannel,
    position: number,
    { owner, key }: TextPlace,
    change: TextChange,
    updates: object[],
  ): void {
    owner[key] = change.snapshot
    if (channel.isOfCall) this.start(updates)
    if (channel.item === '') this.#others.add(channel.field)
    this.#followed?.get(keyOf(channel, position))?.onChange?.(change)
    updates.push(new ResponseTextUpdate(this, channel, position, change))
  }

  partAt(list: string, position: number, empty: JSONObject): JSONObject {
    const entries = this.entries(list)
    const entry = entries[position]
    if (isObject(entry)) return entry
    entries[position] = empty
    return empty
  }
}

/** The texts that arrive in pieces, each by what it is and where. */
export function textsOf(each: EachText): Map<string, string> {
  const texts = new Map<string, string>()
  each((channel, position, text) => texts.set(keyOf(channel, position), text))
  return texts
}

function keyOf({ stem }: TextChannel, position: number): string {
  return `${stem} ${position}`
}

// Makes one object another one.
function putInto(target: JSONObject, form: JSONObject): void {
  for (const key of Object.keys(target)) if (!Object.hasOwn(form, key)) delete target[key]
  Object.assign(target, form)
}
