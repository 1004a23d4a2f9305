// Our final objects against those of the official SDK's chat helper, on streams that it takes.

import { accumulateChatSync } from '@sse/accumulate'
import { type ChatCompletionChunk, decodeChatStreamSync } from '@sse/chat'
import fc from 'fast-check'
import { ChatCompletionStream } from 'openai/lib/ChatCompletionStream'
import { describe, expect, test } from 'vitest'
import type { Json } from './chat-chunks.ts'
import { BUT_NOT_NOW, listRecordings, readRecording, recordingsExist } from './recordings-index.ts'
import { DIFFERENCES, differencesOf, REFUSALS } from './sdk-differences.ts'
import { plainChatStream } from './sdk-stream-arbitrary.ts'

const numRuns = Number(process.env['FC_RUNS'] ?? 400)

/** The completion of the SDK's helper, but for the key that it adds. */
async function theirs(chunks: readonly unknown[]): Promise<unknown> {
  const lines = chunks.map((chunk) => `${JSON.stringify(chunk)}\n`).join('')
  const stream = ChatCompletionStream.fromReadableStream(new Blob([lines]).stream())
  const completion = JSON.parse(JSON.stringify(await stream.finalChatCompletion())) as Json
  for (const { message } of completion['choices'] as Json[]) {
    // Theirs always has it; ours when a schema was asked for.
    expect(message.parsed).toBeNull()
    delete message.parsed
  }
  return completion
}

function ours(chunks: readonly ChatCompletionChunk[]): unknown {
  const completion = accumulateChatSync(chunks, { complete: true })
  return JSON.parse(JSON.stringify(completion)) as unknown
}

test('streams as OpenAI sends them add up to the same object', async () => {
  await fc.assert(
    fc.asyncProperty(plainChatStream(), async (chunks) => {
      const expected = await theirs(chunks)
      expect(ours(structuredClone(chunks))).toEqual(expected)
    }),
    { numRuns },
  )
})

test.each(DIFFERENCES)('differs: $why', async ({ chunks, is }) => {
  const items = chunks as unknown as ChatCompletionChunk[]
  const differences = differencesOf(ours(items), await theirs(chunks))
  expect(differences).not.toEqual([])
  expect(differences.filter((each) => !is(each))).toEqual([])
})

test.each(REFUSALS)('theirs refuses what ours takes: $why', async ({ chunks, message }) => {
  await expect(theirs(chunks)).rejects.toThrow(message)
  const completion = ours(chunks as unknown as ChatCompletionChunk[])
  expect(completion).toMatchObject({ object: 'chat.completion', choices: [{ index: 0 }] })
})

describe.skipIf(!recordingsExist)(`recorded streams${BUT_NOT_NOW}`, () => {
  const seen = { equal: 0, differences: new Set<string>(), refusals: new Set<string>() }

  test.each(
    listRecordings('chat', 'raw-sse').map((recording) => [recording.file, recording] as const),
  )('%s', async (_, recording) => {
    let chunks: ChatCompletionChunk[]
    try {
      chunks = [...decodeChatStreamSync([readRecording(recording)])]
    } catch (error) {
      // The recording itself is of a failure.
      expect(error).toHaveProperty('code', expect.stringMatching(/^ERR_SSE_/))
      return
    }
    let expected: unknown
    try {
      expected = await theirs(chunks)
    } catch (error) {
      const refusal = REFUSALS.find(({ message }) => (error as Error).message.startsWith(message))
      expect(refusal, `Theirs refuses it: ${(error as Error).message}`).toBeDefined()
      seen.refusals.add(refusal!.message)
      return
    }
    const differences = differencesOf(ours(chunks), expected)
    if (differences.length === 0) seen.equal++
    for (const difference of differences) {
      const known = DIFFERENCES.find(({ is }) => is(difference))
      expect(known, `An unknown difference at ${difference.path}`).toBeDefined()
      seen.differences.add(known!.why)
    }
  })

  test('every difference and every refusal that is listed is there', () => {
    expect(DIFFERENCES.map(({ why }) => why).filter((why) => !seen.differences.has(why))).toEqual(
      [],
    )
    expect(
      REFUSALS.map(({ message }) => message).filter((each) => !seen.refusals.has(each)),
    ).toEqual([])
    expect(seen.equal).toBeGreaterThanOrEqual(57)
  })
})
