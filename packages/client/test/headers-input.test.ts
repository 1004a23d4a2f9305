// Headers in the forms that people have them in, for a request and for a relay.

import { fetchBody, type HeadersInput, openStream } from '@sse/client'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FakeClock, settle } from './fake-clock.ts'
import { answer, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/'

/** The headers of the one request that is sent, ours left out. */
async function sentBy(headers: HeadersInput, open = openStream): Promise<object> {
  const { fetch, requests } = scriptedFetch(answer('data: a\n\n'))
  await open(URL, { fetch, headers })
  expect(requests).toHaveLength(1)
  return requests[0]!.headers
}

const name = fc.constantFrom('x-one', 'X-Two', 'accept', 'Accept', 'X-TWO')
const text = fc.constantFrom('a', 'b', '')
const pairs = fc.array(fc.tuple(name, text), { maxLength: 5 })
const accept = 'text/event-stream'

describe('of a request', () => {
  test('law: pairs are those of the standard, as an array, as `Headers`, as whatever is iterable', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (list) => {
        const expected = { accept, ...Object.fromEntries(new Headers(list)) }
        const forms: readonly HeadersInput[] = [
          list,
          new Headers(list),
          { [Symbol.iterator]: () => list[Symbol.iterator]() },
          // As in React Native.
          { entries: () => list } as never,
        ]
        for (const form of forms) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other
          expect(await sentBy(form)).toEqual(expected)
        }
      }),
    )
  })

  test('law: of a record undefined says nothing, and null sends none', async () => {
    const values = fc.oneof(text, fc.constantFrom(null, undefined))
    const names = fc.uniqueArray(fc.tuple(name, values), {
      selector: ([each]) => each.toLowerCase(),
    })
    await fc.assert(
      fc.asyncProperty(names, async (entries) => {
        const expected: Record<string, string> = { accept }
        for (const [each, value] of entries) {
          if (value === null) delete expected[each.toLowerCase()]
          else if (value !== undefined) expected[each.toLowerCase()] = value
        }
        expect(await sentBy(Object.fromEntries(entries))).toEqual(expected)
      }),
    )
  })

  test('of a Map, and of an answer that is no stream', async () => {
    const headers = new Map([['X-One', 'a']])
    expect(await sentBy(headers)).toEqual({ accept, 'x-one': 'a' })
    expect(await sentBy(headers, fetchBody as never)).toEqual({ accept: '*/*', 'x-one': 'a' })
    expect(await sentBy({ Accept: null }, fetchBody as never)).toEqual({})
  })

  test('that are no text are a TypeError that names them, and nothing is sent', async () => {
    const { fetch, requests } = scriptedFetch(answer('data: a\n\n'))
    for (const headers of [{ 'X-One': 5 }, [['X-One', 5]], new Map([['X-One', () => 'secret']])]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const error = await openStream(URL, { fetch, headers: headers as never }).catch(
        (e: unknown) => e,
      )
      expect(error).toBeInstanceOf(TypeError)
      expect(String(error)).toMatch(/`x-one`/)
      expect(String(error)).not.toContain('secret')
    }
    expect(requests).toEqual([])
  })

  test('a name that objects have is a name like others', async () => {
    const headers = JSON.parse('{"__proto__":"a","constructor":"b"}') as Record<string, string>
    const sent = await sentBy(headers)
    expect(Object.entries(sent)).toEqual([
      ['accept', accept],
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })
})

test('an iterator, which gives them once, is sent with every request', async () => {
  const { fetch, requests } = scriptedFetch(answer('data: a\n\n'), answer(null, {}, 204))
  const headers = new Map([['authorization', 'Bearer k']]).entries()
  const clock = new FakeClock()
  const stream = await openStream(URL, { fetch, headers, reconnect: true, clock })
  const reading = (async () => {
    for await (const _ of stream);
  })()
  await settle()
  await clock.advance(60_000)
  await reading
  expect(requests.map((request) => request.headers['authorization'])).toEqual([
    'Bearer k',
    'Bearer k',
  ])
})

describe('of a relay', () => {
  const relayed = async (headers: HeadersInput): Promise<Headers> => {
    const stream = await openStream(URL, scriptedFetch(answer('data: a\n\n')))
    const response = stream.toResponse({ headers })
    await response.text()
    return response.headers
  }

  test('in every form, each cookie for itself', async () => {
    const list = [
      ['X-One', 'a'],
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ] as [string, string][]
    for (const form of [list, new Headers(list)]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const headers = await relayed(form)
      expect(headers.get('x-one')).toBe('a')
      expect(headers.getSetCookie()).toEqual(['a=1', 'b=2'])
      expect(headers.get('content-type')).toMatch(/^text\/event-stream/)
    }
  })

  test('null takes one away, undefined leaves it', async () => {
    const headers = await relayed({ 'Cache-Control': null, 'content-type': undefined })
    expect(headers.has('cache-control')).toBe(false)
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/)
  })
})
