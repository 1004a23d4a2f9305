// The fixtures feed a parser that we did not write, unchanged. Where it deviates is written down with the reason; when
// that changes, the case says so by failing.

import { eventStreamCases } from '@fixtures/sse'
import { expect, test } from 'vitest'
import { checkConformance, type ParserAdapter } from '@sse/conformance'
import { describeConformance } from '@sse/conformance/vitest'
import { adapterOf } from './mutants/mutant.ts'
import { eventsourceParserAdapter } from './eventsource-parser-adapter.ts'

const latin1Mark = 'strips U+00EF U+00BB U+00BF as if a byte order mark had been read as latin-1'

describeConformance(eventsourceParserAdapter(), {
  runs: Number(process.env['FC_RUNS'] ?? 500),
  known: { 'bom.mojibake': latin1Mark, reference: latin1Mark },
})

test('behind a decoder with the default settings it strips two byte order marks', async () => {
  const adapter = eventsourceParserAdapter({ ignoreBOM: false })
  const report = await checkConformance(adapter, { laws: [] })
  const failed = report.cases.filter(({ verdict }) => verdict.status === 'fail')
  expect(failed.map(({ id }) => id)).toEqual([
    'bom.double',
    'bom.triple',
    'bom.double-then-data',
    'bom.double-before-comment',
    'bom.mojibake',
    'wpt.format-bom-2',
  ])
})

test('it and a parser that is right agree on every other case', async () => {
  const control = adapterOf('the control')
  const theirs = eventsourceParserAdapter()
  const observe = async (adapter: ParserAdapter) => {
    const all: Record<string, unknown> = {}
    for (const { id, bytes } of eventStreamCases) {
      if (id === 'bom.mojibake') continue
      const { events, lastEventId } = await adapter.parse([bytes])
      all[id] = [events.map(({ event, data, id: own }) => [event, data, own]), lastEventId]
    }
    return all
  }
  const ours = await observe(control)
  expect(Object.keys(ours).length).toBe(eventStreamCases.length - 1)
  expect(await observe(theirs)).toEqual(ours)
})
