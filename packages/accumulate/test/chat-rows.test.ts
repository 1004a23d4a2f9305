import { accumulateChatSync, ChatAccumulator } from '@sse/accumulate'
import { type ChatCompletionChunk, decodeChatStreamSync } from '@sse/chat'
import { expect, test } from 'vitest'
import { CHUNK_ROWS } from './chat-rows-chunks.ts'
import { MESSAGE_ROWS } from './chat-rows-messages.ts'
import { bytesOf } from './row-case.ts'

test.each([...CHUNK_ROWS, ...MESSAGE_ROWS])('$name', ({ payloads, final, options }) => {
  const bytes = bytesOf(payloads)
  expect(accumulateChatSync(decodeChatStreamSync([bytes]), options)).toStrictEqual(final)
  const singly = Array.from(bytes, (byte) => Uint8Array.of(byte))
  expect(accumulateChatSync(decodeChatStreamSync(singly), options)).toStrictEqual(final)

  // The payloads themselves, which nobody has repaired, and every one of them after a checkpoint.
  let accumulator = new ChatAccumulator(options)
  for (const payload of payloads) {
    if (payload === '[DONE]') continue
    const wire: unknown = typeof payload === 'string' ? JSON.parse(payload) : payload
    accumulator.push(structuredClone(wire) as ChatCompletionChunk)
    accumulator = ChatAccumulator.restore(accumulator.checkpoint(), options)
  }
  expect(accumulator.finish({ complete: true })).toStrictEqual(final)
  for (const key of ['a', 'b', 'c', 'd', 'e']) expect({}).not.toHaveProperty(key)
})
