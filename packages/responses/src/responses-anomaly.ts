import type { Anomaly, PayloadAnomalyCode } from '@sse/core/json-decoder'

/** Every kind of deviation that a `ResponsesDecoder` repairs or passes over. */
export type ResponsesAnomalyCode =
  | PayloadAnomalyCode
  /** The `delta` of an event is no text; it arrives as `unknown`. */
  | 'malformed-delta'
  /** `response.output` is no array; it became empty. */
  | 'malformed-output'
  /** An event about an object (`response`, `item`, `part`) does not have it; it arrives as `unknown`. */
  | 'missing-object'
  /** `response.output` is missing or null; it became empty. */
  | 'missing-output'
  /** The payload has no `type`; it is the event's name. */
  | 'missing-type'

/** A deviation in a Responses stream. */
export type ResponsesAnomaly = Anomaly<ResponsesAnomalyCode>
