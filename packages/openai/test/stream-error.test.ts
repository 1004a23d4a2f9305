import { readFileSync } from 'node:fs'
import * as door from '@sse/openai'
import type {
  APIConnectionError,
  ChatCompletion,
  Response,
  StreamError,
  StreamErrorCode,
} from '@sse/openai'
import { expect, expectTypeOf, test } from 'vitest'

/** Exhaustive: it compiles as long as every code has its case, and each narrows. */
function whose(error: StreamError): string {
  switch (error.code) {
    case 'ERR_SSE_CONNECTION':
    case 'ERR_SSE_INTERNAL_SERVER':
    case 'ERR_SSE_EMPTY_STREAM':
    case 'ERR_SSE_MALFORMED_PAYLOAD':
      return 'server'
    case 'ERR_SSE_TIMEOUT':
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
      return error.type ?? `${error.status}`
    case 'ERR_SSE_UPSTREAM':
      return `${error.upstreamCode}`
    case 'ERR_SSE_TRUNCATED':
      return error.reason
    case 'ERR_SSE_BODY_TOO_LARGE':
    case 'ERR_SSE_EVENT_TOO_LARGE':
      return `${error.limit}`
    case 'ERR_SSE_ANOMALY':
      return error.anomaly.code
    case 'ERR_SSE_NOT_EVENT_STREAM':
      return error.kind
    case 'ERR_SSE_SCHEMA':
      return error.path
    case 'ERR_SSE_LENGTH_FINISH_REASON':
    case 'ERR_SSE_CONTENT_FILTER_FINISH_REASON':
      return error.name
    default:
      return error satisfies never
  }
}

test('the union of codes is closed, and a switch over it narrows', () => {
  expectTypeOf(whose).parameter(0).toEqualTypeOf<StreamError>()
  type Partial = ChatCompletion | Response | undefined
  expectTypeOf<StreamError['partial']>().toEqualTypeOf<Partial>()
  expectTypeOf<Extract<StreamError, APIConnectionError>['partial']>().toEqualTypeOf<Partial>()
  expectTypeOf<APIConnectionError['partial']>().toEqualTypeOf<unknown>()
  // @ts-expect-error: no such code
  const unknown: StreamErrorCode = 'ERR_SSE_NO_SUCH_THING'
  expect(whose({ code: unknown, reason: 'x' } as never)).toEqual({ code: unknown, reason: 'x' })
})

test('the class of each error is exported, under the name that it has', () => {
  const source = readFileSync(new URL(import.meta.url), 'utf8')
  const codes = new Set(source.match(/(?<=case ')ERR_SSE_[A-Z_]+/g))
  const classes = Object.entries(door).filter(
    ([, value]) => typeof value === 'function' && value.prototype instanceof Error,
  )
  const names = new Set(classes.map(([name]) => name))
  expect(codes.size).toBeGreaterThan(20)
  for (const code of codes) {
    const words = code.replace('ERR_SSE_', '').toLowerCase().split('_')
    const name = words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('')
    const known: Readonly<Record<string, string>> = {
      Connection: 'APIConnectionError',
      Timeout: 'APITimeoutError',
      Aborted: 'APIUserAbortError',
      Status: 'APIStatusError',
      Schema: 'SchemaValidationError',
      Truncated: 'TruncatedStreamError',
    }
    expect(names).toContain(known[name] ?? `${name}Error`)
  }
  expect(names).toContain('OpenAIError')
  for (const [, Class] of classes) expect(Class).toSatisfy((each) => isSSEError(each as never))
})

function isSSEError(Class: { readonly prototype: unknown }): boolean {
  return Class.prototype instanceof door.SSEError || Class === (door.SSEError as never)
}
