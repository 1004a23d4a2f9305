import { broken, left, MIDDLE, refused, SHORT, wholeBut } from './fault-matrix-expected.ts'
import type { Row } from './fault-matrix-row.ts'

const SOON = { ms: 20 }
/** What is sent again, and what is not. */
export const retries: readonly Row[] = [
  {
    title: 'Status 429 twice, with `retry-after-ms`',
    faults: [{ fault: 'status', status: 429, retryAfter: SOON, times: 2 }],
    maxRetries: 2,
    expected: wholeBut({ requests: 3, atLeast: 40 }),
  },
  {
    title: 'Status 429, with `retry-after` in seconds',
    faults: [{ fault: 'status', status: 429, retryAfter: { seconds: 1 }, times: 1 }],
    maxRetries: 1,
    expected: wholeBut({ requests: 2, atLeast: 1000 }),
  },
  {
    title: 'Status 429, with `retry-after` as a date',
    faults: [{ fault: 'status', status: 429, retryAfter: { dateIn: 1 }, times: 1 }],
    maxRetries: 1,
    expected: wholeBut({ requests: 2 }),
  },
  {
    title: 'Status 500, then not',
    faults: [{ fault: 'status', status: 500, times: 1 }],
    maxRetries: 1,
    // Half a second, less up to a quarter.
    expected: wholeBut({ requests: 2, atLeast: 375 }),
  },
  {
    title: 'Status 429 again and again',
    faults: [{ fault: 'status', status: 429, retryAfter: SOON }],
    maxRetries: 2,
    expected: refused('ERR_SSE_RATE_LIMIT', { requests: 3, atLeast: 40 }),
  },
  {
    title: 'Status 500, with `x-should-retry: false`',
    faults: [{ fault: 'status', status: 500, shouldRetry: false }],
    maxRetries: 2,
    expected: refused('ERR_SSE_INTERNAL_SERVER'),
  },
  {
    title: 'Status 400, with `x-should-retry: true`',
    faults: [{ fault: 'status', status: 400, shouldRetry: true, retryAfter: SOON, times: 1 }],
    maxRetries: 2,
    expected: wholeBut({ requests: 2, atLeast: 20 }),
  },
  {
    title: 'Status 401, retries allowed',
    faults: [{ fault: 'status', status: 401 }],
    maxRetries: 2,
    expected: refused('ERR_SSE_AUTHENTICATION'),
  },
  {
    title: 'No headers once',
    faults: [{ fault: 'headers-never', times: 1 }],
    deadlines: { headers: 5 * SHORT },
    maxRetries: 1,
    expected: wholeBut({ requests: 2, atLeast: 5 * SHORT }),
  },
  {
    title: 'No headers once, under `firstContent`',
    faults: [{ fault: 'headers-never', times: 1 }],
    deadlines: { firstContent: 5 * SHORT },
    maxRetries: 1,
    expected: wholeBut({ requests: 2, atLeast: 5 * SHORT }),
  },
  {
    title: 'Reset once, between two events: nothing is sent again',
    faults: [{ fault: 'reset', at: MIDDLE, times: 1 }],
    maxRetries: 2,
    expected: broken,
  },
  {
    title: 'Reset once, before the first event',
    faults: [{ fault: 'reset', times: 1 }],
    maxRetries: 1,
    expected: wholeBut({ requests: 2 }),
  },
]

/** The consumer goes. */
export const leaving: readonly Row[] = [
  {
    title: 'The consumer breaks out of the loop',
    faults: [{ fault: 'stall', at: MIDDLE }],
    leave: 'break',
    expected: left,
  },
  {
    title: 'The consumer calls `close()`',
    faults: [{ fault: 'stall', at: MIDDLE }],
    leave: 'close',
    expected: left,
  },
  {
    title: 'The consumer aborts its signal',
    faults: [{ fault: 'stall', at: MIDDLE }],
    leave: 'abort',
    expected: { ...left, code: 'ERR_SSE_ABORTED' },
  },
]
