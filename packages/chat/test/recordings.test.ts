/**
 * Recorded streams in every cut, against a reading of their own: the items are the payloads with the
 * repairs written as a copy, the end follows from rules that stand here.
 */
import { ChatDecoder } from '@sse/chat'
import { decodeEventStreamSync } from '@sse/core/decoder'
import { afterAll, describe, expect, test } from 'vitest'
import { drive } from './drive.ts'
import { eventOf } from './event-of.ts'
import { recordingsIn } from './left-out.ts'
import {
  cutsOf,
  EndsByProvider,
  plainEvents,
  type Recording,
  recordingsFolder,
  recordingsOf,
} from './recording.ts'

interface Plain {
  readonly choices?:
    | null
    | readonly {
        readonly index?: number
        readonly delta?: object | null
        readonly finish_reason?: string | null
      }[]
  readonly error?: unknown
}

/** Streams of another protocol. */
const NOT_CHAT: Readonly<Record<string, string>> = {
  'other/ruby_llm-openai-transcription-basic-functionality-openai-gpt-4o-transcribe-diarize-str.sse':
    'events of a transcription, which have types; see the recordings of @sse/responses',
  'other/vercel-ai-cohere-cohere-empty-tool-call.jsonl': 'the protocol of Cohere',
  'other/vercel-ai-cohere-cohere-reasoning.jsonl': 'the protocol of Cohere',
  'other/vercel-ai-cohere-cohere-text.jsonl': 'the protocol of Cohere',
  'other/vercel-ai-cohere-cohere-tool-call.jsonl': 'the protocol of Cohere',
}

/** Streams that lack their end, and why. */
const CUT_SHORT: Readonly<Record<string, string>> = {
  'chat/tgi-test-flash-llama-grammar-tools-choice-stream.jsonl':
    'payloads alone, so without [DONE], and none of them has a finish reason or usage',
}

function repaired(payload: Plain): object {
  return {
    ...payload,
    choices: (payload.choices ?? []).map((choice, position) => ({
      ...choice,
      index: choice.index ?? position,
      delta: spread(choice.delta ?? {}),
      finish_reason: choice.finish_reason || null,
    })),
  }
}

function spread(delta: { content?: unknown }): object {
  if (!Array.isArray(delta.content)) return delta
  const parts = delta.content as { type: string; text?: string; thinking?: { text: string }[] }[]
  const text = parts.filter(({ type }) => type === 'text')
  const thinking = parts.flatMap((part) => part.thinking ?? [])
  return {
    ...delta,
    content_parts: parts,
    content: text.length > 0 ? text.map((part) => part.text).join('') : null,
    ...(thinking.length > 0 && { reasoning_content: thinking.map((part) => part.text).join('') }),
  }
}

/** What a recording must give, by the rules: an error ends it, and comes behind choices of its own. */
function expected({ bytes }: Recording) {
  const { events, isDone } = plainEvents(bytes)
  const payloads = events.map(({ data }) => JSON.parse(data) as Plain)
  const failed = events.findIndex(
    ({ name, isErrorField }, at) =>
      name === 'error' || isErrorField || Boolean(payloads[at]?.error),
  )
  const failure = payloads[failed]
  const chunks =
    failure === undefined ? payloads : payloads.slice(0, failed + (failure.choices ? 1 : 0))
  const choices = chunks.flatMap((chunk) => chunk.choices ?? [])
  const open = new Set(choices.map(({ index = 0 }) => index))
  for (const { index = 0, finish_reason: reason } of choices) if (reason) open.delete(index)
  const end =
    failure !== undefined
      ? 'ERR_SSE_UPSTREAM'
      : isDone
        ? 'done-sentinel'
        : choices.length > 0 && open.size === 0
          ? 'finish-reasons'
          : 'ERR_SSE_TRUNCATED'
  return { items: chunks.map(repaired), end, payload: failure, events }
}

/** What the decoder makes of some chunks of bytes. */
function decoded(chunks: Iterable<Uint8Array>) {
  const decoder = new ChatDecoder()
  const items: unknown[] = []
  try {
    for (const item of decodeEventStreamSync(chunks, decoder)) items.push(item)
  } catch (error) {
    const { code, payload } = error as { code: string; payload?: unknown }
    return { items, end: code, payload }
  }
  return { items, end: decoder.completion as string, payload: undefined }
}

const all = [...recordingsOf('chat'), ...recordingsOf('other')]
const given = all.filter(({ file }) => !Object.hasOwn(NOT_CHAT, file))

// The recordings are not part of the repository.
describe.runIf(recordingsIn(recordingsFolder))('recordings', () => {
  const ends = new EndsByProvider()
  afterAll(() => console.info(`Chat recordings, by how they end:\n${String(ends)}`))

  test.each(given)('$file', (recording) => {
    const { events, ...wanted } = expected(recording)
    ends.add(recording.provider, wanted.end)
    expect(wanted.end === 'ERR_SSE_TRUNCATED').toBe(Object.hasOwn(CUT_SHORT, recording.file))
    const [, ...cuts] = cutsOf(recording)
    const inOne = decoded([recording.bytes])
    expect(inOne).toEqual(wanted)
    const text = JSON.stringify(inOne)
    const differing = cuts.filter(([, chunks]) => JSON.stringify(decoded(chunks)) !== text)
    expect(differing.map(([name]) => name)).toEqual([])
    // And the events alone, from whichever transport; lines that are no fields are no events.
    if (events.some(({ isErrorField }) => isErrorField)) return
    const single = drive(
      new ChatDecoder(),
      events.map(({ data, name }) => eventOf(data, name)),
    )
    expect(JSON.stringify(single.items)).toBe(JSON.stringify(wanted.items))
  })

  test('all are read but those of another protocol, which are there', () => {
    expect(all.length - given.length).toBe(Object.keys(NOT_CHAT).length)
    expect(given.length).toBeGreaterThan(200)
  })
})
