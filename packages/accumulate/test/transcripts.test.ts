import {
  accumulateChat,
  accumulateChatSync,
  ChatAccumulator,
  chatUpdates,
  partialCompletion,
} from '@sse/accumulate'
import { type ChatCompletionChunk, decodeChatStream, decodeChatStreamSync } from '@sse/chat'
import { seeded, transcripts } from '@fixtures/sse'
import { describe, expect, test } from 'vitest'

const completed = transcripts.filter((each) => each.end === 'completed')
const broken = transcripts.filter((each) => each.end !== 'completed')

test('there are some of both kinds', () => {
  expect(completed.length).toBeGreaterThan(10)
  expect(broken.map((each) => each.end).toSorted()).toEqual(['failed', 'truncated'])
})

describe.each(completed.map((each) => [each.name, each] as const))('%s', (_name, each) => {
  const { bytes, final } = each

  test('adds up to its final object', async () => {
    expect(accumulateChatSync(decodeChatStreamSync([bytes]))).toStrictEqual(final)
    const source = seeded(bytes, 7, { max: 100 })
    expect(await accumulateChat(decodeChatStream(source))).toStrictEqual(final)
  })

  test('the updates end with it', async () => {
    const updates = chatUpdates(decodeChatStream([bytes]))
    const types: string[] = []
    for await (const update of updates) types.push(update.type)
    expect(updates.snapshot).toStrictEqual(final)
    expect(types.at(-1)).toBe('choice.done')
  })

  test('also from a checkpoint after any chunk', () => {
    const chunks = [...decodeChatStreamSync([bytes])]
    const accumulator = new ChatAccumulator()
    for (const [at, chunk] of chunks.entries()) {
      accumulator.push(chunk)
      const restored = ChatAccumulator.restore(accumulator.checkpoint())
      for (const later of chunks.slice(at + 1)) restored.push(later)
      expect(restored.finish()).toStrictEqual(final)
    }
  })
})

describe.each(broken.map((each) => [each.name, each] as const))('%s', (_name, each) => {
  const code = each.end === 'failed' ? 'ERR_SSE_UPSTREAM' : 'ERR_SSE_TRUNCATED'

  test('fails, with its partial object', async () => {
    const failure = accumulateChat(decodeChatStream([each.bytes]))
    await expect(failure).rejects.toMatchObject({ code })
    const error: unknown = await failure.catch((reason: unknown) => reason)
    expect(partialCompletion(error)).toStrictEqual(each.partial)
  })

  test('the chunks alone are not complete', () => {
    const chunks: ChatCompletionChunk[] = []
    expect(() => {
      for (const chunk of decodeChatStreamSync([each.bytes])) chunks.push(chunk)
    }).toThrow(expect.objectContaining({ code }))
    const accumulator = new ChatAccumulator()
    for (const chunk of chunks) accumulator.push(chunk)
    expect(accumulator.complete).toBe(false)
    expect(accumulator.snapshot).toStrictEqual(each.partial)
  })
})
