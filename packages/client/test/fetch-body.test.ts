import { BodyTooLargeError, fetchBody, type FetchBodyOptions } from '@sse/client'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FakeClock, settle } from './fake-clock.ts'
import { type Answer, answer, refusal, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/'

/** Asks with time standing still but for the waits, each of which passes at once. */
async function fetchThrough(answers: readonly Answer[], options: FetchBodyOptions = {}) {
  const clock = new FakeClock()
  const script = scriptedFetch(...answers)
  const asking = fetchBody(URL, { clock, fetch: script.fetch, ...options }).then(
    ({ bytes, response }) => ({
      text: new TextDecoder().decode(bytes),
      response,
      error: undefined,
    }),
    (error: unknown) => ({ text: undefined, response: undefined, error }),
  )
  await clock.advance(10 * 60_000)
  return { ...(await asking), clock, ...script }
}

/** A response whose body comes in these pieces. */
const pieces = (...parts: readonly string[]): Answer => {
  const body = new ScriptedBody()
  for (const part of parts) body.send(part)
  return answer(body.end(), { 'x-request-id': 'req_1' })
}

describe('what is given', () => {
  test('the bytes that were sent, however they were cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array()), async (chunks) => {
        const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
          start(controller) {
            for (const chunk of chunks) controller.enqueue(new Uint8Array(chunk))
            controller.close()
          },
        })
        const { fetch } = scriptedFetch(new Response(body))
        const { bytes } = await fetchBody(URL, { fetch })
        expect([...bytes]).toEqual(chunks.flatMap((chunk) => [...chunk]))
      }),
    )
  })

  test('a body that looks like an event stream is not read as one', async () => {
    const body = ': a\ndata: b\r\n\r\n"c: d"\n'
    expect((await fetchThrough([pieces(body)])).text).toBe(body)
  })

  test('nothing, where there is no body, with the head of the response', async () => {
    const { text, response } = await fetchThrough([answer(null, { 'x-mine': 'yes' })])
    expect(text).toBe('')
    expect(response?.status).toBe(200)
    expect(response?.headers.get('x-mine')).toBe('yes')
  })

  test('anything is accepted, unless a header says otherwise', async () => {
    const { requests } = await fetchThrough([pieces('{}')])
    expect(requests[0]).toMatchObject({ method: 'GET', headers: { accept: '*/*' } })
    const headers = { accept: 'application/json' }
    const asked = await fetchThrough([pieces('{}')], { headers, body: 'x' })
    expect(asked.requests[0]).toMatchObject({ method: 'POST', headers, body: 'x' })
  })

  test('no timer is left', async () => {
    const deadlines = { headers: 10, firstByte: 10, firstContent: 10, idleBytes: 10, total: 10 }
    const clock = new FakeClock()
    const { fetch } = scriptedFetch(pieces('a', 'b'))
    await fetchBody(URL, { fetch, clock, deadlines })
    expect(clock.pending).toBe(0)
  })
})

describe('maxBodySize', () => {
  test('a body of just that size is given, and one byte more is an error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 6 }),
        async (maxBodySize, sizes) => {
          const text = pieces(...sizes.map((size) => 'x'.repeat(size)))
          const { error, requests } = await fetchThrough([text], { maxBodySize })
          if (sizes.reduce((sum, size) => sum + size, 0) <= maxBodySize) {
            expect(error).toBeUndefined()
          } else {
            expect(error).toBeInstanceOf(BodyTooLargeError)
            expect(error).toMatchObject({
              code: 'ERR_SSE_BODY_TOO_LARGE',
              limit: maxBodySize,
              status: 200,
              requestId: 'req_1',
              delivered: 0,
            })
            // It will not become smaller.
            expect(requests).toHaveLength(1)
            expect(requests[0]!.signal.aborted).toBe(true)
          }
        },
      ),
    )
  })

  test('without it the limit is 64 MiB, and what is behind it is not read', async () => {
    let pulls = 0
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        pulls++
        controller.enqueue(new Uint8Array(1_048_576))
      },
    })
    const { error } = await fetchThrough([new Response(body)])
    expect(error).toMatchObject({ code: 'ERR_SSE_BODY_TOO_LARGE', limit: 64 * 1_048_576 })
    expect(pulls).toBeGreaterThan(64)
    expect(pulls).toBeLessThan(70)
  })

  test.each([0, -1, Number.NaN, '10'])('%j is none, and nothing is sent', async (maxBodySize) => {
    const { error, requests } = await fetchThrough([pieces('')], { maxBodySize } as never)
    expect(error).toBeInstanceOf(RangeError)
    expect(requests).toHaveLength(0)
  })

  test('Infinity turns it off', async () => {
    expect((await fetchThrough([pieces('abc')], { maxBodySize: Infinity })).text).toBe('abc')
  })
})

describe('what fails', () => {
  const broken = (): Answer => answer(ScriptedBody.breaking('{"half":'))

  test('a body that breaks is asked for again, as long as all of it is not there', async () => {
    const { text, requests } = await fetchThrough([broken(), refusal(503), pieces('{}')])
    expect(text).toBe('{}')
    expect(requests).toHaveLength(3)
  })

  test('maxRetries bounds that, together with what else fails', async () => {
    const answers = [refusal(503), broken(), pieces('{}')]
    const { error, requests } = await fetchThrough(answers, { maxRetries: 1 })
    expect(requests).toHaveLength(2)
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', status: 200, delivered: 0 })
  })

  test('`retry` is asked, and may say no', async () => {
    const asked: unknown[] = []
    const { error, requests } = await fetchThrough([broken(), pieces('{}')], {
      retry: (_, attempt) => {
        asked.push(attempt)
        return false
      },
    })
    expect(asked).toMatchObject([{ attempt: 1, delivered: 0, retryable: true }])
    expect(requests).toHaveLength(1)
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION' })
  })

  test('a refusal is its error', async () => {
    const { error } = await fetchThrough([refusal(404)])
    expect(error).toMatchObject({ code: 'ERR_SSE_NOT_FOUND', status: 404 })
  })

  test.each(['firstContent', 'idleContent', 'idleBytes', 'total'] as const)(
    'a body that stalls is bounded by %s',
    async (kind) => {
      const deadlines = { [kind]: 30 }
      const body = new ScriptedBody().send('{"half":')
      const { error, clock } = await fetchThrough([answer(body)], { deadlines, maxRetries: 0 })
      expect(error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind, limit: 30, status: 200 })
      expect(body.cancelled).toHaveLength(1)
      expect(clock.pending).toBe(0)
    },
  )

  test('a signal ends it in the middle of the body, and nothing is sent again', async () => {
    const controller = new AbortController()
    const { fetch, requests } = scriptedFetch(answer(new ScriptedBody().send('{"half":')))
    const asking = fetchBody(URL, { fetch, signal: controller.signal })
    await settle()
    controller.abort()
    await expect(asking).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED' })
    expect(requests).toHaveLength(1)
    expect(requests[0]!.signal.aborted).toBe(true)
  })
})
