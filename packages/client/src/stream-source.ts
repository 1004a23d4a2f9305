import type { EventRecord } from './event-decoding.ts'
import type { HttpResponse } from './http.ts'
import type { Outcome } from './outcome.ts'
import type { StreamTiming } from './stream-timing.ts'

/**
 * What a `Stream` reads: item by item or event by event, one call at a time. Both give undefined at
 * the end, and after an error that they have rejected with.
 */
export interface StreamSource<Item> {
  readonly response: HttpResponse
  readonly timing: StreamTiming
  readonly outcome: Outcome | undefined
  next(): Promise<Item | undefined>
  nextRecord(): Promise<EventRecord<Item> | undefined>
  /** Ends it now and quietly; a call that waits gives undefined. */
  close(): void
}
