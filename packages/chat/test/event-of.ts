import type { ServerSentEvent } from '@sse/core'

/** An event as a parser would dispatch it. Data that is no string is written as JSON. */
export function eventOf(data: unknown, event?: string): ServerSentEvent {
  return {
    event,
    data: typeof data === 'string' ? data : JSON.stringify(data),
    id: undefined,
    retry: undefined,
    lastEventId: '',
  }
}
