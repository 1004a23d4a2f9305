import fc from 'fast-check'
import { capabilitiesOf, type ParserAdapter } from './parser-adapter.ts'
import type { Capabilities } from './capabilities.ts'
import type { Counterexample } from './counterexample.ts'
import { cutStream, type CutStream } from './cut-arbitrary.ts'
import { eventStream, type EventStreamArbitraryOptions } from './event-stream-arbitrary.ts'
import { minimise, streamOf } from './minimise.ts'
import { Patience, type MaybePromise, type Settle } from './patience.ts'
import { thrownName } from './thrown.ts'

/** How laws are checked. */
export interface LawOptions {
  /** Generated streams per law. Default 1000. */
  readonly runs?: number | undefined
  /** Any integer; the same seed and version generate the same streams. Default: a random one. */
  readonly seed?: number | undefined
  /**
   * A clock in milliseconds, such as `() => performance.now()`: with it law 14 measures an adapter
   * that has no `operations`. Default: it does not.
   */
  readonly clock?: (() => number) | undefined
}

/** Default of `runs`. */
export const DEFAULT_RUNS = 1000

/** What became of a law. */
export type LawVerdict =
  | { readonly status: 'pass'; readonly runs: number }
  | {
      readonly status: 'fail'
      /** The seed that generates the stream again; left out where nothing was generated. */
      readonly seed?: number | undefined
      readonly counterexample: Counterexample
    }
  | { readonly status: 'not applicable'; readonly reason: string }

/** A statement about a parser that holds for every stream. */
export interface Law {
  /** Its number in the list of laws; two laws may be two sides of one number. */
  readonly number: number
  readonly name: string
  readonly statement: string
  readonly check: (adapter: ParserAdapter, options?: LawOptions) => Promise<LawVerdict>
}

const MOST_HANGS = 20

/** Says what is wrong with the parser on one value; undefined if nothing is. */
export type LawTest<Value> = (
  value: Value,
  settle: Settle,
) => MaybePromise<Counterexample | undefined>

/** Looks for a value for which `test` gives a counter-example, and makes it small. */
export async function search<Value>(
  arbitrary: fc.Arbitrary<Value>,
  test: LawTest<Value>,
  { runs = DEFAULT_RUNS, seed }: LawOptions = {},
): Promise<LawVerdict> {
  const patience = new Patience()
  const { settle } = patience
  const attempt = async (value: Value): Promise<Counterexample | undefined> => {
    try {
      const outcome = await settle(test(value, settle))
      return outcome === 'hangs' ? trouble(value, 'hangs') : outcome
    } catch (thrown) {
      return trouble(value, `threw ${thrownName(thrown)}`)
    }
  }
  // A value that hangs costs time, so at some point small is small enough.
  const fails = async (value: Value): Promise<boolean> =>
    patience.hangs < MOST_HANGS && (await attempt(value)) !== undefined
  const property = fc.asyncProperty(arbitrary, async (value) => !(await fails(value)))
  const details = await fc.check(property, { numRuns: runs, ...(seed !== undefined && { seed }) })
  if (!details.failed) return { status: 'pass', runs: details.numRuns }
  if (details.counterexample === null) throw new Error('fast-check failed without a value')
  const [smallest] = details.counterexample
  const least = await minimise(smallest, fails)
  const counterexample = (await attempt(least)) ?? trouble(least, 'fails only sometimes')
  return { status: 'fail', seed: details.seed, counterexample }
}

function trouble(value: unknown, actual: string): Counterexample {
  return {
    bytes: new Uint8Array(0),
    cuts: [],
    ...streamOf(value),
    expected: 'an observation',
    actual,
  }
}

/** A verdict for an adapter that does not offer what a law needs. */
export function notApplicable(reason: string): LawVerdict {
  return { status: 'not applicable', reason }
}

/** The streams to try on an adapter. */
export function streamsFor(adapter: ParserAdapter): fc.Arbitrary<Uint8Array> {
  return eventStream({ ...streamOptions(capabilitiesOf(adapter)), large: true })
}

/** The streams to try on an adapter, and where to cut them. */
export function cutStreamsFor(
  adapter: ParserAdapter,
  { large = true }: { readonly large?: boolean | undefined } = {},
): fc.Arbitrary<CutStream> {
  const options = streamOptions(capabilitiesOf(adapter))
  return cutStream(eventStream({ ...options, large }), options)
}

export function streamOptions({ input, sentinel }: Capabilities): EventStreamArbitraryOptions {
  return { wellFormed: input === 'string', sentinel }
}
