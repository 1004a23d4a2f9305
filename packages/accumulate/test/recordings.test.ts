// Every recorded chat stream through core, chat and accumulate, against reconstructions that know
// nothing of them. The recordings are bodies of real servers and stay outside of the project.

import { isDeepStrictEqual } from 'node:util'
import {
  accumulateChat,
  accumulateChatSync,
  type ChatUpdate,
  chatUpdates,
  chatUpdatesSync,
  partialCompletion,
} from '@sse/accumulate'
import { decodeChatStream, decodeChatStreamSync } from '@sse/chat'
import { describe, expect, test } from 'vitest'
import { comparable, comparableOf, textAndCalls, textAndCallsOf } from './recordings-completion.ts'
import { expectedChunks, expectedEnd } from './recordings-expectation.ts'
import {
  BUT_NOT_NOW,
  LEFT_OUT,
  listRecordings,
  readLengths,
  recordingsExist,
} from './recordings-index.ts'
import { differenceAt, endOf, observe } from './recordings-observed.ts'
import { addUpPlainly } from './recordings-plain-answer.ts'
import { field, list } from './recordings-plain-stream.ts'
import {
  byteByByte,
  inAwaitedReads,
  inReads,
  replay,
  replayDecoder,
  replayEvents,
  replaySync,
} from './recordings-replay.ts'
import { AWAITING, PLAIN_IS_WRONG } from './recordings-rows.ts'

/** The deltas of one type and choice joined; undefined when a snapshot is not what was joined so far. */
function joined(updates: readonly ChatUpdate[], type: string, choice: number): string | undefined {
  let text = ''
  for (const update of updates) {
    if (update.type !== type || !('delta' in update) || update.choice !== choice) continue
    text += update.delta as string
    if (update.snapshot !== text) return undefined
  }
  return text
}

function countOf<T>(values: readonly T[], wanted: T): number {
  return values.filter((value) => value === wanted).length
}

if (!recordingsExist) console.warn(LEFT_OUT)

describe.runIf(recordingsExist)(`recorded chat streams${BUT_NOT_NOW}`, { timeout: 120_000 }, () => {
  const recordings = listRecordings('chat', 'raw-sse')
  const settled = recordings.filter(({ file }) => !AWAITING.has(file))
  const awaiting = recordings.filter(({ file }) => AWAITING.has(file))

  test('there are 183, each of the size and with the events that the index says', () => {
    const actual = recordings.map((recording) => {
      const { bytes, stream } = observe(recording)
      const tails = stream.tail === undefined ? 0 : 1
      return [recording.file, bytes.length, stream.events.length + tails]
    })
    expect(recordings).toHaveLength(183)
    expect(actual).toEqual(recordings.map(({ file, size, events }) => [file, size, events]))
  })

  describe('the same events and items, however the bytes were read', () => {
    test.each(recordings)('$file', async (recording) => {
      const { bytes, stream, whole } = observe(recording)
      const lengths = readLengths(recording) ?? [bytes.length]
      const { decoder, ...drip } = replayDecoder(byteByByte(bytes))
      const replays = {
        whole,
        drip,
        reads: replaySync(inReads(bytes, lengths)),
        stream: await replay(new Blob([bytes]).stream()),
        awaitedReads: await replay(inAwaitedReads(bytes, lengths)),
      }

      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(bytes.length)
      for (const reads of [[bytes], inReads(bytes, lengths), byteByByte(bytes)]) {
        expect(differenceAt(replayEvents(reads), stream.events)).toBe(-1)
      }
      const chunks = expectedChunks(stream)
      for (const [way, each] of Object.entries(replays)) {
        expect([way, differenceAt(each.chunks, chunks)]).toEqual([way, -1])
        expect([way, differenceAt(each.updates, whole.updates)]).toEqual([way, -1])
        expect([way, isDeepStrictEqual(each.completion, whole.completion)]).toEqual([way, true])
        expect([way, each.error]).toEqual([way, whole.error])
      }
      expect(decoder.complete).toBe(endOf(whole) === 'completed')
    })
  })

  describe('the end that the recording gives reason for', () => {
    test.each(recordings)('$file', (recording) => {
      const { stream, answer, whole } = observe(recording)
      const end = expectedEnd(stream, answer)
      expect(endOf(whole)).toBe(end)
      // `done` is said of what is whole, once, and of nothing else.
      const done = whole.updates.filter((update) => update.type === 'choice.done')
      const choices = [...answer.choices].toSorted(([a], [b]) => a - b)
      expect(
        done.map((update) => [update.choice, update.finishReason, update.lastFinishReason]),
      ).toEqual(
        end === 'completed'
          ? choices.map(([index, choice]) => [index, choice.finishReason, choice.lastFinishReason])
          : [],
      )
      const isDone = whole.updates.some(({ type }) => type.endsWith('.done'))
      expect(isDone).toBe(done.length > 0)
    })

    const completed = recordings.filter((each) => observe(each).stream.error === undefined)
    test.each(completed)('by every door: $file', async (recording) => {
      const { bytes, whole } = observe(recording)
      const iterated = chatUpdates(decodeChatStream([bytes]))
      const updates: string[] = []
      for await (const { type } of iterated) updates.push(type)
      const sync = accumulateChatSync(decodeChatStreamSync([bytes]))
      expect(updates).toEqual(whole.updates.map(({ type }) => type))
      expect(iterated.snapshot).toEqual(whole.completion)
      expect(await accumulateChat(decodeChatStream([bytes]))).toEqual(whole.completion)
      expect(sync).toEqual(whole.completion)
    })

    const failed = recordings.filter((each) => observe(each).stream.error !== undefined)
    test.each(failed)('by every door, the error: $file', async (recording) => {
      const { bytes, stream, whole } = observe(recording)
      const message = field(stream.error, 'message') as string
      const [code, type] = [field(stream.error, 'code'), field(stream.error, 'type')]
      expect(whole.error).toMatchObject({ message, type, upstreamCode: code })
      const error: unknown = await accumulateChat(decodeChatStream([bytes])).catch(
        (reason: unknown) => reason,
      )
      expect(error).toEqual(whole.error)
      expect(partialCompletion(error)).toEqual(whole.completion)
      expect(() => [...chatUpdatesSync(decodeChatStreamSync([bytes]))]).toThrow(message)
    })
  })

  describe('the answer of a reconstruction', () => {
    // C11: where the server sends none.
    const someId: unknown = expect.stringMatching(/./)

    test.each(settled)('$file', (recording) => {
      const { stream, answer, whole } = observe(recording)
      const { file } = recording
      const plain = PLAIN_IS_WRONG.has(file) ? answer.choices : addUpPlainly(stream.payloads)
      expect(textAndCallsOf(whole.completion)).toEqual(textAndCalls(plain))
      expect(comparableOf(whole.completion)).toEqual(comparable(answer))
    })

    test.each(awaiting)('is still to come for $file', (recording) => {
      const { answer, whole } = observe(recording)
      expect(comparableOf(whole.completion)).not.toEqual(comparable(answer))
    })

    test.each(recordings)('also in its deltas and tool calls: $file', (recording) => {
      const { answer, whole } = observe(recording)
      const { updates, completion } = whole
      for (const [index, choice] of answer.choices) {
        expect(joined(updates, 'content.delta', index)).toBe(choice.text)
        expect(joined(updates, 'refusal.delta', index)).toBe(choice.refusal)
        expect(joined(updates, 'reasoning.delta', index)).toBe(choice.reasoning)
        expect(joined(updates, 'audio.transcript.delta', index)).toBe(choice.transcript)
        const { message } = completion.choices.find((each) => each.index === index)!
        const ids = (message.tool_calls ?? []).map(({ id }) => id)
        const done = updates.filter(
          (update) => update.type === 'tool_call.done' && update.choice === index,
        )
        const calls = [...choice.calls.values()]
        expect(new Set(ids).size).toBe(calls.length)
        expect(ids).toEqual(calls.map(({ id }) => id ?? someId))
        // C27: a call that was cut off is not handed out as one to be made.
        const isCut = choice.finishReason === 'length' || whole.error !== undefined
        expect(done).toHaveLength(isCut ? 0 : calls.length)
        // What was glued together wrongly is no JSON. No arguments at all is C26.
        for (const { arguments: text } of isCut ? [] : calls) {
          expect(() => JSON.parse(text || '{}') as unknown).not.toThrow()
        }
      }
    })

    test('plain concatenation is wrong where a row says so, and nowhere else', () => {
      const wrong = recordings.filter((recording) => {
        const { stream, answer } = observe(recording)
        const plain = textAndCalls(addUpPlainly(stream.payloads))
        return !isDeepStrictEqual(plain, textAndCalls(answer.choices))
      })
      expect(new Set(wrong.map(({ file }) => file))).toEqual(new Set(PLAIN_IS_WRONG.keys()))
    })

    test('it has what whoever made the index found in the recordings', () => {
      const named = ['text', 'tool_calls', 'refusal', 'audio', 'function_call(legacy)', 'n>1']
      const different = recordings.filter((recording) => {
        const { choices } = observe(recording).whole.completion
        const messages = choices.map(({ message }) => message)
        const has = [
          messages.some(({ content }) => content),
          messages.some((message) => message.tool_calls?.length),
          messages.some(({ refusal }) => refusal),
          messages.some(({ audio }) => audio),
          messages.some((message) => message.function_call),
          choices.length > 1,
        ]
        return named.some(
          (name, position) => Boolean(has[position]) !== recording.features.has(name),
        )
      })
      // The index did not look for text beside a delta that is missing (C40).
      expect(different.map(({ file }) => file)).toEqual([
        'chat/vscode-copilot-chat-github-copilot-getinlinecompletions-reply.sse',
      ])
    })

    test('it is the message that servers send beside the deltas (C33)', () => {
      const told = recordings.flatMap((recording) => {
        const { stream, whole } = observe(recording)
        const choices = stream.payloads.flatMap((payload) => list(payload, 'choices'))
        return whole.completion.choices.flatMap(({ index, message }) => {
          const wire = choices.findLast((choice) => field(choice, 'index') === index)
          const content = field(field(wire, 'message'), 'content')
          return typeof content === 'string' ? [[recording.file, message.content, content]] : []
        })
      })
      expect(told).toHaveLength(3)
      for (const [file, ours, theirs] of told) expect([file, ours]).toEqual([file, theirs])
    })
  })

  test('the sum of it', () => {
    const all = recordings.map((recording) => ({ ...recording, ...observe(recording) }))
    const ends = all.map(({ whole }) => endOf(whole))
    const inRecordedReads = recordings.filter((recording) => readLengths(recording) !== undefined)
    const sum = {
      recordings: all.length,
      providers: new Set(all.map(({ provider }) => provider)).size,
      bytes: all.reduce((total, { size }) => total + size, 0),
      items: all.reduce((total, { whole }) => total + whole.chunks.length, 0),
      inRecordedReads: inRecordedReads.length,
      completed: countOf(ends, 'completed'),
      upstreamErrors: countOf(ends, 'ERR_SSE_UPSTREAM'),
      truncated: countOf(ends, 'ERR_SSE_TRUNCATED'),
      toldByARow: PLAIN_IS_WRONG.size,
      awaiting: awaiting.length,
    }
    console.info('Recorded chat streams, replayed whole, in recorded reads and byte by byte:', sum)
    for (const [file, row] of AWAITING) console.info(`Not told right yet: ${file} (${row})`)

    const files = new Set(recordings.map(({ file }) => file))
    expect(
      [...PLAIN_IS_WRONG.keys(), ...AWAITING.keys()].filter((file) => !files.has(file)),
    ).toEqual([])
    expect(sum.items).toBe(all.reduce((total, { stream }) => total + stream.payloads.length, 0))
    expect(sum.completed + sum.upstreamErrors + sum.truncated).toBe(183)
    expect(settled.length + sum.awaiting).toBe(183)
  })
})
