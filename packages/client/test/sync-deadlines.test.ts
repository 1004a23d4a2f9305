import type { DeadlineKind, Deadlines } from '@sse/client'
import { fetchBodySync, openStreamSync } from '@sse/client/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerProcess, startServerProcess } from './sync-server-process.ts'

// This thread waits while it reads: whoever serves it has to be another process.
let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess()
  // The thread takes a while to start.
  openStreamSync(`${server.url}/whole`).close()
})
afterAll(() => server.close())

/** What is thrown, how many items there were before it, and how long it took. */
function thrownBy(path: string, deadlines: Deadlines, work = 0, maxRetries = 0) {
  const start = performance.now()
  let items = 0
  try {
    for (const _ of openStreamSync(server.url + path, { deadlines, maxRetries })) {
      items++
      const until = performance.now() + work
      while (performance.now() < until);
      if (performance.now() - start > 5000) break
    }
  } catch (error) {
    return { error, items, took: performance.now() - start }
  }
  return { error: undefined, items, took: performance.now() - start }
}

const timeout = (kind: DeadlineKind) => ({ code: 'ERR_SSE_TIMEOUT', kind })

describe('a server that never answers', () => {
  test.each(['firstContent', 'idleBytes', 'idleContent'] as const)('is noticed by `%s`', (kind) => {
    const { error, took } = thrownBy('/never', { [kind]: 150 })
    expect(error).toMatchObject(timeout(kind))
    expect(took).toBeGreaterThanOrEqual(148)
    expect(took).toBeLessThan(3000)
  })

  test('is noticed by `firstContent` where the answer is wanted whole', () => {
    const deadlines = { firstContent: 150 }
    expect(() => fetchBodySync(`${server.url}/never`, { deadlines, maxRetries: 0 })).toThrow(
      expect.objectContaining(timeout('firstContent')),
    )
  })
})

describe('total', () => {
  test('is over for a consumer that is slower than an endless stream', () => {
    const { error, items, took } = thrownBy('/endless', { total: 400 }, 1)
    expect(error).toMatchObject({ ...timeout('total'), limit: 400, delivered: items })
    expect(items).toBeGreaterThan(0)
    expect(took).toBeGreaterThanOrEqual(398)
    expect(took).toBeLessThan(2000)
  })

  test.each(['/endless', '/endless?comments'])('and for one that is faster than %s', (path) => {
    const { error, took } = thrownBy(path, { total: 400 })
    expect(error).toMatchObject(timeout('total'))
    expect(took).toBeLessThan(2000)
  })
})

test('headers and content together have the time of `firstContent`', () => {
  const { error, took } = thrownBy('/late?headers=1000', { firstContent: 1200 })
  expect(error).toMatchObject(timeout('firstContent'))
  expect(took).toBeGreaterThanOrEqual(1198)
  expect(took).toBeLessThan(2100)
})

test('`idleContent` waits for the headers where another deadline notices that there are none', () => {
  const deadlines = { headers: 4000, idleContent: 500 }
  const { error, took } = thrownBy('/late?headers=1000', deadlines)
  expect(error).toMatchObject(timeout('idleContent'))
  expect(took).toBeGreaterThanOrEqual(1498)
})

test('behind the headers nobody but who sees the content counts `firstContent` and `idleContent`', () => {
  let items = 0
  const deadlines = { firstContent: 400, idleContent: 400 }
  const start = performance.now()
  for (const { data } of openStreamSync(`${server.url}/drip`, { deadlines, maxRetries: 0 })) {
    items += data.length
    if (performance.now() - start > 1000) break
  }
  expect(items).toBeGreaterThan(5)
})
