import {
  accumulateChatResult,
  accumulateResponseResult,
  executableToolCalls,
} from '@sse/accumulate'
import { decodeChatStream } from '@sse/chat'
import { decodeResponsesStream } from '@sse/responses'

export type Payload = Readonly<Record<string, unknown>>

/** A chunk of one choice. */
export const chunk = (delta: unknown, rest: Payload = {}): Payload => ({
  id: 'a',
  choices: [{ index: 0, delta, finish_reason: null, ...rest }],
})
export const stop = chunk({}, { finish_reason: 'stop' })
export const hi = chunk({ role: 'assistant', content: 'Hi' })
export const call = (fields: Payload, fn: Payload = {}): Payload =>
  chunk({ tool_calls: [{ ...fields, function: fn }] })
export const args = '{"a":1}'

/** The payloads as an event stream; text is a block as it is. */
function bodyOf(parts: readonly (Payload | string)[]): Uint8Array {
  const blocks = parts.map((part) =>
    typeof part === 'string' ? part : `data: ${JSON.stringify(part)}\n\n`,
  )
  return new TextEncoder().encode(blocks.join(''))
}

export const DONE = 'data: [DONE]\n\n'

/** What is left of a chat stream. */
export async function chat(...parts: readonly (Payload | string)[]) {
  const result = await accumulateChatResult(decodeChatStream([bodyOf(parts)]))
  const { outcome, value, error } = result
  const choice = value?.choices[0]
  const calls = choice === undefined ? [] : executableToolCalls(choice.message)
  return { outcome, value, error, choice, message: choice?.message, calls }
}

/** What is left of a Responses stream. */
export async function responses(...events: readonly Payload[]) {
  return accumulateResponseResult(decodeResponsesStream([bodyOf(events)]))
}
