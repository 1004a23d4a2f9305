import { grow, type TextChange } from './growing-text.ts'
import { idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { LOST, scanJSON, WHOLE } from './json-scan.ts'
import { CALL_BODY_FIELDS, CALL_FIELDS } from './known-fields.ts'
import { joinExtras } from './merge-extras.ts'
import type { FollowedText } from './text-delta.ts'
import { isWholeJSON } from './whole-json.ts'

/** What a checkpoint keeps of a call, beside the call itself. */
export interface GrowingCallState {
  /** The index that the server gave it, whatever number that is. */
  index: number | null
  /** So many finish reasons of the choice had come at its last piece. */
  turn: number
  /** How far its text is: see `scanJSON`. */
  scan: number
  /** The server has said what type of call it is. */
  typed: boolean
}

/** A call as it grows: the live object, and what is known about it. */
export class GrowingCall implements FollowedText {
  /** Its place in `message.tool_calls`; undefined for the call of the deprecated interface. */
  readonly position: number | undefined
  readonly call: JSONObject
  readonly state: GrowingCallState
  /** The part of the call that has the name and the text. */
  body!: JSONObject
  /** Where in it the text is. */
  key!: 'arguments' | 'input'
  text!: string
  /** The type of the updates about its text. */
  update!: string
  declare onChange?: (change: TextChange) => void

  constructor(
    position: number | undefined,
    call: JSONObject,
    state: GrowingCallState = { index: null, turn: 0, scan: 0, typed: false },
  ) {
    this.position = position
    this.call = call
    this.state = state
    this.#adopt()
  }

  get id(): string {
    return this.call['id'] as string
  }

  get name(): string {
    return this.body['name'] as string
  }

  /** There is something to tell about it: a name, or text. */
  get started(): boolean {
    return this.name !== '' || this.text !== ''
  }

  /** The arguments are a whole JSON object or array, as far as brackets tell. */
  get whole(): boolean {
    return this.state.scan === WHOLE && this.key === 'arguments'
  }

  /** Whether the arguments are whole and this is the beginning of others. */
  isFollowedBy(text: unknown): boolean {
    return this.whole && beginsObject(text)
  }

  /** A tool is named, and its text is not lost: else no finish reason makes it whole. */
  get canBeWhole(): boolean {
    return this.name !== '' && this.state.scan !== LOST
  }

  /** The text is what it should be, if it is all of it: free text, JSON of any kind, or nothing. */
  get isReadable(): boolean {
    return this.key === 'input' || !/\S/.test(this.text) || isWholeJSON(this.text)
  }

  /** Whether another call begins with this name: it is not this one's, nor a further piece of it. */
  isOther(name: string): boolean {
    if (name === '' || name === this.name || this.name === '' || this.text === '') return false
    return this.whole || !name.startsWith(this.name)
  }

  /** Takes a piece of this call; gives what it did to the text. */
  take(piece: JSONObject): TextChange | undefined {
    const { call } = this
    call['id'] ||= idOf(piece['id'])
    this.#takeType(piece)
    joinExtras(call, piece, CALL_FIELDS)
    const body = bodyOf(piece)
    if (body === undefined) return undefined
    joinExtras(this.body, body, CALL_BODY_FIELDS)
    this.#takeName(textOf(body['name']))
    return this.#takeText(textValueOf(body))
  }

  // A call is custom when its first piece of either kind is: the parts have different keys.
  #takeType(piece: JSONObject): void {
    const { call } = this
    if (this.key === 'input') return
    const type = textOf(piece['type'])
    const hasOnlyCustom = isObject(piece['custom']) && !isObject(piece['function'])
    if ((type === 'custom' || hasOnlyCustom) && !this.started) {
      delete call['function']
      call['type'] = 'custom'
      call['custom'] = { name: '', input: '' }
      this.#adopt()
    } else if (!this.state.typed && type !== '' && type !== 'custom') {
      this.state.typed = true
      call['type'] = type
    }
  }

  // Servers send the name once, on every piece, in growing length, or piece by piece; once there is
  // text, no name is a piece of it any more.
  #takeName(name: string): void {
    if (name.startsWith(this.name)) this.body['name'] = name
    else if (this.text === '') this.body['name'] = this.name + name
  }

  // A piece of text, or a whole value that is none: that replaces what was there.
  #takeText(value: unknown): TextChange | undefined {
    if (value === null || value === undefined) return undefined
    const isText = typeof value === 'string'
    // A server may send `{}` first and then the arguments (qwen-code#6240). Together they are no JSON.
    const isWhole = !isText || (this.text === '{}' && beginsObject(value))
    let change: TextChange | undefined
    try {
      change = grow(this.text, isText ? value : JSON.stringify(value), isWhole)
    } catch {
      // It nests too deep: Node 20 writes no 5,000 lists in one another.
      this.state.scan = LOST
    }
    if (change === undefined) return undefined
    this.body[this.key] = this.text = change.snapshot
    this.state.scan = scanJSON(change.replaces ? 0 : this.state.scan, change.delta)
    this.onChange?.(change)
    return change
  }

  #adopt(): void {
    const { call } = this
    this.body = bodyOf(call)!
    this.key = call['custom'] === undefined ? 'arguments' : 'input'
    this.text = this.body[this.key] as string
    this.update = `${this.position === undefined ? 'function_call' : 'tool_call'}.${this.key}.delta`
  }
}

/** The part of a piece that has the name and the text. */
export function bodyOf({ function: body, custom }: JSONObject): JSONObject | undefined {
  if (isObject(body)) return body
  return isObject(custom) ? custom : undefined
}

/** The text in that part: `arguments`, for a custom tool `input`. */
export function textValueOf(body: JSONObject): unknown {
  return body['arguments'] ?? body['input']
}

/** Whether a text can be that of an object, from its beginning on. */
export function beginsObject(text: unknown): boolean {
  return textOf(text).trimStart().startsWith('{')
}
