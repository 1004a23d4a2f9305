import type { EventStreamCase } from '@fixtures/sse'
import type { Capabilities } from './capabilities.ts'
import { disagreement, type Counterexample } from './counterexample.ts'
import { betweenCharacters, cutAt, delicateCuts, everyCut } from './cut.ts'
import { deviationsOf, type Deviation } from './deviation.ts'
import { judge, referenceOptions } from './judge.ts'
import { capabilitiesOf, type ParserAdapter } from './parser-adapter.ts'
import { Patience, type Settle } from './patience.ts'
import { referenceParse, type ReferenceObservation } from './reference-parser.ts'
import { thrownName } from './thrown.ts'
import { isWellFormed } from './utf-8.ts'

/** What became of a case. */
export type CaseVerdict =
  /** As the standard says. */
  | { readonly status: 'pass' }
  /** As declared, which is not what the standard says or not all of it. */
  | { readonly status: 'deviation'; readonly deviations: readonly Deviation[] }
  | { readonly status: 'fail'; readonly counterexample: Counterexample }
  | { readonly status: 'not applicable'; readonly reason: string }

/** Streams of up to this many bytes are cut in two at every place, longer ones at delicate places. */
const EVERY_SPLIT = 80
const MOST_SPLITS = 80
/** Streams of up to this many bytes are also cut into single bytes. */
const EVERY_BYTE = 70_000

/** Judges a parser by one case: whole, in single bytes, and cut in two wherever it may matter. */
export async function checkCase(
  adapter: ParserAdapter,
  each: EventStreamCase,
): Promise<CaseVerdict> {
  const capabilities = capabilitiesOf(adapter)
  const { bytes } = each
  if (capabilities.input === 'string' && !isWellFormed(bytes)) {
    return { status: 'not applicable', reason: 'the parser takes strings; this is about bytes' }
  }
  const standard = standardObservation(each)
  const declared = declaredObservation(standard, bytes, capabilities)
  const { settle } = new Patience()
  for (const cuts of cuttings(bytes, capabilities)) {
    const counterexample = await judgeCuts(adapter, declared, bytes, cuts, capabilities, settle)
    if (counterexample !== undefined) return { status: 'fail', counterexample }
  }
  const deviations = deviationsOf(standard, declared, capabilities)
  return deviations.length === 0 ? { status: 'pass' } : { status: 'deviation', deviations }
}

/** What a case says, with what it leaves out filled in. */
function standardObservation(each: EventStreamCase): ReferenceObservation {
  return {
    events: each.events,
    comments: each.comments ?? [],
    reconnectionTime: each.reconnectionTime,
    lastEventId: each.lastEventId ?? '',
    tooLarge: false,
    done: false,
  }
}

/** The literal expectation counts; only what a declared deviation changes is computed. */
function declaredObservation(
  standard: ReferenceObservation,
  bytes: Uint8Array,
  capabilities: Capabilities,
): ReferenceObservation {
  const { eof, sentinel } = capabilities
  if (eof === 'discard' && sentinel === undefined) return standard
  return referenceParse(bytes, referenceOptions(capabilities))
}

async function judgeCuts(
  adapter: ParserAdapter,
  declared: ReferenceObservation,
  bytes: Uint8Array,
  cuts: readonly number[],
  capabilities: Capabilities,
  settle: Settle,
): Promise<Counterexample | undefined> {
  try {
    const observed = await settle(adapter.parse(cutAt(bytes, cuts)))
    if (observed === 'hangs') return { bytes, cuts, expected: 'an end', actual: 'hangs' }
    return disagreement(judge(declared, observed, capabilities), bytes, cuts)
  } catch (error) {
    return { bytes, cuts, expected: 'no exception', actual: `threw ${thrownName(error)}` }
  }
}

function cuttings(bytes: Uint8Array, { input }: Capabilities): readonly (readonly number[])[] {
  const places = bytes.length <= EVERY_SPLIT ? everyCut(bytes) : delicateCuts(bytes)
  const step = Math.ceil(places.length / MOST_SPLITS)
  const splits = places.filter((_, index) => index % Math.max(1, step) === 0).map((at) => [at])
  const single = bytes.length <= EVERY_BYTE ? [everyCut(bytes)] : []
  const empty = [0, 0, ...delicateCuts(bytes).flatMap((cut) => [cut, cut]), bytes.length]
  const all = [[], ...single, empty, ...splits]
  return input === 'string' ? all.map((cuts) => betweenCharacters(bytes, cuts)) : all
}
