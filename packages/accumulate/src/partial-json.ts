// JSON text in pieces, to a value that grows. Each unit is looked at once, and the text is not kept.
// https://www.rfc-editor.org/rfc/rfc8259

import { GrowingJSONString } from './growing-json-string.ts'
import { isWholeNumber, nextNumberState, NO_NUMBER } from './json-number.ts'
import type { JSONValue } from './json-value.ts'
import { PartialJsonError, type PartialJsonReason } from './partial-json-error.ts'
import { checkedLimit, type PartialJsonOptions } from './partial-json-options.ts'

type Key = string | number
// An array has numbers for keys here, which tells it from an object.
type Container = Record<Key, JSONValue>

// What is expected next, or what the text is in the middle of. Up to `FIRST_ELEMENT` the array or
// object that is open may end.
const NOTHING = 0
const COMMA = 1
const FIRST_KEY = 2
const FIRST_ELEMENT = 3
const NEXT_KEY = 4
const IN_KEY = 5
// From here on what is at the current key, if anything, is not final.
const COLON = 6
const VALUE = 7
const IN_STRING = 8
const IN_NUMBER = 9
const IN_LITERAL = 10

const EXPECTED = [
  'nothing',
  'a comma or the end',
  'a key or the end',
  'a value or the end',
  'a key',
  'a key',
  'a colon',
  'a value',
  'a string',
  'a number',
  'a literal',
]

const LITERALS = ['true', 'false', 'null']

/**
 * Reads JSON text as it arrives, such as the arguments of a tool call, and has its value at any
 * time: live, exact in the end, at the cost of the new text alone.
 *
 * Strings, arrays and objects appear with their first character and grow; a key appears with its
 * value, a literal when it is whole, a number when what follows shows that it is. A string never
 * shows half an escape, nor half a surrogate pair whose other half may still come. Takes what
 * `JSON.parse` takes, apart from the limits, and makes of it what `JSON.parse` makes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export class PartialJson {
  readonly #maxDepth: number
  readonly #maxSize: number
  // Units that the pushes before this one brought.
  #offset = 0
  #error: PartialJsonError | undefined
  #state = VALUE
  // Where the next value goes. Around the top-level value is an array that nobody sees.
  readonly #root: Container = [] as never
  #container = this.#root
  #key: Key = 0
  // This text's value is at the key, and not that of a duplicate key or nothing.
  #placed = false
  // The containers around the current one, that array first, and what their keys are.
  readonly #parents: Container[] = []
  readonly #keys: Key[] = []
  // The key, string or number that the text is in the middle of.
  readonly #token = new GrowingJSONString()
  #number = NO_NUMBER
  // The literal that the text is in the middle of, and how much of it is there.
  #literal = ''
  #matched = 0

  /** Throws a `RangeError` for a limit that is not a positive number. */
  constructor(options: PartialJsonOptions = {}) {
    this.#maxDepth = checkedLimit('maxDepth', options.maxDepth ?? 512)
    this.#maxSize = checkedLimit('maxSize', options.maxSize ?? 67_108_864)
  }

  /**
   * The value so far; undefined before there is any. Arrays and objects are the same ones each time
   * and grow in place: clone what you want to keep. The string that the text is in the middle of is
   * brought up to date by this look, not by the push, at a cost that does not depend on its length.
   */
  get value(): JSONValue | undefined {
    if (this.#state === IN_STRING) this.#place(this.#token.sofar)
    return this.#root[0]
  }

  /**
   * The text so far is one whole JSON value. A number at the top level is not, until white space or
   * `finish()` ends it; nor is anything once an error was thrown.
   */
  get complete(): boolean {
    return this.#state === NOTHING && !this.#error
  }

  /**
   * Takes the next piece of the text. Throws `ERR_SSE_PARTIAL_JSON` at the first code unit that no
   * JSON text can have there, or that passes a limit, and from then on always the same error.
   */
  push(text: string): void {
    if (this.#error) throw this.#error
    const room = this.#maxSize - this.#offset
    this.#take(text.slice(0, room))
    if (text.length > room) this.#fail(0, 'size', `at most ${this.#maxSize} (maxSize)`)
  }

  /**
   * Whether what is at a path is final: a string, array or object that was closed, a number or
   * literal that is whole. The path has the keys and indices from the top-level value, which is at
   * `[]` and final when the text is `complete`. False for what is not there. Only a duplicate key,
   * which `JSON.parse` takes too, replaces what was final.
   */
  isComplete(path: readonly (string | number)[]): boolean {
    if (path.length === 0) return this.complete
    const steps = [0, ...path]
    let value: JSONValue | undefined = this.#root
    for (const key of steps) {
      if (typeof value !== 'object' || value === null) return false
      // Own keys and indices, but not the `length` of an array.
      if (!Object.prototype.propertyIsEnumerable.call(value, key)) return false
      value = (value as Container)[key]
    }
    // What is not on the way to where the text is was left behind.
    const here = [...this.#keys, this.#key]
    const isHere = steps.every((key, depth) => `${key}` === `${here[depth] ?? key}`)
    return !isHere || (steps.length >= here.length && this.#state < COLON)
  }

  /**
   * The text is over. Gives the value, the same as `value` has; throws `ERR_SSE_PARTIAL_JSON` with
   * the reason `truncated` if it is not whole, or the error that `push` threw.
   */
  finish(): JSONValue {
    if (this.#error) throw this.#error
    if (this.#parents.length === 0 && isWholeNumber(this.#number)) this.#endNumber()
    if (this.#state !== NOTHING) this.#fail(0, 'truncated')
    return this.#root[0]!
  }

  #take(text: string): void {
    let at = 0
    while (at < text.length) {
      const state = this.#state
      if (state === IN_STRING || state === IN_KEY) at = this.#takeString(text, at)
      else if (state === IN_NUMBER) at = this.#takeNumber(text, at)
      else {
        const code = text.charCodeAt(at)
        if (state === IN_LITERAL) this.#takeLiteral(code, at)
        else if (!isSpace(code)) this.#takeMark(code, at)
        // The first unit of a number is taken with the others.
        if (this.#state !== IN_NUMBER) at++
      }
    }
    this.#offset += text.length
  }

  #takeString(text: string, from: number): number {
    const at = this.#token.take(text, from)
    if (at === text.length) return at
    if (this.#token.inEscape || text.charCodeAt(at) !== 0x22) this.#fail(at)
    const string = this.#token.end()
    if (this.#state === IN_STRING) this.#endValue(string)
    else this.#moveTo(string, COLON)
    return at + 1
  }

  #takeNumber(text: string, from: number): number {
    let at = from
    for (; at < text.length; at++) {
      const next = nextNumberState(this.#number, text.charCodeAt(at))
      if (next === NO_NUMBER) break
      this.#number = next
    }
    if (at > from) this.#token.append(text.slice(from, at))
    if (at < text.length) {
      const code = text.charCodeAt(at)
      const isDelimiter =
        isSpace(code) || this.#closes(code) || (code === 0x2c && this.#parents.length > 0)
      if (!isDelimiter || !isWholeNumber(this.#number)) this.#fail(at)
      this.#endNumber()
    }
    return at
  }

  #takeLiteral(code: number, at: number): void {
    const literal = this.#literal
    if (code !== literal.charCodeAt(this.#matched)) this.#fail(at)
    if (++this.#matched === literal.length) {
      this.#endValue(literal === 'null' ? null : literal === 'true')
    }
  }

  // Takes a unit outside of strings, numbers and literals.
  #takeMark(code: number, at: number): void {
    const state = this.#state
    if (state === VALUE || (state === FIRST_ELEMENT && code !== 0x5d)) this.#beginValue(code, at)
    else if (code === 0x22 && (state === FIRST_KEY || state === NEXT_KEY)) this.#state = IN_KEY
    else if (code === 0x3a && state === COLON) this.#state = VALUE
    else if (code === 0x2c && state === COMMA) {
      if (typeof this.#key === 'number') this.#moveTo(this.#key + 1, VALUE)
      else this.#state = NEXT_KEY
    } else if (state <= FIRST_ELEMENT && this.#closes(code)) {
      this.#container = this.#parents.pop()!
      this.#key = this.#keys.pop()!
      this.#endedValue()
    } else this.#fail(at)
  }

  #beginValue(code: number, at: number): void {
    if (code === 0x22) this.#state = IN_STRING
    else if (code === 0x7b) this.#open({}, '', FIRST_KEY, at)
    else if (code === 0x5b) this.#open([] as never, 0, FIRST_ELEMENT, at)
    else if (nextNumberState(NO_NUMBER, code) !== NO_NUMBER) this.#state = IN_NUMBER
    else {
      this.#literal = LITERALS.find((each) => each.charCodeAt(0) === code) ?? this.#fail(at)
      this.#matched = 1
      this.#state = IN_LITERAL
    }
  }

  #open(container: Container, key: Key, state: number, at: number): void {
    if (this.#parents.length >= this.#maxDepth) {
      this.#fail(at, 'depth', `at most ${this.#maxDepth} (maxDepth)`)
    }
    this.#place(container)
    this.#parents.push(this.#container)
    this.#keys.push(this.#key)
    this.#container = container
    this.#moveTo(key, state)
  }

  #moveTo(key: Key, state: number): void {
    this.#key = key
    this.#placed = false
    this.#state = state
  }

  // Makes an own property also where `Object.prototype` has one: its setter `__proto__` is not called.
  #place(value: JSONValue): void {
    const container = this.#container
    const key = this.#key
    // Array and object apart: what V8 learns at one place stays simple (72 ns a delta, 78 in one).
    if (typeof key === 'number') container[key] = value
    else if (this.#placed || container[key] === undefined) container[key] = value
    else {
      const attributes = { value, writable: true, enumerable: true, configurable: true }
      Object.defineProperty(container, key, attributes)
    }
    this.#placed = true
  }

  #endNumber(): void {
    this.#endValue(Number(this.#token.end()))
    this.#number = NO_NUMBER
  }

  #endValue(value: JSONValue): void {
    this.#place(value)
    this.#endedValue()
  }

  #endedValue(): void {
    this.#state = this.#parents.length ? COMMA : NOTHING
  }

  #closes(code: number): boolean {
    return this.#parents.length > 0 && code === (typeof this.#key === 'number' ? 0x5d : 0x7d)
  }

  #fail(
    at: number,
    reason: PartialJsonReason = 'syntax',
    expected: string = EXPECTED[this.#state]!,
  ): never {
    throw (this.#error = new PartialJsonError(reason, this.#offset + at, expected))
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
