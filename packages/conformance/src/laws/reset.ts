import fc from 'fast-check'
import { disagreement, type Counterexample } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import { judge, referenceOptions } from '../judge.ts'
import {
  cutStreamsFor,
  notApplicable,
  search,
  streamsFor,
  type LawOptions,
  type LawVerdict,
} from '../law.ts'
import { capabilitiesOf, type ParserAdapter, type ParserSession } from '../parser-adapter.ts'
import { referenceParse } from '../reference-parser.ts'
import { outcome, readAll } from '../session-run.ts'

/** Law 10: of what was before a reset only last event ID and reconnection time survive. */
export function checkReset(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  const { open } = adapter
  if (open?.().reset === undefined) {
    return Promise.resolve(notApplicable('the sessions of the adapter have no reset()'))
  }
  const capabilities = capabilitiesOf(adapter)
  // Comments are collected from both streams; law 1 judges them.
  const judged = { ...capabilities, comments: 'none' } as const
  return search(
    fc
      .record({
        before: streamsFor(adapter),
        stream: cutStreamsFor(adapter),
        finished: fc.boolean(),
      })
      .map(({ before, stream, finished }) => ({ ...stream, before, finished })),
    ({ bytes, cuts, before, finished }): Counterexample | undefined => {
      const ended = {
        ...referenceOptions(capabilities),
        eof: finished ? capabilities.eof : 'discard',
      } as const
      const first = referenceParse(before, ended)
      const { lastEventId } = first
      const second = referenceParse(bytes, referenceOptions(capabilities, { lastEventId }))
      const reconnectionTime = second.reconnectionTime ?? first.reconnectionTime
      const actual = outcome(open(), (session, events) => {
        feed(session, [before], finished)
        readAll(session, [])
        session.reset?.()
        feed(session, cutAt(bytes, cuts), true)
        readAll(session, events)
      })
      const how = `behind a reset; before it: ${JSON.stringify([...before])}${finished ? ', finished' : ''}`
      return disagreement(judge({ ...second, reconnectionTime }, actual, judged), bytes, cuts, how)
    },
    options,
  )
}

function feed(session: ParserSession, chunks: readonly Uint8Array[], finished: boolean): void {
  for (const chunk of chunks) session.push(chunk)
  if (finished) session.finish()
}
