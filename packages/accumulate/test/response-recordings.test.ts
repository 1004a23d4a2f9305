// The recorded Responses streams, whole and in pieces, against what the API itself said in the end.

import {
  accumulateResponse,
  accumulateResponseSync,
  partialResponse,
  ResponseAccumulator,
  type ResponseCheckpoint,
  type ResponseUpdate,
} from '@sse/accumulate'
import {
  decodeResponsesStream,
  decodeResponsesStreamSync,
  type ResponseStreamEvent,
} from '@sse/responses'
import { describe, expect, test } from 'vitest'
import { BUT_NOT_NOW, recordingsExist } from './recordings-index.ts'
import { byteByByte, inAwaitedReads, inReads } from './recordings-replay.ts'
import type { Json } from './response-events.ts'
import {
  payloadsOf,
  plainResponse,
  plainText,
  readResponseRecording,
  recordedReads,
  responseRecordings,
} from './response-recordings-plain.ts'

// More than this is not fed byte by byte, but in pieces of a prime length.
const LONG = 40_000

// Where the response differs from what the last event has, and why.
const DIFFERENT: ReadonlyMap<string, (expected: Json) => Json> = new Map([
  [
    // The test server of OpenTelemetry sends responses of hardly any fields; these are always there.
    'oteljs-openai-openai-streaming-responses-records-usage.sse',
    (expected) => ({ object: 'response', created_at: 0, status: 'completed', ...expected }),
  ],
])

const failing = responseRecordings.filter((name) => /error-1|streamingerrorupdate/.test(name))
const whole = responseRecordings.filter((name) => !failing.includes(name))

function expectedOf(name: string): Json {
  const expected = plainResponse(payloadsOf(readResponseRecording(name)))
  return DIFFERENT.get(name)?.(expected) ?? expected
}

test.runIf(recordingsExist)('there are many', () => {
  expect(whole.length).toBeGreaterThan(90)
  expect(failing).toHaveLength(3)
})

describe.runIf(recordingsExist)(`recordings${BUT_NOT_NOW}`, { timeout: 60_000 }, () => {
  describe.each(whole)('%s', (name) => {
    test('adds up to what the last event has, in any cut', async () => {
      const bytes = readResponseRecording(name)
      const expected = expectedOf(name)
      expect(accumulateResponseSync(decodeResponsesStreamSync([bytes]))).toEqual(expected)
      const pieces =
        bytes.length > LONG
          ? inReads(
              bytes,
              Array.from({ length: Math.ceil(bytes.length / 97) }, () => 97),
            )
          : byteByByte(bytes)
      expect(accumulateResponseSync(decodeResponsesStreamSync(pieces))).toEqual(expected)
      const lengths = recordedReads(name)
      if (lengths === undefined) return
      const source = inAwaitedReads(bytes, lengths)
      expect(await accumulateResponse(decodeResponsesStream(source))).toEqual(expected)
    })

    test('the updates tell the same', () => {
      const bytes = readResponseRecording(name)
      const accumulator = new ResponseAccumulator()
      const updates: ResponseUpdate[] = []
      for (const event of decodeResponsesStreamSync([bytes])) {
        for (const update of accumulator.push(event)) updates.push(structuredClone(update))
      }
      updates.push(...accumulator.finishUpdates())
      const { output } = accumulator.snapshot
      const said = new Map<string, string>()
      for (const update of updates) {
        if (update.type !== 'content.delta') continue
        const key = `${update.output_index} ${update.content_index}`
        const before = update.replaces === true ? '' : (said.get(key) ?? '')
        said.set(key, before + update.delta)
        expect(update.snapshot).toBe(said.get(key))
      }
      expect([...said.values()].join('')).toBe(plainText(output as unknown as Json[]))
      const types = updates.map(({ type }) => type)
      expect(types.filter((type) => type === 'item.start')).toHaveLength(output.length)
      expect(types.filter((type) => type === 'item.done')).toHaveLength(output.length)
      expect(types.at(-1)).toBe('response.done')
      const last = updates.at(-1)
      if (last?.type !== 'response.done') return
      expect(last.toolCalls).toEqual(
        output.filter(({ type }) => type === 'function_call' || type === 'custom_tool_call'),
      )
    })

    test('also from a checkpoint, and with a part of it repeated', () => {
      const bytes = readResponseRecording(name)
      const events = [...decodeResponsesStreamSync([bytes])]
      const step = Math.max(1, Math.floor(events.length / 12))
      const before = new ResponseAccumulator()
      for (const [at, event] of events.entries()) {
        if (at % step === 0) {
          const checkpoint = JSON.parse(JSON.stringify(before.checkpoint())) as ResponseCheckpoint
          const after = ResponseAccumulator.restore(checkpoint)
          const again = ResponseAccumulator.restore(checkpoint)
          for (const each of events.slice(at)) after.push(each)
          expect(after.finish()).toEqual(expectedOf(name))
          if (before.resumeCursor !== undefined) {
            for (const each of events.slice(Math.max(0, at - 7))) again.push(each)
            expect(again.finish()).toEqual(expectedOf(name))
          }
        }
        before.push(event)
      }
    })

    test('is truncated where it is cut off, and nothing is handed out that was not whole', () => {
      const bytes = readResponseRecording(name)
      const events: ResponseStreamEvent[] = [...decodeResponsesStreamSync([bytes])]
      for (const share of [0.2, 0.5, 0.8]) {
        const cut = events.slice(0, Math.floor(events.length * share))
        const error = thrownBy(() => accumulateResponseSync(cut))
        expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
        const partial = partialResponse(error)!
        const accumulator = new ResponseAccumulator()
        for (const event of cut) accumulator.push(event)
        expect(accumulator.result().value).toEqual(partial)
        for (const { state, toolCall } of accumulator.toolCalls) {
          if (state !== 'complete') continue
          const calls = expectedOf(name)['output'] as Json[]
          expect(calls.find(({ id }) => id === toolCall.id)).toMatchObject({ ...toolCall })
        }
      }
    })
  })

  test.each(failing)('%s fails, and what came is there', (name) => {
    const payloads = payloadsOf(readResponseRecording(name))
    const items = decodeResponsesStreamSync([readResponseRecording(name)])
    const error = thrownBy(() => accumulateResponseSync(items))
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM' })
    const first = payloads.find((each) => 'response' in each)!['response'] as Json
    expect(partialResponse(error)?.id).toBe(first['id'])
  })
})

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown')
}
