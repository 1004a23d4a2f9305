// The inside of a JSON string, in pieces: what is between its quotes, with the escapes resolved.
//
// Appending costs what the piece costs, and so does looking: engines join strings lazily. But each
// join that nobody has looked into is a node, of 32 bytes in V8. Short pieces therefore gather in a
// short tail, which is flattened and joined to the rest when it is long enough.

const QUOTE = 0x22
const BACKSLASH = 0x5c

// What JSON lets stand for itself.
// oxlint-disable-next-line no-control-regex -- they are what it is about
const PLAIN = /[^"\\\u0000-\u001f]*/y

const ESCAPES = '"\\/bfnrt'
const ESCAPED = '"\\/\b\f\n\r\t'

// States of `#escape`; below them it is how many hexadecimal digits are to come.
const AFTER_BACKSLASH = 5
const HEX_DIGITS = 4

const LONG_TAIL = 1024
const LONG_RUN = 32

export class GrowingJSONString {
  #text = ''
  #tail = ''
  // The newest piece. Apart, as looking at its end would flatten what it was joined to.
  #last = ''
  // 0 outside of an escape.
  #escape = 0
  // The hexadecimal digits of the last escapes; the last 16 bits count.
  #unit = 0

  /** The string so far. Without half a surrogate pair at its end. */
  get sofar(): string {
    const end = this.#last.length - 1
    const isHalf = (this.#last.charCodeAt(end) & 0xfc00) === 0xd800
    return this.#text + this.#tail + (isHalf ? this.#last.slice(0, end) : this.#last)
  }

  /** The next unit belongs to an escape: a quote there ends nothing. */
  get inEscape(): boolean {
    return this.#escape > 0
  }

  /** Gives the whole string and begins anew. */
  end(): string {
    const whole = this.#text + this.#tail + this.#last
    this.#text = this.#tail = this.#last = ''
    return whole
  }

  /** Takes text from an index on; gives the index of the first unit that is not taken. */
  take(text: string, from: number): number {
    let at = from
    while (at < text.length) {
      if (this.#escape === 0) {
        const begin = at
        at = endOfPlain(text, at)
        if (at > begin) this.append(text.slice(begin, at))
        if (text.charCodeAt(at) !== BACKSLASH) return at
        this.#escape = AFTER_BACKSLASH
      } else if (!this.#takeEscaped(text.charAt(at))) return at
      at++
    }
    return at
  }

  /** Appends text as it is, which must not be empty. */
  append(piece: string): void {
    this.#tail += this.#last
    this.#last = piece
    // Looking at a unit makes V8 and JavaScriptCore flatten the string; it is never NaN.
    if (this.#tail.length > LONG_TAIL && this.#tail.charCodeAt(0) >= 0) {
      this.#text += this.#tail
      this.#tail = ''
    }
  }

  #takeEscaped(character: string): boolean {
    if (this.#escape === AFTER_BACKSLASH) {
      const which = ESCAPES.indexOf(character)
      this.#escape = 0
      if (which >= 0) this.append(ESCAPED.charAt(which))
      else if (character === 'u') this.#escape = HEX_DIGITS
      return this.#escape > 0 || which >= 0
    }
    const digit = Number(`0x${character}`)
    if (Number.isNaN(digit)) return false
    this.#unit = (this.#unit << 4) | digit
    if (--this.#escape === 0) this.append(String.fromCharCode(this.#unit))
    return true
  }
}

// The index behind what stands for itself. For 8 units a loop takes half the time of the expression,
// for long runs twice (Node 26).
function endOfPlain(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE || code === BACKSLASH || code < 0x20) return at
    if (at === from + LONG_RUN) {
      PLAIN.lastIndex = at
      // It matches always, if only nothing.
      PLAIN.test(text)
      return PLAIN.lastIndex
    }
  }
  return text.length
}
