// What is wrong with the options is said before anything is sent; what throws behind that leaves nothing open.

import { openStream } from '@sse/client'
import { describe, expect, test } from 'vitest'
import { answer, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/'

describe('nothing is sent with', () => {
  test.each([0, -1, Number.NaN, '5' as never])('a maxEventSize of %s', async (maxEventSize) => {
    const { fetch, requests } = scriptedFetch('never')
    const opening = openStream(URL, { fetch, maxEventSize })
    await expect(opening).rejects.toThrow(
      new RangeError('`maxEventSize` takes a positive number of bytes, or Infinity'),
    )
    expect(requests).toEqual([])
  })

  test('a decoder that cannot be made', async () => {
    const { fetch, requests } = scriptedFetch('never')
    const bug = new Error('a bug')
    const decoder = (): never => {
      throw bug
    }
    await expect(openStream(URL, { fetch, decoder })).rejects.toBe(bug)
    expect(requests).toEqual([])
  })
})

test('a request whose body cannot be read is ended', async () => {
  const body = new ScriptedBody()
  const response = answer(body)
  const taken = response.body!.getReader()
  const { fetch, requests } = scriptedFetch(response)
  await expect(openStream(URL, { fetch })).rejects.toThrow(TypeError)
  expect(requests.map(({ signal }) => signal.aborted)).toEqual([true])
  await taken.cancel()
})
