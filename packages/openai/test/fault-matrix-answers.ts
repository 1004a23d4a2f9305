import type { ErrorEventForm } from '@fixtures/server'
import type { StreamErrorCode } from '@sse/client'
import { endingWith, NOTHING } from './fault-matrix-arrived.ts'
import { failed, MIDDLE, refused, truncated, whole, wholeBut } from './fault-matrix-expected.ts'
import type { Expected, Row } from './fault-matrix-row.ts'

const ERROR_CHUNK = {
  choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: 'error' }],
  error: { code: 502, message: 'The server had an error in the middle of the stream.' },
}
const FORMS: Readonly<Record<ErrorEventForm, string>> = {
  data: 'an object in `error` (E2)',
  event: '`event: error` (E1)',
  string: 'text in `error` (E5)',
  choices: '`choices` beside `error` (E3)',
  field: 'a field named `error` (S19)',
  line: 'JSON without a field name (S20)',
  flat: 'an `error` event, flat (R8)',
  nested: 'an `error` event, nested (R8)',
}
const reported = failed('ERR_SSE_UPSTREAM', { says: /in the middle of the stream/ })
const errors: readonly Row[] = (Object.keys(FORMS) as ErrorEventForm[]).map((form) => ({
  title: `A failure as ${FORMS[form]}`,
  faults: [{ fault: 'error-event', at: MIDDLE, form }],
  expected: {
    chat:
      form === 'choices'
        ? { ...reported, arrived: endingWith('the 5 events, and the delta', ERROR_CHUNK) }
        : reported,
    responses: reported,
  },
}))

/** Failures that the server reports inside the stream. */
export const reports: readonly Row[] = [
  ...errors,
  {
    title: 'A failure, then `[DONE]` (E8)',
    faults: [{ fault: 'error-event', at: MIDDLE, done: true }],
    expected: reported,
  },
  {
    title: 'A failure, and a connection that stays open',
    faults: [
      { fault: 'error-event', at: MIDDLE },
      { fault: 'stall', at: 'end' },
    ],
    expected: { ...reported, connection: 'closed' },
  },
  {
    title: 'A failure instead of the first event',
    faults: [{ fault: 'error-event' }],
    expected: { ...reported, arrived: NOTHING },
  },
]

const notStream = (kind: 'html' | 'json'): Expected =>
  failed('ERR_SSE_NOT_EVENT_STREAM', { kind, arrived: NOTHING, connection: 'kept' })
const reportedAlone = {
  ...reported,
  says: undefined,
  arrived: NOTHING,
  connection: 'kept',
} as const
/** Answers that are something else than a stream. */
export const answers: readonly Row[] = [
  { title: 'HTML with status 200 (T5)', faults: [{ fault: 'html' }], expected: notStream('html') },
  {
    title: 'HTML with status 502',
    faults: [{ fault: 'html', status: 502 }],
    expected: refused('ERR_SSE_INTERNAL_SERVER'),
  },
  {
    title: 'An error as JSON with status 200 (T1)',
    faults: [{ fault: 'json-error' }],
    expected: reportedAlone,
  },
  {
    title: 'The same as `text/event-stream`',
    faults: [{ fault: 'json-error', contentType: 'text/event-stream' }],
    expected: reportedAlone,
  },
  {
    title: '`stream` ignored: the whole object (T2)',
    faults: [{ fault: 'not-streamed' }],
    expected: notStream('json'),
  },
  {
    title: 'Status 200 and no body (T4)',
    faults: [{ fault: 'empty' }],
    expected: { ...truncated, code: 'ERR_SSE_EMPTY_STREAM', arrived: NOTHING },
  },
  {
    title: 'Status 502 and no body (T4)',
    faults: [{ fault: 'empty', status: 502 }],
    expected: refused('ERR_SSE_INTERNAL_SERVER'),
  },
  {
    title: 'Content type `text/plain` (T3)',
    faults: [{ fault: 'content-type' }],
    expected: whole,
  },
  {
    title: 'No content type (T3)',
    faults: [{ fault: 'content-type', value: null }],
    expected: whole,
  },
  { title: 'A redirect', faults: [{ fault: 'redirect' }], expected: wholeBut({ requests: 2 }) },
  {
    title: 'Redirects without end',
    faults: [{ fault: 'redirect', hops: 100 }],
    // As many as the standard of `fetch` follows; the next one is a status.
    expected: refused('ERR_SSE_STATUS', { requests: 21 }),
  },
  {
    title: 'A redirect to another origin',
    faults: [{ fault: 'redirect', to: 'http://localhost:9/elsewhere' }],
    expected: refused('ERR_SSE_STATUS', { requests: 1 }),
  },
]

const STATUSES: Readonly<Record<number, StreamErrorCode>> = {
  400: 'ERR_SSE_BAD_REQUEST',
  401: 'ERR_SSE_AUTHENTICATION',
  403: 'ERR_SSE_PERMISSION_DENIED',
  404: 'ERR_SSE_NOT_FOUND',
  409: 'ERR_SSE_CONFLICT',
  418: 'ERR_SSE_STATUS',
  422: 'ERR_SSE_UNPROCESSABLE_ENTITY',
  429: 'ERR_SSE_RATE_LIMIT',
  500: 'ERR_SSE_INTERNAL_SERVER',
  529: 'ERR_SSE_INTERNAL_SERVER',
}
/** Requests that are refused. */
export const statuses: readonly Row[] = Object.entries(STATUSES).map(([status, code]) => ({
  title: `Status ${status}`,
  faults: [{ fault: 'status', status: Number(status) }],
  // Without its words the message ends in `status code`.
  expected: refused(code, { says: new RegExp(`^${status} (?!status code)`) }),
}))
