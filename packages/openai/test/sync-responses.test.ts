import { responseTranscript, responseTranscripts } from '@fixtures/sse'
import {
  executableToolCalls,
  NotFoundError,
  partialResponse,
  type Response,
  type ResponseStreamEvent,
  type ResponseStreamSync,
  toolCallState,
} from '@sse/openai/sync'
import { describe, expect, test, vi } from 'vitest'
import {
  answering,
  clientOf,
  lastRequest,
  requests,
  thrownBy,
  useServerThread,
} from './sync-server-thread.ts'

useServerThread()

const ask = (model: string, client = clientOf()): ResponseStreamSync =>
  client.responses.create({ model, input: 'Hello!', stream: true })

/** The payloads of a transcript, read plainly. */
function payloads(name: string): { readonly type: string }[] {
  const text = new TextDecoder().decode(responseTranscript(name).bytes)
  return [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json = '']) => JSON.parse(json) as never)
}

/** A response without what only the SDK and we put in. */
function plain(response: Response): object {
  return Object.fromEntries(Object.entries(response).filter(([key]) => key !== 'output_text'))
}

const finalOf = (name: string): Response => responseTranscript(name).final as never
const whole = responseTranscripts.filter(({ end }) => end === 'completed')

describe('every transcript that is whole', () => {
  test('there are some, of more than one kind', () => {
    expect(new Set(whole.map(({ name }) => finalOf(name).status))).toEqual(
      new Set(['completed', 'incomplete']),
    )
  })

  test.each(whole)('$name: events, final(), outcome are the recorded ones', ({ name }) => {
    const unread = ask(name)
    expect(plain(unread.final())).toEqual(plain(finalOf(name)))
    expect(unread.outcome).toEqual({ status: finalOf(name).status, evidence: 'terminal-event' })

    const read = ask(name)
    expect([...read]).toEqual(payloads(name))
    expect(plain(read.final())).toEqual(plain(finalOf(name)))
    expect(plain(read.snapshot)).toEqual(plain(finalOf(name)))
  })

  test.each(whole)('$name: text() is the text of the final object', ({ name }) => {
    const parts = finalOf(name).output.flatMap((item) =>
      item.type === 'message' ? item.content : [],
    )
    const pieces = [...ask(name).text()]
    expect(pieces.join('')).toBe(
      parts.map((part) => (part.type === 'output_text' ? part.text : '')).join(''),
    )
    expect(pieces).not.toContain('')
  })
})

describe('updates()', () => {
  test('reasoning comes before the answer, piece by piece', () => {
    let thoughts = ''
    const kinds: string[] = []
    for (const update of ask('haiku').updates()) {
      if (kinds.at(-1) !== update.type) kinds.push(update.type)
      if (update.type === 'reasoning_summary.delta') thoughts += update.delta
    }
    const summaries = finalOf('haiku').output.flatMap((item) =>
      item.type === 'reasoning' ? item.summary.map(({ text }) => text) : [],
    )
    expect(summaries.length).toBeGreaterThan(0)
    expect(thoughts).toBe(summaries.join(''))
    expect(kinds.indexOf('content.delta')).toBeGreaterThan(kinds.indexOf('reasoning_summary.delta'))
    expect(kinds.at(-1)).toBe('response.done')
  })

  test('calls that may be made come with response.done', () => {
    const calls: unknown[] = []
    const stream = ask('two-forecasts')
    for (const update of stream.updates()) {
      if (update.type === 'response.done') calls.push(...update.toolCalls)
    }
    const recorded = finalOf('two-forecasts').output.filter(({ type }) => type === 'function_call')
    expect(recorded).toHaveLength(2)
    expect(calls).toEqual(recorded)
  })
})

describe('a response that is not whole', () => {
  test('an error event: what came before it is delivered', () => {
    const stream = ask('breakdown')
    const events: ResponseStreamEvent[] = []
    const error = thrownBy(() => {
      for (const event of stream) events.push(event)
    })
    const all = payloads('breakdown')
    const at = all.findIndex(({ type }) => type === 'error')
    expect(at).toBeGreaterThan(3)
    expect(events).toEqual(all.slice(0, at))
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', delivered: at })
    expect(stream.outcome).toEqual({ status: 'failed', error })
    expect(thrownBy(() => stream.final())).toBe(error)
  })

  test('response.failed is an event like others, and final() throws what it says', () => {
    const failed = {
      id: 'resp_1',
      object: 'response',
      output: [],
      status: 'failed',
      error: { code: 'server_error', message: 'It broke' },
    }
    const event = { type: 'response.failed', sequence_number: 0, response: failed }
    const stream = ask(
      'any',
      clientOf({ headers: answering(`data: ${JSON.stringify(event)}\n\n`) }),
    )
    expect([...stream]).toEqual([event])
    const { outcome } = stream
    const error = thrownBy(() => stream.final())
    expect(error).toMatchObject({
      code: 'ERR_SSE_UPSTREAM',
      message: 'It broke',
      requestId: stream.requestId,
      headers: stream.response.headers,
      delivered: 1,
    })
    expect(stream.requestId).toBeDefined()
    expect(outcome).toEqual({ status: 'failed', error })
    expect(stream.outcome).toBe(outcome)
    expect(partialResponse(error)).toMatchObject({ status: 'failed' })
  })

  test('cut off: text() throws behind the text, and what had arrived is its partial', () => {
    let text = ''
    const error = thrownBy(() => {
      for (const piece of ask('unfinished').text()) text += piece
    })
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(text).not.toBe('')
    expect(partialResponse(error)?.output_text).toBe(text)
  })
})

describe('background', () => {
  const background = (client = clientOf()): ResponseStreamSync =>
    client.responses.create({ model: 'river', input: 'Hello!', background: true, stream: true })

  test('retrieve() goes on behind a cut: nothing is missing, nothing comes twice', () => {
    const wholeStream = background()
    const all = [...wholeStream]
    expect(wholeStream.resumeCursor).toBeUndefined()
    const texts = (events: readonly ResponseStreamEvent[]): string =>
      events
        .map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''))
        .join('')

    const first = background(clientOf({ headers: { 'x-fixture-reset-after': '40' } }))
    const seen: ResponseStreamEvent[] = []
    const error = thrownBy(() => {
      for (const event of first) seen.push(event)
    })
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', delivered: 40 })
    const { responseId, startingAfter } = first.resumeCursor!
    expect(responseId).toBe(first.snapshot.id)
    const rest = clientOf().responses.retrieve(responseId, {
      stream: true,
      starting_after: startingAfter,
    })
    for (const event of rest) seen.push(event)
    expect(seen.map((event) => (event as { sequence_number: number }).sequence_number)).toEqual(
      all.map((_, at) => at),
    )
    expect(texts(seen)).toBe(texts(all))
    expect(texts(all)).not.toBe('')
    expect(rest.final()).toMatchObject({ id: responseId, status: 'completed' })
    expect(rest.final().output).toEqual(wholeStream.final().output)
  })

  test('retrieve() sends its parameters as a query', async () => {
    const { id } = background().final()
    const again = clientOf().responses.retrieve(id, {
      stream: true,
      starting_after: 7,
      include: ['reasoning.encrypted_content', 'message.output_text.logprobs'],
      include_obfuscation: false,
    })
    expect(again.final().status).toBe('completed')
    const { method, path, query, headers } = await lastRequest()
    expect({ method, path }).toEqual({ method: 'GET', path: `/v1/responses/${id}` })
    expect([...new URLSearchParams(query)]).toEqual([
      ['stream', 'true'],
      ['starting_after', '7'],
      ['include[]', 'reasoning.encrypted_content'],
      ['include[]', 'message.output_text.logprobs'],
      ['include_obfuscation', 'false'],
    ])
    expect(headers).not.toHaveProperty('content-type')
  })

  test('cancel() stops it, and gives it as it is then', async () => {
    const client = clientOf({ headers: { 'x-fixture-pace': '20' } })
    const stream = background(client)
    let cancelled: Response | undefined
    const types: string[] = []
    for (const event of stream) {
      types.push(event.type)
      cancelled ??= client.responses.cancel(stream.snapshot.id)
    }
    expect(cancelled).toMatchObject({ object: 'response', status: 'cancelled' })
    expect(cancelled?.id).toBe(stream.snapshot.id)
    expect(types[0]).toBe('response.created')
    expect(types.at(-1)).toBe('response.cancelled')
    expect(stream.outcome?.status).toBe('incomplete')
    expect(stream.final().status).toBe('cancelled')
    const { method, path, headers } = await lastRequest()
    expect({ method, path }).toEqual({
      method: 'POST',
      path: `/v1/responses/${cancelled?.id}/cancel`,
    })
    expect(headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': '2',
    })
  })

  test('leaving the loop ends the request', async () => {
    for (const event of ask('river', clientOf({ headers: { 'x-fixture-pace': '20' } }))) {
      if (event.type === 'response.output_text.delta') break
    }
    await vi.waitUntil(async () => (await lastRequest()).aborted, { timeout: 5000 })
  })

  test('one that is not there is NotFoundError', () => {
    const { responses } = clientOf()
    for (const run of [
      () => responses.retrieve('resp_none', { stream: true }),
      () => responses.cancel('resp_none'),
    ]) {
      const error = thrownBy(run)
      expect(error).toBeInstanceOf(NotFoundError)
      expect(error).toMatchObject({ code: 'ERR_SSE_NOT_FOUND', status: 404, param: 'id' })
    }
  })

  test('an ID is a piece of the path, whatever is in it', async () => {
    expect(() => clientOf().responses.cancel('a/../b?c#d')).toThrow(NotFoundError)
    expect((await lastRequest()).path).toBe('/v1/responses/a%2F..%2Fb%3Fc%23d/cancel')
  })

  test.each(['', '.', '..'])('the ID %j is refused: it would lead elsewhere', async (id) => {
    const before = (await requests()).length
    const { responses } = clientOf()
    expect(() => responses.retrieve(id, { stream: true })).toThrow(TypeError)
    expect(() => responses.cancel(id)).toThrow(TypeError)
    expect(await requests()).toHaveLength(before)
  })
})

test('a request that does not stream is a TypeError, and is not sent', async () => {
  const before = (await requests()).length
  const { responses } = clientOf()
  expect(() => responses.create({ model: 'haiku' } as never)).toThrow(/stream: true/)
  expect(() => responses.create(undefined as never)).toThrow(/stream: true/)
  expect(() => responses.retrieve('resp_1', {} as never)).toThrow(/stream: true/)
  expect(await requests()).toHaveLength(before)
})

test('whether a call may be made is told as by the asynchronous client', () => {
  const chat = clientOf().chat.completions.create({ model: 'weather', messages: [], stream: true })
  const completion = chat.final()
  const calls = executableToolCalls(completion.choices[0]!.message)
  expect(calls).toHaveLength(1)
  expect(toolCallState(calls[0]!)).toBe('complete')
})

test.each([
  ['its last event', 1, [2, 3], 3],
  ['the one that was asked for, where none has come', 5, [], 5],
])('behind a cut in retrieve() the cursor is %s', (_, starting_after, numbers, startingAfter) => {
  const place = { item_id: 'i', output_index: 0, content_index: 0, delta: 'a' }
  const events = numbers.map((sequence_number) => {
    const event = { type: 'response.output_text.delta', ...place, sequence_number }
    return `data: ${JSON.stringify(event)}\n\n`
  })
  const { responses } = clientOf({ headers: answering(`: hello\n\n${events.join('')}`) })
  const stream = responses.retrieve('resp_1', { stream: true, starting_after })
  expect(thrownBy(() => [...stream])).toMatchObject({ code: expect.stringMatching(/TRUNC|EMPTY/) })
  expect(stream.resumeCursor).toEqual({ responseId: 'resp_1', startingAfter })
})
