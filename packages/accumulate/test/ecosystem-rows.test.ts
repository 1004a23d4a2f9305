// Where the libraries that people use go wrong about a chat stream, row by row.

import {
  accumulateChat,
  accumulateChatResult,
  accumulateChatSync,
  chatUpdatesSync,
  executableToolCalls,
} from '@sse/accumulate'
import { decodeChatStream, decodeChatStreamSync } from '@sse/chat'
import { expect, test } from 'vitest'
import { type Json } from './chat-chunks.ts'
import { answer, bytesOf, call, choices, d, end, many, one, t } from './row-case.ts'

const f = (fields: Json, name: unknown, text: unknown): Json => ({
  ...fields,
  function: { name, arguments: text },
})

function finalOf(payloads: readonly unknown[]): unknown {
  return accumulateChatSync(decodeChatStreamSync([bytesOf(payloads)]))
}

function streamOf(...texts: readonly string[]): ReturnType<typeof decodeChatStream> {
  return decodeChatStream(texts.map((text) => new TextEncoder().encode(text)))
}

test('P1.3-01: two calls with index 0 and ids of their own', () => {
  const payloads = [
    t(f({ index: 0, id: 'a' }, 'f', '{"p":1}')),
    t(f({ index: 0, id: 'b' }, 'f', '{"p":1}')),
  ]
  expect(finalOf([...payloads, end('tool_calls')])).toStrictEqual(
    one(
      { tool_calls: [call('a', 'f', '{"p":1}'), call('b', 'f', '{"p":1}')] },
      { finish_reason: 'tool_calls' },
    ),
  )
})

test('P1.3-02: a call without an index', () => {
  const payloads = [t(f({ id: 'a' }, 'f', '{"p"')), t(f({}, undefined, ':1}')), end()]
  expect(finalOf(payloads)).toStrictEqual(one({ tool_calls: [call('a', 'f', '{"p":1}')] }))
})

test('P1.3-03: a piece without `arguments`', () => {
  const payloads = [
    t(f({ index: 0, id: 'a' }, 'f', '{"p":')),
    t({ index: 0, function: {} }),
    t({ index: 0 }),
    t(f({ index: 0 }, undefined, '1}')),
    end(),
  ]
  expect(finalOf(payloads)).toStrictEqual(one({ tool_calls: [call('a', 'f', '{"p":1}')] }))
})

test('P1.3-04: the id with the second piece', () => {
  const payloads = [
    t(f({ index: 0 }, 'f', '{"p":')),
    t(f({ index: 0, id: 'a' }, undefined, '1}')),
    end(),
  ]
  expect(finalOf(payloads)).toStrictEqual(one({ tool_calls: [call('a', 'f', '{"p":1}')] }))
})

test('P1.3-05: content and a call in one delta', () => {
  const payloads = [d({ content: 'Hi', tool_calls: [f({ index: 0, id: 'a' }, 'f', '{}')] }), end()]
  expect(finalOf(payloads)).toStrictEqual(
    one({ content: 'Hi', tool_calls: [call('a', 'f', '{}')] }),
  )
})

test('P1.3-06: the end, with no finish reason and no `[DONE]`, is a truncation', async () => {
  const result = await accumulateChatResult(decodeChatStream([bytesOf([d({ content: 'Hi' })])]))
  expect(result).toMatchObject({
    outcome: 'truncated',
    value: { choices: [{ message: { content: 'Hi' } }] },
    error: { code: 'ERR_SSE_TRUNCATED' },
  })
})

test('P1.3-07: the end inside of arguments: the call is there, and not one to make', async () => {
  const payloads = [t(f({ index: 0, id: 'a' }, 'f', '{"p":'))]
  const { outcome, value } = await accumulateChatResult(decodeChatStream([bytesOf(payloads)]))
  const { message } = value.choices[0]!
  expect(outcome).toBe('truncated')
  expect(message.tool_calls).toStrictEqual([call('a', 'f', '{"p":')])
  expect(executableToolCalls(message)).toEqual([])
  // Not even where somebody claims that this was all.
  const chunks = [...decodeChatStreamSync([bytesOf([...payloads, '[DONE]'])])]
  const updates = [...chatUpdatesSync(chunks, { complete: true })]
  expect(updates.filter(({ type }) => type === 'tool_call.done')).toEqual([])
})

test('P1.3-08: an error payload in mid-stream', async () => {
  const payloads = [d({ content: 'Hi' }), { error: { message: 'no', code: 'x' } }]
  expect(await accumulateChatResult(decodeChatStream([bytesOf(payloads)]))).toMatchObject({
    outcome: 'failed',
    value: { choices: [{ message: { content: 'Hi' } }] },
    error: { code: 'ERR_SSE_UPSTREAM', message: 'no', upstreamCode: 'x' },
  })
})

test('P1.3-09: an error by its event’s name is no success', async () => {
  const text = `data: ${JSON.stringify(d({ content: 'Hi' }))}\n\nevent: error\ndata: {"message":"no"}\n\n`
  expect(await accumulateChatResult(streamOf(text))).toMatchObject({
    outcome: 'failed',
    error: { code: 'ERR_SSE_UPSTREAM', message: 'no' },
  })
})

test('P1.3-10: `data: : keepalive` is a comment of a kind, and nothing is lost over it', async () => {
  const text = `data: ${JSON.stringify(d({ content: 'Hi' }))}\n\ndata: : keepalive\n\n`
  const rest = `data: ${JSON.stringify(end())}\n\n`
  expect(await accumulateChatResult(streamOf(text, rest))).toMatchObject({
    outcome: 'completed',
    value: one({ content: 'Hi' }),
    error: undefined,
  })
})

test('P1.3-11: `event: ping` without data', async () => {
  const texts = [d({ content: 'Hi' }), end()].map(
    (each) => `event: ping\n\ndata: ${JSON.stringify(each)}\n\n`,
  )
  expect(await accumulateChat(streamOf(...texts))).toStrictEqual(one({ content: 'Hi' }))
})

test('P1.3-12: `choices` null on the chunk with the usage', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
  const payloads = [d({ content: 'Hi' }), end(), { id: 'c-1', choices: null, usage }]
  expect(finalOf(payloads)).toStrictEqual(one({ content: 'Hi' }, {}, { usage }))
})

test('P1.3-13: two choices, the second first', () => {
  const payloads = [1, 0].map((index) =>
    choices({ index, delta: { content: `${index}` }, finish_reason: 'stop' }),
  )
  expect(finalOf(payloads)).toStrictEqual(
    many([answer(0, { content: '0' }), answer(1, { content: '1' })]),
  )
})

test('P1.3-14: `reasoning_content`', () => {
  const payloads = [
    d({ reasoning_content: 'h' }),
    d({ reasoning_content: 'm' }),
    end('stop', { content: 'Hi' }),
  ]
  expect(finalOf(payloads)).toStrictEqual(one({ content: 'Hi', reasoning_content: 'hm' }))
})
