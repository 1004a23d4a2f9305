// A synchronous request is sent again as often as an asynchronous one, and goes where that would go.

import { openStream } from '@sse/client'
import { openStreamSync, type OpenStreamSyncOptions } from '@sse/client/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import type { SeenRequest } from './sync-server.ts'
import { type ServerProcess, startServerProcess } from './sync-server-process.ts'

// This thread waits while it reads: whoever serves it has to be another process.
let server: ServerProcess
let other: ServerProcess
beforeAll(async () => {
  ;[server, other] = await Promise.all([startServerProcess(), startServerProcess()])
})
afterAll(() => Promise.all([server.close(), other.close()]))

type Options = Omit<OpenStreamSyncOptions<string>, 'decoder'>

interface Read {
  readonly items: unknown[]
  readonly error: unknown
}

// A thread that waits for ever would hold up the tests.
const bounded = (options: Options = {}): Options => ({
  ...options,
  deadlines: { total: 10_000, ...options.deadlines },
})

/** Reads with either client. */
const clients: Readonly<Record<string, (url: string, options?: Options) => Promise<Read>>> = {
  asynchronous: async (url, options) => {
    try {
      const decoder = (): DataDecoder => new DataDecoder()
      return await readAll(await openStream(url, { ...bounded(options), decoder }))
    } catch (error) {
      return { items: [], error }
    }
  },
  synchronous: async (url, options) => {
    const items: unknown[] = []
    try {
      const decoder = (): DataDecoder => new DataDecoder()
      for (const item of openStreamSync(url, { ...bounded(options), decoder })) items.push(item)
    } catch (error) {
      return { items, error }
    }
    return { items, error: undefined }
  },
}

function seen(path: string): SeenRequest | null {
  const [record] = openStreamSync(`${server.url}/seen?path=${encodeURIComponent(path)}`)
  return JSON.parse(record!.data) as SeenRequest | null
}

const redirect = (to: string): string => `/redirect?to=${encodeURIComponent(to)}`

describe.each(Object.keys(clients))('a request that is %s', (name) => {
  const read = (path: string, options?: Options): Promise<Read> =>
    clients[name]!(server.url + path, options)

  test.each([
    ['idleContent', { idleContent: 100 }],
    ['firstContent', { firstContent: 100, idleContent: 300 }],
    ['idleContent', { headers: 5000, idleContent: 100 }],
  ])('and answered by silence is sent again by `%s` of %o', async (kind, deadlines) => {
    const once = `/silent?by=${name}-${Object.keys(deadlines).join('-')}&times=1`
    expect(await read(once, { deadlines, maxRetries: 1 })).toEqual({
      items: ['a'],
      error: undefined,
    })
    expect(seen(once)?.times).toBe(2)
    const { error } = await read(`${once}9`, { deadlines, maxRetries: 0 })
    expect(error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind, limit: 100, delivered: 0 })
    expect(seen(`${once}9`)?.times).toBe(1)
  })

  test('and always answered by silence is sent as often as asked for', async () => {
    const path = `/silent?times=9&always=${name}`
    const { error } = await read(path, { deadlines: { idleContent: 100 }, maxRetries: 1 })
    expect(error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind: 'idleContent', delivered: 0 })
    expect(seen(path)?.times).toBe(2)
  })

  test('has its `total` also where it would be sent again', async () => {
    const path = `/silent?times=9&total=${name}`
    const start = performance.now()
    const { error } = await read(path, { deadlines: { idleContent: 50, total: 200 } })
    expect(error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind: 'total', limit: 200 })
    expect(performance.now() - start).toBeLessThan(2000)
    expect(seen(path)?.times).toBe(1)
  })

  test('and redirected, twice, has as many retries as any', async () => {
    const path = `/headers-only?times=1&redirected=${name}`
    expect(await read(redirect(redirect(path)), { maxRetries: 1 })).toEqual({
      items: ['a'],
      error: undefined,
    })
    expect(seen(path)?.times).toBe(2)

    const always = `/headers-only?times=9&redirected=${name}`
    const { error } = await read(redirect(always), { maxRetries: 1 })
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION' })
    expect(seen(always)?.times).toBe(2)
  })

  test('goes to another origin when there is nothing in it but where it goes', async () => {
    const path = redirect(`${other.url}/whole`)
    expect(await read(path)).toEqual({ items: ['a', 'b'], error: undefined })
    for (const options of [{ headers: { 'api-key': 'sk' } }, { body: 'mine' }]) {
      const { error } = await read(path, options)
      expect(error).toMatchObject({ code: 'ERR_SSE_STATUS', status: 307 })
    }
  })
})

test('a request of whose answer a byte was passed on is not sent again', async () => {
  const path = '/late?headers=0'
  const deadlines = { idleContent: 100 }
  const { error } = await clients['synchronous']!(server.url + path, { deadlines, maxRetries: 1 })
  expect(error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind: 'idleContent', limit: 100 })
  expect(seen(path)?.times).toBe(1)
})

describe('nothing is sent with', () => {
  test.each([0, -1, Number.NaN])('a maxEventSize of %s', (maxEventSize) => {
    const path = `/drip?size=${maxEventSize}`
    expect(() => openStreamSync(server.url + path, { maxEventSize })).toThrow(RangeError)
    expect(seen(path)).toBeNull()
  })

  test('a decoder that cannot be made', () => {
    const bug = new Error('a bug')
    const decoder = (): DataDecoder => {
      throw bug
    }
    expect(() => openStreamSync(`${server.url}/drip?decoder`, { decoder })).toThrow(bug)
    expect(seen('/drip?decoder')).toBeNull()
  })
})
