import { NotEventStreamError } from '@sse/core/json-decoder'
import { APIConnectionError } from './api-connection-error.ts'
import { statusErrorOf } from './api-status-error.ts'
import { BodySource } from './body-source.ts'
import { bodyStream, cancelBody } from './body-stream.ts'
import { checkRequest } from './check-request.ts'
import { codeOf } from './error-code.ts'
import { withContext } from './error-context.ts'
import { followRedirects } from './follow-redirects.ts'
import { sentHeaders } from './headers-input.ts'
import type { Fetch, HttpResponse } from './http.ts'
import type { Lifetime } from './lifetime.ts'
import { log } from './logger.ts'
import type { RequestOptions } from './request-options.ts'
import { parsedBody, readBodyHead } from './response-body.ts'
import { retryDelay } from './retry-policy.ts'

// Characters of what is no stream, as decoders show it.
const MOST_SHOWN = 1000

/** Sends a request until it is answered with a stream, as often as `options` and `life` allow. Gives the response. */
export async function connect(
  url: string,
  options: RequestOptions,
  life: Lifetime,
  delivered = 0,
): Promise<HttpResponse> {
  const headers = sentHeaders({ accept: 'text/event-stream' }, options.headers)
  checkRequest(url, headers, options.fetch)
  const fetch = options.fetch ?? platformFetch()
  // A `fetch` that was passed may add a key.
  const isPublic =
    (options.fetch ?? options.body) === undefined && Object.keys(headers).every(isOurs)
  for (;;) {
    try {
      return await send(fetch, url, options, headers, isPublic, life)
    } catch (error) {
      await waitToRetry(error, options, life, delivered)
    }
  }
}

/** Waits until a request that failed may be sent again. Rejects with what it failed with when it may not. */
export async function waitToRetry(
  error: unknown,
  options: RequestOptions,
  life: Lifetime,
  delivered = 0,
): Promise<void> {
  life.check()
  const delay = retryDelay(error, life.retries, delivered, options)
  if (delay === undefined) {
    // By the function that was asked, it may be.
    life.check()
    throw error
  }
  const code = codeOf(error)
  log(options.logger, 'info', 'retry', { attempt: ++life.retries, delay, code })
  await life.sleep(delay)
}

async function send(
  fetch: Fetch,
  url: string,
  { method, body, logger, reconnect }: RequestOptions,
  headers: Record<string, string>,
  isPublic: boolean,
  life: Lifetime,
): Promise<HttpResponse> {
  const signal = life.send()
  // A query may hold a key.
  log(logger, 'debug', 'request', {
    url: url.replace(/[?#].*/s, ''),
    attempt: life.timing.attempts,
  })
  // By who takes notes.
  life.check()
  const answering = followRedirects(
    fetch,
    url,
    {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers,
      ...(body === undefined ? {} : { body }),
      signal,
    },
    isPublic,
  )
  const response = await life.unlessAborted(answering).catch((cause: unknown) => {
    // A `fetch` that does not know the signal may answer too late.
    answering.then(cancelBody, () => undefined)
    throw life.reason ?? new APIConnectionError('The connection to the server failed', { cause })
  })
  const { status, headers: received } = response
  life.headers(response.ok)
  log(logger, 'debug', 'response', { status, requestId: received.get('x-request-id') })
  const isStream =
    response.ok &&
    (!reconnect ||
      status === 204 ||
      /^\s*text\/event-stream\s*(;|$)/i.test(received.get('content-type') ?? ''))
  if (isStream) {
    if (response.body !== null && bodyStream(response) === undefined) {
      life.abort()
      throw new TypeError('The body of the response is no stream: pass a `fetch` that streams')
    }
    return response
  }
  const text = await readBodyHead(new BodySource(response, life), life)
  throw response.ok
    ? withContext(new NotEventStreamError(text.slice(0, MOST_SHOWN)), response, 0)
    : statusErrorOf({ status, headers: received, body: parsedBody(text) })
}

function isOurs(name: string): boolean {
  return name === 'accept' || name === 'last-event-id'
}

interface Runtime {
  readonly fetch?: Fetch
}

function platformFetch(): Fetch {
  const { fetch } = globalThis as Runtime
  if (fetch === undefined) throw new TypeError('This runtime has no fetch: pass one as `fetch`')
  return fetch
}
