import { GrowingCall } from './growing-call.ts'
import type { TextChange } from './growing-text.ts'
import { idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { mergeExtras } from './merge-extras.ts'

/** What a checkpoint keeps of a slot, beside the call itself. */
export interface ToolCallSlotState {
  readonly index: number | null
  readonly started: boolean
  readonly typed: boolean
  readonly reason: string
}

const CALL_KEYS: ReadonlySet<string> = new Set(['index', 'id', 'type', 'function', 'custom'])
const BODY_KEYS: ReadonlySet<string> = new Set(['name', 'arguments', 'input'])

/** One tool call as it grows: the live object, and what is known about it. */
export class ToolCallSlot {
  /** Its place in `message.tool_calls`. */
  readonly position: number
  readonly call: JSONObject
  /** The index that the server gave it, whatever number that is. */
  index: number | undefined
  /** It was announced by an update. */
  started = false
  growing: GrowingCall
  // The server has said what type of call it is.
  #typed = false

  constructor(position: number, index: number | undefined, call?: JSONObject, reason?: string) {
    this.position = position
    this.index = index
    this.call = call ?? { id: '', type: 'function', function: { name: '', arguments: '' } }
    this.growing = growingPart(this.call, reason)
  }

  static restore(position: number, state: ToolCallSlotState, call: JSONObject): ToolCallSlot {
    const slot = new ToolCallSlot(position, state.index ?? undefined, call, state.reason)
    slot.started = state.started
    slot.#typed = state.typed
    return slot
  }

  get state(): ToolCallSlotState {
    return {
      index: this.index ?? null,
      started: this.started,
      typed: this.#typed,
      reason: this.growing.reason,
    }
  }

  get id(): string {
    return this.call['id'] as string
  }

  get isCustom(): boolean {
    return isObject(this.call['custom'])
  }

  /** Takes a piece of this call; gives what it did to the text. */
  take(piece: JSONObject): TextChange | undefined {
    if (this.id === '') this.call['id'] = idOf(piece['id'])
    this.#takeType(piece)
    mergeExtras(this.call, piece, CALL_KEYS)
    const body = bodyOf(piece)
    if (body === undefined) return undefined
    mergeExtras(this.growing.body, body, BODY_KEYS)
    this.growing.takeName(textOf(body['name']))
    return this.growing.takeText(textValueOf(body))
  }

  // A call is custom when its first piece of either kind is: the parts have different keys.
  #takeType(piece: JSONObject): void {
    if (this.isCustom) return
    const type = textOf(piece['type'])
    const hasOnlyCustom = isObject(piece['custom']) && !isObject(piece['function'])
    const isCustom = type === 'custom' || hasOnlyCustom
    if (isCustom && this.growing.name === '' && this.growing.text === '') {
      delete this.call['function']
      this.call['type'] = 'custom'
      this.call['custom'] = { name: '', input: '' }
      this.growing = growingPart(this.call, this.growing.reason)
    } else if (!this.#typed && type !== '' && type !== 'custom') {
      this.#typed = true
      this.call['type'] = type
    }
  }
}

/** The part of a piece that has the name and the text. */
export function bodyOf(piece: JSONObject): JSONObject | undefined {
  if (isObject(piece['function'])) return piece['function']
  return isObject(piece['custom']) ? piece['custom'] : undefined
}

/** The text in that part: `arguments`, for a custom tool `input`. */
export function textValueOf(body: JSONObject): unknown {
  return body['arguments'] ?? body['input']
}

function growingPart(call: JSONObject, reason: string | undefined): GrowingCall {
  return isObject(call['custom'])
    ? new GrowingCall(call['custom'], 'input', reason)
    : new GrowingCall(call['function'] as JSONObject, 'arguments', reason)
}
