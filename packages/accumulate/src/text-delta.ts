import type { TextChange } from './growing-text.ts'

/** A text that grows, for whoever wants to follow it. */
export interface FollowedText {
  /** All there is of it. */
  text: string
  onChange?: (change: TextChange) => void
}

/**
 * More of a text that may be JSON: a plain update, but for the text it is about, which cannot be seen
 * from outside.
 */
export class TextDelta<Type extends string> {
  readonly #text: FollowedText
  declare readonly type: Type
  declare readonly choice: number
  declare readonly index?: number
  declare readonly name?: string
  declare readonly delta: string
  declare readonly snapshot: string
  declare readonly replaces?: true

  constructor(
    type: Type,
    choice: number,
    text: FollowedText,
    change: TextChange,
    name?: string,
    index?: number,
  ) {
    this.#text = text
    this.type = type
    this.choice = choice
    if (index !== undefined) this.index = index
    if (name !== undefined) this.name = name
    this.delta = change.delta
    this.snapshot = change.snapshot
    if (change.replaces) this.replaces = true
  }

  /** The text that an update is about; undefined for a copy of one, which says nothing about that. */
  static textOf(update: object): FollowedText | undefined {
    return #text in update ? update.#text : undefined
  }
}
