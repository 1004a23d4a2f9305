// The harness itself under test: parsers that are broken in one small and plausible way. Each names the law or the case
// that has to find it; what no test can fail is no test.

import { eventStreamCases } from '@fixtures/sse'
import { describe, expect, test } from 'vitest'
import { checkConformance, describeCounterexample, laws } from '@sse/conformance'
import { adapterOf } from './mutants/mutant.ts'
import { mutants } from './mutants/mutants.ts'

/** Fixed, so that a rejection is no matter of luck. */
const seed = 20_261_122
const runs = 1500

describe('every mutant is rejected, by what has to find it', () => {
  for (const mutant of mutants) {
    const { name, caughtBy } = mutant
    test(`${name}: ${caughtBy.case ?? `law ${caughtBy.law}`}`, async () => {
      const cases = eventStreamCases.filter(({ id }) => id === caughtBy.case)
      const chosen = laws.filter((law) => law.name === caughtBy.law)
      expect(cases.length + chosen.length).toBe(1)

      const adapter = adapterOf(name, mutant)
      const report = await checkConformance(adapter, { cases, laws: chosen, seed, runs })
      const verdict = [...report.cases, ...report.laws][0]?.verdict
      expect(verdict?.status).toBe('fail')
      expect(report.conformant).toBe(false)
      if (verdict?.status !== 'fail') return
      expect(describeCounterexample(verdict.counterexample)).toMatch(/^ *0/)
    })
  }

  test('there are enough of them, all named differently', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(60)
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
  })

  test('every law has to find at least one', () => {
    const named = new Set(mutants.map(({ caughtBy }) => caughtBy.law))
    expect(laws.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([])
  })
})
