/** What all stream events of a response have in common. */
export interface SequencedResponseEvent {
  /**
   * The position in the stream, for resuming it. Absent from servers that do not number their events,
   * OpenAI before May 2025 among them; a resumed stream does not begin at 0.
   */
  readonly sequence_number?: number
}

/**
 * What all events about one item of the output have in common.
 *
 * Here and in the events themselves, whatever says where the news belongs may be absent: OpenAI and
 * most others send it, Lemonade, Llama Stack and others do not.
 */
export interface ResponseItemEvent extends SequencedResponseEvent {
  /** The id of the item. GitHub Copilot gives each event another one: `output_index` is what identifies an item. */
  readonly item_id?: string
  /** The position of the item in `response.output`. */
  readonly output_index?: number
}

/** What all events about one content part of an item have in common. */
export interface ResponseContentEvent extends ResponseItemEvent {
  /** The position of the part in the `content` of the item. */
  readonly content_index?: number
}

/** What all events with a piece of something have in common. */
export interface ResponseDeltaExtensions {
  /** Padding that hides the length of the delta from who watches the network. Carries nothing. */
  readonly obfuscation?: string
}
