// What is to become of streams, in the kinds that there are: see the table for which is where.

import type { DeadlineKind, StreamErrorCode } from '@sse/client'
import { BEFORE, EVERYTHING, FIRST_FIVE, NOTHING } from './fault-matrix-arrived.ts'
import type { Expected } from './fault-matrix-row.ts'
import type { Sample } from './fault-matrix-sample.ts'

export const MIDDLE = { event: BEFORE }
/** A silence is as long as a deadline lasts; both are short. */
export const SHORT = 100
export const LONG = 5000

export const inside = ({ bytesOf }: Sample): { readonly byte: number } => ({
  byte: bytesOf(BEFORE) + 40,
})

export const whole: Readonly<Record<'chat' | 'responses', Expected>> = {
  chat: {
    outcome: 'completed',
    evidence: 'done-sentinel',
    arrived: EVERYTHING,
    connection: 'kept',
  },
  responses: {
    outcome: 'completed',
    evidence: 'terminal-event',
    arrived: EVERYTHING,
    connection: 'kept',
  },
}
export const wholeBut = (difference: Partial<Expected>): typeof whole => ({
  chat: { ...whole.chat, ...difference },
  responses: { ...whole.responses, ...difference },
})
export const late = (kind: DeadlineKind, arrived = FIRST_FIVE): Expected => ({
  outcome: 'timed_out',
  code: 'ERR_SSE_TIMEOUT',
  kind,
  arrived,
  connection: 'closed',
})
export const broken: Expected = {
  outcome: 'failed',
  code: 'ERR_SSE_CONNECTION',
  arrived: FIRST_FIVE,
  connection: 'closed',
}
export const truncated: Expected = {
  outcome: 'truncated',
  code: 'ERR_SSE_TRUNCATED',
  arrived: FIRST_FIVE,
  connection: 'kept',
}
export const refused = (code: StreamErrorCode, difference: Partial<Expected> = {}): Expected => ({
  outcome: 'refused',
  code,
  arrived: NOTHING,
  connection: 'kept',
  ...difference,
})
export const failed = (code: StreamErrorCode, difference: Partial<Expected> = {}): Expected => ({
  outcome: 'failed',
  code,
  arrived: FIRST_FIVE,
  connection: 'free',
  ...difference,
})
export const left: Expected = { outcome: 'aborted', arrived: FIRST_FIVE, connection: 'closed' }
