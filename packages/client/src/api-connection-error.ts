import { APIError } from './api-error.ts'

/**
 * The connection could not be made, or broke. `cause` is what the runtime said. When it broke after
 * the headers, everything that was received before was delivered.
 */
export class APIConnectionError extends APIError {
  override readonly name: string = 'APIConnectionError'
  readonly code: 'ERR_SSE_CONNECTION' | 'ERR_SSE_TIMEOUT' = 'ERR_SSE_CONNECTION'
}
