import fc from 'fast-check'
import { afterAll } from 'vitest'

/**
 * How many streams each law of a test file is tried on. `FC_RUNS` and `FC_SEED` say otherwise, see
 * `scripts/laws.ts`. In the end it prints how many there were, and the seed that they came from.
 */
export interface LawRuns {
  readonly numRuns: number
  /** How long a law may take, in milliseconds. */
  readonly timeout: number
}

/** To be called once in a test file, with the number of streams of an ordinary run. */
export function lawRuns(name: string, ordinary: number): LawRuns {
  const numRuns = Number(process.env['FC_RUNS'] ?? ordinary)
  const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31)
  const timeout = Math.max(120_000, numRuns * 120)
  let streams = 0
  fc.configureGlobal({
    seed,
    // Shrinking a whole stream takes long; what there is by then is small enough.
    interruptAfterTimeLimit: timeout / 2,
    markInterruptAsFailure: true,
    reporter(details) {
      if (details.failed) throw new Error(fc.defaultReportMessage(details))
      streams += details.numRuns
    },
  })
  afterAll(() => {
    console.log(`${name}: ${streams} generated streams, seed ${seed}`)
  })
  return { numRuns, timeout }
}
