import { readFileSync } from 'node:fs'
import type { StreamError, StreamErrorCode } from '@sse/client'
import { expect, expectTypeOf, test } from 'vitest'

/** Exhaustive: it compiles as long as every code has its case. */
function faultOf(error: StreamError): string {
  switch (error.code) {
    case 'ERR_SSE_CONNECTION':
    case 'ERR_SSE_INTERNAL_SERVER':
      return 'network or server'
    case 'ERR_SSE_TIMEOUT':
      expectTypeOf(error.limit).toEqualTypeOf<number>()
      return error.kind
    case 'ERR_SSE_ABORTED':
      return 'caller'
    case 'ERR_SSE_STATUS':
    case 'ERR_SSE_BAD_REQUEST':
    case 'ERR_SSE_AUTHENTICATION':
    case 'ERR_SSE_PERMISSION_DENIED':
    case 'ERR_SSE_NOT_FOUND':
    case 'ERR_SSE_CONFLICT':
    case 'ERR_SSE_UNPROCESSABLE_ENTITY':
    case 'ERR_SSE_RATE_LIMIT':
      expectTypeOf(error.status).toEqualTypeOf<number>()
      return 'request'
    case 'ERR_SSE_UPSTREAM':
      return String(error.upstreamCode)
    case 'ERR_SSE_TRUNCATED':
      return error.reason
    case 'ERR_SSE_EMPTY_STREAM':
    case 'ERR_SSE_EVENT_TOO_LARGE':
    case 'ERR_SSE_BODY_TOO_LARGE':
    case 'ERR_SSE_MALFORMED_PAYLOAD':
      return 'server'
    case 'ERR_SSE_ANOMALY':
      return error.anomaly.code
    case 'ERR_SSE_NOT_EVENT_STREAM':
      expectTypeOf(error.contentType).toEqualTypeOf<string | undefined>()
      return error.excerpt
    default:
      return error satisfies never
  }
}

test('the union of codes is closed, and a switch over it narrows', () => {
  expectTypeOf(faultOf).parameter(0).toEqualTypeOf<StreamError>()
  // @ts-expect-error: no such code
  const unknown: StreamErrorCode = 'ERR_SSE_NO_SUCH_THING'
  expect(unknown).toBeDefined()
})

test('every code of this package, and of what it builds on, is in it', () => {
  const source = (path: string): string =>
    readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
  const files = [
    'src/api-connection-error.ts',
    'src/api-status-error.ts',
    'src/api-timeout-error.ts',
  ]
  files.push('src/api-user-abort-error.ts', 'src/body-too-large-error.ts')
  const raised = new Set(files.flatMap((file) => source(file).match(/ERR_SSE_[A-Z_]+/g) ?? []))
  const handled = new Set(source('test/error-code.test.ts').match(/case 'ERR_SSE_[A-Z_]+'/g))
  expect([...raised].filter((code) => !handled.has(`case '${code}'`))).toEqual([])
})
