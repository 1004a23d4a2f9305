import { grow, type TextChange } from './growing-text.ts'
import { idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { scanJSON, WHOLE } from './json-scan.ts'
import { joinExtras } from './merge-extras.ts'
import type { FollowedText } from './text-delta.ts'
import { isWholeJSON } from './whole-json.ts'

/** What a checkpoint keeps of a call, beside the call itself. */
export type GrowingCallState = readonly [
  index: number | null,
  reason: string,
  scan: number,
  started: boolean,
  typed: boolean,
]

const CALL_KEYS: ReadonlySet<string> = new Set(['index', 'id', 'type', 'function', 'custom'])
const BODY_KEYS: ReadonlySet<string> = new Set(['name', 'arguments', 'input'])

/** A call as it grows: the live object, and what is known about it. */
export class GrowingCall {
  /** Its place in `message.tool_calls`. */
  readonly position: number
  readonly call: JSONObject
  /** The text, for whoever follows it. */
  readonly followed: FollowedText = { text: '' }
  /** The part of the call that has the name and the text. */
  body!: JSONObject
  /** Where in it the text is. */
  key!: 'arguments' | 'input'
  /** The index that the server gave it, whatever number that is. */
  index: number | undefined
  /** The finish reason that came after its last piece; `''` while there is none. */
  reason = ''
  /** It was announced by an update. */
  started = false
  /** Its id was made up here. */
  idIsLocal = false
  #scan = 0
  // The server has said what type of call it is.
  #typed = false

  constructor(position: number, index?: number, call?: JSONObject, state?: GrowingCallState) {
    this.position = position
    this.call = call ?? { id: '', type: 'function', function: { name: '', arguments: '' } }
    this.#adopt()
    this.index = index
    if (state === undefined) return
    this.index = state[0] ?? undefined
    ;[, this.reason, this.#scan, this.started, this.#typed] = state
  }

  get state(): GrowingCallState {
    return [this.index ?? null, this.reason, this.#scan, this.started, this.#typed]
  }

  get id(): string {
    return this.call['id'] as string
  }

  get name(): string {
    return this.body['name'] as string
  }

  get text(): string {
    return this.body[this.key] as string
  }

  /** The arguments are a whole JSON object or array, as far as brackets tell. */
  get whole(): boolean {
    return this.#scan === WHOLE && this.key === 'arguments'
  }

  /** The text is what it should be, if it is all of it: free text, JSON of any kind, or nothing. */
  get isReadable(): boolean {
    const { key, text, whole } = this
    return key === 'input' || whole || !/\S/.test(text) || isWholeJSON(text)
  }

  /** Whether another call begins with this name: it is not this one's, nor a further piece of it. */
  isOther(name: string): boolean {
    if (name === '' || name === this.name || this.name === '' || this.text === '') return false
    return this.whole || !name.startsWith(this.name)
  }

  /** Takes a piece of this call; gives what it did to the text. */
  take(piece: JSONObject): TextChange | undefined {
    const { call } = this
    if (this.id === '') call['id'] = idOf(piece['id'])
    this.#takeType(piece)
    joinExtras(call, piece, CALL_KEYS)
    const body = bodyOf(piece)
    if (body === undefined) return undefined
    joinExtras(this.body, body, BODY_KEYS)
    this.#takeName(textOf(body['name']))
    return this.#takeText(textValueOf(body))
  }

  // A call is custom when its first piece of either kind is: the parts have different keys.
  #takeType(piece: JSONObject): void {
    if (this.key === 'input') return
    const { call } = this
    const type = textOf(piece['type'])
    const hasOnlyCustom = isObject(piece['custom']) && !isObject(piece['function'])
    if ((type === 'custom' || hasOnlyCustom) && this.name === '' && this.text === '') {
      delete call['function']
      call['type'] = 'custom'
      call['custom'] = { name: '', input: '' }
      this.#adopt()
    } else if (!this.#typed && type !== '' && type !== 'custom') {
      this.#typed = true
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
    const { text } = this
    const isText = typeof value === 'string'
    // A server may send `{}` first and then the arguments (qwen-code#6240). Together they are no JSON.
    const isWhole = !isText || (text === '{}' && value.trimStart().startsWith('{'))
    const change = grow(text, isText ? value : JSON.stringify(value), isWhole)
    if (change === undefined) return undefined
    this.#scan = scanJSON(change.replaces ? 0 : this.#scan, change.delta)
    this.body[this.key] = this.followed.text = change.snapshot
    this.followed.onChange?.(change)
    return change
  }

  #adopt(): void {
    const { custom } = this.call
    this.key = isObject(custom) ? 'input' : 'arguments'
    this.body = (isObject(custom) ? custom : this.call['function']) as JSONObject
    this.followed.text = this.text
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
