import type { Fault } from '@fixtures/server'
import type { DeadlineKind, Deadlines, Outcome, StreamErrorCode } from '@sse/client'
import type { NotEventStreamError } from '@sse/core/json-decoder'
import type { API, Sample } from './fault-matrix-sample.ts'

/** One fault, and what is to become of a stream that meets it. */
export interface Row {
  /** What happens, in words. */
  readonly title: string
  readonly faults: readonly Fault[] | ((sample: Sample) => readonly Fault[])
  readonly deadlines?: Deadlines | undefined
  /** Default 0: one request, and what comes of it. */
  readonly maxRetries?: number | undefined
  /** What the consumer does after five items, the next one being waited for where that can be. */
  readonly leave?: 'break' | 'close' | 'abort' | undefined
  /** How long the consumer is at work on its first item, in milliseconds. Default 0. */
  readonly busy?: number | undefined
  readonly expected: Expected | Readonly<Record<API, Expected>>
}

/** What is to become of it, by the design and the standard: nothing of it was copied from a run. */
export interface Expected {
  /** The outcome; `refused` is no stream at all: the call rejects. */
  readonly outcome: Outcome['status'] | 'refused'
  readonly code?: StreamErrorCode | undefined
  /** Of a deadline, or of a body that is no event stream. */
  readonly kind?: DeadlineKind | NotEventStreamError['kind'] | undefined
  /** What the message of the error repeats of the server's own words. */
  readonly says?: RegExp | undefined
  /** Why a stream counts as whole. */
  readonly evidence?: string | undefined
  readonly arrived: Arrived
  /** What becomes of the connection: `kept` for another request, or closed; `free` is one or the other, by time. */
  readonly connection: 'kept' | 'closed' | 'free'
  /** Requests that the server saw. Default 1. */
  readonly requests?: number | undefined
  /** The least time it takes, in milliseconds. Default: that of the deadline that passes. */
  readonly atLeast?: number | undefined
}

/** What the consumer is given, in words and as the payloads that were sent. */
export interface Arrived {
  readonly title: string
  readonly items: (sent: readonly unknown[]) => readonly unknown[]
  /** How far it comes is up to time: the first items, in order, and not all of them. */
  readonly isBeginning?: boolean
}

/** The expectation for one API. */
export function expectedOf({ expected }: Row, api: API): Expected {
  return 'outcome' in expected ? expected : expected[api]
}
