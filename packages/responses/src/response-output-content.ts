/** A part of a message of the model. */
export type ResponseOutputContent = ResponseOutputText | ResponseOutputRefusal

/** Text of the answer. */
export interface ResponseOutputText {
  readonly type: 'output_text'
  readonly text: string
  readonly annotations: readonly ResponseAnnotation[]
  /** Only when `message.output_text.logprobs` was included in the request, else empty or absent. */
  readonly logprobs?: readonly ResponseTokenLogprob[]
}

/** The model declined, and says so here instead of in a text. */
export interface ResponseOutputRefusal {
  readonly type: 'refusal'
  readonly refusal: string
}

/** Reasoning as the model wrote it, where it is shown at all. */
export interface ResponseReasoningText {
  readonly type: 'reasoning_text'
  readonly text: string
}

/** A part of the summary that stands for the reasoning. */
export interface ResponseReasoningSummary {
  readonly type: 'summary_text'
  readonly text: string
}

/** A place of a text that refers to a source. */
export type ResponseAnnotation =
  | ResponseFileCitation
  | ResponseURLCitation
  | ResponseContainerFileCitation
  | ResponseFilePath

/** A file that the text cites. */
export interface ResponseFileCitation {
  readonly type: 'file_citation'
  readonly file_id: string
  readonly filename: string
  /** Which of the files it is. */
  readonly index: number
}

/** A web page that the text cites. */
export interface ResponseURLCitation {
  readonly type: 'url_citation'
  readonly url: string
  /** Absent at xAI. */
  readonly title?: string
  /** Where in the text the citation begins, in characters. Absent at xAI. */
  readonly start_index?: number
  /** Where in the text the citation ends, in characters. Absent at xAI. */
  readonly end_index?: number
}

/** A file of a container that the text cites, such as one that code has made. */
export interface ResponseContainerFileCitation {
  readonly type: 'container_file_citation'
  readonly container_id: string
  readonly file_id: string
  readonly filename: string
  /** Where in the text the citation begins, in characters. */
  readonly start_index: number
  /** Where in the text the citation ends, in characters. */
  readonly end_index: number
}

/** The path of a file. */
export interface ResponseFilePath {
  readonly type: 'file_path'
  readonly file_id: string
  /** Which of the files it is. */
  readonly index: number
}

/** One token of a finished text and how likely it was. */
export interface ResponseTokenLogprob extends ResponseTopLogprob {
  readonly top_logprobs: readonly ResponseTopLogprob[]
}

/** A token that was possible at some position. */
export interface ResponseTopLogprob {
  /** The token as text; U+FFFD stands where the token is only a part of a character. */
  readonly token: string
  /** The token as UTF-8 bytes, to be joined with its neighbours before decoding. */
  readonly bytes: readonly number[]
  /** The natural logarithm of the probability. */
  readonly logprob: number
}
