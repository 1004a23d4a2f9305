// The loop of the README of @sse/openai that goes on behind a cut by hand: it outlives what the loop is there for, a
// connection that breaks, and then the request for the rest that breaks as well.

import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'
import { type Fault, startServer } from '@fixtures/server'
import { responseTranscript } from '@fixtures/sse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { snippets } from './documented-programs.ts'
import { root, runProgram } from './run-program.ts'

const folder = `${root}docs/node_modules/.cache/sync-resume-${process.pid}`
const file = `${folder}/loop.mjs`
const loops = snippets.filter(
  ({ document, code }) =>
    document === 'packages/openai/README.md' && code.includes('starting_after: last'),
)
const { output } = responseTranscript('river').final as {
  readonly output: readonly { readonly content?: readonly { readonly text: string }[] }[]
}
const text = output.flatMap(({ content }) => content?.map((part) => part.text) ?? []).join('')

beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, stripTypeScriptTypes(loops[0]?.code ?? 'throw new Error("none")'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
  /** The requests that a server got: the method, and the number that the rest is to come after. */
  readonly requests: readonly string[]
  readonly connections: number
}

/** Runs the loop, with a server behind a port that resets the connections of these numbers, from 1. */
async function run(faults: readonly Fault[], lost: readonly number[] = []): Promise<Ran> {
  await using server = await startServer({ faults })
  let connections = 0
  const door = createServer((socket) => {
    connections += 1
    if (lost.includes(connections)) socket.resetAndDestroy()
    // What breaks on one side breaks on the other; both see it for themselves.
    else pipeline(socket, connect(server.port, '127.0.0.1'), socket, () => undefined)
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  try {
    const { port } = door.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/v1`
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: url, NO_COLOR: '1' }
    const ran = await runProgram(file, { env })
    const requests = server.requests.map(({ method, query }) => {
      const number = new URLSearchParams(query).get('starting_after')
      return number === null ? method : `${method} ${number}`
    })
    return { ...ran, requests, connections }
  } finally {
    door.close()
  }
}

/** A connection that breaks after so many events, for the request with that number, from 0. */
const cut = (skip: number, event: number): Fault => ({
  fault: 'drop',
  at: { event },
  skip,
  times: 1,
  key: 'request',
})
/** Three in a row make a call that has failed: the client tries again twice by itself. */
const FAILED_CALL = 3

describe('the loop that goes on by hand', { timeout: 40_000 }, () => {
  test('is there, once', () => {
    expect(loops).toHaveLength(1)
    expect(text.length).toBeGreaterThan(100)
  })

  test('outlives a call for the rest that gets no connection', async () => {
    const ran = await run([cut(0, 20), cut(1, 20)], [2, 3, 4])
    expect(ran).toMatchObject({ stdout: text, stderr: '', code: 0, connections: 6 })
    expect(ran.requests).toEqual(['POST', 'GET 19', 'GET 39'])
  })

  test('outlives a call for the rest that is answered with 503', async () => {
    const busy = { fault: 'status', status: 503, retryAfter: { ms: 1 } } as const
    const ran = await run([
      cut(0, 20),
      { ...busy, skip: 1, times: FAILED_CALL, key: 'request' },
      cut(1 + FAILED_CALL, 20),
    ])
    expect(ran).toMatchObject({ stdout: text, stderr: '', code: 0 })
    const rest = Array.from({ length: FAILED_CALL + 1 }, () => 'GET 19')
    expect(ran.requests).toEqual(['POST', ...rest, 'GET 39'])
  })

  test('waits longer each time, and ends at the fifth with its error', async () => {
    const start = performance.now()
    const busy = { fault: 'status', status: 503, retryAfter: { ms: 1 } } as const
    const ran = await run([cut(0, 20), { ...busy, skip: 1, key: 'request' }])
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('ERR_SSE_INTERNAL_SERVER')
    expect(text.startsWith(ran.stdout)).toBe(true)
    expect(ran.requests).toHaveLength(1 + 4 * FAILED_CALL)
    // 200, 400, 800 and 1600 ms.
    expect(performance.now() - start).toBeGreaterThan(3_000)
  })

  test('ends at once where there is nothing to go on behind', async () => {
    const ran = await run([{ fault: 'drop' }])
    expect(ran.code).toBe(1)
    expect(ran.requests).toEqual(['POST', 'POST', 'POST'])
  })

  test('ends at once where the answer is a refusal', async () => {
    const unknown = { fault: 'status', status: 404, skip: 1, key: 'request' } as const
    const ran = await run([cut(0, 20), unknown])
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('NotFoundError')
    expect(ran.requests).toEqual(['POST', 'GET 19'])
  })
})
