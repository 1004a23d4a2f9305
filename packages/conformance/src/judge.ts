import type { Capabilities } from './capabilities.ts'
import type { Observation, ObservedEvent } from './observation.ts'
import type { ParseOptions } from './parser-adapter.ts'
import {
  MAX_RECONNECTION_TIME,
  type ReferenceObservation,
  type ReferenceOptions,
} from './reference-parser.ts'

/** What was compared: the properties that the capabilities leave, side by side. */
export interface Judgement {
  readonly agrees: boolean
  readonly expected: Observation
  readonly actual: Observation
}

/** The reference, asked for the deviations that a parser declares. */
export function referenceOptions(
  capabilities: Capabilities,
  { lastEventId, maxEventSize }: ParseOptions = {},
): ReferenceOptions {
  const { eof, sentinel, limits } = capabilities
  return {
    eof,
    sentinel,
    lastEventId,
    maxEventSize: limits === 'block-bytes' ? maxEventSize : undefined,
  }
}

/** Compares what was observed with what the reference says, as far as the parser reports it. */
export function judge(
  reference: ReferenceObservation,
  observed: Observation,
  capabilities: Capabilities,
): Judgement {
  const expected = {
    events: reference.events.map((event, index) =>
      expectedEvent(event, observed.events[index], capabilities),
    ),
    ...expectedRest(reference, observed, capabilities),
    ...errorOf(reference.tooLarge ? (observed.error ?? 'an error of the limit') : undefined),
  }
  const actual = {
    events: observed.events.map((event) => reportedEvent(event, capabilities)),
    ...reportedRest(observed, capabilities),
    ...errorOf(observed.error),
  }
  return { agrees: sameValue(expected, actual), expected, actual }
}

/** Compares two observations of one parser, in everything that they hold. */
export function compare(expected: Observation, actual: Observation): Judgement {
  return { agrees: sameValue(expected, actual), expected, actual }
}

/** Whether two values of plain data are the same; an undefined property is as good as none. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].every((key) => sameValue(own(one, key), own(other, key)))
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
}

function expectedEvent(
  event: ReferenceObservation['events'][number],
  observed: ObservedEvent | undefined,
  { idModel, retry, typeDefault }: Capabilities,
): ObservedEvent {
  // An event that was not reported shows all that it should have had.
  const has = (key: string): boolean => observed === undefined || Object.hasOwn(observed, key)
  return {
    event: event.event ?? typeDefault,
    data: event.data,
    ...(idModel !== 'none' && (idModel === 'per-event' || has('id')) && { id: event.id }),
    ...(retry !== 'none' && (retry === 'per-event' || has('retry')) && { retry: event.retry }),
    ...(idModel !== 'none' &&
      (idModel === 'persisted' || has('lastEventId')) && { lastEventId: event.lastEventId }),
  }
}

function reportedEvent(event: ObservedEvent, { idModel, retry }: Capabilities): ObservedEvent {
  const has = (key: string): boolean => Object.hasOwn(event, key)
  return {
    event: event.event,
    data: event.data,
    ...(idModel !== 'none' && (idModel === 'per-event' || has('id')) && { id: event.id }),
    ...(retry !== 'none' &&
      (retry === 'per-event' || has('retry')) && { retry: clampTime(event.retry) }),
    ...(idModel !== 'none' &&
      (idModel === 'persisted' || has('lastEventId')) && { lastEventId: event.lastEventId }),
  }
}

function expectedRest(
  reference: ReferenceObservation,
  observed: Observation,
  { idModel, retry, comments }: Capabilities,
): Omit<Observation, 'events'> {
  return {
    ...(comments !== 'none' && {
      comments:
        comments === 'verbatim'
          ? reference.comments
          : reference.comments.map((each) => (each.startsWith(' ') ? each.slice(1) : each)),
    }),
    ...(retry === 'immediate' && { reconnectionTime: reference.reconnectionTime }),
    ...(idModel !== 'none' &&
      Object.hasOwn(observed, 'lastEventId') && { lastEventId: reference.lastEventId }),
  }
}

function reportedRest(
  observed: Observation,
  { idModel, retry, comments }: Capabilities,
): Omit<Observation, 'events'> {
  return {
    ...(comments !== 'none' && { comments: observed.comments ?? [] }),
    ...(retry === 'immediate' && { reconnectionTime: clampTime(observed.reconnectionTime) }),
    ...(idModel !== 'none' &&
      Object.hasOwn(observed, 'lastEventId') && { lastEventId: observed.lastEventId }),
  }
}

function errorOf(error: string | undefined): { readonly error?: string } {
  return error === undefined ? {} : { error }
}

function clampTime(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.min(time, MAX_RECONNECTION_TIME)
}
