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
 * aborted, with the code of an `APIStatusError` when the status is not a success, and with a `TypeError`
 * for a URL or a header that cannot be sent.
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
  const target = typeof url === 'string' ? url : url.href
  const headers = { accept: 'text/event-stream', ...options.headers }
  checkRequest(target, headers)
  const fetch = options.fetch ?? platformFetch()
  if (isAborted(signal)) throw abortError(signal)
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  const unlink = (): void => signal?.removeEventListener('abort', onAbort)

  let response: HttpResponse
  try {
    response = await fetch(target, {
      method: options.method ?? (body === undefined ? 'GET' : 'POST'),
      headers,
      ...(body === undefined ? {} : { body }),
      signal: controller.signal,
    })
  } catch (cause) {
    unlink()
    if (isAborted(signal)) throw abortError(signal)
    throw new APIConnectionError('The connection to the server failed', { cause })
  }
  if (!response.ok) {
    const error = await readErrorBody(response, signal)
    unlink()
    controller.abort()
    if (isAborted(signal)) throw abortError(signal)
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

// What `fetch` says of these has the value in it, and with it a key or a password.
function checkRequest(url: string, headers: Readonly<Record<string, string>>): void {
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(url)) {
    throw new TypeError('The URL holds a user name or a password: send them in a header')
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      throw new TypeError('The name of a header holds a character that no header name can hold')
    }
    if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) {
      throw new TypeError(`The header \`${name}\` holds a character that no header can hold`)
    }
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
