export { checkConformance } from './check-conformance.ts'
export type {
  CaseResult,
  ConformanceOptions,
  ConformanceReport,
  LawResult,
  WithKnown,
} from './check-conformance.ts'
export { reportSummary, reportToMarkdown } from './report-markdown.ts'
export { reportToJson } from './report-json.ts'

export { STANDARD_CAPABILITIES } from './capabilities.ts'
export type { Capabilities, Sentinel } from './capabilities.ts'
export type { Deviation } from './deviation.ts'
export type { Observation, ObservedEvent } from './observation.ts'
export type {
  EncodableEvent,
  ParseOptions,
  ParserAdapter,
  ParserSession,
} from './parser-adapter.ts'

export { checkCase } from './case-verdict.ts'
export type { CaseVerdict } from './case-verdict.ts'
export { laws } from './laws.ts'
export type { Law, LawOptions, LawVerdict } from './law.ts'
export { checkCancel } from './laws/cancel.ts'
export { checkChunking } from './laws/chunking.ts'
export { checkDraining } from './laws/draining.ts'
export { checkEndOfInput } from './laws/end-of-input.ts'
export { checkLimits } from './laws/limits.ts'
export { checkLinear } from './laws/linear.ts'
export { checkOrder } from './laws/order.ts'
export { checkOwnership } from './laws/ownership.ts'
export { checkPrefix } from './laws/prefix.ts'
export { checkPrompt } from './laws/prompt.ts'
export { checkReference } from './laws/reference.ts'
export { checkReset } from './laws/reset.ts'
export { checkRoundTrip } from './laws/round-trip.ts'
export { checkSplit } from './laws/split.ts'

export { referenceParse } from './reference-parser.ts'
export type { ReferenceObservation, ReferenceOptions } from './reference-parser.ts'
export { eventStream, undispatchedStream } from './event-stream-arbitrary.ts'
export type { EventStreamArbitraryOptions } from './event-stream-arbitrary.ts'
export { cutStream } from './cut-arbitrary.ts'
export type { CutStream } from './cut-arbitrary.ts'
export { cutAt } from './cut.ts'
export { annotate } from './annotate.ts'
export { caseSource } from './case-source.ts'
export { describeCounterexample } from './counterexample.ts'
export type { Counterexample } from './counterexample.ts'
