import * as responses from '@sse/responses'
import { expect, test } from 'vitest'

test('the door', () => {
  expect(Object.keys(responses).toSorted()).toEqual([
    'AnomalyError',
    'NotEventStreamError',
    'ResponsesDecoder',
    'decodeResponsesStream',
    'decodeResponsesStreamSync',
  ])
})
