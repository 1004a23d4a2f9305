import { APIError } from './api-error.ts'
import { hide } from './hidden-property.ts'
import type { HttpHeaders } from './http.ts'

/** What the server said about a request that it refused. */
export interface StatusErrorDetails {
  readonly status: number
  readonly headers: HttpHeaders
  /** The parsed body, or its first characters when it is not JSON; undefined when it is empty. */
  readonly body: unknown
}

/** The codes of `APIStatusError` and its subclasses. */
export type StatusErrorCode =
  | 'ERR_SSE_STATUS'
  | 'ERR_SSE_BAD_REQUEST'
  | 'ERR_SSE_AUTHENTICATION'
  | 'ERR_SSE_PERMISSION_DENIED'
  | 'ERR_SSE_NOT_FOUND'
  | 'ERR_SSE_CONFLICT'
  | 'ERR_SSE_UNPROCESSABLE_ENTITY'
  | 'ERR_SSE_RATE_LIMIT'
  | 'ERR_SSE_INTERNAL_SERVER'

/** The server answered with a status that is not a success. Nothing was streamed. */
export class APIStatusError extends APIError {
  override readonly name: string = 'APIStatusError'
  readonly code: StatusErrorCode = 'ERR_SSE_STATUS'
  declare readonly status: number
  declare readonly headers: HttpHeaders
  /** The `x-request-id` of the response: what the server's operators ask for. */
  declare readonly requestId: string | undefined
  /** The `error` of the body, or the whole body where it has none. */
  declare readonly error: unknown
  /** The server's own code, type and parameter, if the body has them. */
  declare readonly upstreamCode: string | number | undefined
  declare readonly type: string | undefined
  declare readonly param: string | undefined

  constructor({ status, headers, body: given }: StatusErrorDetails) {
    // Gemini's compatible API has its error in an array.
    const first: unknown = Array.isArray(given) ? given[0] : undefined
    const body = property(first, 'error') === undefined ? given : first
    const error = property(body, 'error') ?? body
    const message = text(property(error, 'message')) ?? text(property(body, 'error'))
    super(`${status} ${message ?? 'status code'}`)
    this.status = status
    // Servers put what nobody should log into them, such as the name of an organization.
    hide(this, 'headers', headers)
    this.requestId = headers.get('x-request-id') ?? undefined
    this.error = error
    const code = property(error, 'code')
    this.upstreamCode = typeof code === 'number' ? code : text(code)
    this.type = text(property(error, 'type'))
    this.param = text(property(error, 'param'))
  }
}

/** Status 400: the request is not one that the server understands. */
export class BadRequestError extends APIStatusError {
  override readonly name = 'BadRequestError'
  override readonly code = 'ERR_SSE_BAD_REQUEST'
}

/** Status 401: the key is missing or wrong. */
export class AuthenticationError extends APIStatusError {
  override readonly name = 'AuthenticationError'
  override readonly code = 'ERR_SSE_AUTHENTICATION'
}

/** Status 403: the key does not allow this. */
export class PermissionDeniedError extends APIStatusError {
  override readonly name = 'PermissionDeniedError'
  override readonly code = 'ERR_SSE_PERMISSION_DENIED'
}

/** Status 404: the server has no such endpoint, model or object. */
export class NotFoundError extends APIStatusError {
  override readonly name = 'NotFoundError'
  override readonly code = 'ERR_SSE_NOT_FOUND'
}

/** Status 409: the object is in use, or not in a state for this. */
export class ConflictError extends APIStatusError {
  override readonly name = 'ConflictError'
  override readonly code = 'ERR_SSE_CONFLICT'
}

/** Status 422: the request is well-formed, and its values are refused. */
export class UnprocessableEntityError extends APIStatusError {
  override readonly name = 'UnprocessableEntityError'
  override readonly code = 'ERR_SSE_UNPROCESSABLE_ENTITY'
}

/** Status 429: too many requests or tokens, or no quota is left. */
export class RateLimitError extends APIStatusError {
  override readonly name = 'RateLimitError'
  override readonly code = 'ERR_SSE_RATE_LIMIT'
}

/** Any status of 500 and above. */
export class InternalServerError extends APIStatusError {
  override readonly name = 'InternalServerError'
  override readonly code = 'ERR_SSE_INTERNAL_SERVER'
}

const CLASSES: Readonly<Record<number, new (details: StatusErrorDetails) => APIStatusError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
}

/** Makes the error of the class that belongs to the status. */
export function statusErrorOf(details: StatusErrorDetails): APIStatusError {
  const { status } = details
  const Class = CLASSES[status] ?? (status < 500 ? APIStatusError : InternalServerError)
  return new Class(details)
}

function property(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key] ?? undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
