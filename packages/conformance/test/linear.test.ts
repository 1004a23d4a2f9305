// Law 14 by the clock: never by a real one, so that a busy machine decides nothing.

import { expect, test } from 'vitest'
import { checkLinear, type ParserAdapter } from '@sse/conformance'

/** A parser whose cost, in milliseconds of its own clock, is a function of its input. */
function costing(cost: (bytes: number, chunks: number) => number) {
  let now = 0
  const adapter: ParserAdapter = {
    name: 'costing',
    parse: (chunks) => {
      const bytes = chunks.reduce((sum, { length }) => sum + length, 0)
      now += cost(bytes, chunks.length)
      return { events: [] }
    },
  }
  return { adapter, clock: () => now }
}

test.each<[string, (bytes: number, chunks: number) => number]>([
  ['the bytes', (bytes) => bytes / 1000],
  ['the bytes and the chunks', (bytes, chunks) => bytes / 5000 + chunks / 50],
  ['a constant', () => 100],
  ['nothing that can be measured', () => 0],
  ['n log n', (bytes) => (bytes * Math.log2(bytes)) / 10_000],
])('work that grows with %s is linear enough', async (_, cost) => {
  const { adapter, clock } = costing(cost)
  expect((await checkLinear(adapter, { clock })).status).toBe('pass')
})

test.each<[string, (bytes: number, chunks: number) => number]>([
  ['the square of the bytes', (bytes) => bytes ** 2 / 1e6],
  ['the chunks times the bytes', (bytes, chunks) => (bytes * chunks) / 1e5],
])('work that grows with %s is not', async (_, cost) => {
  const { adapter, clock } = costing(cost)
  const verdict = await checkLinear(adapter, { clock })
  expect(verdict).toMatchObject({
    status: 'fail',
    counterexample: { expected: 'about 4 times the work' },
  })
})

test('one slow measurement is measured again', async () => {
  let calls = 0
  const { adapter, clock } = costing((bytes) => bytes / 1000 + (calls++ % 9 === 5 ? 5000 : 0))
  expect((await checkLinear(adapter, { clock })).status).toBe('pass')
})

test('without a clock and without steps it does not apply', async () => {
  const { adapter } = costing(() => 1)
  expect((await checkLinear(adapter)).status).toBe('not applicable')
})
