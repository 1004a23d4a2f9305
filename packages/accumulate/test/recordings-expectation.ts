// What a decoder has to make of a recording: the chunks, and how the stream ends.

import type { Answer } from './recordings-answer-by-rows.ts'
import { field, type JsonObject, list, type PlainStream } from './recordings-plain-stream.ts'

/** The codes are those of the errors, `completed` is none. */
export type End = 'completed' | 'ERR_SSE_UPSTREAM' | 'ERR_SSE_TRUNCATED'

/**
 * E8: an error dominates. S8: then `[DONE]`. S12: then a cut event. Then a finish reason for every
 * choice; or, as C16 has it, for none, when the last word was the usage.
 */
export function expectedEnd(stream: PlainStream, answer: Answer): End {
  if (stream.error !== undefined) return 'ERR_SSE_UPSTREAM'
  if (stream.done) return 'completed'
  const choices = [...answer.choices.values()]
  if (stream.cut || choices.length === 0) return 'ERR_SSE_TRUNCATED'
  if (choices.every((choice) => !choice.open)) return 'completed'
  const isWithoutReasons = choices.every((choice) => choice.finishReason === null)
  return isWithoutReasons && answer.usageIsLast ? 'completed' : 'ERR_SSE_TRUNCATED'
}

/** The payloads, repaired where the type of a chunk would lie. */
export function expectedChunks(stream: PlainStream): unknown[] {
  return stream.payloads.map((payload) => ({
    ...payload,
    // C1.
    choices: list(payload, 'choices').map(repairedChoice),
  }))
}

function repairedChoice(choice: unknown, position: number): JsonObject {
  const delta = field(choice, 'delta') ?? {}
  return {
    ...(choice as JsonObject),
    index: field(choice, 'index') ?? position,
    // C6.
    delta: Array.isArray(field(delta, 'content')) ? spreadDelta(delta as JsonObject) : delta,
    // C17.
    finish_reason: field(choice, 'finish_reason') || null,
  }
}

// C29: the text parts are the content, the thinking parts the reasoning, the array is kept.
function spreadDelta(delta: JsonObject): JsonObject {
  const parts = list(delta, 'content')
  const texts = parts.filter((part) => field(part, 'type') === 'text')
  const thoughts = parts.flatMap((part) => list(part, 'thinking'))
  return {
    ...delta,
    content: texts.length > 0 ? texts.map((part) => field(part, 'text')).join('') : null,
    content_parts: parts,
    ...(thoughts.length > 0 && {
      reasoning_content: thoughts.map((part) => field(part, 'text')).join(''),
    }),
  }
}
