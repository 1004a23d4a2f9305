import { type JSONObject, textOf } from './json-object.ts'

/** What changed in a text. */
export interface TextChange {
  readonly delta: string
  readonly snapshot: string
  /** The old text is no beginning of the new one. */
  readonly replaces?: true
}

/**
 * A text that goes on with `text`, or, if `isWhole`, that is sent whole every time. Undefined when
 * nothing is new.
 */
export function grow(current: string, text: string, isWhole = false): TextChange | undefined {
  if (text === '' || (isWhole && text === current)) return undefined
  // `+` makes a rope, so a text in a million pieces costs what its length costs.
  if (!isWhole) return { delta: text, snapshot: current + text }
  return text.startsWith(current)
    ? { delta: text.slice(current.length), snapshot: text }
    : { delta: text, snapshot: text, replaces: true }
}

/** The same for the text at a key of an object, which is changed. What is there and no text is none. */
export function growAt(
  target: JSONObject,
  key: string,
  text: string,
  isWhole?: boolean,
): TextChange | undefined {
  // Most of what is looked at is not there, and an object of any shape is slow to look at.
  if (text === '') return undefined
  const change = grow(textOf(target[key]), text, isWhole)
  if (change !== undefined) target[key] = change.snapshot
  return change
}
