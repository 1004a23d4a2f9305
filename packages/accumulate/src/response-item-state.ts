import type { JSONObject } from './json-object.ts'

/** What a checkpoint keeps of the texts of an item. */
export interface ResponseTextsState {
  readonly others: readonly string[]
  readonly marks: readonly (readonly [key: string, mark: number])[]
  readonly late: readonly (readonly [key: string, position: number])[]
}

/** What a checkpoint keeps of an item, beside the item. */
export interface ResponseItemState extends ResponseTextsState {
  readonly index: number
  readonly said: number | null
  readonly announced: boolean
  readonly started: boolean
  readonly ended: boolean
  readonly complete: boolean
  readonly named: boolean
  readonly order: number
  readonly ids: readonly string[]
  readonly shared?: ResponseItemSharing | null
}

/** What there is to tell items apart that share an index. */
export interface ResponseItemSharing {
  /** The item before events with other ids went on with it. */
  readonly live: JSONObject
  readonly state: ResponseTextsState
  /** Those events. */
  readonly events: JSONObject[]
}
