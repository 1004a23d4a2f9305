import type { JSONObject } from './json-object.ts'

/** What a checkpoint keeps of an item, beside the item. */
export interface ResponseItemState extends ResponseTextsState {
  readonly index: number
  /** The `output_index` of its events, if they have one. */
  readonly said?: number | undefined
  /** It came as an item, not only by what is in it. */
  readonly announced: boolean
  /** The start of the call was told. */
  readonly started: boolean
  /** The server, or the end of the response, has said that it is over. */
  readonly ended: boolean
  /** It is a call that may be made. */
  readonly complete: boolean
  /** An event has named it by an id that it had. */
  readonly named: boolean
  /** The ids by which it is found. */
  readonly ids: readonly string[]
  /** Set while it is not known whether it shares its index with others; null when it does not. */
  readonly shared?: ResponseItemSharing | null | undefined
  /** The fields with texts of kinds that are not known here. */
  readonly others: Readonly<Record<string, true>>
}

/** What is known of the texts of an item, and of where they are. */
interface ResponseTextsState {
  /** The texts that are whole; of those that came with their parts how much the deltas have repeated. */
  readonly marks: Record<string, number | undefined>
  /** The positions of parts, by list and index, where they differ from the index. */
  readonly late: Record<string, number>
}

/** What there is to tell items apart that share an index. */
export interface ResponseItemSharing extends ResponseTextsState {
  /** The item before events with other ids went on with it. */
  readonly live: JSONObject
  /** Those events. */
  readonly events: JSONObject[]
}
