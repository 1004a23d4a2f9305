import type { Observation, ObservedEvent } from './observation.ts'
import type { ParserSession } from './parser-adapter.ts'
import { thrownName } from './thrown.ts'

/** Runs `steps` on a session and observes it: the events that they collected, the rest, the error. */
export function outcome(
  session: ParserSession,
  steps: (session: ParserSession, events: ObservedEvent[]) => void,
): Observation {
  const events: ObservedEvent[] = []
  let error: string | undefined
  try {
    steps(session, events)
  } catch (thrown) {
    error = thrownName(thrown)
  }
  return { events, ...session.observe?.(), ...(error !== undefined && { error }) }
}

/** More events than any generated stream has: who gives more never ends. */
const ENDLESS = 100_000

/** Reads until there is no event. */
export function readAll(session: ParserSession, events: ObservedEvent[]): void {
  for (let count = 0; count < ENDLESS; count++) {
    const event = session.read()
    if (event === undefined) return
    events.push(event)
  }
  throw new RangeError('read() gives events without end')
}
