import { withContext } from './error-context.ts'
import { mergeHeaders } from './headers-input.ts'
import type { RequestURL } from './request-url.ts'
import { requestSync, type RequestSyncOptions } from './sync-request.ts'
import type { SyncResponse } from './sync-response.ts'
import { bodyLimit, joined, type WholeBodyOptions } from './whole-body.ts'

/** What is asked for, and how large the answer may be. */
export interface FetchBodySyncOptions extends RequestSyncOptions, WholeBodyOptions {}

/** An answer that was read whole. */
export interface FetchedBodySync {
  readonly response: SyncResponse
  readonly bytes: Uint8Array
}

/**
 * Sends a request, blocks until all of its answer is there, and gives that: for what is no stream.
 * Retries and deadlines are those of `fetchBody`.
 *
 * Throws what `fetchBody` rejects with, and else as `openStreamSync` does.
 */
export function fetchBodySync(
  url: RequestURL,
  options: FetchBodySyncOptions = {},
): FetchedBodySync {
  const headers = mergeHeaders({ accept: '*/*' }, options.headers)
  const body = requestSync(url, { ...options, headers }, bodyLimit(options))
  body.open()
  try {
    const bytes = joined([...body])
    return { response: body.response, bytes }
  } catch (error) {
    throw withContext(error, body.response, 0)
  }
}
