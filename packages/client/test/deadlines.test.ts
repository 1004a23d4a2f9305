import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APITimeoutError,
  type Deadlines,
  openStream,
  type OpenStreamOptions,
  type Stream,
} from '@sse/client'
import { describe, expect, test, vi } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock, settle } from './fake-clock.ts'
import { answer, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/'

async function open(
  clock: FakeClock,
  body: ScriptedBody,
  deadlines: Deadlines,
  more: Partial<OpenStreamOptions<string>> = {},
): Promise<Stream<string>> {
  const { fetch } = scriptedFetch(answer(body, { 'x-request-id': 'req_1' }))
  const decoder = new DataDecoder()
  return openStream(URL, { decoder, clock, fetch, deadlines, maxRetries: 0, ...more })
}

/** What a stream does within so many milliseconds: its error, or undefined when it is still at it. */
async function within(
  clock: FakeClock,
  reading: ReturnType<typeof readAll>,
  milliseconds: number,
): Promise<Awaited<typeof reading> | undefined> {
  let result: Awaited<typeof reading> | undefined
  const noted = async (): Promise<void> => {
    result = await reading
  }
  void noted()
  await clock.advance(milliseconds)
  return result
}

const timeout = (kind: string, limit: number) => ({
  name: 'APITimeoutError',
  code: 'ERR_SSE_TIMEOUT',
  kind,
  limit,
})

test('a deadline that passed is a kind of connection error, under either name of the SDKs', async () => {
  expect(APIConnectionTimeoutError).toBe(APITimeoutError)
  expect(new APITimeoutError('total', 5)).toBeInstanceOf(APIConnectionError)
})

test.each([0, -1, Number.NaN, '5000' as never, null as never])(
  '%s is no deadline, and nothing is sent',
  async (idleBytes) => {
    const { fetch, requests } = scriptedFetch('never')
    const opening = openStream(URL, { fetch, deadlines: { idleBytes } })
    await expect(opening).rejects.toThrow(/^The deadline `idleBytes` .* positive/)
    expect(requests).toHaveLength(0)
  },
)

test('without deadlines no timer is set', async () => {
  const clock = new FakeClock()
  const body = new ScriptedBody().send('data: a\n\n')
  const stream = await open(clock, body, {})
  const items = stream[Symbol.asyncIterator]()
  await items.next()
  void items.next()
  await settle()
  expect(clock.waits).toEqual([])
  await stream.close()
})

describe('headers', () => {
  test('that never come', async () => {
    const clock = new FakeClock()
    const { fetch } = scriptedFetch('never')
    const opening = openStream(URL, { clock, fetch, maxRetries: 0, deadlines: { headers: 100 } })
    const error = opening.catch((thrown: unknown) => thrown)
    await clock.advance(100)
    expect(await error).toMatchObject(timeout('headers', 100))
    expect(clock.pending).toBe(0)
  })

  test('that come are the end of it', async () => {
    const clock = new FakeClock()
    const stream = await open(clock, new ScriptedBody(), { headers: 100 })
    expect(await within(clock, readAll(stream), 100_000)).toBeUndefined()
    await stream.close()
  })

  test('a response that comes too late is thrown away', async () => {
    const clock = new FakeClock()
    const body = new ScriptedBody()
    let respond!: (response: Response) => void
    const fetch = (): Promise<Response> =>
      new Promise((resolve) => {
        respond = resolve
      })
    const opening = openStream(URL, { clock, fetch, maxRetries: 0, deadlines: { headers: 100 } })
    const error = opening.catch((thrown: unknown) => thrown)
    await clock.advance(100)
    await error
    respond(new Response(body.stream as ReadableStream<Uint8Array<ArrayBuffer>>))
    await settle()
    expect(body.cancelled).toHaveLength(1)
  })
})

describe('firstByte', () => {
  test('that does not come; a comment is one', async () => {
    const clock = new FakeClock()
    const silent = readAll(await open(clock, new ScriptedBody(), { firstByte: 100 }))
    expect(await within(clock, silent, 99)).toBeUndefined()
    expect(await within(clock, silent, 1)).toMatchObject({ error: timeout('firstByte', 100) })

    const spoken = new ScriptedBody().send(':\n')
    const stream = await open(clock, spoken, { firstByte: 100 })
    expect(await within(clock, readAll(stream), 1000)).toBeUndefined()
    await stream.close()
  })

  test('is not waited for behind a refusal, whose body may come slowly', async () => {
    const clock = new FakeClock()
    const body = new ScriptedBody()
    const { fetch } = scriptedFetch(answer(body, {}, 400))
    const opening = openStream(URL, { clock, fetch, deadlines: { firstByte: 1 } })
    const error = opening.catch((thrown: unknown) => thrown)
    await clock.advance(4000)
    body.send('"why"').end()
    expect(await error).toMatchObject({ status: 400, error: 'why' })
    expect(clock.pending).toBe(0)
  })
})

describe('idleBytes', () => {
  test('silence between two pieces; what came before it was delivered', async () => {
    const clock = new FakeClock()
    const body = new ScriptedBody().send('data: a\n\n')
    const stream = await open(clock, body, { idleBytes: 100 })
    const reading = readAll(stream)
    for (let beat = 0; beat < 20; beat++) {
      expect(await within(clock, reading, 99)).toBeUndefined()
      body.send(': keep-alive\n\n')
    }
    expect(await within(clock, reading, 99)).toBeUndefined()
    expect(await within(clock, reading, 1)).toMatchObject({
      items: ['a'],
      error: { ...timeout('idleBytes', 100), delivered: 1, requestId: 'req_1', status: 200 },
    })
    expect(stream.outcome).toMatchObject({ status: 'timed_out', kind: 'idleBytes' })
    expect(body.cancelled).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  test('stands in for firstByte where that is not set, and not where it is', async () => {
    const clock = new FakeClock()
    const alone = readAll(await open(clock, new ScriptedBody(), { idleBytes: 100 }))
    expect(await within(clock, alone, 100)).toMatchObject({ error: timeout('idleBytes', 100) })

    const both = readAll(await open(clock, new ScriptedBody(), { idleBytes: 100, firstByte: 300 }))
    expect(await within(clock, both, 299)).toBeUndefined()
    expect(await within(clock, both, 1)).toMatchObject({ error: timeout('firstByte', 300) })
  })

  test('passes while nobody reads: then it comes behind what had arrived', async () => {
    const clock = new FakeClock()
    const stream = await open(clock, new ScriptedBody().send('data: a\n\n'), { idleBytes: 100 })
    await clock.advance(1000)
    expect(await readAll(stream)).toMatchObject({
      items: ['a'],
      error: timeout('idleBytes', 100),
    })
  })

  test('a consumer that holds the server back does not make it late', async () => {
    const clock = new FakeClock()
    const body = new ScriptedBody().send(`: ${'x'.repeat(1_048_576)}\n\ndata: a\n\n`)
    const stream = await open(clock, body, { idleBytes: 100 })
    await clock.advance(100_000)
    body.send('data: [DONE]\n\n')
    expect(await readAll(stream)).toEqual({ items: ['a'], error: undefined })
  })

  test('a thread that was blocked does not make it late, either', async () => {
    const clock = new FakeClock()
    const body = new ScriptedBody()
    const reading = readAll(await open(clock, body, { idleBytes: 100 }))
    await settle()
    clock.block(5000)
    // What came in the meantime is known only after the first timers.
    clock.fire()
    body.send('data: a\n\ndata: [DONE]\n\n')
    await clock.advance(0)
    expect(await reading).toEqual({ items: ['a'], error: undefined })
  })
})

describe('idleContent', () => {
  test('is not fed by comments, by events without an item, nor by items that are no content', async () => {
    const clock = new FakeClock()
    const body = new ScriptedBody().send('data: a\n\n')
    const stream = await open(
      clock,
      body,
      { idleBytes: 100, idleContent: 250 },
      { isContent: (item) => item !== 'noise' },
    )
    const reading = readAll(stream)
    for (const text of [': keep-alive\n\n', 'event: ping\ndata: {}\n\n', 'data: noise\n\n']) {
      expect(await within(clock, reading, 80)).toBeUndefined()
      body.send(text)
    }
    expect(await within(clock, reading, 9)).toBeUndefined()
    expect(await within(clock, reading, 1)).toMatchObject({
      items: ['a', 'noise'],
      error: timeout('idleContent', 250),
    })
  })

  test('is fed by content', async () => {
    const clock = new FakeClock()
    const body = new ScriptedBody()
    const stream = await open(clock, body, { idleContent: 100 })
    const reading = readAll(stream)
    for (let n = 0; n < 10; n++) {
      expect(await within(clock, reading, 99)).toBeUndefined()
      body.send('data: a\n\n')
    }
    body.send('data: [DONE]\n\n').end()
    expect((await reading).items).toHaveLength(10)
    await settle()
    expect(clock.pending).toBe(0)
  })

  test('the time that the consumer takes is not counted', async () => {
    const clock = new FakeClock()
    const body = new ScriptedBody().send('data: a\n\n')
    const stream = await open(clock, body, { idleContent: 100, idleBytes: 100_000 })
    const items = stream[Symbol.asyncIterator]()
    await items.next()
    await clock.advance(10_000)
    const waiting = items.next()
    await clock.advance(99)
    body.send('data: b\n\n')
    expect(await waiting).toEqual({ value: 'b', done: false })
    await stream.close()
    expect(clock.pending).toBe(0)
  })
})

test('firstContent counts from the sending; content in time is the end of it', async () => {
  const clock = new FakeClock()
  const fetch = async (): Promise<Response> => {
    clock.block(60)
    return answer(body) as Response
  }
  const body = new ScriptedBody().send(': thinking\n\n')
  const deadlines = { firstContent: 100, idleContent: 1000 }
  const options = { decoder: new DataDecoder(), clock, fetch, deadlines, maxRetries: 0 }
  const late = readAll(await openStream(URL, options))
  expect(await within(clock, late, 39)).toBeUndefined()
  expect(await within(clock, late, 1)).toMatchObject({ error: timeout('firstContent', 100) })

  const early = new ScriptedBody().send('data: a\n\n')
  const stream = await open(clock, early, deadlines)
  const reading = readAll(stream)
  expect(await within(clock, reading, 999)).toBeUndefined()
  expect(await within(clock, reading, 1)).toMatchObject({ error: timeout('idleContent', 1000) })
})

describe('total', () => {
  test('counts everything, the consumer too: what it has not asked for in time is not given', async () => {
    const clock = new FakeClock()
    const body = new ScriptedBody().send('data: a\n\ndata: b\n\n')
    const stream = await open(clock, body, { total: 100 })
    const items = stream[Symbol.asyncIterator]()
    await items.next()
    await clock.advance(99)
    expect(await items.next()).toEqual({ value: 'b', done: false })
    body.send('data: c\n\ndata: [DONE]\n\n').end()
    await clock.advance(1)
    await expect(items.next()).rejects.toMatchObject({ ...timeout('total', 100), delivered: 2 })
    expect(stream.outcome).toMatchObject({ status: 'timed_out', kind: 'total' })
    expect(await items.next()).toEqual({ value: undefined, done: true })
    expect(clock.pending).toBe(0)
  })

  test('needs no timer: a consumer that never lets one have its turn is told, too', async () => {
    const clock = new FakeClock()
    const body = new ScriptedBody().send('data: a\n\n'.repeat(1000))
    const stream = await open(clock, body, { total: 100 })
    let items = 0
    const reading = (async () => {
      for await (const item of stream) {
        items += item.length
        clock.block(1)
      }
    })()
    await expect(reading).rejects.toMatchObject(timeout('total', 100))
    expect(items).toBe(100)
    expect(body.cancelled).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  test('is never a reason to send again', async () => {
    const clock = new FakeClock()
    const { fetch, requests } = scriptedFetch('never')
    const opening = openStream(URL, { clock, fetch, deadlines: { total: 100 } })
    const error = opening.catch((thrown: unknown) => thrown)
    await clock.advance(100_000)
    expect(await error).toMatchObject(timeout('total', 100))
    expect(requests).toHaveLength(1)
  })

  test('is let go of when the request fails, as the signal is', async () => {
    const clock = new FakeClock()
    const { signal } = new AbortController()
    const remove = vi.spyOn(signal, 'removeEventListener')
    const { fetch } = scriptedFetch(answer('no', {}, 400))
    const opening = openStream(URL, { clock, fetch, signal, deadlines: { total: 100_000 } })
    await expect(opening).rejects.toMatchObject({ status: 400 })
    expect(clock.pending).toBe(0)
    expect(remove).toHaveBeenCalledTimes(1)
  })

  test('may be longer than any timer', async () => {
    const clock = new FakeClock()
    const stream = await open(clock, new ScriptedBody(), { total: 2 ** 40 })
    const reading = readAll(stream)
    expect(await within(clock, reading, 2 ** 40 - 1)).toBeUndefined()
    expect(Math.max(...clock.waits)).toBeLessThan(2 ** 31)
    expect(await within(clock, reading, 1)).toMatchObject({ error: timeout('total', 2 ** 40) })
  })
})

test('timing: when what came, however late it was asked for', async () => {
  const clock = new FakeClock()
  const body = new ScriptedBody()
  const fetch = async (): Promise<Response> => {
    clock.block(10)
    return answer(body) as Response
  }
  const decoder = new DataDecoder()
  const isContent = (item: string): boolean => item === 'b'
  const stream = await openStream(URL, { decoder, clock, fetch, isContent })
  expect(stream.timing).toEqual({
    attempts: 1,
    headers: 10,
    firstByte: undefined,
    firstEvent: undefined,
    firstContent: undefined,
    longestGap: undefined,
    total: undefined,
  })
  for (const [wait, text] of [
    [5, ': hello\n\n'],
    [20, 'data: a\n\n'],
    [7, 'data: b\n\n'],
    [1, 'data: [DONE]\n\n'],
  ] as const) {
    await clock.advance(wait)
    body.send(text)
    await settle()
  }
  await clock.advance(57)
  await readAll(stream)
  expect(stream.timing).toEqual({
    attempts: 1,
    headers: 10,
    firstByte: 15,
    firstEvent: 35,
    firstContent: 42,
    longestGap: 20,
    total: 100,
  })
})

test('the timers of the runtime let the process end', async () => {
  const unref = vi.fn<() => void>()
  const set = vi.spyOn(globalThis, 'setTimeout').mockReturnValue({ unref } as never)
  try {
    const { fetch } = scriptedFetch(answer(new ScriptedBody()))
    const stream = await openStream(URL, { fetch, deadlines: { total: 1000 } })
    expect(set).toHaveBeenCalledTimes(1)
    expect(unref).toHaveBeenCalledTimes(1)
    await stream.close()
  } finally {
    set.mockRestore()
  }
})
