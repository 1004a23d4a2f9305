// @sse/core before the judge: every case and every law, as the standard has it and with each option that deviates.

import { DONE } from '@sse/core'
import { describeConformance } from '@sse/conformance/vitest'
import { eventParserAdapter } from './conformance-adapter.ts'
import { countedSteps } from './counted-steps.ts'

const runs = Number(process.env['FC_RUNS'] ?? 1000)

describeConformance({ ...eventParserAdapter('EventParser'), operations: countedSteps }, { runs })

describeConformance(
  eventParserAdapter(
    "EventParser({ incomplete: 'dispatch' })",
    { incomplete: 'dispatch' },
    { eof: 'flush' },
  ),
  { runs },
)

describeConformance(
  eventParserAdapter(
    'EventParser({ done: DONE })',
    { done: DONE },
    { sentinel: { data: '[DONE]', match: 'trimmed' } },
  ),
  { runs },
)
