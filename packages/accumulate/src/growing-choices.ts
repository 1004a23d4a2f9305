import type { ChatCompletion } from '@sse/chat'
import type { AnyChatOptions } from './chat-accumulator-options.ts'
import type { ChatUpdate } from './chat-update.ts'
import { orderChoices } from './choice-order.ts'
import { GrowingChoice, type GrowingChoiceState, type KeptChoice } from './growing-choice.ts'
import { isObject, type JSONObject } from './json-object.ts'
import { indexOf } from './wire-index.ts'

/** The choices of one completion as they grow, and how many of them have come how far. */
export class GrowingChoices {
  /** How many have ended. */
  ended = 0
  /** How many have a finish reason. */
  reasons = 0
  /** How many have something of an answer. */
  grown = 0
  readonly #options: AnyChatOptions
  // Those of the completion.
  readonly #live: ChatCompletion['choices'][number][]
  readonly #byIndex: Map<number, GrowingChoice> = new Map()
  // So many, from the first, are sorted: all, unless one came late since the last look.
  #ordered = 0

  constructor(live: ChatCompletion['choices'][number][], options: AnyChatOptions) {
    this.#live = live
    this.#options = options
  }

  get size(): number {
    return this.#byIndex.size
  }

  /** All of them, sorted by index. */
  get inOrder(): GrowingChoice[] {
    this.sort(true)
    return this.#live.map(({ index }) => this.#byIndex.get(index)!)
  }

  /** Sorts those of the completion; see `orderChoices` for the few that may wait, unless it is over. */
  sort(isOver?: boolean): void {
    this.#ordered = orderChoices(this.#live, this.#ordered, isOver)
  }

  /** Begins with choices that were kept. */
  restore(choices: readonly JSONObject[], states: readonly GrowingChoiceState[]): void {
    for (const [position, state] of states.entries()) {
      const choice = choices[position]!
      this.#count(this.#open(choice['index'] as number, { choice, state }), 1)
    }
    this.#ordered = states.length
  }

  /** Takes the choices of a chunk. True when that makes an answer longer. */
  take(choices: readonly unknown[], updates: ChatUpdate[]): boolean {
    let grows = false
    for (let position = 0; position < choices.length; position++) {
      const wire = choices[position]
      if (!isObject(wire)) continue
      const index = indexOf(wire['index']) ?? -1
      const key = Number.isInteger(index) && index >= 0 ? index : position
      const choice = this.#byIndex.get(key) ?? this.#begin(key)
      this.#count(choice, -1)
      if (choice.take(wire, updates)) grows = true
      this.#count(choice, 1)
    }
    return grows
  }

  #count(choice: GrowingChoice, step: 1 | -1): void {
    if (choice.ended) this.ended += step
    if (choice.hasReason) this.reasons += step
    if (choice.hasGrown) this.grown += step
  }

  #begin(index: number): GrowingChoice {
    const last = this.#live.at(-1)
    const isLast = last === undefined || last.index < index
    if (isLast && this.#ordered === this.#live.length) this.#ordered++
    return this.#open(index)
  }

  #open(index: number, kept?: KeptChoice): GrowingChoice {
    const choice = new GrowingChoice(index, this.#options, kept)
    this.#byIndex.set(index, choice)
    this.#live.push(choice.live)
    return choice
  }
}
