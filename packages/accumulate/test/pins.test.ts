import * as door from '@sse/accumulate'
import { expect, test } from 'vitest'

test('what the package exports', () => {
  expect(Object.keys(door).toSorted()).toEqual([
    'ChatAccumulator',
    'ContentFilterFinishReasonError',
    'LengthFinishReasonError',
    'ResponseAccumulator',
    'SchemaValidationError',
    'accumulateChat',
    'accumulateChatResult',
    'accumulateChatSync',
    'accumulateResponse',
    'accumulateResponseResult',
    'accumulateResponseSync',
    'chatUpdates',
    'chatUpdatesSync',
    'executableToolCalls',
    'liveJson',
    'liveResponseJson',
    'partialCompletion',
    'partialResponse',
    'reasoningText',
    'responseUpdates',
    'responseUpdatesSync',
    'toolCallState',
    'wellFormedText',
    'withPartial',
    'withPartialResponse',
  ])
})

test('what a checkpoint looks like', () => {
  const checkpoint = new door.ChatAccumulator().checkpoint()
  expect(checkpoint).toStrictEqual({
    version: 2,
    completion: { id: '', object: 'chat.completion', created: 0, model: '', choices: [] },
    choices: [],
    hasBegun: false,
    usageIsLast: false,
    failed: null,
    finished: null,
    isTold: false,
  })
})
