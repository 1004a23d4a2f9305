import { disagreement } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import { undispatchedStream } from '../event-stream-arbitrary.ts'
import { compare } from '../judge.ts'
import { notApplicable, search, streamOptions, type LawOptions, type LawVerdict } from '../law.ts'
import type { Observation } from '../observation.ts'
import { capabilitiesOf, type ParserAdapter } from '../parser-adapter.ts'

/** Law 8: what follows the last blank line makes no event and no last event ID. */
export function checkEndOfInput(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  const capabilities = capabilitiesOf(adapter)
  if (capabilities.eof === 'flush') {
    return Promise.resolve(notApplicable('the parser flushes at the end of input'))
  }
  return search(
    undispatchedStream(streamOptions(capabilities)),
    async ({ complete, tail }) => {
      const bytes = Uint8Array.from([...complete, ...tail])
      const expected = await adapter.parse(cutAt(complete, []))
      const actual = await adapter.parse(cutAt(bytes, [complete.length]))
      const how = 'expected is the part before the cut alone'
      return disagreement(
        compare(lasting(expected), lasting(actual)),
        bytes,
        [complete.length],
        how,
      )
    },
    options,
  )
}

/** Comments and reconnection time count at once, also in a block that is never dispatched. */
function lasting(observed: Observation): Observation {
  const { events } = observed
  return {
    events,
    ...(Object.hasOwn(observed, 'lastEventId') && { lastEventId: observed.lastEventId }),
    ...(Object.hasOwn(observed, 'error') && { error: observed.error }),
  }
}
