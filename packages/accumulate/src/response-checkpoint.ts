import type { Response } from '@sse/responses'
import { isObject, type JSONObject } from './json-object.ts'
import type { ResponseItemState } from './response-item-state.ts'

/**
 * All that a `ResponseAccumulator` remembers between two events, as plain JSON. Options are not part
 * of it. What is in it beside `response` is for `ResponseAccumulator.restore` alone.
 */
export interface ResponseCheckpoint {
  readonly version: 2
  /** What there is of the response. */
  readonly response: Response
  /** In the order in which they began. */
  readonly items: readonly ResponseItemState[]
  readonly sequence: ResponseSequenceState
  readonly audio: ResponseAudioState
  /** The event that reported an error; null when there was none. */
  readonly failed: unknown
  /** The type of the event that ended the response; null while it goes on. */
  readonly end: string | null
  /** The last status of the response that the server has sent; null when it has sent none. */
  readonly status: string | null
  /** `response.done` was told. */
  readonly isTold?: boolean
  /** Updates that wait for schemas, if there are any. */
  readonly waiting?: readonly object[]
}

/** Audio, which is no part of a response. */
interface ResponseAudioState extends ResponseItemState {
  readonly live: JSONObject
}

/** What is known of the numbers of the events. */
export interface ResponseSequenceState {
  /** The highest; null when there was none. */
  cursor: number | null
  /** How often it rose; -1 when numbers were repeated, so that they say nothing. */
  rises: number
  /** What the event said that had it, while it is the only one. */
  first?: string | undefined
}

/** Whether something is a checkpoint, as far as that can be seen at once. */
export function isResponseCheckpoint(value: unknown): value is ResponseCheckpoint {
  const { version, response, items, sequence, audio } = (value ?? {}) as Loose
  const output = response?.['output']
  return (
    (version as unknown) === 2 &&
    Array.isArray(output) &&
    Array.isArray(items) &&
    output.length === items.length &&
    [...output, ...items, response, sequence, audio, audio?.['live']].every(isObject)
  )
}

type Loose = Readonly<Record<keyof ResponseCheckpoint, JSONObject | null | undefined>>
