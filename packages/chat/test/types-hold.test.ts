/** What the type of a chunk says of it is true, of every chunk of every stream that there is. */
import { readFileSync } from 'node:fs'
import { transcripts } from '@fixtures/sse'
import { decodeChatStreamSync } from '@sse/chat'
import { describe, expect, test } from 'vitest'
import { recordingsIn } from './left-out.ts'
import { recordingsFolder, recordingsOf } from './recording.ts'
import { chatRows } from './rows/chat-rows.ts'
import { shapeOfType } from './shape-of-type.ts'
import { misfitsIn, streamsOfRows, streamsOfTranscripts } from './types-hold.ts'

const FILE = 'packages/chat/src/chat-completion-chunk.ts'
const chunk = shapeOfType(FILE, 'ChatCompletionChunk')
const ours = streamsOfTranscripts(transcripts)
const recordings = [...recordingsOf('chat'), ...recordingsOf('other')]

describe('chunks are what their type says, in', () => {
  test.each(ours)('the transcript $file', (stream) => {
    const { items, places } = misfitsIn(stream, decodeChatStreamSync, chunk)
    expect(places).toEqual([])
    expect(items).toBeGreaterThan(0)
  })

  test.each(streamsOfRows(chatRows))('$file', (stream) => {
    expect(misfitsIn(stream, decodeChatStreamSync, chunk).places).toEqual([])
  })
})

// The recordings are not part of the repository.
describe.runIf(recordingsIn(recordingsFolder))('chunks are what their type says, in', () => {
  test.each(recordings)('$file', (stream) => {
    expect(misfitsIn(stream, decodeChatStreamSync, chunk).places).toEqual([])
  })

  test('streams that have chunks', () => {
    const items = recordings.map((each) => misfitsIn(each, decodeChatStreamSync, chunk).items)
    expect(items.filter((count) => count > 0).length).toBeGreaterThan(200)
  })
})

describe('a type that says less than what is sent is found out', () => {
  const text = readFileSync(new URL(`../../../${FILE}`, import.meta.url), 'utf8')

  test.each([
    ['null', 'ChatCompletionFinishReason | null', 'ChatCompletionFinishReason', 'finish_reason'],
    ['absent', 'readonly refusal?: ', 'readonly refusal: ', 'delta.refusal'],
    [
      "'assistant'",
      '| (string & {})\n\n/** A piece of one',
      '\n\n/** A piece of one',
      'delta.role',
    ],
  ])('%s', (found, said, less, path) => {
    expect(text).toContain(said)
    const words = found === "'assistant'" ? text.replace("  | 'assistant'\n", '') : text
    const shape = shapeOfType(FILE, 'ChatCompletionChunk', { [FILE]: words.replace(said, less) })
    const places = ours.flatMap((each) => misfitsIn(each, decodeChatStreamSync, shape).places)
    expect([...new Set(places)]).toEqual([`.choices[].${path}: ${found}`])
  })
})
