import type { RequestOptions } from './request-options.ts'

/** What is sent, in the part that can go to another thread. */
export interface SyncThreadRequest {
  readonly url: string
  readonly options: Pick<RequestOptions, 'method' | 'headers' | 'body' | 'maxRetries' | 'deadlines'>
  /** A body is passed on when it is whole and has at most so many bytes; undefined for one that is a stream. */
  readonly wholeUpTo?: number | undefined
}

/** What the thread that does the I/O is told. */
export type SyncThreadMessage =
  | {
      /** Send a request, and write to the ring what comes of it. */
      readonly type: 'open'
      readonly id: number
      readonly ring: SharedArrayBuffer
      readonly request: SyncThreadRequest
    }
  /**
   * There is room in a ring that was full; content was waited for too long, and nothing has come; the
   * stream is over and its body may be; end the request.
   */
  | { readonly type: 'room' | 'late' | 'drain' | 'close'; readonly id: number }
