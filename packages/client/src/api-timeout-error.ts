import { APIConnectionError } from './api-connection-error.ts'
import type { DeadlineKind } from './deadlines.ts'

/**
 * A deadline passed, and the request is ended. What was received before was delivered, but for what
 * waited for its consumer when `total` passed.
 */
export class APITimeoutError extends APIConnectionError {
  override readonly name = 'APITimeoutError'
  override readonly code = 'ERR_SSE_TIMEOUT'
  /** Which deadline it was. */
  declare readonly kind: DeadlineKind
  /** The deadline in milliseconds, as it was asked for. */
  declare readonly limit: number

  constructor(kind: DeadlineKind, limit: number) {
    super(`The deadline \`${kind}\` of ${limit} ms passed`)
    this.kind = kind
    this.limit = limit
  }
}
