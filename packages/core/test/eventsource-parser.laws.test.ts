// Laws of the facade. The oracle is eventsource-parser itself, fed in the way in which it makes no difference between
// streams that are cut differently: whole for what it reports, one character at a time for what it buffers.

import { createParser, type ParserCallbacks } from '@sse/core/eventsource-parser'
import { createParser as theirs } from 'eventsource-parser'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  anyText,
  chunked,
  cut,
  cutting,
  knownLines,
  knownLinesText,
  streamText,
  unknownLineText,
} from './eventsource-parser-arbitrary.ts'
import { type Call, callsOf, loggedParser, withoutErrors } from './eventsource-parser-log.ts'

const numRuns = Number(process.env['FC_RUNS'] ?? 3000)

const without = fc.subarray<keyof ParserCallbacks>([
  'onComment',
  'onError',
  'onEvent',
  'onId',
  'onRetry',
])
const limit = fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 400 }))

describe('as eventsource-parser', () => {
  test('any cut makes the calls, errors included, that theirs makes of the whole', () => {
    fc.assert(
      fc.property(
        chunked(streamText),
        without,
        fc.boolean(),
        ({ text, chunks }, absent, consume) => {
          expect(callsOf(createParser, chunks, { without: absent, consume })).toEqual(
            callsOf(theirs, [text], { without: absent, consume }),
          )
        },
      ),
      { numRuns },
    )
  })

  test('the same cut makes the same calls, but for unknown lines that theirs drops when they are cut', () => {
    fc.assert(
      fc.property(chunked(streamText), ({ chunks }) => {
        const all = callsOf(createParser, chunks)
        const some = callsOf(theirs, chunks)
        expect(withoutErrors(all, 'unknown-field')).toEqual(withoutErrors(some, 'unknown-field'))
        expect(all.length).toBeGreaterThanOrEqual(some.length)
      }),
      { numRuns },
    )
  })

  test('one parser, reset between streams, does what new ones do', () => {
    fc.assert(
      fc.property(
        fc.array(chunked(streamText), { maxLength: 4 }),
        without,
        fc.boolean(),
        (streams, absent, consume) => {
          const { calls, feed, reset } = loggedParser(createParser, { without: absent })
          for (const { chunks } of streams) {
            for (const chunk of chunks) feed(chunk)
            reset({ consume })
          }
          expect(calls).toEqual(
            streams.flatMap(({ text }) => callsOf(theirs, [text], { without: absent, consume })),
          )
        },
      ),
      { numRuns: Math.ceil(numRuns / 4) },
    )
  })

  test('a limit is passed where theirs passes it when fed one character at a time', () => {
    fc.assert(
      fc.property(
        chunked(knownLinesText),
        limit,
        fc.constantFrom<readonly 'onComment'[]>([], ['onComment']),
        ({ text, chunks }, maxBufferSize, absent) => {
          const options = { maxBufferSize, without: absent }
          expect(callsOf(createParser, chunks, options)).toEqual(
            callsOf(theirs, text.split(''), options),
          )
        },
      ),
      { numRuns },
    )
  })
})

describe('however a stream is cut', () => {
  test('the calls are the same, of every stream, with a limit and without', () => {
    fc.assert(
      fc.property(
        chunked(anyText),
        fc.option(limit, { nil: undefined }),
        without,
        ({ text, chunks }, maxBufferSize, absent) => {
          const options = { maxBufferSize, without: absent }
          expect(callsOf(createParser, chunks, options)).toEqual(
            callsOf(createParser, [text], options),
          )
        },
      ),
      { numRuns },
    )
  })

  test('unknown lines do not count for the limit', () => {
    const strewn = fc
      .tuple(knownLines, fc.array(fc.tuple(fc.nat({ max: 12 }), unknownLineText), { maxLength: 4 }))
      .map(([lines, unknown]) => {
        const all = [...lines]
        for (const [at, line] of unknown) all.splice(at, 0, line)
        return { lines, all }
      })
      // A CR and a blank line that is LF are one line end. A byte order mark is none behind a line.
      .filter(({ lines, all }) => ![...lines, ...all].some((line) => line === '\n'))
    fc.assert(
      fc.property(strewn, cutting, limit, ({ lines, all }, lengths, maxBufferSize) => {
        const clean = callsOf(createParser, [`\n${lines.join('')}`], { maxBufferSize })
        const calls = callsOf(createParser, cut(`\n${all.join('')}`, lengths), { maxBufferSize })
        expect(withoutErrors(calls, 'unknown-field')).toEqual(clean)
      }),
      { numRuns },
    )
  })
})

describe('whatever a callback does', () => {
  const moments = fc.uniqueArray(fc.nat({ max: 12 }), { maxLength: 6 })

  test('throwing: nothing is lost, doubled or leaked', () => {
    fc.assert(
      fc.property(chunked(streamText), moments, ({ text, chunks }, throwing) => {
        const { calls, feed } = loggedParser(createParser, {
          onCall(_call, index) {
            if (throwing.includes(index)) throw new Error(`call ${index}`)
          },
        })
        let thrown = 0
        const attempt = (chunk: string): void => {
          try {
            feed(chunk)
          } catch (error) {
            expect((error as Error).message).toMatch(/^call \d+$/)
            thrown++
          }
        }
        for (const chunk of chunks) attempt(chunk)
        // Each of these can throw once more at most.
        for (const _ of throwing) attempt('')
        const expected = callsOf(theirs, [text])
        expect(calls).toEqual(expected)
        expect(thrown).toBe(throwing.filter((index) => index < expected.length).length)
      }),
      { numRuns },
    )
  })

  test('throwing: the call is the last of that feed', () => {
    fc.assert(
      fc.property(streamText, fc.nat({ max: 12 }), (text, moment) => {
        const { calls, feed } = loggedParser(createParser, {
          onCall(_call, index) {
            if (index === moment) throw new Error('stop')
          },
        })
        const expected = callsOf(theirs, [text])
        if (moment < expected.length) expect(() => feed(text)).toThrow('stop')
        else feed(text)
        expect(calls).toEqual(expected.slice(0, moment + 1))
      }),
      { numRuns },
    )
  })

  test('feeding, and throwing as well: the text is read behind what was fed before it', () => {
    fc.assert(
      fc.property(chunked(streamText), moments, moments, ({ text, chunks }, feeding, throwing) => {
        const ahead = [...chunks]
        const { calls, feed } = loggedParser(createParser, {
          onCall(_call, index) {
            if (feeding.includes(index)) {
              const before = calls.length
              for (const chunk of ahead.splice(0, 2)) feed(chunk)
              expect(calls.length).toBe(before)
            }
            if (throwing.includes(index)) throw new Error(`call ${index}`)
          },
        })
        const attempt = (chunk: string): void => {
          try {
            feed(chunk)
          } catch (error) {
            expect((error as Error).message).toMatch(/^call \d+$/)
          }
        }
        for (let chunk = ahead.shift(); chunk !== undefined; chunk = ahead.shift()) attempt(chunk)
        // Each of these can throw once more, and find more to feed.
        for (let i = 0; i <= throwing.length + feeding.length; i++) attempt(ahead.shift() ?? '')
        expect(calls).toEqual(callsOf(theirs, [text]))
      }),
      { numRuns },
    )
  })

  test('resetting: nothing more comes of the old stream, all of the new', () => {
    fc.assert(
      fc.property(
        chunked(streamText),
        fc.nat({ max: 8 }),
        fc.boolean(),
        streamText,
        ({ text, chunks }, moment, within, next) => {
          let fed = 0
          const { calls, feed, reset } = loggedParser(createParser, {
            onCall(_call, index) {
              if (index !== moment) return
              reset()
              if (within) feed(next)
            },
          })
          for (const chunk of chunks) {
            feed(chunk)
            fed += chunk.length
            if (calls.length > moment) break
          }
          const first = callsOf(theirs, [text])
          if (first.length <= moment) expect(calls).toEqual(first)
          else {
            const rest = (within ? next : '') + text.slice(fed)
            if (!rest.startsWith('\u00EF\u00BB\u00BF')) {
              feed(text.slice(fed))
              const expected: readonly Call[] = [
                ...first.slice(0, moment + 1),
                ...callsOf(theirs, [rest]),
              ]
              expect(calls).toEqual(expected)
            }
          }
        },
      ),
      { numRuns },
    )
  })
})
