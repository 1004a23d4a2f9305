import { disagreement } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import { judge, referenceOptions } from '../judge.ts'
import { search, streamsFor, type LawOptions, type LawVerdict } from '../law.ts'
import { capabilitiesOf, type ParserAdapter } from '../parser-adapter.ts'
import { referenceParse } from '../reference-parser.ts'

/** Law 1: what is observed of a stream is what the reference parser observes. */
export function checkReference(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  const capabilities = capabilitiesOf(adapter)
  return search(
    streamsFor(adapter),
    async (bytes) => {
      const expected = referenceParse(bytes, referenceOptions(capabilities))
      const observed = await adapter.parse(cutAt(bytes, []))
      return disagreement(judge(expected, observed, capabilities), bytes)
    },
    options,
  )
}
