import { cancelBody } from './body-stream.ts'
import type { Fetch, HttpRequest, HttpResponse } from './http.ts'

// As many as the standard of `fetch` follows.
const MOST_REDIRECTS = 20

/**
 * Sends a request and follows redirects, as long as they hand nobody else what is in it: those of the
 * same origin, with the same method. `isPublic` says that there is nothing to hand. Any other redirect
 * is given as it is. `fetch` itself would take a header such as `api-key`, and behind 307 the body, to
 * whatever host a redirect names.
 *
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export async function followRedirects(
  fetch: Fetch,
  url: string,
  request: HttpRequest,
  isPublic: boolean,
): Promise<HttpResponse> {
  let from = url
  for (let hops = 0; ; hops++) {
    const response = await fetch(from, { ...request, redirect: 'manual' })
    // A browser shows nothing of a redirect: there, its own rules have to do.
    if (response.type === 'opaqueredirect') return fetch(from, request)
    const to = hops < MOST_REDIRECTS ? targetOf(response, from, request.method) : undefined
    const mayFollow = to !== undefined && (isPublic || to.origin === new URL(from).origin)
    if (!mayFollow || request.signal.aborted) return response
    cancelBody(response)
    from = to.href
  }
}

// Undefined when it is no redirect, and when `fetch` would make a GET of the request.
function targetOf(
  { status, headers }: HttpResponse,
  from: string,
  method: string,
): URL | undefined {
  const keepsMethod = status === 307 || status === 308 || method === 'GET'
  const location = headers.get('location')
  if (!keepsMethod || location === null || ![301, 302, 303, 307, 308].includes(status)) {
    return undefined
  }
  try {
    const to = new URL(location, from)
    return /^https?:$/.test(to.protocol) ? to : undefined
  } catch {
    return undefined
  }
}
