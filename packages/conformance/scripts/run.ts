// Judges @sse/core over many generated streams: `pnpm conformance --runs 100000 [--seed N] [--json]`. Prints the report
// and the seed, and exits with 1 when something failed.

import { parseArgs } from 'node:util'
import { DONE } from '../../core/src/index.ts'
import { eventParserAdapter } from '../../core/test/conformance-adapter.ts'
import { checkConformance, reportSummary, reportToJson, reportToMarkdown } from '../src/index.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const runs = wholeNumber('--runs', values.runs)
if (runs === 0) throw new RangeError('--runs takes a number above 0')
const seed = values.seed === undefined ? undefined : wholeNumber('--seed', values.seed)

const adapters = [
  eventParserAdapter('EventParser'),
  eventParserAdapter(
    "EventParser({ incomplete: 'dispatch' })",
    { incomplete: 'dispatch' },
    { eof: 'flush' },
  ),
  eventParserAdapter(
    'EventParser({ done: DONE })',
    { done: DONE },
    { sentinel: { data: DONE, match: 'trimmed' } },
  ),
]

// Of this process alone: what else the machine does is no matter of law 14.
const clock = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

for (const adapter of adapters) {
  const report = await checkConformance(adapter, { runs, seed, clock })
  if (values.json) console.log(reportToJson(report))
  else if (report.conformant) console.log(`${adapter.name}: ${reportSummary(report)}`)
  else console.log(reportToMarkdown(report))
  if (!report.conformant) process.exitCode = 1
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new RangeError(`${name} takes a whole number`)
}
