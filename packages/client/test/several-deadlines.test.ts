// Deadlines that pass one after the other: each is heard of, and `total` whatever passed before it.

import { type Deadlines, openStream, type OpenStreamOptions } from '@sse/client'
import type { ServerSentEvent } from '@sse/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deadlineTimer } from '../src/deadlines.ts'
import { readAll } from './data-decoder.ts'
import { FakeClock } from './fake-clock.ts'
import { type Answer, answer, refusal, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

type Options = Omit<OpenStreamOptions<ServerSentEvent>, 'decoder'>

function start(answers: readonly Answer[], options: Options) {
  const clock = new FakeClock()
  const { fetch, requests } = scriptedFetch(...answers)
  const state: { error?: unknown; at?: number } = {}
  const began = clock.now()
  const run = async (): Promise<void> => {
    try {
      const stream = await openStream('http://127.0.0.1/', { clock, fetch, ...options })
      state.error = (await readAll(stream)).error
    } catch (error) {
      state.error = error
    }
    state.at = clock.now() - began
  }
  void run()
  return { clock, requests, state }
}

const silent = (): Answer => answer(new ScriptedBody().send('retry: 5000\ndata: a\n\n'))
const late = { code: 'ERR_SSE_TIMEOUT', kind: 'total' }

describe('`total` behind another deadline', () => {
  test.each<[string, readonly Answer[], Options]>([
    ['in the wait for a retry', ['never'], { deadlines: { headers: 100, total: 200 } }],
    ['in a long one', ['never'], { deadlines: { headers: 100, total: 200 }, retry: () => 4000 }],
    [
      'in the next request',
      ['never'],
      { deadlines: { firstByte: 150, total: 200 }, retry: () => 1 },
    ],
    [
      'in the time that the server set',
      [silent()],
      { deadlines: { idleBytes: 100, total: 200 }, reconnect: true },
    ],
  ])('is heard of %s', async (_, answers, options) => {
    const { clock, state } = start(answers, options)
    await clock.advance(199)
    expect(state.at).toBeUndefined()
    await clock.advance(1)
    expect(state).toMatchObject({ error: late, at: 200 })
    expect(clock.pending).toBe(0)
  })

  const limit = fc.option(fc.integer({ min: 1, max: 150 }), { nil: undefined })
  const kinds = fc.record({
    headers: limit,
    firstByte: limit,
    firstContent: limit,
    idleBytes: limit,
    idleContent: limit,
  })
  const kind = fc.constantFrom('never', 'silent', 'refused', 'unreachable', 'broken')
  const answerOf: Readonly<Record<string, () => Answer>> = {
    never: () => 'never',
    silent,
    refused: () => refusal(503),
    unreachable: () => new TypeError('fetch failed'),
    broken: () => answer(ScriptedBody.breaking(': hello\n\n')),
  }

  test('law 15: whatever passes and fails before it, nothing goes on behind `total`', async () => {
    await fc.assert(
      fc.asyncProperty(
        kinds,
        fc.array(kind, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 400 }),
        fc.boolean(),
        async (deadlines, names, delay, reconnect) => {
          const { clock, requests, state } = start(
            names.map((name) => answerOf[name]!()),
            {
              deadlines: { ...deadlines, total: 200 },
              retry: () => delay,
              maxRetries: 4,
              reconnect,
            },
          )
          await clock.advance(200)
          expect(state.at).toBeLessThanOrEqual(200)
          expect(clock.pending).toBe(0)
          const sent = requests.length
          await clock.advance(1000)
          expect(requests).toHaveLength(sent)
        },
      ),
      { numRuns: 60, examples: [[{ headers: 100 } as never, ['never'], 400, false]] },
    )
  })
})

test('a deadline of a request that has ended says nothing of the next one', async () => {
  // The first request is gone at once; its `headers` would pass in the middle of the second one.
  const { clock, requests, state } = start([new TypeError('fetch failed'), 'never'], {
    deadlines: { headers: 100, firstByte: 1000 },
    retry: () => 60,
    maxRetries: 1,
  })
  await clock.advance(159)
  expect(requests).toHaveLength(2)
  expect(state.at).toBeUndefined()
  await clock.advance(1)
  expect(state).toMatchObject({ error: { code: 'ERR_SSE_TIMEOUT', kind: 'headers' }, at: 160 })
})

test('each that is set passes in its order', async () => {
  const clock = new FakeClock()
  const passed: unknown[] = []
  const limits: Deadlines = { headers: 10, firstByte: 20, idleBytes: 30, total: 40 }
  const began = clock.now()
  const timer = deadlineTimer(limits, clock, ({ kind }) => {
    passed.push([kind, clock.now() - began])
    // As the next request does it.
    if (passed.length === 1) timer.start(kind, clock.now())
  })
  for (const kind of ['total', 'idleBytes', 'headers', 'firstByte'] as const) {
    timer.start(kind, began)
  }
  timer.stop('idleBytes')
  await clock.advance(100)
  expect(passed).toEqual([
    ['headers', 10],
    ['firstByte', 20],
    ['headers', 20],
    ['total', 40],
  ])
  expect(clock.pending).toBe(0)
})
