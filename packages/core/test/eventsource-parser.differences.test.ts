// Where the facade and eventsource-parser 4.1.3 differ, on purpose, side by side: the table of the migration guide. Theirs
// is pinned as well, so that a row goes when they mend it.

import { createParser } from '@sse/core/eventsource-parser'
import { createParser as theirs } from 'eventsource-parser'
import { expect, test } from 'vitest'
import { type Call, callsOf, type CreateParser, loggedParser } from './eventsource-parser-log.ts'

const dataOf = (calls: readonly Call[]): unknown[] =>
  calls.flatMap(([name, , value]) => (name === 'onEvent' ? [(value as { data: string }).data] : []))
const errorsOf = (calls: readonly Call[]): unknown[] =>
  calls.flatMap(([name, type]) => (name === 'onError' ? [type] : []))

/** The data of events, when `onEvent` throws at the first. */
function dataAfterThrow(create: CreateParser, chunks: readonly string[]): unknown[] {
  const { calls, feed } = loggedParser(create, {
    onCall(_call, index) {
      if (index === 0) throw new Error('no')
    },
  })
  for (const [index, chunk] of chunks.entries()) {
    if (index === 0) expect(() => feed(chunk)).toThrow('no')
    else feed(chunk)
  }
  return calls.map(([, , value]) => value)
}

test('a callback that throws loses nothing: the next feed goes on behind it', () => {
  const chunks = ['data: 1\n\ndata: 2\n\n', 'data: 3\n\n']
  const [one, two, three] = ['1', '2', '3'].map((data) => ({
    id: undefined,
    event: undefined,
    data,
  }))
  expect(dataAfterThrow(createParser, chunks)).toEqual([one, two, three])
  expect(dataAfterThrow(theirs, chunks)).toEqual([one, three])
})

test('a callback that throws leaves nothing in the next event', () => {
  const chunks = ['event: a\ndata: 1\ndata: 1\n\n', 'data: 2\n\n']
  const first = { id: undefined, event: 'a', data: '1\n1' }
  const second = { id: undefined, event: undefined, data: '2' }
  expect(dataAfterThrow(createParser, chunks)).toEqual([first, second])
  expect(dataAfterThrow(theirs, chunks)).toEqual([
    first,
    { id: undefined, event: 'a', data: '1\n1\n2' },
  ])
})

test('what a callback feeds is read behind the chunk it was called for', () => {
  const feedWithin = (create: CreateParser): unknown[] => {
    const { calls, feed } = loggedParser(create, {
      onCall(_call, index) {
        if (index === 0) feed('data: 3\ndata: 3\n\n')
      },
    })
    feed('event: a\ndata: 1\ndata: 1\n\ndata: 2\n\n')
    return dataOf(calls)
  }
  expect(feedWithin(createParser)).toEqual(['1\n1', '2', '3\n3'])
  expect(feedWithin(theirs)).toEqual(['1\n1', '1\n1\n3\n3', '2'])
})

test('a reset in a callback stops the chunk it was called for', () => {
  const resetWithin = (create: CreateParser): unknown[] => {
    const { calls, feed, reset } = loggedParser(create, { onCall: () => reset() })
    feed('data: 1\n\ndata: 2\n\n')
    return dataOf(calls)
  }
  expect(resetWithin(createParser)).toEqual(['1'])
  expect(resetWithin(theirs)).toEqual(['1', '2'])
})

test('maxBufferSize has the same outcome however the stream was cut', () => {
  const outcome = (create: CreateParser, chunks: readonly string[]): unknown => {
    const calls = callsOf(create, chunks, { maxBufferSize: 100 })
    return [dataOf(calls).length, errorsOf(calls)]
  }
  const exceeded = [0, ['max-buffer-size-exceeded']]
  for (const text of [`data: ${'x'.repeat(1000)}\n\n`, `id: ${'x'.repeat(1000)}\ndata: x\n\n`]) {
    expect(outcome(createParser, [text])).toEqual(exceeded)
    expect(outcome(createParser, [...text])).toEqual(exceeded)
    expect(outcome(theirs, [text])).toEqual([1, []])
    expect(outcome(theirs, [...text])).toEqual(exceeded)
  }
})

test('onError takes an unknown line however it was cut', () => {
  const text = 'what is this: then\ndata: x\n\n'
  for (const chunks of [[text], [...text]]) {
    expect(errorsOf(callsOf(createParser, chunks))).toEqual(['unknown-field'])
  }
  expect(errorsOf(callsOf(theirs, [text]))).toEqual(['unknown-field'])
  expect(errorsOf(callsOf(theirs, [...text]))).toEqual([])
})

test('an unknown line is passed over when it is longer than maxBufferSize', () => {
  const text = `${'y'.repeat(101)}\ndata: x\n\n`
  const options = { maxBufferSize: 100 }
  for (const chunks of [[text], [...text]]) {
    const calls = callsOf(createParser, chunks, options)
    expect([dataOf(calls), errorsOf(calls)]).toEqual([['x'], []])
  }
  expect(errorsOf(callsOf(theirs, [text], options))).toEqual(['unknown-field'])
  expect(errorsOf(callsOf(theirs, [...text], options))).toEqual([])
})

test('feed refuses what is no string, and goes on', () => {
  const bytes = new TextEncoder().encode('data: 1\n\n') as unknown as string
  const ours = loggedParser(createParser)
  expect(() => ours.feed(bytes)).toThrow(
    new TypeError('feed() takes strings: decode bytes with a `TextDecoder`'),
  )
  ours.feed('data: 2\n\n')
  expect(dataOf(ours.calls)).toEqual(['2'])

  const silent = loggedParser(theirs)
  silent.feed(bytes)
  silent.feed(bytes)
  expect(silent.calls).toEqual([])
})

test('the characters U+00EF U+00BB U+00BF are text', () => {
  const text = '\u00EF\u00BB\u00BFdata: 1\n\ndata: 2\n\n'
  expect(dataOf(callsOf(createParser, [text]))).toEqual(['2'])
  expect(dataOf(callsOf(theirs, [text]))).toEqual(['1', '2'])
})

test('a reconnection time is one that a timer can hold', () => {
  const times = (create: CreateParser): unknown[] =>
    callsOf(create, [`retry: 2147483647\nretry: 2147483648\nretry: ${'9'.repeat(400)}\n`]).map(
      ([, time]) => time,
    )
  const most = 2 ** 31 - 1
  expect(times(createParser)).toEqual([most, most, most])
  expect(times(theirs)).toEqual([most, most + 1, Infinity])
})
