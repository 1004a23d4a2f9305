import type { ChatAccumulatorOptions } from './chat-accumulator-options.ts'
import { idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { bodyOf, textValueOf, ToolCallSlot, type ToolCallSlotState } from './tool-call-slot.ts'

/** What a checkpoint keeps of the slots of a choice, beside the calls themselves. */
export interface ToolCallSlotsState {
  readonly slots: readonly ToolCallSlotState[]
  /** Which slot, by position, an index or an id stands for. */
  readonly indexes: readonly (readonly [index: number, position: number])[]
  readonly ids: readonly (readonly [id: string, position: number])[]
  readonly last: number | null
}

/** What of a piece tells to which call it belongs. */
interface PieceIdentity {
  readonly index: number | undefined
  readonly id: string
  readonly name: string
  readonly hasText: boolean
  readonly beginsObject: boolean
  /** The place in its array, and how many share it. */
  readonly position: number
  readonly count: number
}

/**
 * The tool calls of one choice, and which of them a piece belongs to.
 *
 * OpenAI numbers the calls and every piece says the number of its call. Others leave the number out,
 * give the same one to all, count from 1 or from -1; leave the id out, repeat it, or give every piece
 * a new one; repeat the name, or send it in pieces; write the number as text. So, in this order:
 *
 * - A number says which call, unless a new id together with a name, or another name after arguments
 *   have begun, shows that the number is used for another call.
 * - An id that is known says which call; a new one begins a call, and so does a name.
 * - What has none of them belongs to the last call; several such pieces in one array to the last
 *   several calls, in order.
 */
export class ToolCallSlots {
  /** The live calls, in the order in which they began. */
  readonly calls: JSONObject[] = []
  readonly slots: ToolCallSlot[] = []
  readonly #split: boolean
  readonly #byIndex: Map<number, ToolCallSlot> = new Map()
  readonly #byId: Map<string, ToolCallSlot> = new Map()
  // The slot of the last piece.
  #last: ToolCallSlot | undefined

  constructor(options: ChatAccumulatorOptions) {
    this.#split = options.splitToolCalls ?? false
  }

  static restore(
    state: ToolCallSlotsState,
    calls: readonly JSONObject[],
    options: ChatAccumulatorOptions,
  ): ToolCallSlots {
    const restored = new ToolCallSlots(options)
    for (const [position, slotState] of state.slots.entries()) {
      const slot = ToolCallSlot.restore(position, slotState, calls[position]!)
      restored.slots.push(slot)
      restored.calls.push(slot.call)
    }
    const at = (position: number): ToolCallSlot => restored.slots[position]!
    for (const [index, position] of state.indexes) restored.#byIndex.set(index, at(position))
    for (const [id, position] of state.ids) restored.#byId.set(id, at(position))
    if (state.last !== null) restored.#last = at(state.last)
    return restored
  }

  get state(): ToolCallSlotsState {
    return {
      slots: this.slots.map((slot) => slot.state),
      indexes: Array.from(this.#byIndex, ([index, slot]) => [index, slot.position] as const),
      ids: Array.from(this.#byId, ([id, slot]) => [id, slot.position] as const),
      last: this.#last?.position ?? null,
    }
  }

  /** Takes the `tool_calls` of a delta. `onPiece` is called with the slot of each, before it takes the piece. */
  take(pieces: readonly unknown[], onPiece: (slot: ToolCallSlot, piece: JSONObject) => void): void {
    const before = this.slots.length
    for (let position = 0; position < pieces.length; position++) {
      const piece = pieces[position]
      if (!isObject(piece)) continue
      const identity = identityOf(piece, position, pieces.length)
      const slot = this.#find(identity, before)
      this.#last = slot
      onPiece(slot, piece)
      if (identity.id !== '' && slot.id === identity.id) this.#byId.set(identity.id, slot)
    }
  }

  /** Gives an id to a call that has none: one that no call of the choice has. True when it was needed. */
  ensureId(slot: ToolCallSlot, choice: number): boolean {
    if (slot.id !== '') return false
    let id = `call_local_${choice}_${slot.position}`
    while (this.#byId.has(id)) id += '_'
    slot.call['id'] = id
    this.#byId.set(id, slot)
    return true
  }

  #find(piece: PieceIdentity, before: number): ToolCallSlot {
    if (piece.index !== undefined) return this.#findIndexed(piece, piece.index)
    if (piece.id !== '') return this.#findById(piece)
    if (piece.name !== '') return this.#findNamed(piece)
    if (piece.count > 1 && before >= piece.count) {
      return this.slots[before - piece.count + piece.position]!
    }
    return this.#last === undefined || this.#splits(this.#last, piece)
      ? this.#open(undefined)
      : this.#last
  }

  #findIndexed(piece: PieceIdentity, index: number): ToolCallSlot {
    const slot = this.#byIndex.get(index)
    if (slot === undefined) return this.#findUnnumbered(piece, index) ?? this.#open(index)
    const { id, name } = piece
    if (id !== '' && slot.id !== '' && id !== slot.id) {
      const known = this.#byId.get(id)
      if (known !== undefined && (known.index ?? index) === index) return this.#number(known, index)
      // Some servers make up an id for every piece (litellm#28223); a call begins with a name.
      const begins = name !== '' || (slot.growing.whole && piece.beginsObject)
      return begins ? this.#open(index) : slot
    }
    if (id !== '' && id === slot.id) return slot
    const beginsAgain = name !== '' && slot.growing.whole && (id !== '' || piece.beginsObject)
    const isAnother = slot.growing.isOther(name) || beginsAgain || this.#splits(slot, piece)
    return isAnother ? this.#open(index) : slot
  }

  // A call that began without a number and has one from now on.
  #findUnnumbered(piece: PieceIdentity, index: number): ToolCallSlot | undefined {
    const { id, name } = piece
    const slot = id === '' ? this.#last : this.#byId.get(id)
    if (slot === undefined || slot.index !== undefined || (id === '' && name !== ''))
      return undefined
    return this.#number(slot, index)
  }

  #findById(piece: PieceIdentity): ToolCallSlot {
    const known = this.#byId.get(piece.id)
    if (known !== undefined) return known
    const last = this.#last
    if (last === undefined || piece.position > 0) return this.#open(undefined)
    const { growing } = last
    const goesOn = !growing.whole || !piece.hasText
    // The id comes late, for a call that has begun without one.
    const isLate = last.id === '' && (piece.name === '' || piece.name === growing.name) && goesOn
    // Every piece has an id of its own.
    const isRotating = last.id !== '' && piece.name === '' && piece.hasText && !growing.whole
    return isLate || isRotating ? last : this.#open(undefined)
  }

  #findNamed(piece: PieceIdentity): ToolCallSlot {
    const last = this.#last
    const begins =
      last === undefined ||
      piece.position > 0 ||
      last.growing.isOther(piece.name) ||
      (last.growing.whole && piece.beginsObject)
    return begins ? this.#open(undefined) : last
  }

  #splits(slot: ToolCallSlot, piece: PieceIdentity): boolean {
    return this.#split && piece.beginsObject && slot.growing.whole
  }

  #number(slot: ToolCallSlot, index: number): ToolCallSlot {
    slot.index = index
    this.#byIndex.set(index, slot)
    return slot
  }

  #open(index: number | undefined): ToolCallSlot {
    const slot = new ToolCallSlot(this.slots.length, index)
    this.slots.push(slot)
    this.calls.push(slot.call)
    if (index !== undefined) this.#byIndex.set(index, slot)
    return slot
  }
}

function identityOf(piece: JSONObject, position: number, count: number): PieceIdentity {
  const body = bodyOf(piece)
  const text = body === undefined ? undefined : textValueOf(body)
  return {
    index: indexOf(piece['index']),
    id: idOf(piece['id']),
    name: textOf(body?.['name']),
    hasText: text !== undefined && text !== null && text !== '',
    beginsObject: typeof text === 'string' && text.trimStart().startsWith('{'),
    position,
    count,
  }
}

function indexOf(index: unknown): number | undefined {
  if (typeof index === 'number') return index
  if (typeof index !== 'string' || !/^[0-9]+$/.test(index)) return undefined
  const number = Number(index)
  // Beyond, different texts are the same number.
  return Number.isSafeInteger(number) ? number : undefined
}
