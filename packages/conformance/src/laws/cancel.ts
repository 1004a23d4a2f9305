import fc from 'fast-check'
import type { Counterexample } from '../counterexample.ts'
import { cutAt } from '../cut.ts'
import { referenceOptions } from '../judge.ts'
import { cutStreamsFor, notApplicable, search, type LawOptions, type LawVerdict } from '../law.ts'
import type { ObservedEvent } from '../observation.ts'
import { capabilitiesOf, type ParserAdapter } from '../parser-adapter.ts'
import { referenceParse } from '../reference-parser.ts'
import { SourceProbe } from '../source-probe.ts'

const WAYS = ['break', 'throw', 'return while a read is pending', 'return at once'] as const

type Way = (typeof WAYS)[number]

/** Law 9: leaving the loop, in whatever way, cancels the source exactly once. */
export function checkCancel(adapter: ParserAdapter, options?: LawOptions): Promise<LawVerdict> {
  const { iterate } = adapter
  if (iterate === undefined) return Promise.resolve(notApplicable('the adapter has no iterate()'))
  const ways = fc.constantFrom(...WAYS)
  const reference = { ...referenceOptions(capabilitiesOf(adapter)), eof: 'discard' } as const
  return search(
    fc
      .record({ stream: cutStreamsFor(adapter), way: ways, after: fc.nat({ max: 3 }) })
      .map(({ stream, way, after }) => ({ ...stream, way, after })),
    async ({ bytes, cuts, way, after }, settle): Promise<Counterexample | undefined> => {
      const source = new SourceProbe(cutAt(bytes, cuts), { stalls: true })
      const count = Math.min(after, referenceParse(bytes, reference).events.length)
      const left = await settle(leave(iterate(source), way, count))
      // Where no iterator was asked for, there was nothing to cancel.
      const expected = source.iterators === 0 ? 0 : 1
      if (left === true && source.cancels === expected && source.pullsAfterCancel === 0) {
        return undefined
      }
      return {
        bytes,
        cuts,
        how: `${way}, after ${count} events; the source stalls behind the last chunk`,
        expected: `left, ${expected} cancel, no read after it`,
        actual: `${left === true ? 'left' : 'stuck'}, ${source.cancels} cancels, ${source.pullsAfterCancel} reads after it`,
      }
    },
    options,
  )
}

class Leaving extends Error {}

/** Takes `after` events, which are all there, and leaves. The source has no end. */
async function leave(events: AsyncIterable<ObservedEvent>, way: Way, after: number): Promise<true> {
  if (after > 0 && (way === 'break' || way === 'throw')) {
    let seen = 0
    try {
      for await (const _ of events) {
        seen++
        if (seen === after && way === 'throw') throw new Leaving()
        if (seen === after) break
      }
    } catch (error) {
      if (!(error instanceof Leaving)) throw error
    }
    return true
  }
  const iterator = events[Symbol.asyncIterator]()
  if (way !== 'return at once') {
    for (let seen = 0; seen < after; seen++) await iterator.next()
    await Promise.all([iterator.next(), iterator.return?.()])
  } else await iterator.return?.()
  return true
}
