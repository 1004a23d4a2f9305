// A recording next to what was made of it: by the reconstructions, and whole by our packages.

import { isDeepStrictEqual } from 'node:util'
import { TruncatedStreamError, UpstreamError } from '@sse/core/decoder'
import { addUpByRows, type Answer } from './recordings-answer-by-rows.ts'
import type { End } from './recordings-expectation.ts'
import { readRecording, type Recording } from './recordings-index.ts'
import { type PlainStream, readPlainly } from './recordings-plain-stream.ts'
import { type Replay, replaySync } from './recordings-replay.ts'

export interface Observed {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly stream: PlainStream
  readonly answer: Answer
  readonly whole: Replay
}

const observed = new Map<string, Observed>()

export function observe(recording: Recording): Observed {
  const known = observed.get(recording.file)
  if (known !== undefined) return known
  const bytes = readRecording(recording)
  const stream = readPlainly(bytes)
  const answer = addUpByRows(stream.payloads)
  const fresh = { bytes, stream, answer, whole: replaySync([bytes]) }
  observed.set(recording.file, fresh)
  return fresh
}

/** How a replay ended, in the words of the expectation; another error is none of those. */
export function endOf({ error }: Pick<Replay, 'error'>): End | 'otherwise' {
  if (error === undefined) return 'completed'
  if (error instanceof UpstreamError || error instanceof TruncatedStreamError) return error.code
  return 'otherwise'
}

/** Where two lists begin to differ; -1 when they do not. Quicker than a matcher for so many objects. */
export function differenceAt(actual: readonly unknown[], expected: readonly unknown[]): number {
  const at = actual.findIndex((each, index) => !isDeepStrictEqual(each, expected[index]))
  return at === -1 && actual.length < expected.length ? actual.length : at
}
