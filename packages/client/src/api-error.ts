import { SSEError } from '@sse/core'
import type { HttpHeaders } from './http.ts'

/** The root of the errors of a request: of its connection, its status, its time or its being aborted. */
export abstract class APIError extends SSEError {
  /** The status of the response, where there was one. */
  declare readonly status: number | undefined
  /** The headers of the response, where there was one. Not enumerable, so that logs leave them out. */
  declare readonly headers: HttpHeaders | undefined
  /** The `x-request-id` of the response, where there was one: what the server's operators ask for. */
  declare readonly requestId: string | undefined
  /** What had arrived, where the stream added it up. Not enumerable, so that logs leave it out. */
  declare readonly partial?: unknown
}
