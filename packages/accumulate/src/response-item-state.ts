/** What a checkpoint keeps of an item, beside the item. */
export interface ResponseItemState {
  readonly index: number
  readonly said: number | null
  readonly announced: boolean
  readonly started: boolean
  readonly ended: boolean
  readonly complete: boolean
  readonly named: boolean
  readonly order: number
  readonly ids: readonly string[]
  readonly others: readonly string[]
  readonly settled: readonly string[]
  readonly presets: readonly (readonly [key: string, matched: number])[]
  readonly late: readonly (readonly [key: string, position: number])[]
}
