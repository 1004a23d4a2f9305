import { type Alignment, closingQuote, isNumeric, numberEnd } from './payload-alignment.ts'
import { type Blueprint, made } from './payload-blueprint.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

// A part of a string of up to 12 characters is a copy in V8; a longer one keeps the whole string.
const MAX_COPIED = 12
// Digits of an integer that is exact however it is computed.
const MAX_DIGITS = 15

/** What the payloads of one kind have in common: the text around their holes, and the object. */
export class PayloadEnvelope {
  /** The text that it was learnt from. */
  readonly text: string
  /** Which values of the text are holes, going up. */
  readonly varying: readonly number[]
  readonly #blueprint: Blueprint
  readonly #isString: boolean[] = []
  // The text before each hole, and after the last one.
  readonly #segments: string[] = []
  readonly #tail: string
  // What was in each hole the last time; of long strings that stood there as they are, a second time.
  readonly #values: unknown[] = []
  readonly #recurring: string[] = []

  constructor(text: string, { holes }: Alignment, blueprint: Blueprint) {
    const varying: number[] = []
    let at = 0
    for (const { value, start, end, isString } of holes) {
      varying.push(value)
      this.#isString.push(isString)
      this.#segments.push(text.slice(at, start))
      this.#values.push(undefined)
      this.#recurring.push('')
      at = end
    }
    this.text = text
    this.varying = varying
    this.#blueprint = blueprint
    this.#tail = text.slice(at)
  }

  /** What `JSON.parse` makes of a text of this envelope; undefined for any other text. */
  parse(text: string): object | undefined {
    const segments = this.#segments
    let at = 0
    for (let hole = 0; hole < segments.length; hole++) {
      const segment = segments[hole]!
      const start = at + segment.length
      if (text.substring(at, start) !== segment) return undefined
      at = this.#isString[hole]! ? this.#string(hole, text, start) : this.#number(hole, text, start)
      if (at < 0) return undefined
    }
    if (text.substring(at) !== this.#tail) return undefined
    return made(this.#blueprint, this.#values, 0)
  }

  // Takes the string whose characters begin at a position. Gives where they end; -1 when it is none.
  #string(hole: number, text: string, start: number): number {
    const recurring = this.#recurring[hole]!
    if (recurring !== '') {
      const end = start + recurring.length
      if (text.charCodeAt(end) === QUOTE && text.substring(start, end) === recurring) return end
    }
    let end = start
    let code = text.charCodeAt(end)
    while (code > 0x1f && code !== QUOTE && code !== BACKSLASH) code = text.charCodeAt(++end)
    if (code !== QUOTE) {
      end = closingQuote(text, end)
      this.#recurring[hole] = ''
      return this.#token(hole, text, start - 1, end + 1) ? end : -1
    }
    const middle = start + MAX_COPIED
    if (end <= middle) {
      this.#values[hole] = text.substring(start, end)
    } else if (end <= middle + MAX_COPIED) {
      this.#values[hole] = text.substring(start, middle) + text.substring(middle, end)
    } else {
      // Likely an id: the next is compared with it. The space makes it a slice of itself alone.
      this.#values[hole] = this.#recurring[hole] = ` ${text.substring(start, end)}`.slice(1)
      return end
    }
    this.#recurring[hole] = ''
    return end
  }

  // The same for a number.
  #number(hole: number, text: string, start: number): number {
    let end = start
    let number = 0
    let code = text.charCodeAt(end)
    while (code >= 0x30 && code <= 0x39) {
      number = number * 10 + code - 0x30
      code = text.charCodeAt(++end)
    }
    const digits = end - start
    const isCanonical = digits === 1 || (digits > 1 && text.charCodeAt(start) !== 0x30)
    if (isCanonical && digits <= MAX_DIGITS && !isNumeric(code)) {
      this.#values[hole] = number
      return end
    }
    end = numberEnd(text, end)
    return this.#token(hole, text, start, end) ? end : -1
  }

  // Whether it is one: escapes, fractions, exponents and what is no JSON are the engine's.
  #token(hole: number, text: string, start: number, end: number): boolean {
    try {
      this.#values[hole] = JSON.parse(text.substring(start, end))
      return true
    } catch {
      return false
    }
  }
}
