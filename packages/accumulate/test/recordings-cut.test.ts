// The recorded chat streams cut off, where servers and networks might have done so.

import { ChatAccumulator, type ChatCheckpoint } from '@sse/accumulate'
import { TruncatedStreamError } from '@sse/core/decoder'
import { describe, expect, test } from 'vitest'
import { addUpByRows } from './recordings-answer-by-rows.ts'
import { comparable, comparableOf } from './recordings-completion.ts'
import { expectedChunks, expectedEnd } from './recordings-expectation.ts'
import { BUT_NOT_NOW, listRecordings, type Recording, recordingsExist } from './recordings-index.ts'
import { differenceAt, endOf, observe } from './recordings-observed.ts'
import { type PlainStream, readPlainly } from './recordings-plain-stream.ts'
import { replaySync } from './recordings-replay.ts'

// Places throughout a recording, and event ends at its end, where it is decided whether it is whole.
const PLACES = 5
const ENDS = 7

/** The bytes up to different places, and the stream in them; in each there is at least one item. */
function prefixes(recording: Recording): { prefix: Uint8Array; stream: PlainStream }[] {
  const { bytes } = observe(recording)
  const throughout = Array.from({ length: PLACES }, (_, each) =>
    Math.floor((bytes.length * (each + 0.5)) / PLACES),
  )
  const latin = new TextDecoder('latin1').decode(bytes)
  const ends = Array.from(
    latin.matchAll(/\n\n|\r\n\r\n/g),
    ({ index, 0: blank }) => index + blank.length,
  )
  return [...throughout, ...ends.slice(-ENDS)]
    .map((place) => bytes.subarray(0, place))
    .map((prefix) => ({ prefix, stream: readPlainly(prefix) }))
    .filter(({ stream }) => stream.payloads.length > 0)
}

describe.runIf(recordingsExist)(
  `recorded chat streams, cut off${BUT_NOT_NOW}`,
  { timeout: 120_000 },
  () => {
    const recordings = listRecordings('chat', 'raw-sse')
    const reasons: (string | undefined)[] = []

    describe('what arrived stands, and a cut-off stream is no complete one', () => {
      test.each(recordings)('$file', (recording) => {
        for (const { prefix, stream } of prefixes(recording)) {
          const answer = addUpByRows(stream.payloads)
          const cut = replaySync([prefix])
          const end = expectedEnd(stream, answer)
          const reason = stream.cut ? 'cut-event' : 'no-end-marker'
          const found = cut.error instanceof TruncatedStreamError ? cut.error.reason : undefined
          expect([prefix.length, endOf(cut)]).toEqual([prefix.length, end])
          expect(found).toBe(end === 'ERR_SSE_TRUNCATED' ? reason : undefined)
          expect([prefix.length, differenceAt(cut.chunks, expectedChunks(stream))]).toEqual([
            prefix.length,
            -1,
          ])
          expect(comparableOf(cut.completion)).toEqual(comparable(answer))
          expect(
            cut.updates.some(({ type }) => type === 'tool_call.done' && end !== 'completed'),
          ).toBe(false)
          reasons.push(found)
          // Nobody tells an accumulator of its own about `[DONE]`, an error or half an event.
          if (stream.done || stream.cut || stream.error !== undefined) continue
          const accumulator = new ChatAccumulator()
          for (const chunk of cut.chunks) accumulator.push(chunk)
          expect([prefix.length, accumulator.complete]).toEqual([
            prefix.length,
            end === 'completed',
          ])
        }
      })
    })

    test('the cuts are of all kinds', () => {
      expect(reasons.length).toBeGreaterThan(recordings.length * PLACES)
      expect(new Set(reasons)).toEqual(new Set(['cut-event', 'no-end-marker', undefined]))
    })

    describe('a checkpoint taken anywhere changes nothing', () => {
      test.each(recordings)('$file', (recording) => {
        const { whole } = observe(recording)
        const { chunks, completion } = whole
        for (const part of [1 / 3, 2 / 3, 1]) {
          const at = Math.round(chunks.length * part)
          const before = new ChatAccumulator()
          for (const chunk of chunks.slice(0, at)) before.push(chunk)
          const kept = JSON.parse(JSON.stringify(before.checkpoint())) as ChatCheckpoint
          const after = ChatAccumulator.restore(kept)
          for (const chunk of chunks.slice(at)) after.push(chunk)
          after.finishUpdates({ complete: whole.error === undefined })
          expect(after.snapshot).toEqual(completion)
        }
      })
    })
  },
)
