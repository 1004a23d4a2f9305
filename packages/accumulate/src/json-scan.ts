const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/**
 * Tells when a JSON object or array that comes in pieces is whole: when the bracket that opened it is
 * closed. It looks at each character once and keeps no text; whether what is inside is valid is not
 * its business.
 */
export class JSONScan {
  #depth = 0
  #inString = false
  // The character before, inside a string, was a backslash that escapes this one.
  #escaped = false
  #opened = false
  // Something other than white space came outside of all brackets.
  #strayed = false

  /** One object or array, and nothing else, is there from its first bracket to its last. */
  get whole(): boolean {
    return this.#opened && this.#depth === 0 && !this.#strayed
  }

  reset(): void {
    this.#depth = 0
    this.#inString = false
    this.#escaped = false
    this.#opened = false
    this.#strayed = false
  }

  take(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (this.#inString) this.#takeInString(code)
      else if (this.#depth > 0) this.#takeInside(code)
      else this.#takeOutside(code)
    }
  }

  #takeInString(code: number): void {
    if (this.#escaped) this.#escaped = false
    else if (code === BACKSLASH) this.#escaped = true
    else if (code === QUOTE) this.#inString = false
  }

  #takeInside(code: number): void {
    if (code === QUOTE) this.#inString = true
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#depth++
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.#depth--
  }

  #takeOutside(code: number): void {
    if ((code === OPEN_BRACE || code === OPEN_BRACKET) && !this.#opened) {
      this.#opened = true
      this.#depth = 1
    } else if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) {
      this.#strayed = true
    }
  }
}
