import { accumulateResponseResult, partialResponse, ResponseAccumulator } from '@sse/accumulate'
import { decodeResponsesStream } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import { completed, created, text } from './response-events.ts'

describe('`result` never throws', () => {
  test.each([
    [{ name: 5 }, 'Error'],
    [{ name: undefined }, 'Error'],
    [{ name: '', code: 7 }, 'Error'],
    [{ name: 'SocketError' }, 'SocketError'],
    [{ code: 'ECONNRESET' }, 'ECONNRESET'],
  ])('whatever the error says of itself: %j', (fields, evidence) => {
    const error = Object.assign(new Error('x'), fields)
    const result = new ResponseAccumulator().result({ error })
    expect(result).toMatchObject({ outcome: 'failed', evidence, error })
  })

  test.each([[null], ['x'], [Object.freeze(new Error('x'))]])(
    'whatever was thrown: %s',
    (error: unknown) => {
      expect(new ResponseAccumulator().result({ error }).outcome).toBe('failed')
    },
  )
})

test('a stream that was empty was cut off', async () => {
  const result = await accumulateResponseResult(decodeResponsesStream([]))
  expect(result).toMatchObject({ outcome: 'truncated', evidence: 'ERR_SSE_EMPTY_STREAM' })
})

describe('the error that ended the stream', () => {
  const socket = new Error('socket')

  test.each([
    ['cut off', [created, text('a')]],
    ['completed', [created, text('a'), completed]],
  ])('is what `finish` throws, also when the response is %s', (_name, events) => {
    const accumulator = new ResponseAccumulator()
    for (const each of events) accumulator.push(each)
    const result = accumulator.result({ error: socket })
    expect(result).toMatchObject({ outcome: 'failed', error: socket })
    expect(() => accumulator.finish()).toThrow(socket)
    expect(accumulator.result()).toEqual(result)
    expect(partialResponse(socket)?.output_text).toBe('a')
  })

  test('is not made good by whoever vouches', () => {
    const accumulator = new ResponseAccumulator()
    for (const each of [created, text('a')]) accumulator.push(each)
    accumulator.result({ error: socket, complete: true })
    expect(accumulator.complete).toBe(false)
  })
})
