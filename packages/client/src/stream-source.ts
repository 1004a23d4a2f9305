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
  /** How often its items have begun anew, before what was given last. Default 0. */
  readonly restarts?: number | undefined
  /**
   * `cut` when it was cut short, so that a call gives the error at once; `received` when its connection
   * has ended, and all that came of it is at hand. Undefined as long as the server is waited for.
   */
  readonly closing?: 'cut' | 'received' | undefined
  /** Has a function called when `closing` becomes something. */
  watch?(onClosing: () => void): void
  next(): Promise<Item | undefined>
  nextRecord(): Promise<EventRecord<Item> | undefined>
  /** Ends it now and quietly; a call that waits gives undefined. By default it was closed. */
  close(outcome?: Outcome): void
}
