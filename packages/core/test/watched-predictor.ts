import { PayloadPredictor } from '@sse/core/payload-predictor'
import { differenceOfValues } from './difference-of-values.ts'

/** A predictor held against `JSON.parse`, and what it left to it. */
export class WatchedPredictor {
  readonly #predictor: PayloadPredictor = new PayloadPredictor()
  /** Of each text: whether it was put together, not given to `JSON.parse` as a whole. */
  readonly predicted: boolean[] = []
  /** What came of each text that is JSON. */
  readonly values: unknown[] = []

  /** Parses a text in both ways. Gives how the outcomes differ; undefined when they are the same. */
  parse(text: string): string | undefined {
    const expected = outcomeOf(() => JSON.parse(text))
    const native = JSON.parse
    let isWhole = false
    JSON.parse = (part: string) => {
      if (part === text) isWhole = true
      return native(part)
    }
    let actual: Outcome
    try {
      actual = outcomeOf(() => this.#predictor.parse(text))
    } finally {
      JSON.parse = native
    }
    this.predicted.push(!isWhole)
    if ('error' in expected || 'error' in actual) {
      if (!('error' in actual)) return 'no error'
      if (!('error' in expected)) return `an error: ${actual.error}`
      return actual.error === expected.error ? undefined : `another error: ${actual.error}`
    }
    this.values.push(actual.value)
    return differenceOfValues(actual.value, expected.value)
  }

  /** Parses texts; throws for the first that has another outcome. */
  parseAll(texts: Iterable<string>): this {
    for (const text of texts) {
      const difference = this.parse(text)
      if (difference !== undefined) throw new Error(`${difference}, for ${text.slice(0, 1000)}`)
    }
    return this
  }
}

type Outcome = { readonly value: unknown } | { readonly error: string }

function outcomeOf(parse: () => unknown): Outcome {
  try {
    return { value: parse() }
  } catch (error) {
    return { error: String(error) }
  }
}
