import type { Clock, Deadlines, Outcome } from '@sse/client'
import { BEFORE } from './fault-matrix-arrived.ts'
import type { Row } from './fault-matrix-row.ts'
import { type API, samples } from './fault-matrix-sample.ts'

/** A request that meets a fault. */
export interface FaultyRequest {
  readonly api: API
  readonly baseURL: string
  readonly headers: Readonly<Record<string, string>>
  readonly deadlines: Deadlines
  readonly maxRetries: number
  readonly leave: Row['leave']
  readonly busy: number
  readonly controller: AbortController
  /** For the asynchronous doors: another thread has its own. */
  readonly clock: Clock | undefined
}

/** What a consumer has, once it was given all that it is ever given. */
export interface Consumed {
  readonly items: readonly unknown[]
  readonly error: unknown
  /** The stream, if there was one. */
  readonly stream: Settled | undefined
}

interface Settled {
  readonly outcome: Outcome | undefined
  /** The finished object. */
  readonly final: () => unknown
}

/** When a consumer that leaves does so. */
export const LEAVES_AFTER = BEFORE

/** The request for one cell of the matrix. `tag` is how the server knows it. */
export function requestFor(
  row: Pick<Row, 'faults' | 'deadlines' | 'maxRetries' | 'leave' | 'busy'>,
  api: API,
  tag: string,
  rest: Pick<FaultyRequest, 'baseURL' | 'clock'>,
): FaultyRequest {
  const sample = samples[api]
  const faults = typeof row.faults === 'function' ? row.faults(sample) : row.faults
  const counted = faults.map((fault) => ({
    ...fault,
    ...(fault.times === undefined ? {} : { key: tag }),
  }))
  return {
    ...rest,
    api,
    headers: {
      'x-tag': tag,
      'x-fixture-transcript': sample.transcript,
      'x-fixture-fault': ascii(JSON.stringify(counted)),
    },
    deadlines: row.deadlines ?? {},
    maxRetries: row.maxRetries ?? 0,
    leave: row.leave,
    busy: row.busy ?? 0,
    controller: new AbortController(),
  }
}

/** A request without a fault. */
export function healthyRequest(
  api: API,
  tag: string,
  rest: Pick<FaultyRequest, 'baseURL' | 'clock'>,
): FaultyRequest {
  return requestFor({ faults: [] }, api, tag, rest)
}

// A header has no room for other characters.
function ascii(json: string): string {
  return json.replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
