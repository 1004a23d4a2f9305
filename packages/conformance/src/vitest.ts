import { eventStreamCases } from '@fixtures/sse'
import { describe, test } from 'vitest'
import { checkCase } from './case-verdict.ts'
import {
  isFailure,
  randomSeed,
  withKnownCase,
  withKnownLaw,
  type ConformanceOptions,
} from './check-conformance.ts'
import { describeCounterexample } from './counterexample.ts'
import { DEFAULT_RUNS } from './law.ts'
import { laws as allLaws } from './laws.ts'
import type { ParserAdapter } from './parser-adapter.ts'

/** How `describeConformance` runs. */
export interface DescribeConformanceOptions extends ConformanceOptions {
  /** Milliseconds that one law may take. Default 60,000. */
  readonly timeout?: number | undefined
}

/**
 * Registers a suite with one test for each case and each law. A law that the adapter does not offer
 * enough for is skipped, and says why. Failures print annotated bytes, a case to paste and the seed.
 */
export function describeConformance(
  adapter: ParserAdapter,
  options: DescribeConformanceOptions = {},
): void {
  const { runs = DEFAULT_RUNS, seed = randomSeed(), known = {}, timeout = 60_000 } = options
  describe(`${adapter.name} conforms (seed ${seed}, ${runs} streams per law)`, () => {
    describe('cases', () => {
      for (const each of options.cases ?? eventStreamCases) {
        test(`${each.id}: ${each.title}`, async ({ skip }) => {
          const verdict = withKnownCase(await checkCase(adapter, each), each.id, known)
          if (verdict.status === 'not applicable') skip(verdict.reason)
          if (isFailure(verdict.status)) throw new Error(failure(verdict))
        })
      }
    })
    describe('laws', () => {
      for (const { number, name, statement, check } of options.laws ?? allLaws) {
        test(`law ${number}, ${name}: ${statement}`, { timeout }, async ({ skip }) => {
          const verdict = withKnownLaw(
            await check(adapter, { ...options, runs, seed }),
            name,
            known,
          )
          if (verdict.status === 'not applicable') skip(verdict.reason)
          if (isFailure(verdict.status)) throw new Error(failure(verdict, seed))
        })
      }
    })
  })
}

type Verdict = ReturnType<typeof withKnownCase> | ReturnType<typeof withKnownLaw>

function failure(verdict: Verdict, seed?: number): string {
  if (verdict.status === 'fixed') return `passes, and was known to fail: ${verdict.reason}`
  if (verdict.status !== 'fail') return verdict.status
  const found = seed === undefined ? '' : `found with seed ${seed}\n\n`
  return `${found}${describeCounterexample(verdict.counterexample)}`
}
