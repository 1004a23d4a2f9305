import { disagreement, type Counterexample } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import { judge, referenceOptions } from '../judge.ts'
import { cutStreamsFor, notApplicable, search, type LawOptions, type LawVerdict } from '../law.ts'
import type { ObservedEvent } from '../observation.ts'
import { capabilitiesOf, type ParserAdapter } from '../parser-adapter.ts'
import { referenceParse } from '../reference-parser.ts'
import { readAll } from '../session-run.ts'

/**
 * Law 3, its other side: what the bytes so far dispatch can be read at once. No event waits for a
 * byte that may follow, such as the LF behind a CR.
 */
export function checkPrompt(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  const { open } = adapter
  if (open === undefined) return Promise.resolve(notApplicable('the adapter has no open()'))
  const capabilities = capabilitiesOf(adapter)
  const events = { ...capabilities, comments: 'none', retry: 'none' } as const
  return search(
    // The reference starts from the beginning after each chunk: long streams would take the square of their length.
    cutStreamsFor(adapter, { large: false }),
    ({ bytes, cuts }): Counterexample | undefined => {
      const session = open()
      const observed: ObservedEvent[] = []
      let end = 0
      for (const [index, chunk] of cutAt(bytes, cuts).entries()) {
        session.push(chunk)
        readAll(session, observed)
        end += chunk.length
        const soFar = bytes.slice(0, end)
        const reference = referenceParse(soFar, {
          ...referenceOptions(capabilities),
          eof: 'discard',
        })
        const judgement = judge(reference, { events: observed }, events)
        const how = 'the stream goes on; all was read after each chunk'
        if (!judgement.agrees) return disagreement(judgement, soFar, cuts.slice(0, index), how)
      }
      return undefined
    },
    options,
  )
}
