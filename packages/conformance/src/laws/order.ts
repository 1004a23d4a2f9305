import fc from 'fast-check'
import { disagreement, type Counterexample } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import type { CutStream } from '../cut-arbitrary.ts'
import { judge, referenceOptions } from '../judge.ts'
import { cutStreamsFor, notApplicable, search, type LawOptions, type LawVerdict } from '../law.ts'
import type { ObservedEvent } from '../observation.ts'
import { capabilitiesOf, type ParserAdapter } from '../parser-adapter.ts'
import type { Settle } from '../patience.ts'
import { referenceParse } from '../reference-parser.ts'
import { SourceProbe } from '../source-probe.ts'
import { encodeUtf8 } from '../utf-8.ts'

/**
 * Law 6: an error never overtakes an event. Every event before the place of an error is delivered,
 * and then the error: that of a limit, and that of the source.
 */
export async function checkOrder(
  adapter: ParserAdapter,
  options?: LawOptions,
): Promise<LawVerdict> {
  const limited = capabilitiesOf(adapter).limits !== 'none'
  const { iterate } = adapter
  if (!limited && iterate === undefined) {
    return notApplicable('the parser has no limit and the adapter no iterate()')
  }
  const limit = limited ? await checkLimitOrder(adapter, options) : undefined
  if (iterate === undefined || limit?.status === 'fail') {
    return limit ?? notApplicable('the adapter has no iterate()')
  }
  return search(
    cutStreamsFor(adapter),
    (stream, settle) => failingSource(adapter, iterate, stream, settle),
    options,
  )
}

/** More than enough for any limit up to 1,000, in bytes as in characters. */
const FLOOD = 5000

function checkLimitOrder(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  const capabilities = capabilitiesOf(adapter)
  const events = { ...capabilities, comments: 'none', retry: 'none' } as const
  const small = fc.array(
    fc.constantFrom('data: a\n\n', 'data: b\r\n\r\n', 'data: c\r\r', ': d\n\n'),
  )
  return search(
    fc.record({
      small,
      maxEventSize: fc.integer({ min: 100, max: 1000 }),
      at: fc.nat({ max: 8192 }),
    }),
    async ({ small: before, maxEventSize, at }): Promise<Counterexample | undefined> => {
      const bytes = encodeUtf8(`${before.join('')}data: ${'x'.repeat(FLOOD)}\n\ndata: e\n\n`)
      const cuts = [at % (bytes.length + 1)]
      const observed = await adapter.parse(cutAt(bytes, cuts), { maxEventSize })
      const expected = { ...referenceParse(encodeUtf8(before.join(''))), tooLarge: true }
      const how = `maxEventSize: ${maxEventSize}; the events before the large one, and then an error`
      return disagreement(judge(expected, observed, events), bytes, cuts, how)
    },
    options,
  )
}

async function failingSource(
  adapter: ParserAdapter,
  iterate: NonNullable<ParserAdapter['iterate']>,
  { bytes, cuts }: CutStream,
  settle: Settle,
): Promise<Counterexample | undefined> {
  const capabilities = capabilitiesOf(adapter)
  const failure = new Error('the source failed')
  const source = new SourceProbe(cutAt(bytes, cuts), { error: failure })
  const events: ObservedEvent[] = []
  let caught: unknown
  const read = async (): Promise<true> => {
    try {
      for await (const event of iterate(source)) events.push(event)
    } catch (error) {
      caught = error
    }
    return true
  }
  const settled = await settle(read())
  const how = 'the source fails behind the last chunk'
  const reference = referenceParse(bytes, { ...referenceOptions(capabilities), eof: 'discard' })
  const judged = { ...capabilities, comments: 'none', retry: 'none' } as const
  const judgement = judge(reference, { events }, judged)
  // Behind the sentinel a source is not read to its end.
  const right = caught === failure || (reference.done && caught === undefined)
  if (settled === true && right) return disagreement(judgement, bytes, cuts, how)
  return {
    bytes,
    cuts,
    how,
    expected: `${reference.events.length} events and the error of the source`,
    actual: settled === true ? 'another end' : 'no end',
  }
}
