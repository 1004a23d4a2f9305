import { SSEError } from './sse-error.ts'

/** The fields of an error payload, each as the server sent it. */
export interface UpstreamErrorFields {
  readonly message?: string | undefined
  readonly code?: string | number | undefined
  readonly type?: string | undefined
  readonly param?: string | undefined
  readonly status?: number | undefined
}

/**
 * The server reported an error inside the stream. Items before it were delivered, nothing follows.
 *
 * `message` is the server's own message field where it sent one; nothing else of the payload is in it.
 */
export class UpstreamError extends SSEError {
  override readonly name = 'UpstreamError'
  readonly code = 'ERR_SSE_UPSTREAM'
  /** The server's own code, such as `rate_limit_exceeded` or `502`. */
  readonly upstreamCode: string | number | undefined
  /** The server's error type, such as `server_error`. */
  readonly type: string | undefined
  /** The request parameter that the server blames. */
  readonly param: string | undefined
  /** The HTTP-like status inside the payload, if there is one. */
  readonly status: number | undefined
  /** What arrived, untouched. */
  readonly payload: unknown

  constructor(fields: UpstreamErrorFields, payload: unknown) {
    super(fields.message ?? 'The server reported an error in the stream')
    this.upstreamCode = fields.code
    this.type = fields.type
    this.param = fields.param
    this.status = fields.status
    this.payload = payload
  }
}
