import { annotate } from './annotate.ts'
import { caseSource } from './case-source.ts'
import type { Judgement } from './judge.ts'
import type { Observation } from './observation.ts'

/** A stream on which a parser does not do what it should, as small as it could be made. */
export interface Counterexample {
  readonly bytes: Uint8Array
  /** Where the stream was cut: ascending offsets, one given twice for an empty chunk. */
  readonly cuts: readonly number[]
  /** What was done with it beside cutting, if it matters. */
  readonly how?: string | undefined
  readonly expected: Observation | string
  readonly actual: Observation | string
}

/** The counter-example of a judgement, or undefined if it agrees. */
export function disagreement(
  { agrees, expected, actual }: Judgement,
  bytes: Uint8Array,
  cuts: readonly number[] = [],
  how?: string,
): Counterexample | undefined {
  return agrees ? undefined : { bytes, cuts, how, expected, actual }
}

/** The counter-example as text: annotated bytes, both sides, and a case to paste. */
export function describeCounterexample(counterexample: Counterexample): string {
  const { bytes, cuts, how, expected, actual } = counterexample
  return [
    annotate(bytes, cuts),
    ...(how === undefined ? [] : ['', how]),
    '',
    `expected ${show(expected)}`,
    `actual   ${show(actual)}`,
    '',
    caseSource('found.', bytes),
  ].join('\n')
}

function show(value: Observation | string): string {
  if (typeof value === 'string') return value
  const text = JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? String(each) : each,
  )
  // Long data says nothing that the bytes do not.
  return text.length <= 4000 ? text : `${text.slice(0, 4000)}… (${text.length} characters)`
}
