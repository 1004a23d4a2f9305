/** One object or array, and nothing else, is there from its first bracket to its last. */
export const WHOLE = -1
/** Something is there that is not inside of the first object or array. */
const STRAYED = -2
/** What was there is lost, and no text makes it whole. */
export const LOST = -3

/**
 * Tells when a JSON object or array that comes in pieces is whole: when the bracket that opened it is
 * closed. Takes what it gave for the text before, 0 at first. It looks at each character once and
 * keeps no text; whether what is inside is valid is not its business.
 *
 * Inside it gives four times the depth, plus one in a string, plus two after a backslash there.
 */
export function scanJSON(state: number, text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // With this bit set, `[` is `{` and `]` is `}`.
    const bracket = code | 0x20
    if (state > 0) {
      if (state & 2) state -= 2
      else if (code === 0x22) state ^= 1
      else if (state & 1) state += code === 0x5c ? 2 : 0
      else if (bracket === 0x7b) state += 4
      else if (bracket === 0x7d) state = state === 4 ? WHOLE : state - 4
    } else if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) {
      state = state === 0 && bracket === 0x7b ? 4 : Math.min(state, STRAYED)
    }
  }
  return state
}
