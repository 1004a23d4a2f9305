/** A value that differs between texts of one envelope. */
interface Hole {
  /** Which of all values of the text it is, containers included, in document order. */
  readonly value: number
  /** Where its token is in the text; of a string, what is between the quotes. */
  readonly start: number
  readonly end: number
  readonly isString: boolean
}

/** What two texts have in common, as seen from the second one. */
export interface Alignment {
  readonly holes: readonly Hole[]
  /** How many values the text has, containers included. */
  readonly values: number
}

// More make an envelope dear to learn and to keep.
const MAX_VALUES = 256

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

/**
 * Walks along two JSON texts at once, and gives the strings and numbers of `text` that differ from
 * those of `known`, and those that are in `varying`, which goes up. Undefined when anything else
 * differs, white space included, when a key has an escape, and for more than 256 values. Both texts
 * must be well-formed.
 */
export function aligned(
  known: string,
  text: string,
  varying: readonly number[],
): Alignment | undefined {
  const holes: Hole[] = []
  let values = 0
  let next = 0
  let i = 0
  let j = 0
  while (j < text.length) {
    const code = text.charCodeAt(j)
    let start = j
    let isString = false
    let isSame = true
    if (code === QUOTE) {
      if (known.charCodeAt(i) !== QUOTE) return undefined
      isString = true
      start = ++j
      i++
      let one = text.charCodeAt(j)
      while (one !== QUOTE && one !== BACKSLASH && one === known.charCodeAt(i)) {
        i++
        one = text.charCodeAt(++j)
      }
      const isPlain = one === QUOTE && known.charCodeAt(i) === QUOTE
      if (!isPlain) {
        const from = i - (j - start)
        i = closingQuote(known, i)
        j = closingQuote(text, j)
        isSame = known.substring(from, i) === text.substring(start, j)
      }
      let after = j + 1
      while (text.charCodeAt(after) <= 0x20) after++
      if (text.charCodeAt(after) === COLON) {
        if (!isPlain) return undefined
        i++
        j++
        continue
      }
    } else if (isNumeric(code)) {
      const from = i
      i = numberEnd(known, i)
      j = numberEnd(text, j)
      isSame = known.substring(from, i) === text.substring(start, j)
    } else {
      if (known.charCodeAt(i) !== code) return undefined
      const length = lengthOfLiteral(code)
      i += length
      j += length
      if (length > 1 || code === 0x5b || code === 0x7b) values++
      continue
    }
    if (!isSame || varying[next] === values) {
      holes.push({ value: values, start, end: j, isString })
    }
    if (varying[next] === values) next++
    values++
    if (isString) {
      i++
      j++
    }
  }
  return i === known.length && values <= MAX_VALUES ? { holes, values } : undefined
}

// Of `false`, `null` and `true`, which their first letter gives away; else 1.
function lengthOfLiteral(code: number): number {
  return code === 0x66 ? 5 : code === 0x6e || code === 0x74 ? 4 : 1
}

/** Whether a character can be one of a number. */
export function isNumeric(code: number): boolean {
  // Digits; `+`, `-`, `.`; `E`, `e`.
  if (code <= 0x39) return code >= 0x30 || code === 0x2d || code === 0x2e || code === 0x2b
  return (code | 0x20) === 0x65
}

/** Where the number ends that begins at a position. */
export function numberEnd(text: string, start: number): number {
  let end = start
  while (isNumeric(text.charCodeAt(end))) end++
  return end
}

/** Where the closing quote is of a string that goes on at a position; the length when there is none. */
export function closingQuote(text: string, start: number): number {
  let end = start
  while (end < text.length) {
    const code = text.charCodeAt(end)
    if (code === QUOTE) return end
    end += code === BACKSLASH ? 2 : 1
  }
  return text.length
}
