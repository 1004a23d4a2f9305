import { type FixtureServer, startServer } from '@fixtures/server'
import { responseTranscript, responseTranscripts } from '@fixtures/sse'
import { OpenAI, type OpenAIOptions, partialResponse, type ResponseStream } from '@sse/openai'
import type { Response, ResponseStreamEvent } from '@sse/openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let server: FixtureServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const clientOf = (more: OpenAIOptions = {}): OpenAI =>
  new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1`, maxRetries: 0, ...more })

const ask = (model: string, client: OpenAI = clientOf()): Promise<ResponseStream> =>
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

const whole = responseTranscripts.filter(({ end }) => end === 'completed')
const statusOf = (name: string): unknown => {
  const { final } = responseTranscript(name) as never as { readonly final?: Partial<Response> }
  return final?.status
}

describe('every transcript that is whole', () => {
  test('there are some, of more than one kind', () => {
    expect(new Set(whole.map(({ name }) => statusOf(name)))).toEqual(
      new Set(['completed', 'incomplete']),
    )
  })

  test.each(whole)('$name: final() equals the recorded object', async ({ name, final }) => {
    const stream = await ask(name)
    const response = await stream.final()
    expect(plain(response)).toEqual(plain(final as never))
    expect(stream.outcome).toEqual({ status: statusOf(name), evidence: 'terminal-event' })
  })

  test.each(whole)('$name: the events are the recorded ones', async ({ name }) => {
    const events: ResponseStreamEvent[] = []
    const stream = await ask(name)
    for await (const event of stream) events.push(event)
    expect(events).toEqual(payloads(name))
    expect(plain(await stream.final())).toEqual(plain(responseTranscript(name).final as never))
  })

  test.each(whole)('$name: text() is the text of the final object', async ({ name }) => {
    const stream = await ask(name)
    let text = ''
    for await (const piece of stream.text()) text += piece
    const final = responseTranscript(name).final as never as Response
    const parts = final.output.flatMap((item) => (item.type === 'message' ? item.content : []))
    expect(text).toBe(parts.map((part) => (part.type === 'output_text' ? part.text : '')).join(''))
    expect(stream.outcome?.status).toBe(statusOf(name))
  })
})

describe('a response that is not whole', () => {
  const encode = (...events: { readonly type: string }[]): OpenAIOptions['fetch'] => {
    const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    return async () => new globalThis.Response(body.join(''))
  }

  test('an error event: what came before it is delivered', async () => {
    const stream = await ask('breakdown')
    const events: unknown[] = []
    const error = await (async () => {
      for await (const event of stream) events.push(event)
    })().catch((thrown: unknown) => thrown)
    const all = payloads('breakdown')
    const at = all.findIndex(({ type }) => type === 'error')
    expect(events).toEqual(all.slice(0, at))
    expect(at).toBeGreaterThan(3)
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', delivered: at })
    expect(stream.outcome).toEqual({ status: 'failed', error })
    await expect(stream.final()).rejects.toBe(error)
  })

  test('response.failed is an event like others, and final() rejects with what it says', async () => {
    const response = { id: 'resp_1', object: 'response', output: [], error: null }
    const failed = {
      ...response,
      status: 'failed',
      error: { code: 'server_error', message: 'It broke' },
    }
    const stream = await ask(
      'any',
      clientOf({
        fetch: encode(
          { type: 'response.created', response: { ...response, status: 'in_progress' } } as never,
          { type: 'response.failed', response: failed } as never,
        ),
      }),
    )
    const types: string[] = []
    for await (const { type } of stream) types.push(type)
    expect(types).toEqual(['response.created', 'response.failed'])
    const { outcome } = stream
    const error = await stream.final().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', message: 'It broke' })
    expect(outcome).toEqual({ status: 'failed', error })
    expect(stream.outcome).toBe(outcome)
    expect(partialResponse(error)).toMatchObject({ status: 'failed' })
  })

  test.each(['final', 'updates', 'outcome', 'tee'] as const)(
    'response.failed tells of which response it is, as every error does: %s',
    async (how) => {
      const response = {
        id: 'resp_1',
        output: [],
        status: 'failed',
        error: { message: 'It broke' },
      }
      const body = `data: ${JSON.stringify({ type: 'response.failed', response })}\n\n`
      const headers = { 'x-request-id': 'req_1', 'content-type': 'text/event-stream' }
      const trunk = await ask('m', clientOf({ fetch: async () => new Response(body, { headers }) }))
      const stream = how === 'tee' ? trunk.tee()[0] : trunk
      const updates: string[] = []
      const error = await (async () => {
        if (how === 'updates') for await (const { type } of stream.updates()) updates.push(type)
        for await (const { type } of how === 'outcome' ? stream : []) updates.push(type)
        if (how === 'outcome') throw (stream.outcome as { readonly error?: unknown }).error
        return stream.final()
      })().catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({
        code: 'ERR_SSE_UPSTREAM',
        requestId: 'req_1',
        contentType: 'text/event-stream',
        delivered: 1,
      })
      expect((error as { readonly headers: Headers }).headers.get('x-request-id')).toBe('req_1')
      expect(partialResponse(error)).toMatchObject({ status: 'failed' })
      expect(stream.outcome).toEqual({ status: 'failed', error })
    },
  )

  test('failed: text() does not pass for a whole text', async () => {
    let text = ''
    const error = await (async () => {
      for await (const piece of (await ask('breakdown')).text()) text += piece
    })().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM' })
    expect(text).toBe(partialResponse(error)?.output_text)
    expect(text).not.toBe('')
  })

  test('cut off: final() rejects, and what had arrived is its partial', async () => {
    const error = await (await ask('unfinished')).final().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    const deltas = payloads('unfinished').filter(
      ({ type }) => type === 'response.output_text.delta',
    ) as never as { delta: string }[]
    expect(deltas.length).toBeGreaterThan(1)
    expect(partialResponse(error)?.output_text).toBe(deltas.map(({ delta }) => delta).join(''))
  })
})

describe('background', () => {
  test('cancel() stops it, and gives it as it is then', async () => {
    await using slow = await startServer({ pace: { delay: 20 } })
    const client = clientOf({ baseURL: `${slow.url}/v1` })
    const stream = await client.responses.create({
      model: 'river',
      input: 'Hello!',
      background: true,
      stream: true,
    })
    let cancelled: Response | undefined
    const types: string[] = []
    for await (const event of stream) {
      types.push(event.type)
      cancelled ??= await client.responses.cancel(stream.snapshot.id)
    }
    expect(cancelled).toMatchObject({ object: 'response', status: 'cancelled' })
    expect(cancelled?.id).toBe(stream.snapshot.id)
    expect(types[0]).toBe('response.created')
    expect(types.at(-1)).toBe('response.cancelled')
    expect(stream.outcome?.status).toBe('incomplete')
    expect((await stream.final()).status).toBe('cancelled')
    const [, request] = slow.requests
    expect(request).toMatchObject({ method: 'POST', path: `/v1/responses/${cancelled?.id}/cancel` })
    expect(request?.headers['accept']).toBe('application/json')
  })

  test('retrieve() gives all events, or those behind starting_after', async () => {
    const stream = await clientOf().responses.create({
      model: 'river',
      input: 'Hello!',
      background: true,
      stream: true,
    })
    const events: ResponseStreamEvent[] = []
    for await (const event of stream) events.push(event)
    const { id } = await stream.final()
    expect(stream.resumeCursor).toBeUndefined()

    for (const after of [undefined, 7]) {
      const again = await clientOf().responses.retrieve(id, {
        stream: true,
        ...(after === undefined ? {} : { starting_after: after }),
        include: ['reasoning.encrypted_content', 'message.output_text.logprobs'],
      })
      const rest: ResponseStreamEvent[] = []
      for await (const event of again) rest.push(event)
      expect(rest).toEqual(events.slice(after === undefined ? 0 : after + 1))
      expect(await again.final()).toEqual(await stream.final())
      const query = `${after === undefined ? '' : '&starting_after=7'}&include[]=reasoning.encrypted_content&include[]=message.output_text.logprobs`
      const { method, path, query: sent } = server.requests.at(-1)!
      expect({ method, path }).toEqual({ method: 'GET', path: `/v1/responses/${id}` })
      expect(new URLSearchParams(sent as never).toString()).toBe(
        new URLSearchParams(`stream=true${query}`).toString(),
      )
    }
  })

  test('one that is not there is NotFoundError', async () => {
    const none = clientOf().responses
    const retrieved = none.retrieve('resp_none', { stream: true })
    await expect(retrieved).rejects.toMatchObject({ code: 'ERR_SSE_NOT_FOUND', status: 404 })
    await expect(none.cancel('resp_none')).rejects.toMatchObject({ code: 'ERR_SSE_NOT_FOUND' })
  })

  // As JavaScript may pass them.
  const missing = [undefined, null, 7] as unknown[] as string[]
  test.each(['', '.', '..', ...missing])(
    'the ID %j is refused: it would lead elsewhere',
    async (id) => {
      const before = server.requests.length
      await expect(clientOf().responses.retrieve(id, { stream: true })).rejects.toThrow(TypeError)
      await expect(clientOf().responses.cancel(id)).rejects.toThrow(TypeError)
      expect(server.requests).toHaveLength(before)
    },
  )

  test('an ID is a piece of the path, whatever is in it', async () => {
    await expect(clientOf().responses.cancel('a/../b?c#d')).rejects.toMatchObject({ status: 404 })
    expect(server.requests.at(-1)?.path).toBe('/v1/responses/a%2F..%2Fb%3Fc%23d/cancel')
  })
})

test('a request that does not stream is a TypeError, and is not sent', async () => {
  const before = server.requests.length
  const { responses } = clientOf()
  await expect(responses.create({ model: 'haiku' } as never)).rejects.toThrow(/stream: true/)
  await expect(responses.create(undefined as never)).rejects.toThrow(/stream: true/)
  await expect(responses.retrieve('resp_1', {} as never)).rejects.toThrow(/stream: true/)
  expect(server.requests).toHaveLength(before)
})

test('an answer to cancel() may come in any pieces, and its body is released', async () => {
  const answer = { id: 'resp_1', object: 'response', status: 'cancelled', output: [], note: 'ä€𝄞' }
  const bytes = new TextEncoder().encode(JSON.stringify(answer))
  let signal: AbortSignal | undefined
  const fetch: OpenAIOptions['fetch'] = async (_, request) => {
    signal = request.signal
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    return new globalThis.Response(body)
  }
  expect(await clientOf({ fetch }).responses.cancel('resp_1')).toEqual(answer)
  expect(signal?.aborted).toBe(true)
})

test('an answer to cancel() that is no JSON is a typed error without the answer in it', async () => {
  const fetch: OpenAIOptions['fetch'] = async () => new globalThis.Response('<secret>')
  const error = await clientOf({ fetch })
    .responses.cancel('resp_1')
    .catch((e: unknown) => e)
  expect(error).toMatchObject({ code: 'ERR_SSE_MALFORMED_PAYLOAD' })
  expect(String(error)).not.toContain('secret')
})
