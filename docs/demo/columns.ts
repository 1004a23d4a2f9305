// How text lies on a terminal: how many columns it takes, and where a row of it ends.

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

// The blocks that are East Asian Wide or Fullwidth.
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u
const emoji = /[\p{Emoji_Presentation}\uFE0F]/u
// Marks, and the parts of a Hangul syllable that stand in the columns of its first.
const joining = /[\p{Cc}\p{Cf}\p{Me}\p{Mn}\u1160-\u11FF]/u

function columnsOfGrapheme(grapheme: string): number {
  if (emoji.test(grapheme)) return 2
  let columns = 0
  for (const character of grapheme) {
    if (!joining.test(character)) columns += wide.test(character) ? 2 : 1
  }
  return columns
}

/** The number of columns that a line takes on a terminal. */
export function columnsOf(line: string): number {
  let columns = 0
  for (const { segment } of graphemes.segment(line)) columns += columnsOfGrapheme(segment)
  return columns
}

/**
 * Cuts text into rows of at most `width` columns. A line feed ends a row; each row holds at least one
 * character, however narrow the width.
 */
export function fold(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const rows: string[] = []
    let row = ''
    let column = 0
    for (const { segment } of graphemes.segment(line)) {
      const columns = columnsOfGrapheme(segment)
      if (row !== '' && column + columns > width) {
        rows.push(row)
        row = ''
        column = 0
      }
      row += segment
      column += columns
    }
    return [...rows, row]
  })
}

/** Text without what would move the cursor, clear the screen or change colours; line feeds stay. */
export function printable(text: string): string {
  return text.replaceAll('\t', '  ').replaceAll(/(?!\n)\p{Cc}/gu, '')
}
