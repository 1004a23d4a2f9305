/**
 * A part of an answer whose `content` is an array instead of a string. Not OpenAI's: Mistral's
 * reasoning models mix such arrays with strings in one stream.
 *
 * @see https://docs.mistral.ai/capabilities/reasoning/
 */
export type ChatContentPart =
  | ChatTextContentPart
  | ChatThinkingContentPart
  | ChatReferenceContentPart
  | ChatOtherContentPart

/** Text of the answer. */
export interface ChatTextContentPart {
  readonly type: 'text'
  readonly text: string
}

/** A step of the reasoning. */
export interface ChatThinkingContentPart {
  readonly type: 'thinking'
  readonly thinking: readonly ChatContentPart[] | string
  /** Whether the reasoning ends with this part. */
  readonly closed?: boolean
}

/** Which of the given references the text before it rests on. */
export interface ChatReferenceContentPart {
  readonly type: 'reference'
  readonly reference_ids: readonly (number | string)[]
}

/** A part of a type that is not known here. */
export interface ChatOtherContentPart {
  readonly type: string & {}
}
