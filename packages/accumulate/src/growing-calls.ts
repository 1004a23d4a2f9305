import type { AnyChatOptions } from './chat-accumulator-options.ts'
import { bodyOf, GrowingCall, type GrowingCallState, textValueOf } from './growing-call.ts'
import { idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { indexOf } from './wire-index.ts'

/** What a checkpoint keeps of the tool calls of a choice, beside the calls themselves. */
export interface GrowingCallsState {
  readonly calls: readonly GrowingCallState[]
  /** Which call, by position, an index or an id stands for. */
  readonly keys: readonly (readonly [key: number | string, position: number])[]
  readonly last: number
}

/** What of a piece tells to which call it belongs. */
interface PieceIdentity {
  readonly index: number | undefined
  readonly id: string
  readonly name: string
  /** The arguments: text, or an object as it is. */
  readonly text: unknown
  /** The place in its array. */
  readonly place: number
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
 * - An id that is known says which call, unless another name after arguments have begun, or a second
 *   whole object, shows that it is used again; a new one begins a call, and so does a name.
 * - What has none of them belongs to the last call; several such pieces in one array to the last
 *   several calls, in order.
 */
export class GrowingCalls {
  readonly all: GrowingCall[] = []
  /** The live calls, in the order in which they began. */
  readonly #live: JSONObject[]
  readonly #split: boolean | undefined
  // Indexes are numbers, and ids are strings.
  readonly #byKey: Map<number | string, GrowingCall> = new Map()
  // The call of the last piece.
  #last: GrowingCall | undefined

  /** Begins with calls that were kept, if there are any. */
  constructor(live: JSONObject[], options: AnyChatOptions, state?: GrowingCallsState) {
    this.#live = live
    this.#split = options.splitToolCalls
    if (state === undefined) return
    this.all = state.calls.map((kept, at) => new GrowingCall(at, undefined, live[at], kept))
    for (const [key, at] of state.keys) this.#byKey.set(key, this.all[at]!)
    this.#last = this.all[state.last]
  }

  get state(): GrowingCallsState {
    return {
      calls: this.all.map((call) => call.state),
      keys: Array.from(this.#byKey, ([key, call]) => [key, call.position] as const),
      last: this.#last?.position ?? -1,
    }
  }

  /** Takes the `tool_calls` of a delta. `onPiece` is called with the call of each, before it takes the piece. */
  take(pieces: readonly unknown[], onPiece: (call: GrowingCall, piece: JSONObject) => void): void {
    const before = this.all.length - pieces.length
    for (let place = 0; place < pieces.length; place++) {
      const piece = pieces[place]
      if (!isObject(piece)) continue
      const identity = identityOf(piece, place)
      const isOneOfSeveral = pieces.length > 1 && before >= 0
      const call = this.#find(identity, isOneOfSeveral ? this.all[before + place] : undefined)
      this.#last = call
      onPiece(call, piece)
      const { id } = identity
      if (id !== '' && call.id === id) this.#byKey.set(id, call)
    }
  }

  /** The stream is over: every call gets an id, one that no other call of the choice has. */
  settle(choice: number): void {
    for (const call of this.all) {
      if (call.id !== '') continue
      let id = `call_local_${choice}_${call.position}`
      while (this.#byKey.has(id)) id += '_'
      call.call['id'] = id
      call.idIsLocal = true
      this.#byKey.set(id, call)
    }
  }

  #find(piece: PieceIdentity, inOrder: GrowingCall | undefined): GrowingCall {
    const { index, id, name } = piece
    if (index !== undefined) return this.#findIndexed(piece, index) ?? this.#open(index)
    const last = this.#last
    if (id !== '') {
      const known = this.#byKey.get(id)
      if (known === undefined) return this.#findLate(piece) ?? this.#open()
      return this.#repeats(known, piece) ? this.#open() : known
    }
    if (name === '' && inOrder !== undefined) return inOrder
    const begins =
      last === undefined || (name === '' ? this.#splits(last, piece) : this.#follows(last, piece))
    return begins ? this.#open() : last
  }

  // A name without index and id begins a call, unless it goes on with the last one.
  #follows(last: GrowingCall, { name, place, text }: PieceIdentity): boolean {
    if (place > 0 || last.isOther(name)) return true
    if (last.whole) return beginsObject(text) || isObject(text)
    // With its arguments it is no piece of a name: the last call has none.
    return beginsObject(text) && last.text === '' && !name.startsWith(last.name)
  }

  // A piece that has the id of a call, and yet begins another.
  #repeats(call: GrowingCall, { index, name, place, text }: PieceIdentity): boolean {
    if (name === '') return false
    if (call.isOther(name)) return call.whole || isNothing(text) || beginsObject(text)
    if (call.text === '') return place > 0 && call === this.#last && !name.startsWith(call.name)
    const isAgain = index !== undefined || call.text === '{}'
    return call.whole && beginsObject(text) && !isAgain
  }

  #findIndexed(piece: PieceIdentity, index: number): GrowingCall | undefined {
    const { id, name, text } = piece
    const call = this.#byKey.get(index)
    if (call === undefined) {
      // A call that began without a number and has one from now on.
      const known = id === '' ? this.#last : this.#byKey.get(id)
      if (known === undefined || known.index !== undefined || (id === '' && name !== '')) {
        return undefined
      }
      return this.#repeats(known, piece) ? undefined : this.#number(known, index)
    }
    if (id !== '' && id === call.id) return this.#repeats(call, piece) ? undefined : call
    let begins = call.isOther(name) || this.#splits(call, piece)
    if (name !== '' && call.whole && (id !== '' || beginsObject(text))) begins = true
    if (id !== '' && call.id !== '') {
      const known = this.#byKey.get(id)
      if (known !== undefined && (known.index ?? index) === index) {
        return this.#repeats(known, piece) ? undefined : this.#number(known, index)
      }
      // Some servers make up an id for every piece (litellm#28223); a call begins with a name.
      begins = name !== '' || (call.whole && beginsObject(text))
    }
    return begins ? undefined : call
  }

  // A new id that begins no call.
  #findLate({ place, name, text }: PieceIdentity): GrowingCall | undefined {
    const last = this.#last
    if (last === undefined || place > 0) return undefined
    const { whole } = last
    const hasText = !isNothing(text)
    const goesOn =
      last.id === ''
        ? // The id comes late, for a call that has begun without one.
          (name === '' || name === last.name) && (!whole || !hasText)
        : // Every piece has an id of its own.
          name === '' && hasText && !whole
    return goesOn ? last : undefined
  }

  #splits(call: GrowingCall, piece: PieceIdentity): boolean {
    return this.#split === true && call.whole && beginsObject(piece.text)
  }

  #number(call: GrowingCall, index: number): GrowingCall {
    call.index = index
    this.#byKey.set(index, call)
    return call
  }

  #open(index?: number): GrowingCall {
    const call = new GrowingCall(this.all.length, index)
    this.all.push(call)
    this.#live.push(call.call)
    if (index !== undefined) this.#byKey.set(index, call)
    return call
  }
}

function identityOf(piece: JSONObject, place: number): PieceIdentity {
  const body = bodyOf(piece)
  return {
    index: indexOf(piece['index']),
    id: idOf(piece['id']),
    name: textOf(body?.['name']),
    text: body && textValueOf(body),
    place,
  }
}

function isNothing(text: unknown): boolean {
  return (text ?? '') === ''
}

function beginsObject(text: unknown): boolean {
  return textOf(text).trimStart().startsWith('{')
}
