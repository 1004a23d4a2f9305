// Errors that cross from one thread to another: as data, and rebuilt as what they were.

import { APIConnectionError } from './api-connection-error.ts'
import { APIStatusError, statusErrorOf } from './api-status-error.ts'
import { APITimeoutError } from './api-timeout-error.ts'
import { APIUserAbortError } from './api-user-abort-error.ts'
import { BodyTooLargeError } from './body-too-large-error.ts'
import type { DeadlineKind } from './deadlines.ts'
import { hide } from './hidden-property.ts'
import { type HeaderList, headerList, headersOf } from './sync-response.ts'

/** An error as plain JSON. */
export interface ErrorData {
  readonly name: string
  readonly message: string
  readonly stack?: string | undefined
  readonly code?: string | number | undefined
  readonly cause?: ErrorData | undefined
  /** Of an `APIStatusError`. */
  readonly refusal?:
    | { readonly status: number; readonly headers: HeaderList; readonly error?: unknown }
    | undefined
  /** Of an `APITimeoutError`. */
  readonly deadline?: { readonly kind: DeadlineKind; readonly limit: number } | undefined
  /** Of a `BodyTooLargeError`. */
  readonly limit?: number | undefined
}

// A chain of causes may be a ring.
const MOST_CAUSES = 8

/** Takes an error down, with its causes. */
export function errorData(error: unknown, depth: number = 0): ErrorData {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { name, message, stack, cause } = error
  const { code } = error as { readonly code?: unknown }
  return {
    name,
    message,
    stack,
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    cause: cause === undefined || depth === MOST_CAUSES ? undefined : errorData(cause, depth + 1),
    refusal:
      error instanceof APIStatusError
        ? { status: error.status, headers: headerList(error.headers), error: error.error }
        : undefined,
    deadline:
      error instanceof APITimeoutError ? { kind: error.kind, limit: error.limit } : undefined,
    limit: error instanceof BodyTooLargeError ? error.limit : undefined,
  }
}

/** Makes an error of what was taken down: ours of their classes, others by name, message and code. */
export function errorOf(data: ErrorData): Error {
  const { message, cause } = data
  const options = cause === undefined ? undefined : { cause: errorOf(cause) }
  if (data.refusal !== undefined) {
    const { status, headers, error } = data.refusal
    // Null is what a body was, and no error in one.
    const body = error === undefined || error === null ? error : { error }
    const refused = statusErrorOf({ status, headers: headersOf(headers), body })
    refused.message = message
    return refused
  }
  if (data.deadline !== undefined) {
    return new APITimeoutError(data.deadline.kind, data.deadline.limit)
  }
  if (data.limit !== undefined) return new BodyTooLargeError(data.limit)
  switch (data.code) {
    case 'ERR_SSE_CONNECTION':
      return new APIConnectionError(message, options)
    case 'ERR_SSE_ABORTED':
      return new APIUserAbortError(message, options)
  }
  return foreign(data, classes[data.name] ?? Error, options)
}

const classes: Readonly<Record<string, ErrorConstructor | undefined>> = {
  __proto__: null as never,
  RangeError,
  TypeError,
}

// Of the runtime: it tells more by where it came from.
function foreign(
  { name, message, stack, code }: ErrorData,
  Class: ErrorConstructor,
  options: ErrorOptions | undefined,
): Error {
  const error = new Class(message, options)
  if (name !== error.name) hide(error, 'name', name)
  if (stack !== undefined) hide(error, 'stack', stack)
  return code === undefined ? error : Object.assign(error, { code })
}
