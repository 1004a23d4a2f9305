// Where the official SDKs go wrong, as far as it is about decoding and adding up a chat stream. What is
// only about the connection is the client's.

import {
  accumulateChat,
  accumulateChatResult,
  accumulateChatSync,
  ChatAccumulator,
  type ChatUpdate,
  chatUpdates,
  chatUpdatesSync,
  executableToolCalls,
  partialCompletion,
} from '@sse/accumulate'
import type { ChatCompletionChunk } from '@sse/chat'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { calls, callsOf, delta, finish, finalOf, messageOf, piece } from './chat-chunks.ts'

function typesOf(chunks: readonly ChatCompletionChunk[]): string[] {
  return [...chatUpdatesSync(chunks)].map((update) =>
    'index' in update ? `${update.type} ${update.index}` : update.type,
  )
}

/** A source that counts what was asked of it. */
function counted(
  length: number,
): { asked: number; ended: number } & AsyncIterable<ChatCompletionChunk> {
  return {
    asked: 0,
    ended: 0,
    async *[Symbol.asyncIterator]() {
      try {
        while (this.asked < length) {
          this.asked++
          yield this.asked === length ? finish() : delta({ content: 'x' })
        }
      } finally {
        this.ended++
      }
    },
  }
}

test.each([
  ['P3.1-08: a socket that dies', new TypeError('terminated')],
  ['P3.1-09: a source that gives up waiting', new DOMException('too slow', 'TimeoutError')],
  ['P3.1-10: an abort', new DOMException('aborted', 'AbortError')],
])('%s is that very error, with what came', async (_, failure) => {
  async function* source(): AsyncGenerator<ChatCompletionChunk> {
    await Promise.resolve()
    yield delta({ content: 'Hi' })
    throw failure
  }
  await expect(accumulateChat(source())).rejects.toBe(failure)
  expect(partialCompletion(failure)?.choices[0]?.message.content).toBe('Hi')
  const reading = (async (): Promise<void> => {
    for await (const update of chatUpdates(source())) expect(update.type).toBe('content.delta')
  })()
  await expect(reading).rejects.toBe(failure)
})

test('P3.1-11: interleaved calls are each done once, whole, and their schemas see nothing else', () => {
  const text = (index: number, part: string): ChatCompletionChunk =>
    calls(piece({ index, id: `call-${index}` }, 'f', part))
  const chunks = [text(0, '{"x"'), text(1, '{"x"'), text(0, ':1}'), text(1, ':2}')]
  const tools = { f: z.object({ x: z.number() }) }
  const updates = [...chatUpdatesSync([...chunks, finish('tool_calls')], { tools })]
  const done = updates.flatMap((update) =>
    update.type === 'tool_call.done' ? [update.toolCall] : [],
  )
  expect(done).toMatchObject([
    { id: 'call-0', function: { arguments: '{"x":1}', parsed_arguments: { x: 1 } } },
    { id: 'call-1', function: { arguments: '{"x":2}', parsed_arguments: { x: 2 } } },
  ])
})

test('P3.1-12: a call and the finish in one chunk', () => {
  const chunk = finish('stop', { tool_calls: [piece({ index: 0, id: 'a' }, 'f', '{}')] })
  expect(typesOf([chunk])).toEqual([
    'tool_call.start 0',
    'tool_call.arguments.delta 0',
    'tool_call.done 0',
    'choice.done',
  ])
})

test('P3.1-13: two calls in one chunk', () => {
  const chunk = calls(
    piece({ index: 0, id: 'a' }, 'f', '{}'),
    piece({ index: 1, id: 'b' }, 'g', '{}'),
  )
  expect(typesOf([chunk, finish()])).toEqual([
    'tool_call.start 0',
    'tool_call.arguments.delta 0',
    'tool_call.start 1',
    'tool_call.arguments.delta 1',
    'tool_call.done 0',
    'tool_call.done 1',
    'choice.done',
  ])
})

test('P3.1-14: text after a call: the content is done once, with all of it', () => {
  const call = calls(piece({ index: 0, id: 'a' }, 'f', '{}'))
  const chunks = [delta({ content: 'a' }), call, delta({ content: 'b' }), finish()]
  const done = [...chatUpdatesSync(chunks)].filter(({ type }) => type === 'content.done')
  expect(done).toEqual([{ type: 'content.done', choice: 0, snapshot: 'ab' }])
})

test('P3.1-15: reasoning and annotations in pieces are added, not overwritten', () => {
  const chunks = [
    delta({ reasoning_content: 'think1', annotations: [{ n: 1 }] }),
    delta({ reasoning_content: 'think2', annotations: [{ n: 2 }] }),
    finish(),
  ]
  expect(messageOf(chunks)).toMatchObject({
    reasoning_content: 'think1think2',
    annotations: [{ n: 1 }, { n: 2 }],
  })
})

test('P3.1-16: usage and then null', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
  const chunks = [
    { ...finish(), usage },
    { ...delta({}), usage: null },
  ]
  expect(finalOf(chunks).usage).toEqual(usage)
})

test('P3.1-17: choice 1 before choice 0', () => {
  const of = (index: number): ChatCompletionChunk => ({
    ...finish(),
    choices: [{ index, delta: { content: `${index}` }, finish_reason: 'stop' }],
  })
  expect(finalOf([of(1), of(0)]).choices.map(({ message }) => message.content)).toEqual(['0', '1'])
})

test('P3.1-18: calls without an index', () => {
  const chunks = [calls(piece({ id: 'a' }, 'f', '{')), calls(piece({}, undefined, '}')), finish()]
  expect(callsOf(chunks)).toEqual([['a', 'f', '{}']])
})

test('P3.1-19: calls without a type', () => {
  const custom = { index: 1, id: 'b', custom: { name: 'g', input: 'x' } }
  const [first, second] = messageOf([
    calls(piece({ index: 0, id: 'a' }, 'f', '{}'), custom),
    finish(),
  ])['tool_calls']
  expect([first.type, second.type]).toEqual(['function', 'custom'])
})

test('P3.1-20: no role', () => {
  expect(messageOf([delta({ content: 'a' }), finish()])['role']).toBe('assistant')
})

test('P3.1-21: custom tools, with updates about their input', () => {
  const custom = (fields: object): ChatCompletionChunk => calls({ index: 0, ...fields })
  const chunks = [
    custom({ id: 'a', type: 'custom', custom: { name: 'g', input: 'x' } }),
    custom({ custom: { input: 'y' } }),
    finish(),
  ]
  expect(messageOf(chunks)['tool_calls']).toEqual([
    { id: 'a', type: 'custom', custom: { name: 'g', input: 'xy' } },
  ])
  expect(typesOf(chunks).filter((each) => each === 'tool_call.input.delta 0')).toHaveLength(2)
})

test('P3.1-25: a slow reader of a burst: nothing is read ahead of it', async () => {
  const source = counted(10_000)
  let taken = 0
  for await (const update of chatUpdates(source)) {
    if (update.type !== 'content.delta') continue
    taken++
    await Promise.resolve()
    expect(source.asked).toBe(taken)
  }
  expect(taken).toBe(9999)
})

test('P3.1-26: a loop that begins late misses nothing', async () => {
  const updates = chatUpdates(counted(3))
  await new Promise(setImmediate)
  const types: string[] = []
  for await (const { type } of updates) types.push(type)
  expect(types).toEqual(['content.delta', 'content.delta', 'content.done', 'choice.done'])
})

test('P3.1-29: 70,000 pieces of structured content', () => {
  const text = JSON.stringify({ text: 'x'.repeat(70_000) })
  const chunks = Array.from(text, (content) => delta({ content }))
  const schema = z.object({ text: z.string() })
  const { message } = accumulateChatSync([...chunks, finish()], { schema }).choices[0]!
  expect(message.parsed?.text).toHaveLength(70_000)
})

test('P3.1-31: a reader that throws ends its own loop and the source, and breaks nothing', async () => {
  const source = counted(10)
  const updates = chatUpdates(source)
  const reading = (async (): Promise<void> => {
    for await (const { type } of updates) throw new Error(type)
  })()
  await expect(reading).rejects.toThrow('content.delta')
  expect(source).toMatchObject({ asked: 1, ended: 1 })
  expect(updates.snapshot.choices[0]?.message.content).toBe('x')
})

test('P3.1-32: what came with the stream stays with its owner: it is neither read nor written', async () => {
  let read = 0
  const make = (): AsyncIterable<ChatCompletionChunk> & { readonly headers: object } => {
    const { [Symbol.asyncIterator]: chunks } = counted(2)
    const owned = { asked: 0, ended: 0 }
    return Object.freeze({
      [Symbol.asyncIterator]: chunks.bind(owned),
      get headers() {
        read++
        return { 'x-request-id': 'r' }
      },
    })
  }
  const updates = chatUpdates(make())
  for await (const { type } of updates) expect(type).not.toBe('')
  expect(updates.snapshot.choices[0]?.message.content).toBe('x')
  expect((await accumulateChat(make())).choices[0]?.message.content).toBe('x')
  expect((await accumulateChatResult(make())).outcome).toBe('completed')
  expect(read).toBe(0)
})

test('P3.1-33: leaving the loop closes the source', async () => {
  const source = counted(10)
  for await (const { type } of chatUpdates(source)) if (type === 'content.delta') break
  expect(source).toMatchObject({ asked: 1, ended: 1 })
})

test('P3.1-34: role, id and name on every piece', () => {
  const one = (text: string): ChatCompletionChunk =>
    delta({ role: 'assistant', tool_calls: [piece({ index: 0, id: 'a' }, 'f', text)] })
  const message = messageOf([one('{'), one('}'), finish()])
  expect(message).toMatchObject({
    role: 'assistant',
    tool_calls: [{ id: 'a', function: { name: 'f' } }],
  })
})

test('what is executable of a schema’s call is what was done', () => {
  const accumulator = new ChatAccumulator({ tools: { f: z.object({}) } })
  accumulator.push(finish('stop', { tool_calls: [piece({ index: 0, id: 'a' }, 'f', '')] }))
  const updates: readonly ChatUpdate[] = accumulator.finishUpdates()
  expect(updates.map(({ type }) => type)).toEqual(['tool_call.done', 'choice.done'])
  expect(executableToolCalls(accumulator.snapshot.choices[0]!.message)).toHaveLength(1)
})
