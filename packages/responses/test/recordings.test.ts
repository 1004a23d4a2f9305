/**
 * Recorded streams in every cut, against a reading of their own: the items are the payloads, up to
 * the terminal event; events that OpenAI does not document are `unknown`.
 */
import { decodeEventStreamSync } from '@sse/core/decoder'
import { ResponsesDecoder } from '@sse/responses'
import { afterAll, describe, expect, test } from 'vitest'
import { drive } from '../../chat/test/drive.ts'
import { eventOf } from '../../chat/test/event-of.ts'
import { recordingsIn } from '../../chat/test/left-out.ts'
import {
  cutsOf,
  EndsByProvider,
  plainEvents,
  type Recording,
  recordingsFolder,
  recordingsOf,
} from '../../chat/test/recording.ts'

const TERMINAL = /^response\.(?:completed|incomplete|failed|cancelled)$/

// The event types of recordings that OpenAI does not document, and those of its transcriptions.
const UNDOCUMENTED =
  /^(?:response\.(?:reasoning_part\.(?:added|done)|apply_patch_call_operation_diff\.(?:delta|done))|transcript\.text\.(?:segment|done))$/

interface Plain {
  readonly type: string
  readonly sequence_number?: number
}

/** What a recording must give, by the rules: the first error or terminal event ends it. */
function expected({ bytes }: Recording) {
  const { events, isDone } = plainEvents(bytes)
  const payloads = events.map(({ data }) => JSON.parse(data) as Plain)
  const last = payloads.findIndex(({ type }) => type === 'error' || TERMINAL.test(type))
  const isError = payloads[last]?.type === 'error'
  const read = last === -1 ? payloads : payloads.slice(0, isError ? last : last + 1)
  const items = read.map((payload) => {
    const { type: name, sequence_number } = payload
    return UNDOCUMENTED.test(name) ? { type: 'unknown', name, payload, sequence_number } : payload
  })
  const end = isError
    ? 'ERR_SSE_UPSTREAM'
    : last !== -1
      ? 'terminal-event'
      : isDone
        ? 'done-sentinel'
        : 'ERR_SSE_TRUNCATED'
  return { items, end, payload: isError ? payloads[last] : undefined, events }
}

/** What the decoder makes of some chunks of bytes. */
function decoded(chunks: Iterable<Uint8Array>) {
  const decoder = new ResponsesDecoder()
  const items: unknown[] = []
  try {
    for (const item of decodeEventStreamSync(chunks, decoder)) items.push(item)
  } catch (error) {
    const { code, payload } = error as { code: string; payload?: unknown }
    return { items, end: code, payload }
  }
  return { items, end: decoder.completion as string, payload: undefined }
}

const transcriptions = recordingsOf('other').filter(({ file }) => file.includes('transcription'))
const given = [...recordingsOf('responses'), ...transcriptions]

// The recordings are not part of the repository.
describe.runIf(recordingsIn(recordingsFolder))('recordings', () => {
  const ends = new EndsByProvider()
  afterAll(() => console.info(`Responses recordings, by how they end:\n${String(ends)}`))

  test.each(given)('$file', (recording) => {
    const { events, ...wanted } = expected(recording)
    ends.add(recording.provider, wanted.end)
    const [, ...cuts] = cutsOf(recording)
    const inOne = decoded([recording.bytes])
    expect(inOne).toEqual(wanted)
    const text = JSON.stringify(inOne)
    const differing = cuts.filter(([, chunks]) => JSON.stringify(decoded(chunks)) !== text)
    expect(differing.map(([name]) => name)).toEqual([])
    const single = drive(
      new ResponsesDecoder(),
      events.map(({ data, name }) => eventOf(data, name)),
    )
    expect(JSON.stringify(single.items)).toBe(JSON.stringify(wanted.items))
  })

  test('all are there', () => {
    expect(given.length).toBeGreaterThan(95)
    expect(transcriptions).toHaveLength(1)
  })
})
