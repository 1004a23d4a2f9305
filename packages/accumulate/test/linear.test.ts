// Law 14 by counting: how much work the built-ins are asked to do, each weighed by what it has to look
// at. A scan or a copy of all there is on every chunk would show as four times the work for twice the
// input.

import { ChatAccumulator } from '@sse/accumulate'
import type { ChatCompletionChunk } from '@sse/chat'
import { describe, expect, test } from 'vitest'
import { calls, chunk, delta, finish, type Json, piece } from './chat-chunks.ts'
import { workOf } from './counted-work.ts'

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
    'ever more calls in turn, three pieces each',
    (size) =>
      times(size, (at) => {
        const count = Math.ceil(size / 3)
        return calls(piece({ index: at % count }, at < count ? 'f' : undefined, 'a'))
      }),
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
  [
    'unknown fields of a delta, in pieces',
    (size) =>
      times(size, (at) => delta({ text: `<${at}>`, list: [{ at }], same: ['a', { b: 1 }] })),
  ],
  [
    'unknown entries of ever more indexes, in turn',
    (size) => times(size, (at) => delta({ entries: [{ index: at % (size / 2), text: 'ab' }] })),
  ],
]

describe('law 14: twice the input is twice the work', { timeout: 120_000 }, () => {
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

  // How the index of a choice follows from the number of its chunk.
  const orders: readonly (readonly [string, (at: number, size: number) => number])[] = [
    ['the first first', (at) => at],
    ['the last first', (at, size) => size - at],
    ['from the middle to both ends', (at, size) => size + (at % 2 ? at : -at)],
    ['in no order', (at, size) => (at * 7_919) % size],
  ]

  describe('also with choices of which there are ever more, looked at after every chunk', () => {
    const end = { finish_reason: 'stop' }
    const ways: readonly (readonly [
      string,
      (indexes: readonly number[]) => ChatCompletionChunk[],
    ])[] = [
      [
        'one that has ended in each chunk',
        (indexes) => indexes.map((index) => chunk([{ index, delta: { content: 'a' }, ...end }])),
      ],
      [
        'two that have not in each, and usage after it',
        (indexes) =>
          indexes.flatMap((index, at) => {
            if (at % 2) return []
            const pair = [index, indexes[at + 1]!]
            const choices = pair.map((each) => ({ index: each, delta: { content: 'a' } }))
            return [chunk(choices), chunk([], { usage: { total_tokens: at } })]
          }),
      ],
    ]
    const cases = orders.flatMap(([order, indexOf]) =>
      ways.map(([way, make]) => ({ order, way, indexOf, make })),
    )

    test.each(cases)('$way, $order', ({ indexOf, make }) => {
      const work = (size: number): number => {
        const chunks = make(times(size, (at) => indexOf(at, size)))
        let seen = 0
        const accumulator = new ChatAccumulator()
        const steps = workOf(() => {
          for (let at = 0; at < chunks.length; at++) {
            accumulator.push(chunks[at]!)
            if (accumulator.complete) seen++
            seen += accumulator.snapshot.choices.length
          }
        })
        accumulator.finishUpdates({ complete: true })
        const { choices } = accumulator.snapshot
        expect(choices).toHaveLength(size)
        expect(choices.every(({ index }, at) => at === 0 || choices[at - 1]!.index < index)).toBe(
          true,
        )
        expect(seen).toBeGreaterThan(size)
        return steps
      }
      const base = work(5_000)
      expect(base / 5_000).toBeLessThan(200)
      expect(work(10_000) / base).toBeLessThan(2.2)
    })
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

// What is not counted above: texts are joined without a copy of what was there, and no text and no list
// is too long. A million copies of five million characters would not end within the time.
describe('large streams', { timeout: 120_000 }, () => {
  test('a million pieces of arguments', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(calls(piece({ index: 0, id: 'a' }, 'f', '"')))
    const one = calls(piece({ index: 0 }, undefined, '0123456789'))
    for (let count = 0; count < 1_000_000; count++) accumulator.push(one)
    accumulator.push(finish('tool_calls', { tool_calls: [piece({ index: 0 }, undefined, '"')] }))
    const [call] = accumulator.finish().choices[0]!.message.tool_calls!
    expect(call).toMatchObject({ function: { name: 'f' } })
    const text = (call as { function: { arguments: string } }).function.arguments
    expect(text === `"${'0123456789'.repeat(1_000_000)}"`).toBe(true)
  })

  test('thirty thousand calls in turn, three pieces each', () => {
    const accumulator = new ChatAccumulator()
    for (const text of ['{"a', '":1', '}']) {
      for (let index = 0; index < 30_000; index++) {
        accumulator.push(calls(piece({ index }, text === '{"a' ? 'f' : undefined, text)))
      }
    }
    accumulator.push(finish('tool_calls'))
    const toolCalls = accumulator.finish().choices[0]!.message.tool_calls as unknown as Json[]
    expect(toolCalls).toHaveLength(30_000)
    expect(toolCalls.every((call) => call['function'].arguments === '{"a":1}')).toBe(true)
  })
})
