import { BodySource } from './body-source.ts'
import { connect, waitToRetry } from './connect.ts'
import { withContext } from './error-context.ts'
import { mergeHeaders } from './headers-input.ts'
import type { PlatformResponse } from './http.ts'
import { within } from './open-stream.ts'
import type { RequestOptions } from './request-options.ts'
import { hrefOf, type RequestURL } from './request-url.ts'
import { bodyLimit, readWholeBody, type WholeBodyOptions } from './whole-body.ts'

/** What is asked for, and how large the answer may be. */
export interface FetchBodyOptions extends Omit<RequestOptions, 'reconnect'>, WholeBodyOptions {}

/** An answer that was read whole. */
export interface FetchedBody {
  /** Status, headers, URL. Its body was read. */
  readonly response: PlatformResponse
  readonly bytes: Uint8Array
}

/**
 * Sends a request and gives its answer whole, for what is no stream. Retries and deadlines are those
 * of `openStream`: what breaks before all of the body is there is sent again, and `firstContent` or
 * `idleContent` bounds the wait for all of it.
 *
 * Rejects as `openStream` does, and with `ERR_SSE_BODY_TOO_LARGE`; with a `RangeError` for a
 * `maxBodySize` that is none.
 */
export async function fetchBody(
  url: RequestURL,
  options: FetchBodyOptions = {},
): Promise<FetchedBody> {
  const limit = bodyLimit(options)
  const sent = { ...options, headers: mergeHeaders({ accept: '*/*' }, options.headers) }
  return within(options, async (life) => {
    for (;;) {
      const response = await connect(hrefOf(url), sent, life)
      try {
        const bytes = await readWholeBody(new BodySource(response, life), limit)
        life.cut()
        return { response: response as unknown as PlatformResponse, bytes }
      } catch (error) {
        life.abort()
        await waitToRetry(withContext(error, response, 0), options, life)
      }
    }
  })
}
