// One recording through core, chat and accumulate, fed in different ways.

import { ChatAccumulator, type ChatUpdate } from '@sse/accumulate'
import {
  type ChatCompletion,
  type ChatCompletionChunk,
  ChatDecoder,
  decodeChatStream,
  decodeChatStreamSync,
} from '@sse/chat'
import { parseEventStreamSync } from '@sse/core'
import { decodeEventStreamSync } from '@sse/core/decoder'
import type { PlainEvent } from './recordings-plain-stream.ts'

export interface Replay {
  readonly chunks: readonly ChatCompletionChunk[]
  /** As pushing each chunk and the end gave them, each a copy of its own. */
  readonly updates: readonly ChatUpdate[]
  /** The whole one, or what there was of it. */
  readonly completion: ChatCompletion
  /** What ended the stream; undefined when it ended well. */
  readonly error: unknown
}

class Replaying {
  readonly #accumulator: ChatAccumulator = new ChatAccumulator()
  readonly #chunks: ChatCompletionChunk[] = []
  readonly #updates: ChatUpdate[] = []

  push(chunk: ChatCompletionChunk): void {
    this.#chunks.push(chunk)
    for (const update of this.#accumulator.push(chunk)) this.#updates.push({ ...update })
  }

  finish(error?: unknown): Replay {
    // The decoder fails unless the stream was complete. Where it fails, no update is true any more.
    const last = this.#accumulator.finishUpdates({ complete: error === undefined })
    if (error === undefined) this.#updates.push(...last)
    const completion = this.#accumulator.snapshot
    return { chunks: this.#chunks, updates: this.#updates, completion, error }
  }
}

export function replaySync(reads: Iterable<Uint8Array>): Replay {
  const replaying = new Replaying()
  try {
    for (const chunk of decodeChatStreamSync(reads)) replaying.push(chunk)
  } catch (error) {
    return replaying.finish(error)
  }
  return replaying.finish()
}

export async function replay(
  source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<Replay> {
  const replaying = new Replaying()
  try {
    for await (const chunk of decodeChatStream(source)) replaying.push(chunk)
  } catch (error) {
    return replaying.finish(error)
  }
  return replaying.finish()
}

/** The same with a decoder of the caller's own, and what that says of the stream in the end. */
export function replayDecoder(reads: Iterable<Uint8Array>): Replay & { decoder: ChatDecoder } {
  const decoder = new ChatDecoder()
  const replaying = new Replaying()
  try {
    for (const chunk of decodeEventStreamSync(reads, decoder)) replaying.push(chunk)
  } catch (error) {
    return { ...replaying.finish(error), decoder }
  }
  return { ...replaying.finish(), decoder }
}

export function replayEvents(reads: Iterable<Uint8Array>): PlainEvent[] {
  return Array.from(parseEventStreamSync(reads), ({ event, data }) => ({ event, data }))
}

export function* byteByByte(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at++) yield bytes.subarray(at, at + 1)
}

export function* inReads(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  let at = 0
  for (const length of lengths) yield bytes.subarray(at, (at += length))
}

export async function* inAwaitedReads(
  bytes: Uint8Array,
  lengths: readonly number[],
): AsyncGenerator<Uint8Array> {
  for (const read of inReads(bytes, lengths)) {
    await Promise.resolve()
    yield read
  }
}
