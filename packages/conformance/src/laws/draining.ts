import fc from 'fast-check'
import { disagreement } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import { compare } from '../judge.ts'
import { cutStreamsFor, notApplicable, search, type LawOptions, type LawVerdict } from '../law.ts'
import type { ObservedEvent } from '../observation.ts'
import type { ParserAdapter, ParserSession } from '../parser-adapter.ts'
import { outcome, readAll } from '../session-run.ts'

const WAYS = ['nothing', 'read one', 'read all', 'drain', 'drain and throw'] as const

type Way = (typeof WAYS)[number]

const withoutDrain: readonly Way[] = WAYS.filter((way) => !way.startsWith('drain'))

/** Law 3: when events are read, and in which way, does not matter; a throwing callback loses none. */
export function checkDraining(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  const { open } = adapter
  if (open === undefined) return Promise.resolve(notApplicable('the adapter has no open()'))
  const offered = open().drain === undefined ? withoutDrain : WAYS
  const ways = fc.array(fc.constantFrom(...offered), { minLength: 1, maxLength: 6 })
  return search(
    fc.record({ stream: cutStreamsFor(adapter), ways }).map(({ stream, ways: chosen }) => ({
      ...stream,
      ways: chosen,
    })),
    ({ bytes, cuts, ways: chosen }) => {
      const chunks = cutAt(bytes, cuts)
      const late = outcome(open(), (session, events) => {
        for (const chunk of chunks) session.push(chunk)
        session.finish()
        readAll(session, events)
      })
      const mixed = outcome(open(), (session, events) => {
        for (const [index, chunk] of chunks.entries()) {
          session.push(chunk)
          take(session, chosen[index % chosen.length] ?? 'nothing', events)
        }
        session.finish()
        take(session, chosen[chunks.length % chosen.length] ?? 'nothing', events)
        readAll(session, events)
      })
      const how = `after each chunk in turn: ${chosen.join(', ')}; expected is to read at the end only`
      return disagreement(compare(late, mixed), bytes, cuts, how)
    },
    options,
  )
}

/** What the callback of a drain throws. */
class Interruption extends Error {}

function take(session: ParserSession, way: Way, events: ObservedEvent[]): void {
  if (way === 'read one') {
    const event = session.read()
    if (event !== undefined) events.push(event)
  } else if (way === 'read all') readAll(session, events)
  else if (way === 'drain') session.drain?.((event) => events.push(event))
  else if (way === 'drain and throw') {
    try {
      session.drain?.((event) => {
        events.push(event)
        throw new Interruption()
      })
    } catch (thrown) {
      if (!(thrown instanceof Interruption)) throw thrown
    }
  }
}
