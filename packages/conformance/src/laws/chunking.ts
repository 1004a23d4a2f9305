import { disagreement } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import { compare } from '../judge.ts'
import { cutStreamsFor, search, type LawOptions, type LawVerdict } from '../law.ts'
import type { ParserAdapter } from '../parser-adapter.ts'

/** Law 2: wherever a stream is cut, what is observed is the same, empty chunks included. */
export function checkChunking(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  return search(
    cutStreamsFor(adapter),
    async ({ bytes, cuts }) => {
      const expected = await adapter.parse(cutAt(bytes, []))
      const actual = await adapter.parse(cutAt(bytes, cuts))
      return disagreement(compare(expected, actual), bytes, cuts)
    },
    options,
  )
}
