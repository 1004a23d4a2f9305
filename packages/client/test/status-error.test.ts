import { inspect } from 'node:util'
import { APIStatusError, statusErrorOf, type StreamError } from '@sse/client'
import { errorData, errorOf } from '../src/sync-error.ts'
import { describe, expect, test } from 'vitest'

const headers = new Headers({ 'openai-organization': 'org-secret', 'x-request-id': 'req-1' })
const error = statusErrorOf({ status: 429, headers, body: { error: { message: 'slow down' } } })

describe('the headers of a refusal', () => {
  test.each<[string, APIStatusError]>([
    ['of its own thread', error],
    ['of another thread', errorOf(errorData(error)) as APIStatusError],
  ])('are in no log: %s', (_, refused) => {
    expect(refused.headers.get('openai-organization')).toBe('org-secret')
    expect(Object.keys(refused)).not.toContain('headers')
    expect(JSON.stringify(refused)).not.toContain('org-secret')
    expect(inspect(refused, { depth: 9 })).not.toContain('org-secret')
    expect({ ...refused }).toMatchObject({ status: 429, requestId: 'req-1' })
  })
})

test('what had arrived is in the types of every error of a stream', () => {
  const partialOf = (thrown: StreamError): unknown => thrown.partial
  expect(partialOf(error as never)).toBeUndefined()
})
