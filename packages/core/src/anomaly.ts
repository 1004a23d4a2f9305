import type { ServerSentEvent } from './server-sent-event.ts'
import { SSEError } from './sse-error.ts'

/** A deviation from the protocol that was repaired or passed over. */
export interface Anomaly<Code extends string = string> {
  /** Which kind of deviation. */
  readonly code: Code
  /** Where in the payload, such as `choices[0].delta`; empty when it is about the whole event. */
  readonly path: string
  /** The event, with its data as it arrived; undefined when it was a line outside of any event. */
  readonly event: ServerSentEvent | undefined
}

/** Deviations that streams of JSON payloads have in common, whatever the payloads say. */
export type PayloadAnomalyCode =
  /** A line `[DONE]` that is no data field. */
  | 'bare-done'
  /** Data that is a comment, such as `: PROCESSING`. Skipped. */
  | 'comment-data'
  /** Data without anything in it. Skipped. */
  | 'empty-data'
  /** Data that is `null`, `""` or `{}`. Skipped. */
  | 'heartbeat-data'
  /** Several payloads in one event, one per line. */
  | 'joined-payloads'
  /** A payload that is JSON but no object. Skipped. */
  | 'not-an-object'
  /** `[DONE]` with white space around it. */
  | 'padded-done'
  /** A line that is no field of the standard. Skipped. */
  | 'unknown-field'
  /** The last event has no blank line after it, but its payload is whole. */
  | 'unterminated-event'

/** A deviation in a stream that was to be read strictly. The peer is at fault; nothing follows. */
export class AnomalyError<Code extends string = string> extends SSEError {
  override readonly name = 'AnomalyError'
  readonly code = 'ERR_SSE_ANOMALY'
  readonly anomaly: Anomaly<Code>

  constructor(anomaly: Anomaly<Code>) {
    super(`The stream deviates: ${anomaly.code}${anomaly.path && ` at ${anomaly.path}`}`)
    this.anomaly = anomaly
  }
}
