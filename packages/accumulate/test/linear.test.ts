// Law 14 by counting: how much work the built-ins are asked to do, each weighed by what it has to look
// at. A scan or a copy of all there is on every chunk would show as four times the work for twice the
// input.

import { ChatAccumulator } from '@sse/accumulate'
import type { ChatCompletionChunk } from '@sse/chat'
import { describe, expect, test } from 'vitest'
import { calls, chunk, delta, finish, type Json, piece } from './chat-chunks.ts'

type Weigh = (self: any, args: readonly any[], result: any) => number

const sizeOf = (value: any): number => value?.length ?? value?.size ?? 1
const bySelf: Weigh = (self) => sizeOf(self) + 1
const byResult: Weigh = (_self, _args, result) => sizeOf(result) + 1
const once: Weigh = () => 1

const counted: readonly (readonly [holder: any, name: string, weigh: Weigh])[] = [
  [Map.prototype, 'get', once],
  [Map.prototype, 'set', once],
  [Map.prototype, 'values', bySelf],
  [Map.prototype, Symbol.iterator as never, bySelf],
  [Set.prototype, 'add', once],
  [Set.prototype, Symbol.iterator as never, bySelf],
  [Array.prototype, 'push', once],
  [Array.prototype, 'unshift', bySelf],
  [Array.prototype, 'splice', bySelf],
  [Array.prototype, 'sort', bySelf],
  [Array.prototype, 'slice', byResult],
  [Array.prototype, 'concat', byResult],
  [Array.prototype, 'map', bySelf],
  [Array.prototype, 'filter', bySelf],
  [Array.prototype, 'find', bySelf],
  [Array.prototype, 'findLast', bySelf],
  [Array.prototype, 'indexOf', bySelf],
  [Array.prototype, 'includes', bySelf],
  [Array.prototype, 'some', bySelf],
  [Array.prototype, 'every', bySelf],
  [Array.prototype, 'join', bySelf],
  [Array.prototype, Symbol.iterator as never, bySelf],
  [Array, 'from', byResult],
  [Object, 'keys', byResult],
  [Object, 'entries', byResult],
  [Object, 'assign', (_self, args) => args.length],
  [JSON, 'stringify', byResult],
  [JSON, 'parse', (_self, args) => sizeOf(args[0])],
  [String.prototype, 'charCodeAt', once],
  [String.prototype, 'slice', byResult],
  [String.prototype, 'trimStart', bySelf],
  [String.prototype, 'startsWith', (_self, args) => sizeOf(args[0])],
  [String.prototype, 'concat', byResult],
  [globalThis, 'structuredClone', (_self, args) => JSON.stringify(args[0]).length],
]

/** The work that `run` asks of the built-ins. */
function workOf(run: () => void): number {
  const originals = counted.map(([holder, name]) => holder[name] as (...args: any[]) => any)
  let work = 0
  let isOn = false
  for (const [at, [holder, name, weigh]] of counted.entries()) {
    const original = originals[at]!
    const count = function (this: any, ...args: any[]): any {
      const result: unknown = Reflect.apply(original, this, args)
      if (isOn) {
        isOn = false
        work += weigh(this, args, result)
        isOn = true
      }
      return result
    }
    Object.defineProperty(holder, name, { value: count, configurable: true, writable: true })
  }
  try {
    isOn = true
    run()
  } finally {
    isOn = false
    for (let at = 0; at < counted.length; at++) {
      const [holder, name] = counted[at]!
      Object.defineProperty(holder, name, {
        value: originals[at],
        configurable: true,
        writable: true,
      })
    }
  }
  return work
}

function accumulate(chunks: readonly ChatCompletionChunk[]): ChatAccumulator {
  const accumulator = new ChatAccumulator()
  for (let at = 0; at < chunks.length; at++) accumulator.push(chunks[at]!)
  return accumulator
}

type Stream = (size: number) => ChatCompletionChunk[]

const times = <T>(size: number, make: (at: number) => T): T[] =>
  Array.from({ length: size }, (_, at) => make(at))
const token = { token: 'a', logprob: -1, bytes: null, top_logprobs: [] }

const streams: readonly (readonly [string, Stream])[] = [
  ['content', (size) => times(size, () => delta({ content: 'a' }))],
  [
    'reasoning under two names',
    (size) => times(size, () => delta({ reasoning: 'a', reasoning_content: 'a' })),
  ],
  [
    'arguments of one call',
    (size) => times(size, (at) => calls(piece({ index: 0, id: 'a' }, 'f', at === 0 ? '{' : 'a'))),
  ],
  [
    'ever more calls',
    (size) => times(size, (at) => calls(piece({ index: at, id: `c${at}` }, 'f', '{}'))),
  ],
  ['ever more calls without anything', (size) => times(size, () => calls(piece({}, 'f', '{}')))],
  [
    'calls in turn',
    (size) =>
      times(size, (at) => calls(piece({ index: at % 100 }, at < 100 ? 'f' : undefined, 'a'))),
  ],
  [
    'a finish reason on every chunk',
    (size) =>
      times(size, (at) => finish('stop', { tool_calls: [piece({ index: at }, 'f', '{}')] })),
  ],
  [
    'many choices, the last first',
    (size) => times(size, (at) => chunk([{ index: size - at, delta: { content: 'a' } }])),
  ],
  [
    'choices, and usage after each',
    (size) =>
      times(size, (at) =>
        chunk(at % 2 ? [] : [{ index: at, delta: { content: 'a' } }], {
          usage: { total_tokens: at },
        }),
      ),
  ],
  [
    'logprobs',
    (size) => times(size, () => delta({}, { logprobs: { content: [token], refusal: null } })),
  ],
  ['annotations', (size) => times(size, (at) => delta({ annotations: [{ at }] }))],
  [
    'content parts',
    (size) =>
      times(size, (at) => delta({ content: [{ type: at % 2 ? 'text' : 'reference', text: 'a' }] })),
  ],
  [
    'thinking parts',
    (size) =>
      times(size, () =>
        delta({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'a' }] }] }),
      ),
  ],
  [
    'reasoning details of one index',
    (size) => times(size, () => delta({ reasoning_details: [{ type: 't', index: 0, text: 'a' }] })),
  ],
  [
    'reasoning details of ever more',
    (size) =>
      times(size, (at) => delta({ reasoning_details: [{ type: 't', index: at, text: 'a' }] })),
  ],
  [
    'usage on every chunk',
    (size) => times(size, (at) => chunk([], { usage: { total_tokens: at } })),
  ],
  [
    'unknown fields',
    (size) => times(size, (at): ChatCompletionChunk => chunk([], { x: at, y: { z: at } })),
  ],
]

describe('law 14: twice the input is twice the work', () => {
  test.each(streams)('%s', (_name, stream) => {
    const [small, large] = [stream(2_000), stream(4_000)]
    accumulate(small)
    const work = (chunks: readonly ChatCompletionChunk[]): number =>
      workOf(() => {
        const accumulator = accumulate(chunks)
        void accumulator.complete
        accumulator.finishUpdates({ complete: true })
      })
    const base = work(small)
    expect(base).toBeGreaterThan(2_000)
    expect(work(large) / base).toBeLessThan(2.2)
    // A few dozen steps a chunk, whatever came before it.
    expect(base / small.length).toBeLessThan(100)
  })

  test('also with the snapshot and `complete` looked at after every chunk', () => {
    const look = (chunks: readonly ChatCompletionChunk[]): number =>
      workOf(() => {
        const accumulator = new ChatAccumulator()
        for (let at = 0; at < chunks.length; at++) {
          accumulator.push(chunks[at]!)
          if (accumulator.complete || accumulator.snapshot.choices.length > 1) return
        }
      })
    const stream: Stream = (size) => times(size, () => calls(piece({ index: 0 }, 'f', 'a')))
    expect(look(stream(4_000)) / look(stream(2_000))).toBeLessThan(2.2)
  })

  test('what counts does count', () => {
    const quadratic = (size: number): number =>
      workOf(() => {
        const all: number[] = []
        for (let at = 0; at < size; at++) {
          all.push(at)
          all.includes(-1)
        }
      })
    expect(quadratic(400) / quadratic(200)).toBeGreaterThan(3.5)
  })
})

// These would not end within the time of a test if each chunk cost what came before it: a million
// copies of half a million characters.
describe('large streams', () => {
  test('a million pieces of arguments', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(calls(piece({ index: 0, id: 'a' }, 'f', '"')))
    const one = calls(piece({ index: 0 }, undefined, 'x'))
    for (let count = 0; count < 1_000_000; count++) accumulator.push(one)
    accumulator.push(finish('tool_calls', { tool_calls: [piece({ index: 0 }, undefined, '"')] }))
    const [call] = accumulator.finish().choices[0]!.message.tool_calls!
    expect(call).toMatchObject({ function: { name: 'f' } })
    const text = (call as { function: { arguments: string } }).function.arguments
    expect(text === `"${'x'.repeat(1_000_000)}"`).toBe(true)
  })

  test('a hundred thousand calls in turn, three pieces each', () => {
    const accumulator = new ChatAccumulator()
    for (const text of ['{"a', '":1', '}']) {
      for (let index = 0; index < 100_000; index++) {
        accumulator.push(calls(piece({ index }, text === '{"a' ? 'f' : undefined, text)))
      }
    }
    accumulator.push(finish('tool_calls'))
    const toolCalls = accumulator.finish().choices[0]!.message.tool_calls as unknown as Json[]
    expect(toolCalls).toHaveLength(100_000)
    expect(toolCalls.every((call) => call['function'].arguments === '{"a":1}')).toBe(true)
  })
})
