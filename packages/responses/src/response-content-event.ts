import type {
  ResponseAnnotation,
  ResponseOutputRefusal,
  ResponseOutputText,
  ResponseReasoningText,
} from './response-output-content.ts'
import type { ResponseContentEvent, ResponseDeltaExtensions } from './sequenced-response-event.ts'

/** A content part begins. */
export interface ResponseContentPartAddedEvent extends ResponseContentEvent {
  readonly type: 'response.content_part.added'
  readonly part: ResponseOutputText | ResponseOutputRefusal | ResponseReasoningText
}

/** A content part is whole. */
export interface ResponseContentPartDoneEvent extends ResponseContentEvent {
  readonly type: 'response.content_part.done'
  readonly part: ResponseOutputText | ResponseOutputRefusal | ResponseReasoningText
}

/** A piece of a text. */
export interface ResponseTextDeltaEvent extends ResponseContentEvent, ResponseDeltaExtensions {
  readonly type: 'response.output_text.delta'
  readonly delta: string
  /** Of the tokens of the piece. Absent from servers that do not know them. */
  readonly logprobs?: readonly ResponseTextLogprob[]
}

/** A text is whole. */
export interface ResponseTextDoneEvent extends ResponseContentEvent {
  readonly type: 'response.output_text.done'
  readonly text: string
  /** Absent from servers that do not know them. */
  readonly logprobs?: readonly ResponseTextLogprob[]
}

/** One token of a streamed text and how likely it was. */
export interface ResponseTextLogprob {
  readonly token: string
  /** The natural logarithm of the probability. */
  readonly logprob: number
  readonly top_logprobs?: readonly ResponseTextTopLogprob[]
  /** Sent, though OpenAI's own types leave it out. */
  readonly bytes?: readonly number[] | null
}

/** A token that was possible at some position. */
export interface ResponseTextTopLogprob {
  readonly token?: string
  /** The natural logarithm of the probability. */
  readonly logprob?: number
  /** Sent, though OpenAI's own types leave it out. */
  readonly bytes?: readonly number[] | null
}

/** A text gets an annotation. */
export interface ResponseOutputTextAnnotationAddedEvent extends ResponseContentEvent {
  readonly type: 'response.output_text.annotation.added'
  readonly annotation: ResponseAnnotation | null
  /** The position in the `annotations` of the part. */
  readonly annotation_index?: number
}

/** A piece of a refusal. */
export interface ResponseRefusalDeltaEvent extends ResponseContentEvent, ResponseDeltaExtensions {
  readonly type: 'response.refusal.delta'
  readonly delta: string
}

/** A refusal is whole. */
export interface ResponseRefusalDoneEvent extends ResponseContentEvent {
  readonly type: 'response.refusal.done'
  readonly refusal: string
}
