import { isObject, type JSONObject, textOf } from './json-object.ts'
import { isEmpty } from './response-form.ts'
import type { ResponseItem } from './response-item.ts'
import { fieldOwner, type TextChannel } from './response-text-channel.ts'
import type { FollowedText } from './text-delta.ts'
import type { TextChange } from './growing-text.ts'
import { isWholeJSON } from './whole-json.ts'

/** The mark of a text that is whole, unless the item says otherwise. */
export const SETTLED = -1

/**
 * What an event has instead of the text of a call: its JSON, when that is an object. Anything else that
 * is no text stays what it is, so that the call is none that may be made.
 */
export function textOfCall(value: unknown): unknown {
  try {
    return isObject(value) ? JSON.stringify(value) : value
  } catch {
    // It nests too deep: Node 20 writes no 5,000 objects in one another.
    return value
  }
}

/** The JSON of arguments: white space is none, and says that there are no arguments. */
export function argumentsIn(text: string): string {
  return /\S/.test(text) ? text : '{}'
}

/** A text of an item that arrives in pieces: where it is, and how far it has come. */
export class ResponseText implements FollowedText {
  readonly item: ResponseItem
  readonly channel: TextChannel
  readonly position: number
  readonly id: string
  /** Where it was found: the property `key` of `owner`. */
  owner!: JSONObject
  key!: string | number
  declare onChange?: (change: TextChange) => void

  constructor(item: ResponseItem, channel: TextChannel, position: number, id: string) {
    this.item = item
    this.channel = channel
    this.position = position
    this.id = id
  }

  /** All there is of it, where it was found. */
  get text(): string {
    return textOf(this.owner[this.key])
  }

  /** Looks for it; it is made, and what is around it, when it is not there. */
  find(): this {
    const { item, position } = this
    const { list, part, field } = this.channel
    this.key = field
    if (list === 'commands') {
      this.owner = item.entries(list) as unknown as JSONObject
      this.key = position
    } else if (list) {
      const empty: JSONObject = part ? { type: part } : { stdout: '', stderr: '' }
      if (part === 'output_text') empty['annotations'] = []
      this.owner = item.partAt(list, position, empty)
    } else this.owner = fieldOwner(item.live, field)
    const now = this.owner[this.key]
    // What a call was given that is no text makes it no call that may be made, until a text comes.
    const isKept = this.channel.isOfCall && !isEmpty(now)
    if (typeof now !== 'string' && !isKept) this.owner[this.key] = ''
    return this
  }

  /** Nothing more is to come of it. */
  get isSettled(): boolean {
    return this.item.ended || this.item.marks[this.id] === SETTLED
  }

  /** It came with its part, so that the deltas may be a repetition of it. */
  get isPreset(): boolean {
    return this.item.marks[this.id] !== undefined
  }

  /**
   * Whether it may go on with a piece, or a whole text with what there is of it. Whatever ciphertext
   * may: some servers give the arguments of a call in plain text only in the end.
   */
  canTake(piece: string, isWhole: boolean): boolean {
    const { text, channel } = this.find()
    if (channel.isOfCall && !text.startsWith('{')) return true
    if (isWhole) return piece === '' || piece.startsWith(text)
    return channel.field !== 'arguments' || !/^\s*\{/.test(piece) || !isWholeJSON(text)
  }

  /** Takes a piece of it; if it came with its part, only what is not a repetition. */
  append(delta: string): void {
    const { text, id } = this.find()
    const { marks } = this.item
    const matched = marks[id]
    let piece = delta
    if (matched !== undefined) {
      const end = matched + delta.length
      const isRepeated = text.startsWith(delta.slice(0, text.length - matched), matched)
      marks[id] = isRepeated && end <= text.length ? end : undefined
      // No repetition: what seemed to be one was said, too.
      piece = isRepeated ? delta.slice(text.length - matched) : text.slice(0, matched) + delta
    }
    this.extend(piece)
  }

  /** Takes a piece of it when it is where it was. */
  extend(delta: string): void {
    // `+` makes a rope, so a text in a million pieces costs what its length costs.
    if (delta !== '') this.change(this.text + delta, delta)
  }

  /** Takes the whole text, which replaces what there was of it. An empty one takes nothing away. */
  replace(snapshot: string, text: string = this.find().text): void {
    if (snapshot === '' && typeof this.owner[this.key] !== 'string') return
    this.owner[this.key] = text
    if (snapshot === '' || snapshot === text) return
    const goesOn = !this.item.ended && snapshot.startsWith(text)
    this.change(snapshot, goesOn ? snapshot.slice(text.length) : undefined)
  }

  /** It is whole. That is told at the end of its item, which may know better. */
  settle(): void {
    if (this.isSettled) return
    this.item.marks[this.id] = SETTLED
    // Audio is in no item that ends.
    if (this.channel.item === 'audio') this.tellDone()
  }

  tellDone(): void {
    this.item.tell(new ResponseTextUpdate(this, this.find().text))
  }

  /** Gives the text another form, which goes on with what there was unless there is no `delta`. */
  change(snapshot: string, delta?: string): void {
    const { item, channel } = this
    this.owner[this.key] = snapshot
    if (channel.isOfCall) item.start()
    if (channel.item === '') item.others[channel.field] = true
    const update = new ResponseTextUpdate(this, snapshot, delta ?? snapshot, delta === undefined)
    this.onChange?.(update as TextChange)
    item.tell(update)
  }
}

/**
 * An update about a text: more of it, or that it is whole. A plain one, but for the text that it is
 * about, which cannot be seen from outside.
 */
export class ResponseTextUpdate {
  readonly #text: ResponseText
  readonly type: string
  declare readonly output_index?: number
  declare readonly name?: string
  declare readonly delta?: string
  readonly snapshot: string
  declare readonly replaces?: true

  constructor(text: ResponseText, snapshot: string, delta?: string, replaces?: boolean) {
    const { item, channel } = text
    this.#text = text
    this.type = delta === undefined ? channel.done : channel.delta
    if (channel.item !== 'audio') this.output_index = item.index
    if (channel.index) (this as Record<string, unknown>)[channel.index] = text.position
    if (channel.item === '') this.name = channel.field
    else if (channel.isOfCall) this.name = textOf(item.live['name'])
    if (delta !== undefined) this.delta = delta
    this.snapshot = snapshot
    if (replaces) this.replaces = true
  }

  /** The text that an update is about; undefined for a copy of one, which says nothing about that. */
  static textOf(update: object): FollowedText | undefined {
    return #text in update ? update.#text : undefined
  }
}
