import { hide } from './hidden-property.ts'
import type { HttpHeaders, HttpResponse } from './http.ts'

/**
 * What every error that ends a stream says besides its own: not enumerable, and only where the error
 * has no property of that name.
 */
export interface StreamErrorContext {
  /** How many items had been delivered. */
  readonly delivered: number
  /** Of the response. */
  readonly status: number
  readonly headers: HttpHeaders
  readonly requestId: string | undefined
  readonly contentType: string | undefined
  /** What had arrived, where the stream added it up. */
  readonly partial?: unknown
}

/** Adds what is known of the response to an error that ends its stream, and gives that error. */
export function withContext(
  error: unknown,
  response: Pick<HttpResponse, 'status' | 'headers'>,
  delivered: number,
): unknown {
  const { status, headers } = response
  const context: StreamErrorContext = {
    delivered,
    status,
    headers,
    requestId: requestIdOf(response),
    contentType: headers.get('content-type') ?? undefined,
  }
  if (error instanceof Error) {
    for (const [name, value] of Object.entries(context)) {
      if (Object.hasOwn(error, name)) continue
      hide(error, name, value)
    }
  }
  return error
}

/** The `x-request-id` of a response. */
export function requestIdOf({ headers }: Pick<HttpResponse, 'headers'>): string | undefined {
  return headers.get('x-request-id') ?? undefined
}
