/** What changed in a text. `replaces`: the old text is no beginning of the new one. */
export interface TextChange {
  readonly delta: string
  readonly snapshot: string
  readonly replaces: boolean
}

/** Text that goes on from `current`. Undefined when nothing is new. */
export function appendText(current: string, piece: string): TextChange | undefined {
  // `+` makes a rope, so a text in a million pieces costs what its length costs.
  return piece === '' ? undefined : { delta: piece, snapshot: current + piece, replaces: false }
}

/** Text that is sent whole every time. Undefined when nothing is new. */
export function replaceText(current: string, text: string): TextChange | undefined {
  if (text === current) return undefined
  return text.startsWith(current)
    ? { delta: text.slice(current.length), snapshot: text, replaces: false }
    : { delta: text, snapshot: text, replaces: true }
}

/** A change as the fields of an update. */
export function shown({ delta, snapshot, replaces }: TextChange): {
  readonly delta: string
  readonly snapshot: string
  readonly replaces?: true
} {
  return replaces ? { delta, snapshot, replaces } : { delta, snapshot }
}
