import { DONE, EventParser, EventTooLargeError } from '@sse/core'
import { describe, expect, test, vi } from 'vitest'

const utf8 = new TextEncoder()

/** Pushes texts and gives the data of what can be read. */
function read(parser: EventParser, ...texts: string[]): string[] {
  for (const text of texts) parser.push(utf8.encode(text))
  return Array.from(parser, (event) => event.data)
}

describe('EventParser', () => {
  test('an event is there as soon as its blank line is, a lone CR included', () => {
    const parser = new EventParser()
    expect(read(parser, 'data: a\n')).toEqual([])
    expect(read(parser, '\r')).toEqual(['a'])
    expect(read(parser, '\ndata: b\r\r')).toEqual(['b'])
  })

  test('all fields of an event', () => {
    const parser = new EventParser({ lastEventId: '6' })
    parser.push(utf8.encode('event: ping\nid: 7\nretry: 010\ndata: x\ndata\n\ndata: y\n\n'))
    expect([...parser]).toEqual([
      { event: 'ping', data: 'x\n', id: '7', retry: 10, lastEventId: '7' },
      { event: undefined, data: 'y', id: undefined, retry: undefined, lastEventId: '7' },
    ])
  })

  test('the last event ID is that of the blocks that ended; retry counts at once', () => {
    const parser = new EventParser()
    expect(read(parser, 'id: 1\n\nid: 2\nretry: 5\n')).toEqual([])
    expect(parser.lastEventId).toBe('1')
    expect(parser.reconnectionTime).toBe(5)
    expect(read(parser, 'retry: 4294967296\n')).toEqual([])
    expect(parser.reconnectionTime).toBe(2_147_483_647)
  })

  test('a chunk may be overwritten as soon as push returns', () => {
    const parser = new EventParser()
    const chunk = utf8.encode('data: a\n\n')
    parser.push(chunk)
    chunk.fill(120)
    expect(read(parser)).toEqual(['a'])
  })

  test('pending: an event is part-way in', () => {
    const parser = new EventParser()
    const states = ['', ': comm', 'ent\n', 'dat', 'a: x\n', '\n', 'id: 1', '\n', '\n', ': c\n'].map(
      (text) => {
        read(parser, text)
        return parser.pending
      },
    )
    expect(states).toEqual([false, false, false, true, true, false, true, true, false, false])
  })

  test('pending looks at one character, however long the line is', () => {
    const charCodeAt = vi.spyOn(String.prototype, 'charCodeAt')
    const decode = vi.spyOn(TextDecoder.prototype, 'decode')
    try {
      const parser = new EventParser()
      for (let turn = 0; turn < 2000; turn++) read(parser, `data${'x'.repeat(50)}`)
      charCodeAt.mockClear()
      decode.mockClear()
      expect(parser.pending).toBe(true)
      expect(decode).not.toHaveBeenCalled()
      expect(charCodeAt.mock.contexts.every((text) => String(text).length < 100)).toBe(true)
    } finally {
      charCodeAt.mockRestore()
      decode.mockRestore()
    }
  })

  test('pending: a byte order mark is nothing, and what is behind it counts', () => {
    const states = [[0xef], [0xbb], [0xbf], [0x3a], [0x0a], [0xef, 0xbb, 0xbf]].map(
      ((parser) => (bytes: number[]) => {
        parser.push(Uint8Array.from(bytes))
        parser.read()
        return parser.pending
      })(new EventParser()),
    )
    expect(states).toEqual([false, false, false, false, false, true])
  })

  test('many chunks that nobody has read are kept, restored and given back', () => {
    const parser = new EventParser()
    for (let turn = 0; turn < 150_000; turn++) parser.push(utf8.encode('data: x\n\n'))
    const restored = EventParser.restore(parser.snapshot())
    let events = 0
    for (const _ of restored) events++
    expect(events).toBe(150_000)
  })

  test('a reader that stays behind keeps no more than what it has not read', () => {
    const parser = new EventParser()
    const chunk = utf8.encode('data: x\n\n')
    parser.push(chunk)
    parser.push(chunk)
    for (let turn = 0; turn < 20_000; turn++) {
      parser.push(chunk)
      parser.read()
    }
    expect(parser.snapshot().unread.length).toBeLessThan(10)
    expect([...parser]).toHaveLength(2)
  })

  test('law 8: at the end of input an event without a blank line is discarded, unless it is asked for', () => {
    const input = utf8.encode('data: a\n\nevent: e\ndata: b')
    for (const [incomplete, want] of [
      ['discard', ['a']],
      ['dispatch', ['a', 'b']],
    ] as const) {
      const parser = new EventParser({ incomplete })
      parser.push(input)
      parser.finish()
      expect(read(parser)).toEqual(want)
      expect(read(parser)).toEqual([])
    }
  })

  test('a sentinel is the whole data apart from white space, whatever the event type', () => {
    const ends = (text: string): boolean => {
      const parser = new EventParser({ done: DONE })
      read(parser, text)
      return parser.done
    }
    expect(ends('data: [DONE]\n\n')).toBe(true)
    expect(ends('data:[DONE] \t\r\n\r\n')).toBe(true)
    expect(ends('event: done\ndata: [DONE]\n\n')).toBe(true)
    expect(ends('data: "[DONE]"\n\n')).toBe(false)
    expect(ends('data: [DONE]x\n\n')).toBe(false)
    expect(ends('data: \u00a0[DONE]\n\n')).toBe(false)
  })

  test('nothing after the sentinel is dispatched, and pushing on is harmless', () => {
    const parser = new EventParser({ done: DONE })
    expect(read(parser, 'data: a\n\nid: 9\ndata: [DONE]\n\ndata: b\n\n')).toEqual(['a'])
    expect(read(parser, 'data: c\n\n')).toEqual([])
    expect(parser.pending).toBe(false)
    expect(parser.lastEventId).toBe('9')
    parser.reset()
    expect(read(parser, 'data: d\n\n')).toEqual(['d'])
  })

  describe('limits', () => {
    test('an event of just the limit passes, and one byte more does not', () => {
      const at = new EventParser({ maxEventSize: 9 })
      expect(read(at, 'data: 123\n\ndata: 456\n\n')).toEqual(['123', '456'])
      const over = new EventParser({ maxEventSize: 8 })
      over.push(utf8.encode('data: 12\n\ndata: 456\n\ndata: 7\n\n'))
      expect(over.read()?.data).toBe('12')
      expect(() => over.read()).toThrow(EventTooLargeError)
    })

    test('the error is the same at every read until reset, and says the limit', () => {
      const parser = new EventParser({ maxEventSize: 4 })
      parser.push(utf8.encode('data: secret'))
      for (let turn = 0; turn < 2; turn++) {
        expect(() => parser.read()).toThrow(
          expect.objectContaining({ code: 'ERR_SSE_EVENT_TOO_LARGE', limit: 4 }),
        )
      }
      parser.push(utf8.encode('data: more\n\n'))
      expect(() => parser.drain(() => undefined)).toThrow(/4 bytes/)
      parser.reset()
      expect(read(parser, ':\n\n')).toEqual([])
    })

    test('bytes count, not characters', () => {
      expect(read(new EventParser({ maxEventSize: 12 }), 'data: 漢字\n\n')).toEqual(['漢字'])
      expect(() => read(new EventParser({ maxEventSize: 11 }), 'data: 漢字\n\n')).toThrow(
        EventTooLargeError,
      )
      expect(read(new EventParser({ maxEventSize: 10 }), 'data: 😀\n\n')).toEqual(['😀'])
      expect(() => read(new EventParser({ maxEventSize: 9 }), 'data: 😀\n\n')).toThrow(
        EventTooLargeError,
      )
    })

    test('a flood without a line end stops within the limit', () => {
      const parser = new EventParser({ maxEventSize: 100_000 })
      const chunk = new Uint8Array(1000).fill(120)
      let pushed = 0
      expect(() => {
        for (; pushed < 200_000; pushed += 1000) {
          parser.push(chunk)
          parser.read()
        }
      }).toThrow(EventTooLargeError)
      expect(pushed).toBe(100_000)
    })
  })

  describe('callbacks', () => {
    test('comments and unknown fields, in the order of the stream', () => {
      const seen: unknown[] = []
      const parser = new EventParser({
        onComment: (comment) => seen.push(comment),
        onUnknownField: (name, value) => seen.push([name, value]),
      })
      const text =
        ': a\n:b\n:  c\n:\nerror: {"x":1}\nfoo\ndata : 1\n__proto__: y\nverylongname: z\nverylongname\n'
      for (const byte of utf8.encode(text)) {
        parser.push(Uint8Array.of(byte))
        parser.read()
      }
      expect(seen).toEqual([
        'a',
        'b',
        ' c',
        '',
        ['error', '{"x":1}'],
        ['foo', ''],
        ['data ', '1'],
        ['__proto__', 'y'],
        ['verylongname', 'z'],
        ['verylongname', ''],
      ])
    })

    test('a throwing drain callback loses nothing, and nothing leaks into the next event', () => {
      const parser = new EventParser()
      parser.push(utf8.encode('event: e\nid: 1\ndata: a\n\ndata: b\n\ndata: c\n\n'))
      const seen: unknown[] = []
      const onEvent = ({
        event,
        data,
        id,
      }: {
        event?: unknown
        data: string
        id?: unknown
      }): void => {
        seen.push([event, data, id])
        if (data !== 'c') throw new Error(data)
      }
      expect(() => parser.drain(onEvent)).toThrow('a')
      expect(() => parser.drain(onEvent)).toThrow('b')
      parser.drain(onEvent)
      expect(seen).toEqual([
        ['e', 'a', '1'],
        [undefined, 'b', undefined],
        [undefined, 'c', undefined],
      ])
    })

    test('a throwing hook loses nothing: reading goes on behind its line', () => {
      const parser = new EventParser({
        onComment: (comment) => {
          throw new Error(comment)
        },
      })
      parser.push(utf8.encode('event: e\n: boom\ndata: a\n\n'))
      expect(() => parser.read()).toThrow('boom')
      expect(parser.read()).toMatchObject({ event: 'e', data: 'a' })
    })

    test('a hook that throws for the last, unended line leaves the event before it', () => {
      const parser = new EventParser({
        incomplete: 'dispatch',
        onComment: () => {
          throw new Error('boom')
        },
      })
      parser.push(utf8.encode('data: a\n: x'))
      parser.finish()
      expect(() => parser.read()).toThrow('boom')
      expect(parser.read()).toMatchObject({ data: 'a' })
      expect(parser.read()).toBeUndefined()
    })

    test('pushing, reading and resetting inside a callback', () => {
      const parser = new EventParser()
      const seen: string[] = []
      parser.push(utf8.encode('data: a\n\ndata: b\n\ndata: c\n\ndata: d\n\n'))
      parser.drain((event) => {
        seen.push(event.data)
        if (event.data === 'a') {
          seen.push(`read ${parser.read()?.data}`)
          parser.push(utf8.encode('data: e\n\n'))
        }
        if (event.data === 'e') parser.push(utf8.encode('data: f\n\n'))
      })
      expect(seen).toEqual(['a', 'read b', 'c', 'd', 'e', 'f'])

      parser.push(utf8.encode('data: 1\n\ndata: 2\n\n'))
      parser.drain((event) => {
        seen.push(event.data)
        parser.reset()
      })
      expect(seen.slice(6)).toEqual(['1'])
    })

    test('what is read inside a callback is not handed out again, and what follows it is not lost', () => {
      const parser = new EventParser()
      const seen: string[] = []
      parser.push(utf8.encode('data: a\n\ndata: b\n\ndata: c\n\n'))
      parser.drain((event) => {
        seen.push(event.data)
        if (event.data === 'a') seen.push(`read ${parser.read()?.data}`)
      })
      expect(seen).toEqual(['a', 'read b', 'c'])
      expect(parser.pending).toBe(false)
    })

    test('a whole event that a callback pushes behind all that was there is read, too', () => {
      const parser = new EventParser()
      const seen: string[] = []
      parser.push(utf8.encode('id: 1\ndata: 1\n\n'))
      parser.push(utf8.encode('data: 2\n\n'))
      parser.drain((event) => {
        seen.push(event.data)
        if (event.data !== '1') return
        for (const { data } of parser) seen.push(data)
        parser.push(utf8.encode('data: 3\n\n'))
      })
      expect(seen).toEqual(['1', '2', '3'])

      const hooked: EventParser = new EventParser({
        onComment: () => {
          hooked.reset()
          hooked.push(utf8.encode('data: y\n\n'))
        },
      })
      expect(read(hooked, ': c\n')).toEqual(['y'])
    })

    test('a limit that a hook swallows is still passed', () => {
      const parser: EventParser = new EventParser({
        maxEventSize: 10,
        onComment: () => {
          try {
            parser.read()
          } catch {
            // It says so again.
          }
        },
      })
      parser.push(utf8.encode(': c\n\ndata: 12345678901234567890\n\n'))
      for (let turn = 0; turn < 2; turn++) expect(() => parser.read()).toThrow(EventTooLargeError)
    })

    test('resetting inside a hook stops the region at once', () => {
      const parser: EventParser = new EventParser({ onComment: () => parser.reset() })
      expect(read(parser, 'data: a\n\n: x\ndata: b\n\n')).toEqual(['a'])
    })
  })

  describe('wrong arguments', () => {
    test.each([
      ['data: a\n\n', /TextEncoder/],
      [[1, 2], /Uint8Array/],
      [undefined, /Uint8Array/],
      [new ArrayBuffer(2), /Uint8Array/],
    ])('push(%o) says what to pass', (chunk, message) => {
      expect(() => new EventParser().push(chunk as never)).toThrow(TypeError)
      expect(() => new EventParser().push(chunk as never)).toThrow(message)
    })

    test.each([['[DONE]'], [null], [3]])('options %o are none', (options) => {
      expect(() => new EventParser(options as never)).toThrow(/object/)
    })

    test('restore takes snapshots of its own version only', () => {
      const state = { ...new EventParser().snapshot(), version: 2 }
      expect(() => EventParser.restore(state as never)).toThrow(/snapshot/)
    })

    test('drain without a function says so', () => {
      expect(() => new EventParser().drain(undefined as never)).toThrow(/function/)
    })

    test('push after finish names reset', () => {
      const parser = new EventParser()
      parser.finish()
      expect(() => parser.push(new Uint8Array(1))).toThrow(/reset/)
    })

    test.each<[string, unknown, ErrorConstructor]>([
      ['maxEventSize', 0, RangeError],
      ['maxEventSize', -1, RangeError],
      ['maxEventSize', Number.NaN, RangeError],
      ['maxEventSize', '64', RangeError],
      ['incomplete', 'flush', RangeError],
      ['done', true, TypeError],
      ['lastEventId', 7, TypeError],
      ['lastEventId', 'a\nb', RangeError],
      ['lastEventId', '\0', RangeError],
      ['onComment', 'x', TypeError],
      ['onUnknownField', {}, TypeError],
    ])('%s: %o', (option, value, type) => {
      const make = (): EventParser => new EventParser({ [option]: value })
      expect(make).toThrow(type)
      expect(make).toThrow(option)
    })
  })
})
