import type { Counterexample } from '../counterexample.ts'
import { notApplicable, type LawOptions, type LawVerdict } from '../law.ts'
import type { ParserAdapter } from '../parser-adapter.ts'
import { Patience } from '../patience.ts'
import { workloads, type Workload } from '../workload.ts'

/** One input is so many times as large as the other. */
const GROWTH = 4
/** Steps are exact; what does not grow, such as a start-up cost, only helps. */
const STEP_TOLERANCE = 1.3
/**
 * Time is not: a machine may be busy, and memory behave otherwise when there is more of it. Work that
 * grows with the square of the input comes out at 16 or more.
 */
const TIME_LIMIT = 11
/** The best of so many measurements counts, and a bad one is repeated so many times. */
const MEASUREMENTS = 3
const ATTEMPTS = 4
/** A measurement shorter than this, in milliseconds, says nothing; the input is doubled until it is longer. */
const SHORTEST = 4
/** A parse that takes longer, in milliseconds, is taken to hang. */
const LONGEST = 30_000
const SMALL = 4096
const LARGEST = 131_072

/** Law 14: four times the input is at most four times the work, also when it drips in. */
export async function checkLinear(
  adapter: ParserAdapter,
  { clock }: LawOptions = {},
): Promise<LawVerdict> {
  const { operations } = adapter
  if (operations === undefined && clock === undefined) {
    return notApplicable('the adapter has no operations(), and no clock was given')
  }
  for (const workload of workloads) {
    const counterexample =
      operations !== undefined
        ? countSteps(operations, workload)
        : clock === undefined
          ? undefined
          : await measureTime(adapter, workload, clock)
    if (counterexample !== undefined) return { status: 'fail', counterexample }
  }
  return { status: 'pass', runs: workloads.length }
}

function countSteps(
  operations: NonNullable<ParserAdapter['operations']>,
  workload: Workload,
): Counterexample | undefined {
  const small = operations(workload.chunks(SMALL))
  const large = operations(workload.chunks(SMALL * GROWTH))
  const ratio = large / small
  if (ratio <= GROWTH * STEP_TOLERANCE) return undefined
  return tooSlow(workload, `${small} and ${large} steps`, ratio)
}

async function measureTime(
  adapter: ParserAdapter,
  workload: Workload,
  clock: () => number,
): Promise<Counterexample | undefined> {
  let size = SMALL
  while (size < LARGEST && (await fastest(adapter, workload.chunks(size), clock)) < SHORTEST)
    size *= 2
  let best = Infinity
  let times = ''
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const small = await fastest(adapter, workload.chunks(size), clock)
    const large = await fastest(adapter, workload.chunks(size * GROWTH), clock)
    if (large === Infinity) return tooSlow(workload, `${small.toFixed(1)} ms and no end`, large)
    const ratio = large / Math.max(small, SHORTEST / 4)
    if (ratio < best) {
      best = ratio
      times = `${small.toFixed(1)} and ${large.toFixed(1)} ms`
    }
    if (best <= TIME_LIMIT) return undefined
  }
  return tooSlow(workload, times, best)
}

async function fastest(
  adapter: ParserAdapter,
  chunks: readonly Uint8Array[],
  clock: () => number,
): Promise<number> {
  let best = Infinity
  for (let measurement = 0; measurement < MEASUREMENTS; measurement++) {
    const start = clock()
    if ((await new Patience(LONGEST).settle(adapter.parse(chunks))) === 'hangs') return Infinity
    best = Math.min(best, clock() - start)
  }
  return best
}

function tooSlow(workload: Workload, costs: string, ratio: number): Counterexample {
  return {
    bytes: new Uint8Array(0),
    cuts: [],
    how: `${workload.name}: ${costs} for ${GROWTH} times as much`,
    expected: `about ${GROWTH} times the work`,
    actual: `${ratio.toFixed(1)} times the work`,
  }
}
