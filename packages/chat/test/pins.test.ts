import * as chat from '@sse/chat'
import { AnomalyError, NotEventStreamError } from '@sse/chat'
import { SSEError } from '@sse/core'
import { expect, test } from 'vitest'

test('the door', () => {
  expect(Object.keys(chat).toSorted()).toEqual([
    'AnomalyError',
    'ChatDecoder',
    'NotEventStreamError',
    'chunkOfCompletion',
    'decodeChatStream',
    'decodeChatStreamSync',
  ])
})

test('the codes of its errors', () => {
  const anomaly = { code: 'missing-index', path: '', event: undefined }
  for (const error of [new AnomalyError(anomaly), new NotEventStreamError('<html>')]) {
    expect(error).toBeInstanceOf(SSEError)
    expect([error.name, error.code]).toEqual(
      error instanceof AnomalyError
        ? ['AnomalyError', 'ERR_SSE_ANOMALY']
        : ['NotEventStreamError', 'ERR_SSE_NOT_EVENT_STREAM'],
    )
  }
})
