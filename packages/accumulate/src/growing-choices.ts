import { orderChoices } from './choice-order.ts'
import type { GrowingChoiceState, LiveChoice } from './growing-choice-state.ts'
import { GrowingChoice, type ChatContext } from './growing-choice.ts'
import { isObject } from './json-object.ts'
import { indexOf } from './wire-index.ts'

/** The choices of one completion as they grow, and how many of them have come how far. */
export class GrowingChoices {
  /** How many have ended. */
  ended = 0
  /** How many have a finish reason. */
  reasons = 0
  /** How many have something of an answer. */
  grown = 0
  readonly #context: ChatContext
  // Those of the completion.
  readonly #live: LiveChoice[]
  readonly #byIndex: Map<number, GrowingChoice> = new Map()
  // So many, from the first, were sorted at the last look.
  #ordered = 0

  /** Begins with choices that were kept, if there are any. */
  constructor(live: LiveChoice[], context: ChatContext, states: readonly GrowingChoiceState[]) {
    this.#live = live
    this.#context = context
    for (const [at, kept] of live.splice(0).entries()) this.#count(this.#open(kept, states[at]), 1)
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

  /** Takes the choices of a chunk. True when that makes an answer longer. */
  take(choices: readonly unknown[]): boolean {
    const { size } = this
    let grows = false
    for (let position = 0; position < choices.length; position++) {
      const wire = choices[position]
      if (!isObject(wire)) continue
      const index = indexOf(wire['index']) ?? -1
      const key = Number.isInteger(index) && index >= 0 ? index : position
      const choice = this.#byIndex.get(key) ?? this.#open(blank(key))
      this.#count(choice, -1)
      if (choice.take(wire)) grows = true
      this.#count(choice, 1)
    }
    return grows || this.size > size
  }

  #count(choice: GrowingChoice, step: 1 | -1): void {
    if (choice.ended) this.ended += step
    if (choice.live.finish_reason !== null) this.reasons += step
    if (choice.hasGrown) this.grown += step
  }

  #open(live: LiveChoice, state?: GrowingChoiceState): GrowingChoice {
    const choice = new GrowingChoice(live, this.#context, state)
    this.#byIndex.set(live.index, choice)
    this.#live.push(live)
    return choice
  }
}

function blank(index: number): LiveChoice {
  const message = { role: 'assistant', content: null, refusal: null }
  return { index, message, logprobs: null, finish_reason: null }
}
