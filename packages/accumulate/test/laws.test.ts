import {
  ChatAccumulator,
  accumulateChatSync,
  type ChatUpdate,
  type ChatUpdateOf,
  chatUpdatesSync,
} from '@sse/accumulate'
import { type ChatCompletion, type ChatCompletionChunk, decodeChatStreamSync } from '@sse/chat'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chatStream } from './chat-stream-arbitrary.ts'
import { workOf } from './counted-work.ts'
import { lawRuns } from './law-runs.ts'

const { numRuns, timeout } = lawRuns('laws of chat', 800)

describe('law 12: the final object equals the one computed independently', { timeout }, () => {
  test('for chunks as they are, which are not changed', () => {
    fc.assert(
      fc.property(chatStream(), ({ chunks, final, tells }) => {
        const accumulator = new ChatAccumulator()
        for (const chunk of chunks) accumulator.push(frozen(chunk))
        if (tells) expect(accumulator.complete).toBe(true)
        expect(accumulator.finish({ complete: true })).toStrictEqual(final)
      }),
      { numRuns },
    )
  })

  test('for the bytes of an event stream', () => {
    fc.assert(
      fc.property(chatStream(), ({ chunks, final }) => {
        const events = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')
        const bytes = new TextEncoder().encode(`${events}data: [DONE]\n\n`)
        const items = decodeChatStreamSync([bytes])
        expect(accumulateChatSync(items, { complete: true })).toStrictEqual(final)
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    )
  })
})

describe('law 12: every intermediate text is a beginning of the final text', { timeout }, () => {
  test('and the deltas are the text', () => {
    fc.assert(
      fc.property(chatStream(), ({ chunks, final }) => {
        const { texts } = readUpdates([...chatUpdatesSync(chunks, { complete: true })])
        expect(Object.fromEntries(texts)).toEqual(textsOf(final))
      }),
      { numRuns },
    )
  })

  test('also in the snapshot', () => {
    fc.assert(
      fc.property(chatStream(), ({ chunks, final }) => {
        const accumulator = new ChatAccumulator()
        const whole = textsOf(final)
        for (const chunk of chunks) {
          accumulator.push(chunk)
          for (const [key, text] of Object.entries(textsOf(accumulator.snapshot))) {
            expect(whole[key]?.startsWith(text)).toBe(true)
          }
        }
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    )
  })
})

describe('updates', { timeout }, () => {
  test('of each kind there is one end, after all of it, and everything has one', () => {
    fc.assert(
      fc.property(chatStream(), ({ chunks, final }) => {
        const updates = [...chatUpdatesSync(chunks, { complete: true })]
        const { ended } = readUpdates(updates)
        const expected = final.choices.flatMap(({ index, message }) => [
          ...(message.content === null ? [] : [`content ${index}`]),
          ...(message.refusal === null ? [] : [`refusal ${index}`]),
          ...(message.audio === undefined ? [] : [`audio ${index}`]),
          `choice ${index}`,
        ])
        const others = /^(?:reasoning|tool_call|function_call)/
        expect(ended.filter((key) => !others.test(key))).toEqual(expected)
      }),
      { numRuns },
    )
  })

  test('a call is handed out unless it was cut off, and as the final object has it', () => {
    fc.assert(
      fc.property(chatStream(), ({ chunks, final }) => {
        const updates = [...chatUpdatesSync(chunks, { complete: true })]
        for (const choice of final.choices) {
          const { index, message, finish_reason: reason } = choice
          const done = updates.filter(isToolCallDone).filter((update) => update.choice === index)
          // After another reason came another part of the answer: that is left to the named cases.
          if (reason === 'length' && Object.hasOwn(choice, 'last_finish_reason')) continue
          // Free text is confirmed by nothing but a finish reason.
          const calls = (message.tool_calls ?? []).filter(
            ({ type }) => reason !== 'length' && (reason !== null || type === 'function'),
          )
          expect(done.map(({ toolCall }) => toolCall)).toEqual(calls)
          const end = updates.find(
            (update) => update.type === 'choice.done' && update.choice === index,
          )
          expect(end).toMatchObject({ toolCalls: calls, finishReason: reason })
        }
      }),
      { numRuns },
    )
  })
})

describe('law 13: a checkpoint anywhere, the same final object', { timeout }, () => {
  test('and the same updates', () => {
    fc.assert(
      fc.property(chatStream(), fc.nat(), ({ chunks, final }, cut) => {
        const at = cut % (chunks.length + 1)
        const whole = new ChatAccumulator()
        for (const chunk of chunks.slice(0, at)) whole.push(chunk)
        const text = JSON.stringify(whole.checkpoint())
        const restored = ChatAccumulator.restore(JSON.parse(text))
        expect(restored.complete).toBe(whole.complete)
        for (const chunk of chunks.slice(at)) {
          expect(restored.push(chunk)).toEqual(whole.push(chunk))
        }
        expect(restored.checkpoint()).toEqual(whole.checkpoint())
        expect(restored.finishUpdates({ complete: true })).toEqual(
          whole.finishUpdates({ complete: true }),
        )
        expect(restored.finish()).toStrictEqual(final)
      }),
      { numRuns },
    )
  })

  test('after every chunk, from one checkpoint to the next', () => {
    fc.assert(
      fc.property(chatStream(), ({ chunks, final }) => {
        let accumulator = new ChatAccumulator()
        for (const chunk of chunks) {
          accumulator.push(chunk)
          accumulator = ChatAccumulator.restore(accumulator.checkpoint())
        }
        expect(accumulator.finish({ complete: true })).toStrictEqual(final)
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    )
  })

  test('also at the end of the stream: the last updates come once', async () => {
    await fc.assert(
      fc.asyncProperty(chatStream(), async ({ chunks }) => {
        const accumulator = new ChatAccumulator()
        for (const chunk of chunks) accumulator.push(chunk)
        await accumulator.validate({ complete: true })
        const before = ChatAccumulator.restore(frozen(accumulator.checkpoint()))
        const last = accumulator.finishUpdates()
        const after = ChatAccumulator.restore(frozen(accumulator.checkpoint()))
        expect([before.finishUpdates(), after.finishUpdates()]).toEqual([last, []])
        expect(last.length).toBeGreaterThan(0)
        for (const each of [before, after]) expect(each.finish()).toEqual(accumulator.finish())
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    )
  })

  test('a checkpoint shares nothing with what goes on', () => {
    fc.assert(
      fc.property(chatStream(), ({ chunks }) => {
        const at = Math.ceil(chunks.length / 2)
        const accumulator = new ChatAccumulator()
        for (const chunk of chunks.slice(0, at)) accumulator.push(chunk)
        const checkpoint = accumulator.checkpoint()
        const text = JSON.stringify(checkpoint)
        const restored = ChatAccumulator.restore(frozen(checkpoint))
        for (const chunk of chunks.slice(at)) {
          accumulator.push(chunk)
          restored.push(chunk)
        }
        restored.finish({ complete: true })
        expect(JSON.stringify(checkpoint)).toBe(text)
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    )
  })
})

describe('law 14: twice the input is twice the work', { timeout }, () => {
  test('for eight times the choices and the chunks of any stream', () => {
    const shifted = (chunk: ChatCompletionChunk, by: number): ChatCompletionChunk => {
      const { choices } = chunk as { choices?: readonly ChatCompletionChunk['choices'][number][] }
      const moved = choices?.map((choice) => ({ ...choice, index: choice.index + by }))
      return moved === undefined ? chunk : { ...chunk, choices: moved }
    }
    const work = (chunks: readonly ChatCompletionChunk[]): number =>
      workOf(() => {
        const accumulator = new ChatAccumulator()
        for (let at = 0; at < chunks.length; at++) accumulator.push(chunks[at]!)
        accumulator.finishUpdates({ complete: true })
      })
    fc.assert(
      fc.property(chatStream(), ({ chunks }) => {
        const eightfold = Array.from({ length: 8 }, (_, nth) =>
          chunks.map((chunk) => shifted(chunk, nth * 8)),
        ).flat()
        expect(work(eightfold)).toBeLessThan(8 * work(chunks) * 1.1 + 100)
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    )
  })
})

/** Follows updates, and checks on the way that each goes on from the one before. */
function readUpdates(updates: readonly ChatUpdate[]): {
  texts: Map<string, string>
  ended: string[]
} {
  const texts = new Map<string, string>()
  const ended: string[] = []
  for (const update of updates) {
    const key = keyOf(update)
    if ('delta' in update && typeof update.delta === 'string') {
      expect(ended).not.toContain(key)
      expect(update).not.toHaveProperty('replaces')
      expect(update.delta).not.toBe('')
      expect(update.snapshot).toBe((texts.get(key) ?? '') + update.delta)
      texts.set(key, update.snapshot as string)
    }
    if (update.type.endsWith('.done')) {
      expect(ended).not.toContain(key)
      ended.push(key)
      if ('snapshot' in update && typeof update.snapshot === 'string') {
        expect(update.snapshot).toBe(texts.get(key))
      }
    }
  }
  return { texts, ended }
}

function keyOf(update: ChatUpdate): string {
  const kind = update.type.replace(/\.(?:delta|done|start|arguments\.delta|input\.delta)$/, '')
  const choice = 'choice' in update ? ` ${update.choice}` : ''
  return kind + choice + ('index' in update ? ` ${update.index}` : '')
}

/** Every text of a completion that has an update. */
function textsOf({ choices }: ChatCompletion): Record<string, string> {
  const texts: [string, string | null | undefined][] = choices.flatMap(({ index, message }) => [
    [`content ${index}`, message.content],
    [`refusal ${index}`, message.refusal],
    [`reasoning ${index}`, reasoningOf(message)],
    [`audio.transcript ${index}`, message.audio?.transcript],
    [`audio.data ${index}`, message.audio?.data],
    [`function_call ${index}`, message.function_call?.arguments],
    ...(message.tool_calls ?? []).map((call, at): [string, string] => [
      `tool_call ${index} ${at}`,
      call.type === 'custom' ? call.custom.input : call.function.arguments,
    ]),
  ])
  const isText = (entry: (typeof texts)[number]): entry is [string, string] =>
    typeof entry[1] === 'string' && entry[1] !== ''
  return Object.fromEntries(texts.filter(isText))
}

function reasoningOf(message: ChatCompletion['choices'][number]['message']): string | undefined {
  const { reasoning_content: content, reasoning, reasoning_text: text } = message
  return content ?? reasoning ?? text ?? message.reasoning_details?.[0]?.text ?? undefined
}

function isToolCallDone(update: ChatUpdate): update is ChatUpdateOf<'tool_call.done'> {
  return update.type === 'tool_call.done'
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const each of Object.values(value)) frozen(each)
  }
  return value
}
