// The grammar of JSON numbers, one UTF-16 code unit at a time. In odd states the number may end.
// https://www.rfc-editor.org/rfc/rfc8259#section-6

/** Nothing of a number is there. */
export const NO_NUMBER = 0

const MINUS = 2
const ZERO = 3
const INTEGER = 5
const POINT = 6
const FRACTION = 7
const E = 8
const SIGN = 10
const EXPONENT = 11

/** The state that follows, or `NO_NUMBER` where the unit does not belong to the number. */
export function nextNumberState(state: number, code: number): number {
  if (code >= 0x30 && code <= 0x39) {
    if (state <= MINUS) return code === 0x30 ? ZERO : INTEGER
    if (state === ZERO) return NO_NUMBER
    return state === INTEGER ? INTEGER : state <= FRACTION ? FRACTION : EXPONENT
  }
  if (code === 0x2d && state === NO_NUMBER) return MINUS
  if (code === 0x2d || code === 0x2b) return state === E ? SIGN : NO_NUMBER
  const isInteger = state === ZERO || state === INTEGER
  if (code === 0x2e) return isInteger ? POINT : NO_NUMBER
  return (code === 0x65 || code === 0x45) && (isInteger || state === FRACTION) ? E : NO_NUMBER
}

/** The number may end here. */
export function isWholeNumber(state: number): boolean {
  return state % 2 === 1
}
