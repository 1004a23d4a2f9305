import { NotEventStreamError } from '@sse/core/json-decoder'
import { APIConnectionError } from './api-connection-error.ts'
import { statusErrorOf } from './api-status-error.ts'
import { BodySource } from './body-source.ts'
import { checkRequest } from './check-request.ts'
import { withContext } from './error-context.ts'
import type { Fetch, HttpResponse, PlatformAbortSignal } from './http.ts'
import type { Lifetime } from './lifetime.ts'
import { log } from './logger.ts'
import type { RequestOptions } from './request-options.ts'
import { parsedBody, readBodyHead } from './response-body.ts'
import { retryDelay } from './retry-policy.ts'

// Characters of what is no stream, as decoders show it.
const MOST_SHOWN = 1000

/** A response that is a stream, and the signal that ends it. */
export interface Connection {
  readonly response: HttpResponse
  readonly signal: PlatformAbortSignal
}

/** Sends a request until it is answered with a stream, as often as `options` and `life` allow. */
export async function connect(
  url: string,
  options: RequestOptions,
  life: Lifetime,
  delivered = 0,
): Promise<Connection> {
  const headers = { accept: 'text/event-stream', ...options.headers }
  checkRequest(url, headers)
  const fetch = options.fetch ?? platformFetch(url)
  for (;;) {
    try {
      return await send(fetch, url, { ...options, headers }, life)
    } catch (error) {
      if (life.cutBy !== undefined) throw life.cutBy
      const delay = retryDelay(error, life.retries, delivered, options)
      if (delay === undefined) throw error
      const { code } = error as { code?: unknown }
      log(options.logger, 'info', 'retry', { attempt: ++life.retries, delay, code })
      await life.sleep(delay)
    }
  }
}

async function send(
  fetch: Fetch,
  url: string,
  { method, headers, body, logger, reconnect }: RequestOptions,
  life: Lifetime,
): Promise<Connection> {
  const signal = life.send()
  // A query may hold a key.
  log(logger, 'debug', 'request', {
    url: url.replace(/[?#].*/s, ''),
    attempt: life.timing.attempts,
  })
  let response: HttpResponse
  try {
    response = await unlessAborted(
      signal,
      fetch(url, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: headers!,
        ...(body === undefined ? {} : { body }),
        signal,
      }),
    )
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    throw life.why(new APIConnectionError('The connection to the server failed', { cause }))
  }
  const { status, headers: received } = response
  life.headers(response.ok)
  log(logger, 'debug', 'response', { status, requestId: received.get('x-request-id') })
  const isStream =
    response.ok &&
    (!reconnect ||
      status === 204 ||
      /^\s*text\/event-stream\s*(;|$)/i.test(received.get('content-type') ?? ''))
  if (isStream) return { response, signal }
  const text = await readBodyHead(new BodySource(response, signal, life), life)
  throw life.why(
    response.ok
      ? withContext(new NotEventStreamError(text.slice(0, MOST_SHOWN)), response, 0)
      : statusErrorOf({ status, headers: received, body: parsedBody(text) }),
  )
}

// A `fetch` that does not know the signal may answer too late, or never.
function unlessAborted(
  signal: PlatformAbortSignal,
  pending: Promise<HttpResponse>,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    const onResponse = (response: HttpResponse): void => {
      if (signal.aborted)
        response.body
          ?.getReader()
          .cancel()
          .catch(() => undefined)
      resolve(response)
    }
    pending.then(onResponse, reject)
  })
}

interface Runtime {
  readonly fetch?: Fetch
  readonly location?: { readonly href: string }
  readonly URL?: { canParse?(url: string, base?: string): boolean }
}

function platformFetch(url: string): Fetch {
  const { fetch, location, URL } = globalThis as Runtime
  if (fetch === undefined) throw new TypeError('This runtime has no fetch: pass one as `fetch`')
  // What `fetch` says of it is no matter of the connection, and has it in it.
  if (URL?.canParse?.(url, location?.href) === false) throw new TypeError('The URL is not valid')
  return fetch
}
