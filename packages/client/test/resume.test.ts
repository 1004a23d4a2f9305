// Streams that go on where their caller says, when a connection is lost.

import { openStream, type OpenStreamOptions, type ResumeState } from '@sse/client'
import type { ServerSentEvent } from '@sse/core'
import { TruncatedStreamError } from '@sse/core/decoder'
import { describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock } from './fake-clock.ts'
import { type Answer, answer, refusal, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/events'

describe('resume', () => {
  async function resumed(
    answers: readonly Answer[],
    options: Omit<OpenStreamOptions<string>, 'decoder'> & Partial<OpenStreamOptions<string>>,
  ) {
    const clock = new FakeClock()
    const { fetch, requests } = scriptedFetch(...answers)
    const stream = await openStream(URL, {
      decoder: new DataDecoder(),
      fetch,
      clock,
      method: 'POST',
      body: '{}',
      headers: { authorization: 'Bearer x' },
      ...options,
    })
    const reading = readAll(stream)
    await clock.advance(60 * 60_000)
    return { ...(await reading), requests, stream, clock }
  }

  test('the items go on in one stream, from the request that the caller makes', async () => {
    const states: ResumeState[] = []
    const { items, error, requests, stream } = await resumed(
      [
        answer(ScriptedBody.breaking('id: 7\ndata: a\n\ndata: b\n\n')),
        answer('data: c\n\n'),
        answer('data: d\n\ndata: [DONE]\n\n'),
      ],
      {
        resume: (state) => {
          states.push(state)
          const more = state.delivered === 3 ? { headers: { 'x-mine': 'yes' } } : {}
          return { url: `${URL}?after=${state.delivered}`, ...more }
        },
      },
    )
    expect({ items, error }).toEqual({ items: ['a', 'b', 'c', 'd'], error: undefined })
    expect(stream.outcome).toEqual({ status: 'completed', evidence: 'done-sentinel' })
    expect(states).toMatchObject([
      { attempt: 1, delivered: 2, lastEventId: '7', error: { code: 'ERR_SSE_CONNECTION' } },
      { attempt: 1, delivered: 3, lastEventId: '7', error: undefined },
    ])
    expect(requests.slice(1)).toMatchObject([
      { url: `${URL}?after=2`, method: 'GET', headers: { authorization: 'Bearer x' } },
      { url: `${URL}?after=3`, method: 'GET', headers: { 'x-mine': 'yes' } },
    ])
    expect(requests[1]).not.toHaveProperty('body')
    expect(requests[2]?.headers).not.toHaveProperty('authorization')
  })

  test('a refusal to go on has what broke the stream as its cause', async () => {
    const clock = new FakeClock()
    const broken = new TypeError('terminated')
    const { fetch } = scriptedFetch(
      answer(ScriptedBody.breaking('data: a\n\n', broken)),
      refusal(400),
    )
    const stream = await openStream(URL, { fetch, clock, resume: () => ({ url: URL }) })
    const reading = readAll(stream)
    await clock.advance(60_000)
    expect((await reading).error).toMatchObject({
      code: 'ERR_SSE_BAD_REQUEST',
      cause: { code: 'ERR_SSE_CONNECTION', cause: broken },
    })
  })

  test('the request may take a while to make; none, now or later, is the end', async () => {
    const first = (): Answer => answer(ScriptedBody.breaking('data: a\n\n'))
    const later = await resumed([first(), answer('data: b\n\ndata: [DONE]\n\n')], {
      resume: async () => ({ url: URL }),
    })
    expect(later.items).toEqual(['a', 'b'])
    for (const resume of [() => undefined, async () => undefined]) {
      const { items, error, requests, clock } = await resumed([first()], { resume })
      expect(items).toEqual(['a'])
      expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION' })
      expect(requests).toHaveLength(1)
      expect(clock.pending).toBe(0)
    }
  })

  test('is bounded: as often in a row as maxRetries says, refusals included', async () => {
    const { items, error, requests } = await resumed(
      [answer(ScriptedBody.breaking('data: a\n\n')), () => refusal(503)],
      { resume: () => ({ url: URL }), maxRetries: 3 },
    )
    expect(items).toEqual(['a'])
    expect(error).toMatchObject({ status: 503, delivered: 1 })
    expect(requests).toHaveLength(4)
  })

  /** Takes a cut-off event for whole when it ends with a full stop. */
  class TailDecoder extends DataDecoder {
    decodeTail(event: ServerSentEvent): string | undefined {
      if (event.data === '[DONE]') return this.decode(event)
      return event.data.endsWith('.') ? event.data : undefined
    }
  }

  test('is bounded, though there is half an event each time', async () => {
    const { items, error, requests, stream } = await resumed(
      [answer('data: a\n\ndata: b'), () => answer('data: b')],
      { resume: () => ({ url: URL }), maxRetries: 3, decoder: () => new TailDecoder() },
    )
    expect(items).toEqual(['a'])
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED', delivered: 1 })
    expect(stream.outcome).toEqual({ status: 'truncated', error })
    expect(requests).toHaveLength(4)
  })

  test('an event without its blank line counts first: it is the end, or a place to go on from', async () => {
    const states: ResumeState[] = []
    const { items, error, requests } = await resumed(
      [answer('data: a.'), answer('data: b\n\ndata: [DONE]')],
      {
        resume: (state) => {
          states.push(state)
          return { url: URL }
        },
        decoder: () => new TailDecoder(),
      },
    )
    expect({ items, error }).toEqual({ items: ['a.', 'b'], error: undefined })
    expect(requests).toHaveLength(2)
    expect(states).toEqual([{ attempt: 1, delivered: 1, error: undefined, lastEventId: '' }])
  })

  test('an end marker that makes nothing whole is no end, and its connection is let go of', async () => {
    class Doubtful extends DataDecoder {
      override get complete(): boolean {
        return false
      }
      override finish(): void {
        throw new TruncatedStreamError('no-end-marker')
      }
    }
    const open = new ScriptedBody().send('data: a\n\ndata: [DONE]\n\n')
    const decoders = [new Doubtful(), new DataDecoder()]
    const { items, error } = await resumed([answer(open), answer('data: b\n\ndata: [DONE]\n\n')], {
      resume: () => ({ url: URL }),
      decoder: () => decoders.shift()!,
    })
    expect({ items, error }).toEqual({ items: ['a', 'b'], error: undefined })
    expect(open.cancelled).toHaveLength(1)
  })

  test('each connection has a decoder of its own where one can be made', async () => {
    const made: DataDecoder[] = []
    const { items } = await resumed(
      [
        answer(ScriptedBody.breaking('id: 7\ndata: a\n\ndata: b')),
        answer('data: c\n\n'),
        answer('data: d\n\ndata: [DONE]\n\n'),
      ],
      {
        resume: ({ lastEventId }) => ({ url: `${URL}?after=${lastEventId}` }),
        decoder: () => made[made.push(new DataDecoder()) - 1]!,
      },
    )
    expect(items).toEqual(['a', 'c', 'd'])
    expect(made.map(({ done }) => done)).toEqual([false, false, true])
  })

  test('what it throws, or rejects with, ends the stream', async () => {
    const boom = new Error('no key')
    for (const resume of [
      () => {
        throw boom
      },
      () => Promise.reject(boom),
    ]) {
      const { error, clock } = await resumed([answer(ScriptedBody.breaking('data: a\n\n'))], {
        resume,
      })
      expect(error).toBe(boom)
      expect(clock.pending).toBe(0)
    }
  })

  test.each(['signal', 'total', 'close'])('that never answers is cut short by %s', async (how) => {
    const clock = new FakeClock()
    const controller = new AbortController()
    const { fetch } = scriptedFetch(answer(ScriptedBody.breaking('data: a\n\n')))
    const stream = await openStream(URL, {
      decoder: new DataDecoder(),
      fetch,
      clock,
      signal: controller.signal,
      deadlines: { total: 60_000 },
      resume: () => new Promise(() => undefined),
    })
    const reading = readAll(stream)
    await clock.advance(50_000)
    expect(stream.outcome).toBeUndefined()
    if (how === 'signal') controller.abort()
    if (how === 'close') await stream.close()
    await clock.advance(how === 'total' ? 10_000 : 0)
    const code = { signal: 'ERR_SSE_ABORTED', total: 'ERR_SSE_TIMEOUT', close: undefined }[how]
    const { items, error } = await reading
    expect(items).toEqual(['a'])
    expect((error as { code?: string } | undefined)?.code).toBe(code)
    expect(stream.outcome?.status).toBe(how === 'total' ? 'timed_out' : 'aborted')
    expect(clock.pending).toBe(0)
  })

  test('an end without its marker is truncation when nothing goes on', async () => {
    const { error } = await resumed([answer('data: a\n\n')], { resume: () => undefined })
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
  })
})
