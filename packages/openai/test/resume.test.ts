import { type Fault, type FixtureServer, startServer } from '@fixtures/server'
import { responseTranscripts } from '@fixtures/sse'
import {
  OpenAI,
  type OpenAIOptions,
  type ResponseOptions,
  type ResponseStream,
  type ResponseStreamEvent,
} from '@sse/openai'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let server: FixtureServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

/** Time that passes at once: waits are noted, nothing is waited for. */
function instantClock(): NonNullable<OpenAIOptions['clock']> & { readonly waits: number[] } {
  const waits: number[] = []
  return {
    waits,
    now: () => performance.now(),
    setTimeout: (callback, milliseconds) => {
      waits.push(milliseconds)
      return setTimeout(callback, 0)
    },
    clearTimeout: (timer) => clearTimeout(timer as never),
  }
}

let calls = 0

/** Asks for a background response whose connections go wrong. */
async function ask(
  model: string,
  faults: readonly Fault[],
  options: ResponseOptions = {},
): Promise<ResponseStream> {
  // A key for each call, so that the counts of the faults are its own.
  const key = `resume-${++calls}`
  const keyed = faults.map((fault, at) => ({ ...fault, key: `${key}-${at}` }))
  const client = new OpenAI({
    apiKey: 'sk-test',
    baseURL: `${server.url}/v1`,
    clock: instantClock(),
  })
  return client.responses.create(
    { model, input: 'Hello!', background: true, stream: true },
    {
      resume: true,
      ...options,
      headers: { 'x-fixture-fault': JSON.stringify(keyed), ...options.headers },
    },
  )
}

/** The responses of a background stream but for what differs from one to the next. */
function alike(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/resp_\w+/g, 'resp_'))
}

async function collect(stream: ResponseStream): Promise<ResponseStreamEvent[]> {
  const events: ResponseStreamEvent[] = []
  for await (const event of stream) events.push(event)
  return events
}

const whole = responseTranscripts.filter(({ end }) => end === 'completed').map(({ name }) => name)

describe('law: wherever connections are lost, events and result are those of one that is not', () => {
  test.each(whole)('%s', async (name) => {
    const plain = await ask(name, [])
    const events = await collect(plain)
    const final = await plain.final()
    const kinds = ['drop', 'cut', 'reset'] as const
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ fault: fc.constantFrom(...kinds), event: fc.nat(events.length) }), {
          minLength: 1,
          maxLength: 3,
        }),
        async (losses) => {
          // Each goes wrong once, on the connection behind the one before it.
          const faults = losses.map(({ fault, event }, at): Fault => ({
            fault,
            at: { event },
            skip: at,
            times: 1,
          }))
          const stream = await ask(name, faults, { resume: { attempts: 5 } })
          expect(alike(await collect(stream))).toEqual(alike(events))
          expect(alike(await stream.final())).toEqual(alike(final))
          expect(stream.outcome?.status).toBe(plain.outcome?.status)
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('what is sent', () => {
  test('the response once more, behind the last event, with the headers and the query of the call', async () => {
    const before = server.requests.length
    const stream = await ask('river', [{ fault: 'drop', at: { event: 9 }, times: 1 }], {
      headers: { 'x-mine': 'call' },
      query: { 'api-version': 'v1' },
      extraBody: { store: true },
    })
    await stream.final()
    const [first, second, ...more] = server.requests.slice(before)
    expect(more).toEqual([])
    expect(first).toMatchObject({ method: 'POST', path: '/v1/responses' })
    expect(second).toMatchObject({
      method: 'GET',
      path: `/v1/responses/${stream.snapshot.id}`,
      headers: { 'x-mine': 'call', authorization: 'Bearer sk-test' },
    })
    expect(second?.headers).not.toHaveProperty('content-type')
    expect(Object.fromEntries(new URLSearchParams(second?.query as never))).toEqual({
      'api-version': 'v1',
      stream: 'true',
      starting_after: '8',
    })
    expect(stream.response.url).toContain('starting_after')
    expect(stream.requestId).toBe(second?.requestId)
    expect(stream.timing.attempts).toBe(2)
  })

  test('retrieve() goes on behind its own starting_after', async () => {
    const made = await ask('river', [])
    const events = await collect(made)
    const client = new OpenAI({
      apiKey: 'sk-test',
      baseURL: `${server.url}/v1`,
      clock: instantClock(),
      headers: {
        'x-fixture-fault': JSON.stringify({
          fault: 'cut',
          at: { event: 4 },
          times: 3,
          key: 'again',
        }),
      },
    })
    const { id } = made.snapshot
    const before = server.requests.length
    const stream = await client.responses.retrieve(
      id,
      { stream: true, starting_after: 5, include_obfuscation: false },
      { resume: true },
    )
    expect(await collect(stream)).toEqual(events.slice(6))
    expect(await stream.final()).toEqual(await made.final())
    const queries = server.requests
      .slice(before)
      .map(({ query }) => Object.fromEntries(new URLSearchParams(query as never)))
    expect(queries).toEqual(
      ['5', '9', '13', '17'].map((after) => ({
        stream: 'true',
        starting_after: after,
        include_obfuscation: 'false',
      })),
    )
  })
})

describe('it is bounded', () => {
  test('by attempts without a new event, and what had arrived is the partial', async () => {
    const before = server.requests.length
    const stream = await ask(
      'river',
      [
        { fault: 'drop', at: { event: 6 }, times: 1 },
        { fault: 'drop', skip: 1 },
      ],
      { resume: { attempts: 3 } },
    )
    const error = await stream.final().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', delivered: 6 })
    expect(error).toHaveProperty('partial.object', 'response')
    expect(server.requests.slice(before)).toHaveLength(4)
    expect(stream.resumeCursor).toEqual({ responseId: stream.snapshot.id, startingAfter: 5 })
  })

  test('also when each connection begins at the start again, as where starting_after is ignored', async () => {
    const response = { id: 'resp_1', object: 'response', status: 'in_progress', output: [] }
    const body = `data: ${JSON.stringify({ type: 'response.created', sequence_number: 0, response })}\n\n`
    let requests = 0
    const client = new OpenAI({
      apiKey: 'sk-test',
      clock: instantClock(),
      fetch: async () => {
        if (++requests > 50) throw new Error('It never ends')
        return new Response(body)
      },
    })
    const stream = await client.responses.create(
      { model: 'any', background: true, stream: true },
      { resume: { attempts: 4 } },
    )
    await expect(stream.final()).rejects.toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(requests).toBe(5)
  })

  test('maxRetries stays what it is for the first connection', async () => {
    let requests = 0
    const client = new OpenAI({
      apiKey: 'sk-test',
      maxRetries: 1,
      clock: instantClock(),
      fetch: async () => {
        requests++
        return new Response('{"error":{"message":"later"}}', { status: 503 })
      },
    })
    const made = client.responses.create(
      { model: 'any', background: true, stream: true },
      { resume: { attempts: 9 } },
    )
    await expect(made).rejects.toMatchObject({ code: 'ERR_SSE_INTERNAL_SERVER' })
    expect(requests).toBe(2)
  })

  test('refusals on the way count as attempts, more than maxRetries if so many are allowed', async () => {
    const before = server.requests.length
    const stream = await ask(
      'river',
      [
        { fault: 'drop', at: { event: 6 }, times: 1 },
        { fault: 'status', status: 503, skip: 1, times: 3 },
      ],
      { maxRetries: 1, resume: { attempts: 4 } },
    )
    expect((await stream.final()).status).toBe('completed')
    const statuses = server.requests.slice(before).map(({ status }) => status)
    expect(statuses).toEqual([200, 503, 503, 503, 200])
  })

  test('refusals and connections without an event count together', async () => {
    const before = server.requests.length
    const stream = await ask(
      'river',
      [
        { fault: 'drop', at: { event: 6 }, times: 1 },
        { fault: 'status', status: 503, skip: 1, times: 1 },
        { fault: 'drop', skip: 2 },
      ],
      { maxRetries: 5, resume: { attempts: 2 } },
    )
    await expect(stream.final()).rejects.toMatchObject({ code: 'ERR_SSE_CONNECTION' })
    const statuses = server.requests.slice(before).map(({ status }) => status)
    expect(statuses).toEqual([200, 503, 200])
  })

  test('a policy of your own decides about refusals, too', async () => {
    const before = server.requests.length
    const fault: Fault = { fault: 'status', status: 503, times: 1 }
    const made = ask('river', [fault], { retry: () => false })
    await expect(made).rejects.toMatchObject({ code: 'ERR_SSE_INTERNAL_SERVER' })
    expect(server.requests.length - before).toBe(1)
  })

  test('a refusal on the way is retried, too', async () => {
    const before = server.requests.length
    const stream = await ask('river', [
      { fault: 'drop', at: { event: 6 }, times: 1 },
      { fault: 'status', status: 503, skip: 1, times: 1 },
    ])
    expect((await stream.final()).status).toBe('completed')
    expect(server.requests.slice(before).map(({ status }) => status)).toEqual([200, 503, 200])
  })
})

test('a connection that stalls is gone on with when a deadline says so', async () => {
  const before = server.requests.length
  const stream = await ask('river', [{ fault: 'stall', at: { event: 9 }, times: 1 }], {
    deadlines: { idleBytes: 40 },
  })
  const events = await collect(stream)
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, at) => at))
  expect((await stream.final()).status).toBe('completed')
  const [first, ...rest] = server.requests.slice(before)
  expect(rest.map(({ method }) => method)).toEqual(['GET'])
  await first?.closed
  expect(first?.aborted).toBe(true)
})

describe('a response that is not made in the background', () => {
  const params = { model: 'river', input: 'Hello!', stream: true } as const

  test.each([true, { attempts: 1 }])(
    'cannot be gone on with: %o is a TypeError',
    async (resume) => {
      const before = server.requests.length
      const { responses } = new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1` })
      for (const background of [undefined, false, null]) {
        const asked = responses.create({ ...params, background } as never, { resume })
        await expect(asked).rejects.toThrow(/background: true/)
      }
      expect(server.requests).toHaveLength(before)
    },
  )

  test('unless it is so by a field that is added to the body', async () => {
    const { responses } = new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1` })
    const options = { resume: true, extraBody: { background: true } }
    expect((await (await responses.create(params, options)).final()).status).toBe('completed')
  })

  test('is in the cause of the error that says that the server does not go on with it', async () => {
    // A server that has forgotten the response by the time that it is asked for.
    const stream = await ask('river', [
      { fault: 'drop', at: { event: 6 }, times: 1 },
      { fault: 'status', status: 404, skip: 1 },
    ])
    await expect(stream.final()).rejects.toMatchObject({
      code: 'ERR_SSE_NOT_FOUND',
      delivered: 6,
      cause: { code: 'ERR_SSE_CONNECTION' },
    })
  })
})

test('without the option a lost connection is an error', async () => {
  const faults: Fault[] = [{ fault: 'drop', at: { event: 6 }, times: 1 }]
  const stream = await ask('river', faults, { resume: false })
  await expect(stream.final()).rejects.toMatchObject({ code: 'ERR_SSE_CONNECTION' })
})

test('a stream that was lost before its first event is asked for once more', async () => {
  const before = server.requests.length
  const stream = await ask('river', [{ fault: 'drop', at: { event: 0 }, times: 1 }])
  expect((await stream.final()).status).toBe('completed')
  expect(server.requests.slice(before).map(({ method }) => method)).toEqual(['POST', 'POST'])
})

test('branches of a resumed stream get everything once', async () => {
  const stream = await ask('river', [{ fault: 'drop', at: { event: 9 }, times: 1 }])
  const [left, right] = stream.tee()
  const [events, final] = await Promise.all([collect(left), right.final()])
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, at) => at))
  expect(await left.final()).toEqual(final)
})
