import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answering, clientOf, thrownBy, useServerThread } from './sync-server-thread.ts'

useServerThread()

describe('the answer to cancel()', () => {
  const cancel = (body: string, cut?: number): unknown =>
    clientOf({ headers: answering(body, cut) }).responses.cancel('resp_1')

  const shapes: readonly (readonly [string, (value: unknown) => string])[] = [
    ['in one line', (value) => JSON.stringify(value)],
    ['in many lines', (value) => `${JSON.stringify(value, null, 2)}\n`],
    ['with CRLF and tabs', (value) => JSON.stringify(value, null, '\t').replaceAll('\n', '\r\n')],
    [
      'with values below their keys',
      (value) => valuesBelow(JSON.parse(JSON.stringify(value).replaceAll(': ', ':'))),
    ],
  ]
  // No string that can begin a line has what `SyncJSONBody` says is lost.
  const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll(':', ''))
  const values = fc.dictionary(
    text.filter((key) => key !== '__proto__'),
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      fc.boolean(),
      fc.array(text),
      fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        fc.constantFrom(null, '', 'event: x\n\ndata: y', ': a'),
      ),
    ),
  )

  test.each(shapes)('%s is given as it is', (_, write) => {
    fc.assert(
      fc.property(values, fc.nat({ max: 60 }), (value, cut) => {
        const body = write(value)
        expect(cancel(body, cut)).toEqual(JSON.parse(body))
      }),
      { numRuns: 40 },
    )
  })

  test('what is lost: a space behind the first colon of a line, in a string that begins the line', () => {
    const write = (list: readonly string[]): string => JSON.stringify({ list }, null, 1)
    expect(cancel(write(['a: b: c', 'a:  b', ': ']))).toEqual({ list: ['a:b: c', 'a: b', ':'] })
  })

  test('a multi-byte character that two writes share stays whole', () => {
    const body = JSON.stringify({ note: 'ä€𝄞' })
    for (let cut = 9; cut < 20; cut++) expect(cancel(body, cut)).toEqual({ note: 'ä€𝄞' })
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

/** JSON whose values are on the line below their keys. */
function valuesBelow(value: unknown): string {
  if (Array.isArray(value)) return `[\n${value.map(valuesBelow).join('\n,\n')}\n]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const pairs = Object.entries(value).map(([key, each]) => {
    return `${JSON.stringify(key)} :\n  ${valuesBelow(each)}`
  })
  return `{\n${pairs.join(',\n')}\n}`
}
