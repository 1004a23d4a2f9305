import fc from 'fast-check'
import { disagreement } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import { compare } from '../judge.ts'
import { cutStreamsFor, notApplicable, search, type LawOptions, type LawVerdict } from '../law.ts'
import type { Observation, ObservedEvent } from '../observation.ts'
import type { ParserAdapter, ParserSession } from '../parser-adapter.ts'
import { outcome, readAll } from '../session-run.ts'

/** Law 13: a session that was saved anywhere and restored elsewhere goes on as if nothing had been. */
export function checkSplit(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  const { open, restore } = adapter
  if (open?.().save === undefined || restore === undefined) {
    return Promise.resolve(notApplicable('the adapter has no restore(), or its sessions no save()'))
  }
  return search(
    fc
      .record({
        stream: cutStreamsFor(adapter),
        at: fc.nat({ max: 64 }),
        reads: fc.nat({ max: 3 }),
      })
      .map(({ stream, at, reads }) => ({ ...stream, at, reads })),
    ({ bytes, cuts, at, reads }) => {
      const chunks = cutAt(bytes, cuts)
      const first = chunks.slice(0, at % (chunks.length + 1))
      const second = chunks.slice(first.length)
      const expected = outcome(open(), (session, events) => {
        for (const chunk of chunks) session.push(chunk)
        session.finish()
        readAll(session, events)
      })

      let state: unknown
      const before = outcome(open(), (session, events) => {
        for (const chunk of first) session.push(chunk)
        readSome(session, reads, events)
        state = JSON.parse(JSON.stringify(session.save?.()))
      })
      const after = outcome(restore(state), (session, events) => {
        for (const chunk of second) session.push(chunk)
        session.finish()
        readAll(session, events)
      })
      const how = `saved behind chunk ${first.length}, when at most ${reads} events had been read`
      return disagreement(compare(expected, join(before, after)), bytes, cuts, how)
    },
    options,
  )
}

function readSome(session: ParserSession, reads: number, events: ObservedEvent[]): void {
  for (let count = 0; count < reads; count++) {
    const event = session.read()
    if (event === undefined) return
    events.push(event)
  }
}

function join(before: Observation, after: Observation): Observation {
  return {
    ...after,
    events: [...before.events, ...after.events],
    ...((before.comments ?? after.comments) !== undefined && {
      comments: [...(before.comments ?? []), ...(after.comments ?? [])],
    }),
    ...(before.error !== undefined && { error: before.error }),
  }
}
