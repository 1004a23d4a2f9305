import { disagreement } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import { compare } from '../judge.ts'
import { cutStreamsFor, notApplicable, search, type LawOptions, type LawVerdict } from '../law.ts'
import type { ParserAdapter } from '../parser-adapter.ts'
import { outcome, readAll } from '../session-run.ts'

/** What a reused buffer holds next: a whole event. */
const NEXT = [0x0a, 0x0a, 0x64, 0x61, 0x74, 0x61, 0x3a, 0x21, 0x0a, 0x0a]

/** Law 2, its other side: a chunk's buffer may be used for something else once `push` returned. */
export function checkOwnership(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  const { open } = adapter
  if (open === undefined) return Promise.resolve(notApplicable('the adapter has no open()'))
  return search(
    cutStreamsFor(adapter),
    ({ bytes, cuts }) => {
      const run = (reuse: boolean) =>
        outcome(open(), (session, events) => {
          for (const chunk of cutAt(bytes, cuts)) {
            session.push(chunk)
            if (reuse) for (const at of chunk.keys()) chunk[at] = NEXT[at % NEXT.length] ?? 0
          }
          session.finish()
          readAll(session, events)
        })
      const how = 'every chunk is overwritten once it was pushed; then all is read'
      return disagreement(compare(run(false), run(true)), bytes, cuts, how)
    },
    options,
  )
}
