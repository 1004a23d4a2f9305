import * as our from '@sse/core/eventsource-parser'
import * as ourStream from '@sse/core/eventsource-parser/stream'
import * as their from 'eventsource-parser'
import * as theirStream from 'eventsource-parser/stream'
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import { type Call, callsOf, type LogOptions, loggedParser } from './eventsource-parser-log.ts'

const { createParser, ParseError } = our

const event = (data: string, rest: { id?: string; event?: string } = {}): Call => [
  'onEvent',
  ['id', 'event', 'data'],
  { id: undefined, event: undefined, ...rest, data },
]
const types = (calls: readonly Call[]): unknown[] => calls.map(([name, what]) => [name, what])

describe('the doors', () => {
  test('both have every name of both of theirs, and the same things', () => {
    const names = ['EventSourceParserStream', 'ParseError', 'createParser']
    expect(Object.keys(our).toSorted()).toEqual(names)
    expect({ ...ourStream }).toEqual({ ...our })
    expect(names).toEqual(expect.arrayContaining(Object.keys(their)))
    expect(names).toEqual(expect.arrayContaining(Object.keys(theirStream)))
  })

  test('a runtime without streams can import them and parse', async () => {
    vi.resetModules()
    for (const name of ['ReadableStream', 'WritableStream', 'TransformStream', 'TextDecoder']) {
      vi.stubGlobal(name, undefined)
    }
    try {
      const fresh = await import('@sse/core/eventsource-parser')
      expect(fresh.createParser).not.toBe(createParser)
      expect(callsOf(fresh.createParser, ['data: x\n\n'])).toEqual([event('x')])
    } finally {
      vi.unstubAllGlobals()
      vi.resetModules()
    }
  })
})

describe('types', () => {
  test('are the same as theirs', () => {
    expectTypeOf<our.ErrorType>().toEqualTypeOf<their.ErrorType>()
    expectTypeOf<our.EventSourceMessage>().toEqualTypeOf<their.EventSourceMessage>()
  })

  test('can stand for theirs, and theirs for them', () => {
    expectTypeOf<our.ParseError>().toExtend<their.ParseError>()
    expectTypeOf<their.ParseError>().toExtend<our.ParseError>()
    expectTypeOf<typeof our.ParseError>().toExtend<typeof their.ParseError>()
    expectTypeOf<typeof their.ParseError>().toExtend<typeof our.ParseError>()
    expectTypeOf<our.ParserCallbacks>().toExtend<their.ParserCallbacks>()
    expectTypeOf<their.ParserCallbacks>().toExtend<our.ParserCallbacks>()
    expectTypeOf<our.ParserConfig>().toExtend<their.ParserConfig>()
    expectTypeOf<their.ParserConfig>().toExtend<our.ParserConfig>()
    expectTypeOf<keyof our.ParserConfig>().toEqualTypeOf<keyof their.ParserConfig>()
    expectTypeOf<our.EventSourceParser>().toExtend<their.EventSourceParser>()
    expectTypeOf<their.EventSourceParser>().toExtend<our.EventSourceParser>()
    expectTypeOf<typeof our.createParser>().toExtend<typeof their.createParser>()
    expectTypeOf<typeof their.createParser>().toExtend<typeof our.createParser>()
    type Ours = typeof our.EventSourceParserStream
    type Theirs = typeof theirStream.EventSourceParserStream
    expectTypeOf<Ours>().toExtend<Theirs>()
    expectTypeOf<Theirs>().toExtend<Ours>()
    expectTypeOf<InstanceType<Ours>>().toExtend<TransformStream<string, their.EventSourceMessage>>()
    expectTypeOf<our.StreamOptions>().toExtend<theirStream.StreamOptions>()
    expectTypeOf<theirStream.StreamOptions>().toExtend<our.StreamOptions>()
    expectTypeOf<keyof our.StreamOptions>().toEqualTypeOf<keyof theirStream.StreamOptions>()
  })

  test('what can be written of theirs can be written of ours', () => {
    const config: our.ParserConfig = {}
    config.onEvent = (message) => {
      message.data = message.data.toUpperCase()
      message.event ??= 'message'
    }
    const messages: our.EventSourceMessage[] = []
    const { onEvent } = config
    const parser = createParser({
      onEvent(message) {
        onEvent(message)
        messages.push(message)
      },
    })
    parser.feed('data: loud\n\n')
    expect(messages).toEqual([{ id: undefined, event: 'message', data: 'LOUD' }])
  })
})

describe('ParseError', () => {
  test.each([
    ['retry: 2000x\n', 'invalid-retry'],
    ['retry\n', 'invalid-retry'],
    ['what is this: then\n', 'unknown-field'],
    [`${'long'.repeat(9)}\n`, 'unknown-field'],
  ])('for %j has the properties of theirs', (text, type) => {
    const errors = [our, their].map(({ createParser: create }) => {
      let error: our.ParseError | undefined
      create({ onEvent: () => undefined, onError: (each) => (error = each) }).feed(text)
      return error
    })
    const [ours, theirs] = errors
    expect(ours).toBeInstanceOf(ParseError)
    expect(ours).toBeInstanceOf(Error)
    expect(ours?.type).toBe(type)
    expect({ ...ours, message: ours?.message }).toEqual({ ...theirs, message: theirs?.message })
    expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs))
    expect(String(ours)).toBe(String(theirs))
  })

  test('can be made as theirs', () => {
    const options = { type: 'unknown-field', field: 'f', value: 'v', line: 'f: v' } as const
    const error = new ParseError('made up', options)
    expect({ ...error }).toEqual({ ...new their.ParseError('made up', options) })
    expect({ ...error }).toEqual({ ...options, name: 'ParseError' })
  })
})

describe('createParser', () => {
  test('refuses a function, in the words of theirs', () => {
    const wrong = (() => undefined) as unknown as our.ParserConfig
    let message = ''
    try {
      their.createParser(wrong)
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).toContain('onEvent')
    expect(() => createParser(wrong)).toThrow(new TypeError(message))
  })

  test('needs no callback at all', () => {
    const parser = createParser({})
    parser.feed('id: 1\nretry: 1\n: c\ndata: x\nhm\n\n')
    expect(() => parser.reset()).not.toThrow()
  })

  test('keeps lone surrogates, and pairs that were cut', () => {
    const calls = callsOf(createParser, ['data: \uDE00 \uD83D', '\uDE00 \uD83D\n', '\n'])
    expect(calls).toEqual([event('\uDE00 \u{1F600} \uD83D')])
  })

  test('dispatches at a CR that ends a chunk, and takes a LF behind it as the same line end', () => {
    const { calls, feed } = loggedParser(createParser)
    feed('data: a\r\r')
    expect(calls).toEqual([event('a')])
    feed('\ndata: b\n\n')
    expect(calls).toEqual([event('a'), event('b')])
  })

  test('a byte order mark is left out behind empty chunks too, and once', () => {
    expect(callsOf(createParser, ['', '\uFEFF', 'data: a\n\n\uFEFFdata: b\n\n'])).toEqual([
      event('a'),
      ['onError', 'unknown-field', expect.objectContaining({ field: '\uFEFFdata' })],
    ])
  })

  test('time is linear: a line of 10 MB in pieces of 64', () => {
    const piece = 'x'.repeat(64)
    const pieces = 10_000_000 / 64
    const received: string[] = []
    const parser = createParser({ onEvent: ({ data }) => received.push(data) })
    parser.feed('data: ')
    for (let i = 0; i < pieces; i++) parser.feed(piece)
    parser.feed('\n\n')
    expect(received).toEqual([piece.repeat(pieces)])
  })

  test.each([
    ['events that end with CR', 'data: x\r\r', 80_000],
    ['events that end with LF, and one CR', 'data: x\n\n', 80_000],
    ['lines without a colon', 'data\n', 400_000],
    ['unknown lines without a colon', 'x\n', 400_000],
    ['data lines', 'data: x\n', 400_000],
    ['blank lines', '\n', 1_000_000],
  ])('time is linear: many %s in one chunk', (_title, line, count) => {
    let size = 0
    const parser = createParser({ onEvent: ({ data }) => (size += data.length + 1) })
    parser.feed(`${line.repeat(count)}data: end\n\n\r`)
    const values = line.trim() === 'data: x' ? count * 2 : line === 'data\n' ? count : 0
    expect(size).toBe(values + 'end'.length + 1)
  })

  test('time is linear: a callback that throws at each of many events', () => {
    let events = 0
    const parser = createParser({
      onEvent() {
        events++
        throw new Error('no')
      },
    })
    const count = 5000
    for (let i = 0; i < count; i++) {
      expect(() => parser.feed(i === 0 ? 'data: x\n\n'.repeat(count) : '')).toThrow('no')
    }
    parser.feed('')
    expect(events).toBe(count)
  })
})

describe('reset', () => {
  const rest = 'id: 1\nevent: e\ndata: old\n'

  test.each([{}, { consume: false }, { consume: true }])('%j forgets the block', (options) => {
    for (const create of [createParser, their.createParser]) {
      const { calls, feed, reset } = loggedParser(create)
      feed(`${rest}data: unfinished`)
      reset(options)
      feed('\n\uFEFF\n\ndata: new\n\n')
      expect(calls.at(-1)).toEqual(event('new'))
      expect(calls.filter(([name]) => name === 'onEvent')).toHaveLength(1)
      expect(calls.some(([name]) => name === 'onId')).toBe(false)
    }
  })

  test('forgets that the rest of a line was to be skipped', () => {
    for (const create of [createParser, their.createParser]) {
      const { calls, feed, reset } = loggedParser(create, { without: ['onError', 'onComment'] })
      for (const start of ['<html> without end', ': comment without end']) {
        feed(start)
        reset()
        feed('data: new\n\n')
      }
      expect(calls).toEqual([event('new'), event('new')])
    }
  })

  test.each([
    ['retry: 7', [['onRetry', 7]]],
    ['retry: x', [['onError', 'invalid-retry']]],
    [': c', [['onComment', 'c']]],
    ['dat', [['onError', 'unknown-field']]],
    ['{"error":"not an event stream"}', []],
    ['data: x', []],
    ['id: 3', []],
    ['', []],
  ])('with consume reads the unfinished line %j', (line, expected) => {
    for (const create of [createParser, their.createParser]) {
      for (const chunks of [[rest + line], [...`${rest}${line}`]]) {
        expect(types(callsOf(create, chunks, { consume: true }))).toEqual(expected)
      }
    }
  })

  test('with consume reads it also when a callback threw before it', () => {
    const { calls, feed, reset } = loggedParser(createParser, {
      onCall([name]) {
        if (name === 'onEvent') throw new Error('no')
      },
    })
    expect(() => feed('data: a\n\ndata: b\n\nretry: 7')).toThrow('no')
    reset({ consume: true })
    feed('')
    expect(calls).toEqual([event('a'), ['onRetry', 7]])
  })

  test('with consume resets also when a callback throws', () => {
    const { calls, feed, reset } = loggedParser(createParser, {
      onCall([name]) {
        if (name === 'onRetry') throw new Error('no')
      },
    })
    feed('data: old\nretry: 7')
    expect(() => reset({ consume: true })).toThrow('no')
    feed('\n\ndata: new\n\n')
    expect(calls).toEqual([['onRetry', 7], event('new')])
  })

  test('with consume resets also when it finds the limit exceeded, and that throws', () => {
    const { calls, feed, reset } = loggedParser(createParser, {
      maxBufferSize: 20,
      onCall([, type], index) {
        if (index === 0 || type === 'max-buffer-size-exceeded') throw new Error(`call ${index}`)
      },
    })
    expect(() => feed(`data: a\n\ndata: ${'x'.repeat(20)}`)).toThrow('call 0')
    expect(() => reset({ consume: true })).toThrow('call 1')
    feed('data: b\n\n')
    expect(calls.at(-1)).toEqual(event('b'))
  })

  test('in a callback that then throws drops the rest of the chunk', () => {
    const { calls, feed, reset } = loggedParser(createParser, {
      onCall(_call, index) {
        if (index !== 0) return
        reset()
        feed('data: b\n\n')
        throw new Error('no')
      },
    })
    expect(() => feed('data: a\n\ndata: lost\n\n')).toThrow('no')
    feed('data: c\n\n')
    expect(calls).toEqual([event('a'), event('b'), event('c')])
  })

  test('in the callback of an exceeded limit revives the parser', () => {
    const { calls, feed, reset } = loggedParser(createParser, {
      maxBufferSize: 10,
      onCall([name]) {
        if (name !== 'onError') return
        reset()
        feed('data: b\n\n')
      },
    })
    feed(`data: a\n\ndata: ${'x'.repeat(20)}\n\ndata: lost\n\n`)
    feed('data: c\n\n')
    expect(calls.map(([name, , value]) => [name, value])).toEqual([
      ['onEvent', expect.objectContaining({ data: 'a' })],
      ['onError', expect.anything()],
      ['onEvent', expect.objectContaining({ data: 'b' })],
      ['onEvent', expect.objectContaining({ data: 'c' })],
    ])
  })
})

describe('maxBufferSize', () => {
  test('lets through what fits exactly', () => {
    expect(callsOf(createParser, ['data: 5678\n\n'], { maxBufferSize: 10 })).toEqual([
      event('5678'),
    ])
    expect(types(callsOf(createParser, ['data: 56789\n\n'], { maxBufferSize: 10 }))).toEqual([
      ['onError', 'max-buffer-size-exceeded'],
    ])
  })

  test('is seen to be exceeded before the line has ended', () => {
    expect(types(callsOf(createParser, ['id', ': 5678'], { maxBufferSize: 7 }))).toEqual([
      ['onError', 'max-buffer-size-exceeded'],
    ])
    expect(types(callsOf(createParser, ['data:', ' '], { maxBufferSize: 5 }))).toEqual([
      ['onError', 'max-buffer-size-exceeded'],
    ])
  })

  test('feed throws from then on, until reset', () => {
    const parser = createParser({ maxBufferSize: 10 })
    parser.feed('data: more than ten')
    expect(() => parser.feed('\n')).toThrow(/max buffer size/)
    expect(() => parser.feed('')).toThrow(/max buffer size/)
    parser.reset()
    expect(() => parser.feed('data: x\n\n')).not.toThrow()
  })

  test.each([NaN, -1])('%s lets nothing through', (maxBufferSize) => {
    for (const create of [createParser, their.createParser]) {
      expect(types(callsOf(create, [...'data: x\n\n'], { maxBufferSize }))).toEqual([
        ['onError', 'max-buffer-size-exceeded'],
      ])
    }
  })

  // Together, the pieces are longer than a string can be: who held them would throw.
  test.each<[string, LogOptions, string]>([
    ['an unknown line longer than that', { maxBufferSize: 100 }, 'x'],
    ['an unknown line without onError', { without: ['onError'] }, 'x'],
    ['a comment without onComment', { without: ['onComment'] }, ':'],
    [
      'a comment without onComment, with a limit',
      { without: ['onComment'], maxBufferSize: 9 },
      ':',
    ],
  ])('%s is not held', (_title, options, start) => {
    const { calls, feed } = loggedParser(createParser, options)
    const piece = start.repeat(2 ** 20)
    for (let i = 0; i < 2 ** 10; i++) feed(piece)
    feed('\n\ndata: x\n\n')
    expect(calls).toEqual([event('x')])
    expect(() => {
      let all = ''
      for (let i = 0; i < 2 ** 10; i++) all += piece
    }).toThrow(RangeError)
  })
})
