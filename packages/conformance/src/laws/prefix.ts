import fc from 'fast-check'
import { cutAt } from '../cut.ts'
import { compare } from '../judge.ts'
import { disagreement } from '../counterexample.ts'
import { notApplicable, search, streamsFor, type LawOptions, type LawVerdict } from '../law.ts'
import { betweenCharacters } from '../cut.ts'
import { capabilitiesOf, type ParserAdapter } from '../parser-adapter.ts'

/** Law 5: the events of the beginning of a stream are the beginning of its events. */
export function checkPrefix(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  const { eof, input } = capabilitiesOf(adapter)
  if (eof === 'flush') {
    return Promise.resolve(
      notApplicable('an event that the end of input made is none of the whole'),
    )
  }
  return search(
    fc.record({ bytes: streamsFor(adapter), at: fc.nat({ max: 0xfffff }) }),
    async ({ bytes, at }) => {
      const cut = at % (bytes.length + 1)
      if (input === 'string' && betweenCharacters(bytes, [cut]).length === 0) return undefined
      const whole = await adapter.parse(cutAt(bytes, []))
      const prefix = await adapter.parse(cutAt(bytes.slice(0, cut), []))
      const how = `expected are the first events of the whole; actual are those of its first ${cut} bytes`
      const beginning = { events: whole.events.slice(0, prefix.events.length) }
      return disagreement(compare(beginning, { events: prefix.events }), bytes, [cut], how)
    },
    options,
  )
}
