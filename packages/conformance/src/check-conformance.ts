import { eventStreamCases, type EventStreamCase } from '@fixtures/sse'
import type { Capabilities } from './capabilities.ts'
import { checkCase, type CaseVerdict } from './case-verdict.ts'
import { declaredDeviations, type Deviation } from './deviation.ts'
import { DEFAULT_RUNS, type Law, type LawOptions, type LawVerdict } from './law.ts'
import { laws as allLaws } from './laws.ts'
import { capabilitiesOf, type ParserAdapter } from './parser-adapter.ts'

/** How a parser is judged. */
export interface ConformanceOptions extends LawOptions {
  /** The cases to run. Default: all of `@fixtures/sse`. */
  readonly cases?: readonly EventStreamCase[] | undefined
  /** The laws to check. Default: all. */
  readonly laws?: readonly Law[] | undefined
  /**
   * What is known to fail, and why: ids of cases and names of laws. A known case that passes is
   * reported as `fixed`, which counts as a failure, so that the list stays true. A law finds what is
   * wrong by chance, so a known one may pass.
   */
  readonly known?: Readonly<Record<string, string>> | undefined
}

/** A verdict that takes into account what was known. */
export type WithKnown<Verdict> =
  | Verdict
  | { readonly status: 'known'; readonly reason: string }
  | { readonly status: 'fixed'; readonly reason: string }

/** What came of one case. */
export interface CaseResult {
  readonly id: string
  readonly title: string
  readonly clause: readonly string[]
  readonly verdict: WithKnown<CaseVerdict>
}

/** What came of one law. */
export interface LawResult {
  readonly number: number
  readonly name: string
  readonly statement: string
  readonly verdict: WithKnown<LawVerdict>
}

/** What was found out about a parser. */
export interface ConformanceReport {
  readonly parser: string
  readonly capabilities: Capabilities
  /** The declared deviations from the standard. */
  readonly deviations: readonly Deviation[]
  /** The seed of the generated streams. */
  readonly seed: number
  /** Generated streams per law. */
  readonly runs: number
  readonly cases: readonly CaseResult[]
  readonly laws: readonly LawResult[]
  /** Nothing failed, nothing known was fixed. Declared deviations and known failures are allowed. */
  readonly conformant: boolean
}

/** Judges a parser: first by every case, then by every law. Never throws for what the parser does. */
export async function checkConformance(
  adapter: ParserAdapter,
  options: ConformanceOptions = {},
): Promise<ConformanceReport> {
  const { runs = DEFAULT_RUNS, seed = randomSeed(), known = {} } = options
  const cases: CaseResult[] = []
  for (const each of options.cases ?? eventStreamCases) {
    const verdict = withKnownCase(await checkCase(adapter, each), each.id, known)
    cases.push({ id: each.id, title: each.title, clause: each.clause, verdict })
  }
  const laws: LawResult[] = []
  for (const { number, name, statement, check } of options.laws ?? allLaws) {
    const verdict = withKnownLaw(await check(adapter, { ...options, runs, seed }), name, known)
    laws.push({ number, name, statement, verdict })
  }
  const capabilities = capabilitiesOf(adapter)
  return {
    parser: adapter.name,
    capabilities,
    deviations: declaredDeviations(capabilities),
    seed,
    runs,
    cases,
    laws,
    conformant: [...cases, ...laws].every(({ verdict }) => !isFailure(verdict.status)),
  }
}

/** Whether a status speaks against the parser, or against what was said to be known of it. */
export function isFailure(status: WithKnown<CaseVerdict | LawVerdict>['status']): boolean {
  return status === 'fail' || status === 'fixed'
}

/** Replaces the failure of a known case, and the success of one that was to fail. */
export function withKnownCase(
  verdict: CaseVerdict,
  id: string,
  known: Readonly<Record<string, string>>,
): WithKnown<CaseVerdict> {
  const reason = knownReason(known, id)
  if (reason === undefined) return verdict
  return { status: verdict.status === 'fail' ? 'known' : 'fixed', reason }
}

/** Replaces the failure of a known law. */
export function withKnownLaw(
  verdict: LawVerdict,
  name: string,
  known: Readonly<Record<string, string>>,
): WithKnown<LawVerdict> {
  const reason = knownReason(known, name)
  return reason !== undefined && verdict.status === 'fail' ? { status: 'known', reason } : verdict
}

function knownReason(known: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(known, key) ? known[key] : undefined
}

/** A seed for one run; it is reported, so that the run can be repeated. */
export function randomSeed(): number {
  return Math.floor(Math.random() * 0x7fff_ffff)
}
