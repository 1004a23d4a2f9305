// Each request has its deadlines for itself, from the moment that it is sent.

import {
  type Deadlines,
  type Fetch,
  type HttpResponse,
  openStream,
  type OpenStreamOptions,
} from '@sse/client'
import { describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock, settle } from './fake-clock.ts'
import { type Answer, answer, refusal, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/'

/** Reads the answers to one stream, while the test says how late it is. */
function start(
  answers: readonly Answer[],
  deadlines: Deadlines,
  more: Partial<OpenStreamOptions<string>> = {},
) {
  const clock = new FakeClock()
  const { fetch, requests } = scriptedFetch(...answers)
  const decoder = new DataDecoder()
  const opening = openStream(URL, { decoder, clock, fetch, deadlines, maxRetries: 0, ...more })
  const state: { result?: { items: string[]; error: unknown } } = {}
  const run = async (): Promise<void> => {
    try {
      state.result = await readAll(await opening)
    } catch (error) {
      state.result = { items: [], error }
    }
  }
  void run()
  return { clock, requests, state }
}

/** A connection of which the headers take so long. */
function slowHeaders(clock: FakeClock, milliseconds: number, response: HttpResponse): Fetch {
  return async () => {
    await new Promise<void>((resolve) => void clock.setTimeout(resolve, milliseconds))
    return response
  }
}

describe('a server that never answers', () => {
  test.each([
    ['headers', { headers: 100, firstContent: 300, idleBytes: 10 }],
    ['firstByte', { firstByte: 100, idleContent: 10 }],
    ['firstContent', { firstContent: 100, idleContent: 10, idleBytes: 10 }],
    ['idleBytes', { idleBytes: 100 }],
    ['idleContent', { idleContent: 100, idleBytes: 300 }],
  ])('is noticed by `%s` of %o', async (kind, deadlines) => {
    const { clock, state } = start(['never'], deadlines)
    await clock.advance(99)
    expect(state.result).toBeUndefined()
    await clock.advance(1)
    expect(state.result?.error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind, limit: 100 })
    expect(clock.pending).toBe(0)
  })

  test.each(['firstContent', 'idleBytes', 'idleContent'])(
    'is asked again when `%s` has passed',
    async (kind) => {
      const { clock, requests, state } = start(
        ['never', answer('data: a\n\ndata: [DONE]\n\n')],
        { [kind]: 100 },
        { maxRetries: 1 },
      )
      await clock.advance(60_000)
      expect(requests).toHaveLength(2)
      expect(state.result).toEqual({ items: ['a'], error: undefined })
      expect(clock.pending).toBe(0)
    },
  )
})

test('headers and content together have the time of `firstContent`', async () => {
  const clock = new FakeClock()
  const body = new ScriptedBody().send(': hello\n\n')
  const fetch = slowHeaders(clock, 60, answer(body))
  const { state } = start([], { firstContent: 100 }, { clock, fetch })
  await clock.advance(99)
  expect(state.result).toBeUndefined()
  await clock.advance(1)
  expect(state.result?.error).toMatchObject({ kind: 'firstContent' })
})

test.each([
  ['idleBytes', 'headers'],
  ['idleContent', 'headers'],
  ['idleContent', 'firstByte'],
])('`%s` waits for the headers where `%s` notices that there are none', async (kind, other) => {
  const clock = new FakeClock()
  const body = new ScriptedBody()
  const fetch = slowHeaders(clock, 5000, answer(body))
  const deadlines = { [kind]: 100, [other]: 10_000 }
  const { state } = start([], deadlines, { clock, fetch })
  await clock.advance(5099)
  expect(state.result).toBeUndefined()
  await clock.advance(1)
  expect(state.result?.error).toMatchObject({ kind, limit: 100 })
})

test('no deadline of content counts for the body of a refusal', async () => {
  const body = new ScriptedBody()
  const { clock, state } = start([answer(body, {}, 400)], { firstContent: 10, idleContent: 10 })
  await clock.advance(4000)
  body.send('"why"').end()
  await settle()
  expect(state.result?.error).toMatchObject({ status: 400, error: 'why' })
})

describe('the next connection', () => {
  const broken = (text = 'data: a\n\n'): Answer => answer(ScriptedBody.breaking(text))
  const reconnecting = { maxRetries: 1, resume: () => ({ url: URL }) }

  test('does not suffer from the silence of the one before', async () => {
    const clock = new FakeClock()
    const bodies = [ScriptedBody.breaking('data: a\n\n'), new ScriptedBody().send('data: b\n\n')]
    bodies[1]!.send('data: [DONE]\n\n')
    const fetch: Fetch = async () => {
      const body = bodies.shift()!
      if (bodies.length === 0) {
        await new Promise<void>((resolve) => void clock.setTimeout(resolve, 900))
      }
      return answer(body)
    }
    const deadlines = { idleBytes: 800, headers: 5000 }
    const { state } = start([], deadlines, { clock, fetch, ...reconnecting })
    await clock.advance(60_000)
    expect(state.result).toEqual({ items: ['a', 'b'], error: undefined })
  })

  test('has `firstByte` for its first byte, and `idleBytes` behind it', async () => {
    const body = new ScriptedBody()
    const deadlines = { firstByte: 5000, idleBytes: 200 }
    const { clock, requests, state } = start([broken(), answer(body)], deadlines, reconnecting)
    await clock.advance(1000)
    expect(requests).toHaveLength(2)
    await clock.advance(3000)
    expect(state.result).toBeUndefined()
    body.send(': hello\n\n')
    await clock.advance(199)
    expect(state.result).toBeUndefined()
    await clock.advance(1)
    expect(state.result).toMatchObject({ items: ['a'], error: { kind: 'idleBytes' } })
  })

  test('has `firstContent` for its first content', async () => {
    const body = new ScriptedBody()
    const deadlines = { firstContent: 2000 }
    const { clock, requests, state } = start([broken(), answer(body)], deadlines, reconnecting)
    await clock.advance(1000)
    expect(requests).toHaveLength(2)
    for (let beat = 0; beat < 3; beat++) {
      body.send(': keep-alive\n\n')
      await clock.advance(500)
    }
    expect(state.result).toMatchObject({ items: ['a'], error: { kind: 'firstContent' } })
  })

  test('has `idleContent` for itself', async () => {
    const first = new ScriptedBody()
    const second = new ScriptedBody()
    const { clock, state } = start(
      [answer(first), answer(second)],
      { idleContent: 1000, headers: 5000 },
      reconnecting,
    )
    await clock.advance(900)
    first.break()
    await clock.advance(1000)
    expect(state.result).toBeUndefined()
    second.send('data: b\n\ndata: [DONE]\n\n')
    await settle()
    expect(state.result).toEqual({ items: ['b'], error: undefined })
  })

  test('is not there yet: while it is waited to be opened no deadline of the one before counts', async () => {
    const { clock, requests, state } = start(
      [refusal(503, { 'retry-after': '30' }), answer('data: a\n\ndata: [DONE]\n\n')],
      { headers: 100, firstByte: 100, firstContent: 100, idleBytes: 100, idleContent: 100 },
      { maxRetries: 1 },
    )
    await clock.advance(60_000)
    expect(requests).toHaveLength(2)
    expect(state.result).toEqual({ items: ['a'], error: undefined })
  })
})

test.each([
  ['firstByte', { firstByte: 100, idleBytes: 300 }],
  ['idleBytes', { idleBytes: 100 }],
])('chunks without a byte are no sign of life for `%s`', async (kind, deadlines) => {
  const body = new ScriptedBody()
  const { clock, state } = start([answer(body)], deadlines)
  for (let beat = 0; beat < 4; beat++) {
    body.send('')
    await clock.advance(24)
  }
  expect(state.result).toBeUndefined()
  body.send('')
  await clock.advance(4)
  expect(state.result?.error).toMatchObject({ kind, limit: 100 })
  expect(body.cancelled).toHaveLength(1)
})
