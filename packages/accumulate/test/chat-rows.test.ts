import {
  accumulateChatSync,
  ChatAccumulator,
  chatUpdatesSync,
  executableToolCalls,
  reasoningText,
} from '@sse/accumulate'
import { type ChatCompletionChunk, decodeChatStreamSync } from '@sse/chat'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { CHUNK_ROWS } from './chat-rows-chunks.ts'
import { MESSAGE_ROWS } from './chat-rows-messages.ts'
import { bytesOf, d, end, type RowCase } from './row-case.ts'

const ROWS: readonly RowCase[] = [...CHUNK_ROWS, ...MESSAGE_ROWS]

test.each(ROWS)('$name', ({ payloads, final, executable, reasoning, options }) => {
  const bytes = bytesOf(payloads)
  const completion = accumulateChatSync(decodeChatStreamSync([bytes]), options)
  expect(completion).toStrictEqual(final)
  const updates = [...chatUpdatesSync(decodeChatStreamSync([bytes]), options)]
  const done = updates.flatMap((each) => (each.type === 'tool_call.done' ? [each.toolCall.id] : []))
  const { choices } = completion
  expect(
    choices.flatMap(({ message }) => executableToolCalls(message)).map(({ id }) => id),
  ).toEqual(done)
  expect(done).toEqual(
    executable ?? choices.flatMap(({ message }) => message.tool_calls ?? []).map(({ id }) => id),
  )
  if (reasoning !== undefined) {
    const deltas = updates.map((each) => (each.type === 'reasoning.delta' ? each.delta : ''))
    expect([deltas.join(''), reasoningText(choices[0]!.message)]).toEqual([reasoning, reasoning])
  }
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

test('C16: without `[DONE]`, without a finish reason and without the usage it is cut off', () => {
  const bytes = bytesOf([d({ content: 'a' }), d({ content: 'b' })])
  expect(() => accumulateChatSync(decodeChatStreamSync([bytes]))).toThrow(
    expect.objectContaining({ code: 'ERR_SSE_TRUNCATED' }),
  )
})

test('C26: arguments of nothing are an empty object to who asks for values', () => {
  const { payloads } = ROWS.find(({ name }) => name.startsWith('C26: '))!
  const any = z.record(z.string(), z.unknown())
  const tools = { none: any, null: any, empty: any, object: any }
  const { message } = accumulateChatSync(decodeChatStreamSync([bytesOf(payloads)]), { tools })
    .choices[0]!
  const parsed = executableToolCalls(message).map((call) =>
    call.type === 'function' ? call.function.parsed_arguments : undefined,
  )
  expect(parsed).toEqual([{}, {}, {}, { x: [1] }])
})

test('C27: what was cut off is no value to who asks for values, and nothing is thrown', () => {
  const tools = { f: z.object({ x: z.string() }) }
  const piece = { index: 0, id: 'a', function: { name: 'f', arguments: '{"x":"un' } }
  const accumulator = new ChatAccumulator({ tools })
  for (const wire of [d({ tool_calls: [piece] }), end('length')]) {
    accumulator.push(wire as unknown as ChatCompletionChunk)
  }
  const { value, outcome } = accumulator.result()
  expect(outcome).toBe('incomplete')
  expect(value.choices[0]?.message.tool_calls).toEqual([
    {
      id: 'a',
      type: 'function',
      function: { name: 'f', arguments: '{"x":"un', parsed_arguments: null },
    },
  ])
})
