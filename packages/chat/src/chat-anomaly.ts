import type { Anomaly, PayloadAnomalyCode } from '@sse/core/json-decoder'

/** Every kind of deviation that a `ChatDecoder` repairs or passes over. */
export type ChatAnomalyCode =
  | PayloadAnomalyCode
  /** `content` is an array; its text and its reasoning were put where they belong. */
  | 'content-parts'
  /** `finish_reason` is `''`; it became null. */
  | 'empty-finish-reason'
  /** An element of `choices` is no object; it was left out. */
  | 'malformed-choice'
  /** `choices` is no array; it became empty. */
  | 'malformed-choices'
  /** `content` is neither text nor an array; it became null. */
  | 'malformed-content'
  /** `delta` is no object; it became empty. */
  | 'malformed-delta'
  /** `finish_reason` is no text; it became null. */
  | 'malformed-finish-reason'
  /** `id` is a number; it became text. */
  | 'malformed-id'
  /** The index of a choice is no whole number from 0; it became its position. */
  | 'malformed-index'
  /** `tool_calls` is no array of objects; what is no object was left out. */
  | 'malformed-tool-calls'
  /** `choices` is missing or null; it became empty. */
  | 'missing-choices'
  /** `delta` is missing or null; it became empty. */
  | 'missing-delta'
  /** `finish_reason` is missing; it became null. */
  | 'missing-finish-reason'
  /** The index of a choice is missing; it became its position. */
  | 'missing-index'
  /** An event with a name of its own and without `choices`, when nobody takes such events. */
  | 'unknown-event'
  /** The body was one whole completion instead of a stream; it became one chunk. */
  | 'whole-completion'

/** A deviation in a Chat Completions stream. */
export type ChatAnomaly = Anomaly<ChatAnomalyCode>
