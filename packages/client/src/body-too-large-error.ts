import { APIError } from './api-error.ts'

/** A body that was to be read whole is larger than `maxBodySize`. Nothing of it is given, and the request is ended. */
export class BodyTooLargeError extends APIError {
  override readonly name = 'BodyTooLargeError'
  readonly code = 'ERR_SSE_BODY_TOO_LARGE'
  /** The limit that was passed, in bytes. */
  declare readonly limit: number

  constructor(limit: number) {
    super(`The body is larger than the limit of ${limit} bytes (maxBodySize)`)
    this.limit = limit
  }
}
