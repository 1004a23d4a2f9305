import type { AnyChatOptions } from './chat-accumulator-options.ts'
import {
  beginsObject,
  bodyOf,
  GrowingCall,
  type GrowingCallState,
  textValueOf,
} from './growing-call.ts'
import { idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { indexOf } from './wire-index.ts'

/** What a checkpoint keeps of the tool calls of a choice, beside the calls themselves. */
export interface GrowingCallsState {
  readonly calls: GrowingCallState[]
  /** Which call, by position, an index or an id stands for. Ids have a `#` before them. */
  readonly keys: Record<number | string, number>
  /** The call of the last piece. */
  last: number
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
  /** In the order in which they began. */
  readonly all: GrowingCall[]
  readonly #state: GrowingCallsState
  readonly #message: JSONObject
  readonly #split: boolean | undefined

  /** The calls of a message: none yet, or those that were kept. */
  constructor(message: JSONObject, options: AnyChatOptions, state: GrowingCallsState) {
    this.#message = message
    this.#split = options.splitToolCalls
    this.#state = state
    const live = message['tool_calls'] as JSONObject[]
    this.all = state.calls.map((kept, at) => new GrowingCall(at, live[at]!, kept))
  }

  /**
   * The call that a piece at a place in an array belongs to, which may begin with it. What tells
   * nothing of itself belongs to the calls from the position `first` on, in order; to the last if that
   * is negative.
   */
  callOf(piece: JSONObject, place: number, first: number): GrowingCall {
    const identity = identityOf(piece, place)
    const { index, id } = identity
    const inOrder = first < 0 ? undefined : this.all[first + place]
    const call = this.#find(identity, inOrder) ?? this.#begin()
    const position = call.position!
    const { keys } = this.#state
    this.#state.last = position
    if (index !== undefined) {
      call.state.index = index
      keys[index] = position
    }
    if (id !== '' && (call.id || id) === id) keys[`#${id}`] = position
    return call
  }

  /** The stream is over: every call gets an id, one that no other call of the choice has. */
  settle(choice: number): void {
    const { keys } = this.#state
    for (const call of this.all) {
      if (call.id !== '') continue
      let id = `call_local_${choice}_${call.position}`
      while (`#${id}` in keys) id += '_'
      call.call['id'] = id
    }
  }

  /** Whether the id of a call was made up by `settle`. */
  hasLocalId(call: GrowingCall): boolean {
    return !(`#${call.id}` in this.#state.keys)
  }

  // The call of a piece; undefined when the piece begins one.
  #find(piece: PieceIdentity, inOrder: GrowingCall | undefined): GrowingCall | undefined {
    const { index, id, name } = piece
    const last = this.all[this.#state.last]
    const known = id === '' ? undefined : this.#keyed(`#${id}`)
    if (index !== undefined) return this.#findIndexed(piece, index, id === '' ? last : known)
    if (id !== '') return known === undefined ? late(piece, last) : this.#unlessAgain(known, piece)
    if (name === '' && inOrder !== undefined) return inOrder
    if (last === undefined) return undefined
    const begins = name === '' ? this.#splits(last, piece) : follows(last, piece)
    return begins ? undefined : last
  }

  #findIndexed(
    piece: PieceIdentity,
    index: number,
    known: GrowingCall | undefined,
  ): GrowingCall | undefined {
    const { id, name, text } = piece
    const call = this.#keyed(index)
    // Also a call that began without a number, and has one from now on.
    const isKnown = known !== undefined && (known.state.index ?? index) === index
    if (call === undefined) {
      return isKnown && (id !== '' || name === '') ? this.#unlessAgain(known, piece) : undefined
    }
    if (id !== '' && call.id !== '') {
      if (id === call.id) return this.#unlessAgain(call, piece)
      if (isKnown) return this.#unlessAgain(known, piece)
      // Some servers make up an id for every piece (litellm#28223); a call begins with a name.
      return name !== '' || call.isFollowedBy(text) ? undefined : call
    }
    const begins =
      name === ''
        ? this.#splits(call, piece)
        : call.isOther(name) || call.isFollowedBy(text) || (call.whole && id !== '')
    return begins ? undefined : call
  }

  #keyed(key: number | string): GrowingCall | undefined {
    return this.all[this.#state.keys[key] ?? -1]
  }

  // Unless the piece has the id of the call, and yet begins another.
  #unlessAgain(call: GrowingCall, piece: PieceIdentity): GrowingCall | undefined {
    const { index, name, place, text } = piece
    let begins = false
    if (call.isOther(name)) begins = call.whole || isNothing(text) || beginsObject(text)
    else if (name !== '' && call.text === '') {
      begins = place > 0 && call.position === this.#state.last && !name.startsWith(call.name)
    } else if (name !== '' && index === undefined) {
      begins = call.text !== '{}' && call.isFollowedBy(text)
    }
    return begins ? undefined : call
  }

  #splits(call: GrowingCall, { text }: PieceIdentity): boolean {
    return this.#split === true && call.isFollowedBy(text)
  }

  #begin(): GrowingCall {
    const live = { id: '', type: 'function', function: { name: '', arguments: '' } }
    const call = new GrowingCall(this.all.length, live)
    this.all.push(call)
    this.#state.calls.push(call.state)
    ;((this.#message['tool_calls'] ??= []) as JSONObject[]).push(live)
    return call
  }
}

// A name without index and id begins a call, unless it goes on with the last one.
function follows(last: GrowingCall, { name, place, text }: PieceIdentity): boolean {
  if (place > 0 || last.isOther(name)) return true
  if (last.whole) return beginsObject(text) || isObject(text)
  // With its arguments it is no piece of a name: the last call has none.
  return beginsObject(text) && last.text === '' && !name.startsWith(last.name)
}

// The last call, for a new id that begins none.
function late(
  { place, name, text }: PieceIdentity,
  last: GrowingCall | undefined,
): GrowingCall | undefined {
  if (last === undefined || place > 0) return undefined
  const hasText = !isNothing(text)
  const goesOn =
    last.id === ''
      ? // The id comes late, for a call that has begun without one.
        (name === '' || name === last.name) && !(last.whole && hasText)
      : // Every piece has an id of its own.
        name === '' && hasText && !last.whole
  return goesOn ? last : undefined
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
