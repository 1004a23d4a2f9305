// The table of law 15: every fault that `@fixtures/server` knows, and what is to become of a stream that meets it.
// In brackets: the row of the survey of real servers that asks for it.

import { answers, reports, statuses } from './fault-matrix-answers.ts'
import { breaks, bytes } from './fault-matrix-breaks.ts'
import { leaving, retries } from './fault-matrix-retries.ts'
import type { Row } from './fault-matrix-row.ts'
import { silences } from './fault-matrix-silences.ts'

/** The parts of the table. */
export const parts: readonly { readonly title: string; readonly rows: readonly Row[] }[] = [
  { title: 'Silence', rows: silences },
  { title: 'Breaks', rows: breaks },
  { title: 'Bytes', rows: bytes },
  { title: 'Failures in the stream', rows: reports },
  { title: 'Answers that are no stream', rows: answers },
  { title: 'Refusals', rows: statuses },
  { title: 'Sent again', rows: retries },
  { title: 'Leaving', rows: leaving },
]
