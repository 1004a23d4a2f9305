// Where redirects are followed to, and with what: nothing of a request goes to a host that it was not meant for.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fetchBody, openStream, type OpenStreamOptions } from '@sse/client'
import type { ServerSentEvent } from '@sse/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAll } from './data-decoder.ts'
import { answer, scriptedFetch } from './scripted-fetch.ts'

type Options = Omit<OpenStreamOptions<ServerSentEvent>, 'decoder'>

interface Seen {
  readonly host: string
  readonly method: string
  readonly path: string
  readonly key: unknown
  readonly body: string
}

const seen: Seen[] = []
let location = ''
let status = 307
let hops = 1

function listener(host: string) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = ''
    for await (const piece of request) body += String(piece)
    const { method = '', url: path = '', headers } = request
    seen.push({ host, method, path, key: headers['api-key'], body })
    if (hops-- > 0) response.writeHead(status, { location }).end('moved')
    else response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: a\n\n')
  }
}

const servers: Server[] = []
const urls: string[] = []
beforeAll(async () => {
  for (const host of ['own', 'other']) {
    const server = createServer((request, response) => void listener(host)(request, response))
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    servers.push(server)
    urls.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  }
})
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections()
})

async function ask(to: string, how: { status?: number; hops?: number }, options: Options = {}) {
  location = to.replace('other:', urls[1]!)
  status = how.status ?? 307
  hops = how.hops ?? 1
  seen.length = 0
  try {
    const stream = await openStream(`${urls[0]}/v1/first?q=1`, { maxRetries: 0, ...options })
    const { items } = await readAll(stream)
    return { data: items.map(({ data }) => data), error: undefined }
  } catch (error) {
    return { data: [], error }
  }
}

const post: Options = { body: '{"prompt":"mine"}', headers: { 'api-key': 'sk-secret' } }

describe('within its origin', () => {
  test.each([307, 308])('%i: the same request once more', async (code) => {
    expect((await ask('../second?q=2', { status: code }, post)).data).toEqual(['a'])
    const request = { host: 'own', method: 'POST', key: 'sk-secret', body: post.body }
    expect(seen).toEqual([
      { ...request, path: '/v1/first?q=1' },
      { ...request, path: '/second?q=2' },
    ])
  })

  test.each([301, 302, 303])('%i: a GET goes there, another method would be lost', async (code) => {
    expect((await ask('/second', { status: code })).data).toEqual(['a'])
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/first?q=1',
      'GET /second',
    ])
    expect((await ask('/second', { status: code }, post)).error).toMatchObject({
      code: 'ERR_SSE_STATUS',
      status: code,
    })
    expect(seen).toHaveLength(1)
  })

  test('twenty times, and no more', async () => {
    expect((await ask('/again', { hops: 20 }, post)).data).toEqual(['a'])
    const { error } = await ask('/again', { hops: 100 }, post)
    expect(error).toMatchObject({ code: 'ERR_SSE_STATUS', status: 307 })
    expect(seen).toHaveLength(21)
  })

  test('also for an answer that is no stream', async () => {
    await ask('/second', { hops: 0 })
    hops = 1
    const { bytes } = await fetchBody(`${urls[0]}/v1/first`, { headers: { 'api-key': 'sk' } })
    expect(new TextDecoder().decode(bytes)).toBe('data: a\n\n')
    expect(seen.at(-1)).toMatchObject({ path: '/second', key: 'sk' })
  })
})

describe('to another origin', () => {
  test.each<[string, Options]>([
    ['with a key and a body', post],
    ['with a header', { headers: { 'API-Key': 'sk-secret' } }],
    ['with a body', { body: 'mine' }],
    ['by a `fetch` that may add a key', { fetch: (url, init) => fetch(url, init) }],
  ])('not %s', async (_, options) => {
    const { error } = await ask('other:/v1', {}, options)
    expect(error).toMatchObject({ code: 'ERR_SSE_STATUS', status: 307 })
    expect((error as { headers: Headers }).headers.get('location')).toBe(`${urls[1]}/v1`)
    expect(seen.map(({ host }) => host)).toEqual(['own'])
  })

  test('when there is nothing in the request but where it goes', async () => {
    expect((await ask('other:/v1', {})).data).toEqual(['a'])
    expect(seen.map(({ host }) => host)).toEqual(['own', 'other'])
  })

  test('which is no server there is nothing to follow to', async () => {
    const { error } = await ask('data:text/event-stream,data:%20a%0A%0A', {})
    expect(error).toMatchObject({ code: 'ERR_SSE_STATUS', status: 307 })
  })

  test('behind one of its own origin', async () => {
    // Back to the first host only by name: another port is another origin.
    const { fetch: scripted, requests } = scriptedFetch(
      answer(null, { location: '/b' }, 307),
      answer(null, { location: 'http://127.0.0.1:2/c' }, 307),
      answer('data: a\n\n'),
    )
    const opening = openStream('http://127.0.0.1:1/a', { ...post, fetch: scripted, maxRetries: 0 })
    await expect(opening).rejects.toMatchObject({ code: 'ERR_SSE_STATUS', status: 307 })
    expect(requests.map(({ url }) => url)).toEqual(['http://127.0.0.1:1/a', 'http://127.0.0.1:1/b'])
  })
})

test.each([
  ['no address', null],
  ['an address that is none', 'http://['],
  ['an address of another kind', 'data:text/event-stream,data:%20a%0A%0A'],
])('a redirect with %s is a status like any other', async (_, to) => {
  const { fetch: scripted, requests } = scriptedFetch(
    answer(null, to === null ? {} : { location: to }, 307),
  )
  const opening = openStream('http://127.0.0.1:1/a', { fetch: scripted, maxRetries: 0 })
  await expect(opening).rejects.toMatchObject({ code: 'ERR_SSE_STATUS', status: 307 })
  expect(requests).toHaveLength(1)
})

test('where the runtime shows no redirect it follows by its own rules', async () => {
  const opaque = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' })
  const { fetch: scripted, requests } = scriptedFetch(opaque, answer('data: a\n\n'))
  const stream = await openStream('http://127.0.0.1:1/a', { ...post, fetch: scripted })
  expect((await readAll(stream)).items).toMatchObject([{ data: 'a' }])
  expect(requests.map(({ redirect }) => redirect)).toEqual(['manual', undefined])
  expect(requests[1]).toMatchObject({ url: requests[0]!.url, body: post.body })
})

test('a signal that is aborted ends it between two hops', async () => {
  const controller = new AbortController()
  let sent = 0
  const opening = openStream('http://127.0.0.1:1/a', {
    signal: controller.signal,
    fetch: async () => {
      sent++
      controller.abort()
      return answer(null, { location: '/b' }, 307)
    },
  })
  await expect(opening).rejects.toMatchObject({ code: 'ERR_SSE_ABORTED' })
  expect(sent).toBe(1)
})
