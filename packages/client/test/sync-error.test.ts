// White-box: how errors cross from thread to thread is no part of the package's doors.
import {
  APIConnectionError,
  APITimeoutError,
  APIUserAbortError,
  BodyTooLargeError,
  type DeadlineKind,
  statusErrorOf,
} from '@sse/client'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { errorData, errorOf } from '../src/sync-error.ts'

/** As it crosses: as JSON. */
function cross(error: unknown): Error {
  return errorOf(JSON.parse(JSON.stringify(errorData(error))) as never)
}

function everything(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, cause } = error
  const { code, status, kind, limit, requestId, type, param, upstreamCode } = error as unknown as {
    [name: string]: unknown
  }
  const { error: said } = error as { error?: unknown }
  return {
    class: error.constructor.name,
    name,
    message,
    code,
    status,
    kind,
    limit,
    requestId,
    type,
    param,
    upstreamCode,
    said,
    cause: everything(cause),
  }
}

const foreign: fc.Arbitrary<Error> = fc
  .record({
    Class: fc.constantFrom(Error, TypeError, RangeError),
    message: fc.string(),
    code: fc.option(fc.oneof(fc.string(), fc.integer()), { nil: undefined }),
  })
  .map(({ Class, message, code }) => {
    const error = new Class(message)
    return code === undefined ? error : Object.assign(error, { code })
  })

const kinds: readonly DeadlineKind[] = ['headers', 'firstByte', 'idleBytes', 'total']

const ours: fc.Arbitrary<Error> = fc.oneof(
  fc
    .tuple(fc.string(), fc.option(foreign, { nil: undefined }))
    .map(([message, cause]) => new APIConnectionError(message, { cause })),
  foreign.map((cause) => new APIUserAbortError('aborted', { cause })),
  fc
    .tuple(fc.constantFrom(...kinds), fc.integer({ min: 1 }))
    .map(([kind, limit]) => new APITimeoutError(kind, limit)),
  fc.integer({ min: 1 }).map((limit) => new BodyTooLargeError(limit)),
  fc
    .record({
      status: fc.integer({ min: 300, max: 599 }),
      body: fc.oneof(
        fc.jsonValue(),
        fc.record({
          error: fc.record({ message: fc.string(), code: fc.string(), param: fc.jsonValue() }),
        }),
        fc.record({ error: fc.string() }),
        fc.record({ message: fc.string() }),
      ),
    })
    .map(({ status, body }) =>
      statusErrorOf({ status, headers: new Headers({ 'x-request-id': 'req_1' }), body }),
    ),
)

describe('an error that crosses from one thread to another', () => {
  test('stays what it was, its causes as well', () => {
    fc.assert(
      fc.property(fc.oneof(ours, foreign), (error) => {
        // `undefined` and `-0` are no JSON.
        const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(everything(value)))
        expect(plain(cross(error))).toEqual(plain(error))
      }),
    )
  })

  test('a refusal whose body was null keeps it', () => {
    const error = statusErrorOf({ status: 300, headers: new Headers(), body: null })
    expect(cross(error)).toMatchObject({ error: null })
  })

  test('headers come along', () => {
    const headers = new Headers({ 'retry-after': '7' })
    headers.append('set-cookie', 'a=1')
    headers.append('set-cookie', 'b=2')
    const error = cross(statusErrorOf({ status: 429, headers, body: undefined }))
    expect([...(error as unknown as { headers: Headers }).headers]).toEqual([...headers])
  })

  test('a foreign error keeps the stack that tells where it came from; ours begins here', () => {
    const cause = new Error('there')
    const error = cross(new APIConnectionError('broken', { cause }))
    expect((error.cause as Error).stack).toBe(cause.stack)
    expect(error.stack).toContain('errorOf')
  })

  test('a name of its own is kept', () => {
    const error = new DOMException('gone', 'NotFoundError')
    expect(cross(error)).toMatchObject({ name: 'NotFoundError', message: 'gone' })
  })

  test('causes in a ring end', () => {
    const error = new Error('a')
    error.cause = new Error('b', { cause: error })
    let depth = 0
    for (let each: unknown = cross(error); each instanceof Error; each = each.cause) depth++
    expect(depth).toBe(9)
  })

  test('what is no error becomes one; a name that is no class does no harm', () => {
    expect(cross('text')).toMatchObject({ name: 'Error', message: 'text' })
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const error = new Error('x')
      Object.defineProperty(error, 'name', { value: name })
      expect(cross(error)).toMatchObject({ name, message: 'x' })
    }
  })
})
