import type { EventDecoder } from '@sse/core/decoder'
import { APIConnectionError } from './api-connection-error.ts'
import { statusErrorOf } from './api-status-error.ts'
import { abortError } from './body-source.ts'
import type { Fetch, HttpResponse, PlatformAbortSignal } from './http.ts'
import { readErrorBody } from './response-body.ts'
import { Stream, type StreamInit } from './stream.ts'

/** What is sent, and with what it is sent. */
export interface RequestOptions {
  /** Default `GET`, or `POST` when there is a body. */
  readonly method?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | undefined
  /** Aborting it fails the request, or the stream, with `ERR_SSE_ABORTED`. */
  readonly signal?: PlatformAbortSignal | undefined
  /** Default: the `fetch` of the runtime, looked up at the time of the call. */
  readonly fetch?: Fetch | undefined
}

export interface OpenStreamOptions<Item> extends RequestOptions {
  /** Makes of each event an item. One decoder serves one stream. */
  readonly decoder: EventDecoder<Item>
}

/**
 * Sends a request and gives the stream of its response, as soon as the headers are there.
 *
 * Rejects with `ERR_SSE_CONNECTION` when no response came, with `ERR_SSE_ABORTED` when the signal was
 * aborted, and with the code of an `APIStatusError` when the status is not a success.
 */
export async function openStream<Item>(
  url: string | { readonly href: string },
  options: OpenStreamOptions<Item>,
): Promise<Stream<Item>> {
  return new Stream({ ...(await request(url, options)), decoder: options.decoder })
}

/** Sends a request that asks for an event stream: what a `Stream` is made of, but for its decoder. */
export async function request(
  url: string | { readonly href: string },
  options: RequestOptions,
): Promise<Omit<StreamInit<never>, 'decoder'>> {
  const { body, signal } = options
  const fetch = options.fetch ?? platformFetch()
  if (isAborted(signal)) throw abortError(signal)
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  const unlink = (): void => signal?.removeEventListener('abort', onAbort)

  let response: HttpResponse
  try {
    response = await fetch(typeof url === 'string' ? url : url.href, {
      method: options.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { accept: 'text/event-stream', ...options.headers },
      ...(body === undefined ? {} : { body }),
      signal: controller.signal,
    })
  } catch (cause) {
    unlink()
    if (isAborted(signal)) throw abortError(signal)
    throw new APIConnectionError('The connection to the server failed', { cause })
  }
  if (!response.ok) {
    const error = await readErrorBody(response)
    unlink()
    controller.abort()
    throw statusErrorOf({ status: response.status, headers: response.headers, body: error })
  }
  return {
    response,
    signal,
    release: () => {
      unlink()
      controller.abort()
    },
  }
}

function platformFetch(): Fetch {
  const { fetch } = globalThis as { readonly fetch?: Fetch }
  if (fetch === undefined) {
    throw new TypeError('This runtime has no fetch: pass one as the `fetch` option')
  }
  return fetch
}

function isAborted(signal: PlatformAbortSignal | undefined): boolean {
  return signal?.aborted === true
}
