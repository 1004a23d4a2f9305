import type { ReadableByteStream } from '@sse/core'
import type { HttpResponse } from './http.ts'

/** The body of a response, where it is a stream: React Native's own `fetch` gives none, `node-fetch` one of another kind. */
export function bodyStream({ body }: HttpResponse): ReadableByteStream | undefined {
  return typeof body?.getReader === 'function' ? body : undefined
}

/** Lets go of a response that nobody reads. */
export function cancelBody(response: HttpResponse): void {
  bodyStream(response)
    ?.getReader()
    .cancel()
    .catch(() => undefined)
}
