import fc from 'fast-check'
import { disagreement } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import { compare, judge, referenceOptions } from '../judge.ts'
import { cutStreamsFor, notApplicable, search, type LawOptions, type LawVerdict } from '../law.ts'
import { capabilitiesOf, type ParserAdapter } from '../parser-adapter.ts'
import { referenceParse } from '../reference-parser.ts'

/** Limits that some generated block passes and some does not. */
const sizes: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 41, max: 1500 }),
)

/** Law 4: a limit gives the same events and then the same error wherever the stream is cut. */
export function checkLimits(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  const capabilities = capabilitiesOf(adapter)
  const { limits } = capabilities
  if (limits === 'none') return Promise.resolve(notApplicable('the parser has no limit'))
  return search(
    fc
      .record({ stream: cutStreamsFor(adapter), maxEventSize: sizes })
      .map(({ stream, maxEventSize }) => ({ ...stream, maxEventSize })),
    async ({ bytes, cuts, maxEventSize }) => {
      const how = `maxEventSize: ${maxEventSize}`
      const cut = await adapter.parse(cutAt(bytes, cuts), { maxEventSize })
      if (limits === 'block-bytes') {
        const reference = referenceParse(bytes, referenceOptions(capabilities, { maxEventSize }))
        const counted = disagreement(judge(reference, cut, capabilities), bytes, cuts, how)
        if (counted !== undefined) return counted
      }
      const whole = await adapter.parse(cutAt(bytes, []), { maxEventSize })
      return disagreement(compare(whole, cut), bytes, cuts, how)
    },
    options,
  )
}
