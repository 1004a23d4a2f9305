import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shapes, values } from './cancel-answers.ts'
import {
  answering,
  clientOf,
  lastRequest,
  thrownBy,
  useServerThread,
} from './sync-server-thread.ts'

useServerThread()

describe('the answer to cancel()', () => {
  const cancel = (body: string, cut?: number): unknown =>
    clientOf({ headers: answering(body, cut) }).responses.cancel('resp_1')

  test.each(shapes)('%s is given as it is', (_, write) => {
    fc.assert(
      fc.property(values, fc.nat({ max: 60 }), (value, cut) => {
        const body = write(value)
        expect(cancel(body, cut)).toEqual(JSON.parse(body))
      }),
      { numRuns: 40 },
    )
  })

  test('a space behind the first colon of a line stays, in a string that begins the line', () => {
    const list = ['a: b: c', 'a:  b', ': ']
    expect(cancel(JSON.stringify({ list }, null, 1))).toEqual({ list })
  })

  test('a multi-byte character that two writes share stays whole', () => {
    const body = JSON.stringify({ note: 'ä€𝄞' })
    for (let cut = 9; cut < 20; cut++) expect(cancel(body, cut)).toEqual({ note: 'ä€𝄞' })
  })

  test('JSON is asked for, unless a header says otherwise', async () => {
    cancel('{}')
    expect((await lastRequest()).headers['accept']).toBe('application/json')
    const headers = { ...answering('{}'), Accept: 'text/json' }
    clientOf({ headers }).responses.cancel('resp_1')
    expect((await lastRequest()).headers['accept']).toBe('text/json')
  })

  test.each([
    '<secret>',
    '',
    '{"id":"secret',
    'data: {"id":"secret"}\n\n',
    '{}\ndata: {}\n\n',
    '{}\ndata: {}',
  ])('that is no JSON is a typed error without the answer in it: %j', (body) => {
    const error = thrownBy(() => cancel(body))
    expect(error).toMatchObject({ code: 'ERR_SSE_MALFORMED_PAYLOAD', status: 200 })
    expect(String(error)).not.toContain('secret')
  })

  test('that never ends is bounded by a deadline', () => {
    const error = thrownBy(() =>
      clientOf({ headers: { 'x-fixture-fault': '{"fault":"headers-never"}' } }).responses.cancel(
        'resp_1',
        { deadlines: { headers: 20 } },
      ),
    )
    expect(error).toMatchObject({ code: 'ERR_SSE_TIMEOUT', kind: 'headers' })
  })
})
