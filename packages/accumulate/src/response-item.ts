import { isObject, type JSONObject, textOf } from './json-object.ts'
import type { ResponseItemSharing, ResponseItemState } from './response-item-state.ts'
import { formOf, growingCopy, holds, isEmpty, isSame, takeForm } from './response-form.ts'
import { positionOf } from './response-part-positions.ts'
import {
  eachPartText,
  eachText,
  listIn,
  objectIn,
  otherChannel,
  type TextChannel,
  type Visit,
} from './response-text-channel.ts'
import { argumentsIn, ResponseText, SETTLED, textOfCall } from './response-text.ts'
import { isWholeJSON } from './whole-json.ts'

type EachText = (visit: Visit) => void

// Calls with a text of their own.
const CALLS: ReadonlyMap<string, string> = new Map([
  ['function_call', 'function'],
  ['custom_tool_call', 'custom'],
  ['mcp_call', 'mcp'],
])

// Texts that somebody may run.
const RUN = /^(?:code|diff|command|tool_call\.input)$/

// What a call is made with, and what a schema has made of that.
const CALLED = ['name', 'call_id', 'arguments', 'input', 'parsed_arguments']

/** What is known of an item at first: all of it after a checkpoint. */
export interface ResponseItemBegun extends Partial<ResponseItemState> {
  readonly index: number
  /** The item of the response. */
  readonly live: JSONObject
}

/** One item of the output as it grows, and its texts that arrive in pieces. */
export class ResponseItem implements ResponseItemState {
  readonly tell: (update: object) => void
  /** The item of the response: the same object from its beginning to its end. */
  live!: JSONObject
  readonly index!: number
  declare readonly said?: number | undefined
  announced = false
  started = false
  ended = false
  complete = false
  named = false
  ids: string[] = []
  shared: ResponseItemSharing | null | undefined
  others: Record<string, true> = {}
  marks: Record<string, number | undefined> = {}
  late: Record<string, number> = {}
  readonly #texts: Map<string, ResponseText> = new Map()

  constructor(tell: (update: object) => void, known: ResponseItemBegun) {
    this.tell = tell
    Object.assign(this, known)
  }

  /** What a checkpoint keeps of it beside the item, to be made JSON. */
  get state(): ResponseItemState {
    return { ...this, live: undefined }
  }

  /** What it takes to go back to what it is now. */
  get sharing(): ResponseItemSharing {
    const { live, marks, late } = this
    return { live: growingCopy(live), marks: { ...marks }, late: { ...late }, events: [] }
  }

  get type(): string {
    return textOf(this.live['type'])
  }

  /** `function`, `custom` or `mcp`; undefined when it is no call with a text of its own. */
  get kind(): string | undefined {
    return CALLS.get(this.type)
  }

  /** Something has come of a call but its name. */
  get isConfirmed(): boolean {
    const { live, marks } = this
    return (
      Object.values(marks).includes(SETTLED) ||
      !isEmpty(live['arguments']) ||
      !isEmpty(live['input'])
    )
  }

  /** Only the server can say that it is all there: somebody may run it, and it is no JSON. */
  get isOpen(): boolean {
    let isOpen = false
    eachText(this.live, (channel, at) => {
      isOpen ||= RUN.test(channel.name) && this.marks[idOf(channel, at)] !== SETTLED
    })
    return isOpen
  }

  /** If it is over, what it has is all that it was to have: it was not cut off. */
  get isWhole(): boolean {
    return !/^(?:incomplete|failed|cancelled)$/.test(textOf(this.live['status']))
  }

  /** The text of a channel that an event is about, by its index in a list if the event says one. */
  text(channel: TextChannel, position: number): ResponseText {
    const id = idOf(channel, position)
    let text = this.#texts.get(id)
    if (!text) {
      text = new ResponseText(this, channel, position, id)
      this.#texts.set(id, text)
    }
    return text
  }

  /** Where the entry of a list is that an event is about; of a type, if the event does not say where. */
  position(list: string, index: number | undefined, type?: string): number {
    return positionOf(this.late, list, this.entries(list), index, type)
  }

  /** The list with a name; it is made when it is not there. */
  entries(list: string): unknown[] {
    return listIn(list === 'commands' ? objectIn(this.live, 'action') : this.live, list)
  }

  /** The part in a list; it is made when it is not there. */
  partAt(list: string, position: number, empty: JSONObject): JSONObject {
    const entries = this.entries(list)
    if (!isObject(entries[position])) entries[position] = empty
    return entries[position] as JSONObject
  }

  /** Takes another form of the item: as it begins, as it ends, or as the response has it. */
  adopt(form: JSONObject, isWhole: boolean): void {
    const { live } = this
    const { id } = live
    // Only the texts that it has a field for: an item may come again for each of its parts.
    const each = (visit: Visit): void => this.#eachText(visit, form)
    this.#reform(each, () => {
      takeForm(live, form, isWhole || this.ended)
      for (const key of this.kind ? ['arguments', 'input'] : []) {
        if (isObject(live[key])) live[key] = textOfCall(live[key])
      }
    })
    // Copilot gives an item another id in every event: the one it was announced with stays.
    if (!isEmpty(id) && this.announced) live['id'] = id
    this.announced = true
    this.shared = null
    if (!this.ended && !isEmpty(live['name'])) this.start()
    if (isWhole) this.end()
  }

  /**
   * The response has another form of the item, which is over. What was handed out stays as it is: an
   * item that differs becomes another object, and a call that may be made stays that call.
   */
  revise(form: JSONObject): void {
    const { live: before } = this
    const kept = CALLED.filter((key) => this.complete && Object.hasOwn(before, key))
    this.live = growingCopy(before)
    const last = { ...form, ...Object.fromEntries(kept.map((key) => [key, before[key]])) }
    this.adopt(last, false)
    if (isSame(before, this.live)) this.live = before
  }

  /**
   * Others share its index: it goes back to what it was before their events, which are given. Undefined
   * when there are none, and when `whole` has what they have brought together, so that it is of one item.
   */
  part(whole: unknown): readonly JSONObject[] | undefined {
    const { live, shared } = this
    this.shared &&= null
    if (!shared) return undefined
    const own = textsOf((visit) => eachText(shared.live, visit))
    const texts = textsOf((visit) => this.#eachText(visit))
    for (const [id, text] of texts) {
      const begun = own.get(id)
      // In the part of an item, or nearer.
      if (begun && begun !== text && holds(whole, text, 4)) return undefined
    }
    putInto(live, shared.live)
    this.marks = shared.marks
    this.late = shared.late
    this.#eachText((channel, at, snapshot) => {
      const text = this.text(channel, at)
      if (texts.get(text.id) !== snapshot) text.change(text.find().text)
    })
    return shared.events
  }

  /** Takes another form of a part: as it begins, or as it ends. */
  adoptPart(list: string, position: number, form: JSONObject, isWhole: boolean): void {
    const part = this.partAt(list, position, {})
    // A part that has begun does not begin again.
    if (!isWhole && Object.hasOwn(part, 'type')) return
    const entries = this.entries(list)
    const each = (visit: Visit): void => eachPartText(list, entries[position], position, visit)
    this.#reform(each, () => (entries[position] = formOf(part, form, isWhole)))
    if (isWhole) each((channel, at) => this.text(channel, at).settle())
  }

  /** The start of a call is told with its name, or with the first of its text. */
  start(): void {
    const { kind, live, index: output_index } = this
    if (!kind || this.started) return
    this.started = true
    const id = textOf(live['call_id']) || textOf(live['id']) || undefined
    this.tell({ type: 'tool_call.start', output_index, kind, id, name: textOf(live['name']) })
  }

  /** The item is over: tells all that is whole now. Nothing is, when it was cut off. */
  end(): void {
    this.ended = true
    const { index: output_index, kind, live } = this
    if (this.isWhole) {
      this.#eachText((channel, at) => {
        if (!channel.isOfCall) this.text(channel, at).tellDone()
      })
      if (this.#isCallable) {
        this.complete = true
        this.start()
        this.tell({ type: 'tool_call.done', output_index, kind, toolCall: live })
      }
    }
    this.tell({ type: 'item.done', output_index, item: live })
  }

  // It is known what is called, and what it is called with is a text, and JSON where it has to be.
  get #isCallable(): boolean {
    const { live, kind } = this
    if (!kind || (kind !== 'mcp' && textOf(live['name']) === '')) return false
    const text = live[kind === 'custom' ? 'input' : 'arguments'] ?? ''
    return typeof text === 'string' && (kind === 'custom' || isWholeJSON(argumentsIn(text)))
  }

  // Also those of kinds that are not known here.
  #eachText(visit: Visit, form: JSONObject = this.live): void {
    const { live, others } = this
    eachText(live, visit, form)
    for (const field of Object.keys(form)) {
      const text = Object.hasOwn(others, field) && live[field]
      if (typeof text === 'string') visit(otherChannel(field), 0, text)
    }
  }

  // Takes another form of the item or of a part of it; the texts in there go on from what they were.
  #reform(each: EachText, take: () => void): void {
    const texts = textsOf(each)
    take()
    each((channel, at) => {
      const text = this.text(channel, at)
      const old = texts.get(text.id) ?? ''
      const whole = text.find().text
      text.replace(whole, old)
      if (old === '' && whole !== '') this.marks[text.id] = 0
    })
  }
}

function idOf({ stem }: TextChannel, position: number): string {
  return `${stem} ${position}`
}

// The texts that arrive in pieces, each by what it is and where.
function textsOf(each: EachText): Map<string, string> {
  const texts = new Map<string, string>()
  each((channel, position, text) => texts.set(idOf(channel, position), text))
  return texts
}

// Makes one object another one.
function putInto(target: JSONObject, form: JSONObject): void {
  for (const key of Object.keys(target)) if (!Object.hasOwn(form, key)) delete target[key]
  Object.assign(target, form)
}
