// The parser that the mutants are made from is right: it passes everything, by way of the vitest entry.

import { describeConformance } from '@sse/conformance/vitest'
import { adapterOf } from './mutants/mutant.ts'

describeConformance(adapterOf('the control'), {
  runs: Number(process.env['FC_RUNS'] ?? 400),
})
