import { type JSONObject, textOf } from './json-object.ts'
import type { ResponseItemSharing, ResponseItemState } from './response-item-state.ts'
import { growingCopy, isEmpty, isSame } from './response-form.ts'
import { eachPartText, eachText, type Visit } from './response-text-channel.ts'
import { ResponseTexts, textsOf } from './response-texts.ts'
import { isWholeJSON } from './whole-json.ts'

// What a call is made with.
const CALLED = ['name', 'call_id', 'arguments', 'input']

/** One item of the output as it grows. */
export class ResponseItem extends ResponseTexts {
  /** The `output_index` of its events; null when they have none. */
  readonly said: number | null
  /** It came as an item, not only by what is in it. */
  announced = false
  /** It is a call that may be made. */
  complete = false
  /** An event has named it by an id that it had. */
  named = false
  /** How many items began before it. */
  order = 0
  /** Set while it is not known whether it shares its index with others; null when it does not. */
  shared: ResponseItemSharing | null | undefined
  /** The ids by which it is found. */
  readonly ids: string[] = []

  constructor(index: number, said: number | null, live: JSONObject, state?: ResponseItemState) {
    super(index, live, state)
    this.said = said
    if (state === undefined) return
    const { others: _others, marks: _marks, late: _late, ...known } = state
    Object.assign(this, known)
  }

  get state(): ResponseItemState {
    const { index, said, announced, started, ended, complete, named, order, ids, shared } = this
    const known = { index, said, announced, started, ended, complete, named, order, ids: [...ids] }
    const state = { ...known, ...this.textsState }
    return shared === undefined ? state : { ...state, shared }
  }

  /** What it takes to go back to what it is now. */
  get sharing(): ResponseItemSharing {
    return { live: growingCopy(this.live), state: this.textsState, events: [] }
  }

  get type(): string {
    return textOf(this.live['type'])
  }

  /** It is over, and was not cut off: what it has is all that it was to have. */
  get isWhole(): boolean {
    return this.ended && !/^(?:incomplete|failed|cancelled)$/.test(textOf(this.live['status']))
  }

  /** Takes another form of the item: as it begins, as it ends, or as the response has it. */
  adopt(form: JSONObject, isWhole: boolean, updates: object[]): void {
    const { live } = this
    const { id } = live
    this.reform(live, form, (visit) => this.eachText(visit), updates)
    // Copilot gives an item another id in every event: the one it was announced with stays.
    if (!isEmpty(id) && (this.announced || isEmpty(live['id']))) live['id'] = id
    this.announced = true
    this.shared = null
    if (!isEmpty(live['name'])) this.start(updates)
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
    this.reform(live, revised, (visit) => this.eachText(visit), updates)
    if (!isEmpty(before['id'])) live['id'] = before['id']
    if (isSame(before, live)) this.live = before
  }

  /**
   * Others share its index: it goes back to what it was before their events, which are given. Undefined
   * when there are none, and when `whole` has what they have brought together, so that it is of one item.
   */
  part(whole: unknown, updates: object[]): readonly JSONObject[] | undefined {
    const { live, shared } = this
    this.shared &&= null
    if (!shared || this.ended) return undefined
    const own = textsOf((visit) => eachText(shared.live, visit))
    for (const [key, text] of textsOf((visit) => eachText(live, visit))) {
      const begun = own.get(key)
      if (begun && begun !== text && holds(whole, text)) return undefined
    }
    this.rewind(shared.live, shared.state, updates)
    return shared.events
  }

  /** Takes another form of a part: as it begins, or as it ends. */
  adoptPart(
    list: string,
    position: number,
    form: JSONObject,
    isWhole: boolean,
    updates: object[],
  ): void {
    const part = this.partAt(list, position, {})
    // A part that has begun does not begin again.
    if (!isWhole && Object.hasOwn(part, 'type')) return
    const each = (visit: Visit): void => eachPartText(list, part, position, visit)
    this.reform(part, form, each, updates)
    if (isWhole) each((channel, at) => this.settle(channel, at, updates))
  }

  /** The item is over: tells all that is whole now. Nothing is, when it was cut off. */
  end(updates: object[]): void {
    if (this.ended) return
    this.ended = true
    const { index: output_index, isWhole, kind, live } = this
    if (isWhole) {
      this.eachText((channel, at) => {
        if (!channel.isOfCall) this.tellDone(channel, at, updates)
      })
      if (
        kind !== undefined &&
        (kind === 'custom' || isWholeJSON(textOf(live['arguments']) || '{}'))
      ) {
        this.complete = true
        this.start(updates)
        updates.push({ type: 'tool_call.done', output_index, kind, toolCall: live })
      }
    }
    updates.push({ type: 'item.done', output_index, item: live })
  }
}

// Whether a text is in what came in an event: in the part of an item, or nearer.
function holds(value: unknown, text: string, levels = 4): boolean {
  if (typeof value !== 'object' || value === null) return value === text
  return levels > 0 && Object.values(value).some((each) => holds(each, text, levels - 1))
}
