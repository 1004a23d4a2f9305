/** A place of the answer that refers to a source. */
export interface ChatCompletionAnnotation {
  readonly type: 'url_citation'
  readonly url_citation: ChatCompletionURLCitation
}

/** A web page that the answer cites. */
export interface ChatCompletionURLCitation {
  /** Where in `content` the citation begins, in characters. */
  readonly start_index: number
  /** Where in `content` the citation ends, in characters. */
  readonly end_index: number
  readonly title: string
  readonly url: string
  /** Not OpenAI's: OpenRouter quotes the page. */
  readonly content?: string
}
