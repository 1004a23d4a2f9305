// The oracle against what was derived from the standard by hand. It is slow and has no state between calls, so what
// there is to get wrong is the algorithm itself.

import { eventStreamCases } from '@fixtures/sse'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventStream, referenceParse } from '@sse/conformance'

const numRuns = Number(process.env['FC_RUNS'] ?? 500)

function parse(text: string, options?: Parameters<typeof referenceParse>[1]) {
  return referenceParse(new TextEncoder().encode(text), options)
}

describe('the reference parser gives what each case expects', () => {
  test.each(eventStreamCases)(
    '$id',
    ({ bytes, events, comments, reconnectionTime, lastEventId }) => {
      expect(referenceParse(bytes)).toStrictEqual({
        events,
        comments: comments ?? [],
        reconnectionTime,
        lastEventId: lastEventId ?? '',
        tooLarge: false,
        done: false,
      })
    },
  )
})

describe('deviations of the reference parser', () => {
  test('eof: flush ends the last line and the block', () => {
    expect(parse('id: 1\ndata: a', { eof: 'flush' })).toMatchObject({
      events: [{ data: 'a', id: '1', lastEventId: '1' }],
      lastEventId: '1',
    })
    expect(parse('data: a\n\n', { eof: 'flush' }).events).toHaveLength(1)
    expect(parse('event: a\n', { eof: 'flush' }).events).toEqual([])
    expect(parse('', { eof: 'flush' }).events).toEqual([])
  })

  test('flushing adds what a line end and a blank line would add', () => {
    fc.assert(
      fc.property(eventStream(), (bytes) => {
        // Without a CR before it, the first LF ends the pending line and the second is the blank one.
        const open = bytes.at(-1) !== 0x0d
        const ended = Uint8Array.from([...bytes, ...(open ? [0x0a, 0x0a] : [0x0a, 0x0a, 0x0a])])
        expect(referenceParse(bytes, { eof: 'flush' })).toEqual(referenceParse(ended))
      }),
      { numRuns },
    )
  })

  test('the sentinel is not dispatched, and nothing behind it', () => {
    const text = 'data: a\n\nid: 7\nretry: 5\ndata: [END]\n\n: c\nretry: 6\nid: 8\ndata: b\n\n'
    const sentinel = { data: '[END]', match: 'exact' } as const
    expect(parse(text, { sentinel })).toStrictEqual({
      events: [{ event: undefined, data: 'a', id: undefined, retry: undefined, lastEventId: '' }],
      comments: [],
      reconnectionTime: 5,
      lastEventId: '7',
      tooLarge: false,
      done: true,
    })
  })

  test('the sentinel matches exactly, or without ASCII white space around it', () => {
    const data = (text: string, match: 'exact' | 'trimmed') =>
      parse(text, { sentinel: { data: '[END]', match } }).done
    expect(data('data: [END]\n\n', 'exact')).toBe(true)
    expect(data('data:  [END] \n\n', 'exact')).toBe(false)
    expect(data('data: \t[END]\f\ndata: \n\n', 'trimmed')).toBe(true)
    expect(data('data: [END]x\n\n', 'trimmed')).toBe(false)
    expect(data('data: \u{a0}[END]\n\n', 'trimmed')).toBe(false)
    expect(data('data:\n\n', 'trimmed')).toBe(false)
  })

  test('lastEventId is there from the beginning', () => {
    expect(parse('data: a\n\n', { lastEventId: '7' }).events[0]?.lastEventId).toBe('7')
    expect(parse('id\ndata: a\n\n', { lastEventId: '7' }).lastEventId).toBe('')
    expect(parse('', { lastEventId: '7' }).lastEventId).toBe('7')
  })

  test.each([
    ['the lines of a block without their ends', 'data: abcd\r\n\r\n', 10],
    ['all lines of a block', 'data: a\ndata: b\n\n', 14],
    ['comments', ':abc\ndata: a\n\n', 11],
    ['bytes, not characters', 'data: \u{1f600}\n\n', 10],
    ['a byte order mark in a line, and not the leading one', '\u{feff}data: \u{feff}\n\n', 9],
    ['a line that has no end yet', 'data: abcd', 10],
  ])('maxEventSize counts %s', (_, text, size) => {
    expect(parse(text, { maxEventSize: size }).tooLarge).toBe(false)
    expect(parse(text, { maxEventSize: size - 1 }).tooLarge).toBe(true)
  })

  test('maxEventSize counts each block anew, and lets events before the large one pass', () => {
    const text = 'data: a\n\ndata: b\n\ndata: too large\n\ndata: c\n\n'
    const { events, tooLarge } = parse(text, { maxEventSize: 7 })
    expect(events.map(({ data }) => data)).toEqual(['a', 'b'])
    expect(tooLarge).toBe(true)
  })
})
