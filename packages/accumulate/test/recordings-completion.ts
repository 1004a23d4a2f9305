// A completion of ours and a reconstruction, brought into one form to be compared.

import { reasoningText } from '@sse/accumulate'
import type { ChatCompletion, ChatCompletionMessageToolCall } from '@sse/chat'
import type { Answer } from './recordings-answer-by-rows.ts'
import type { PlainAnswer } from './recordings-plain-answer.ts'

/** Choices by index, so that their order does not count; calls in order. */
type Choices<Choice> = Record<number, Choice>

interface TextAndCalls {
  readonly text: string
  readonly calls: readonly (readonly [name: string, args: string])[]
}

interface Everything extends TextAndCalls {
  readonly refusal: string
  readonly reasoning: string
  readonly transcript: string
  readonly sound: string
  readonly functionCall: readonly [name: string, args: string] | undefined
  readonly finishReason: string | null
}

interface Comparable {
  readonly id: string
  readonly model: string
  readonly created: number
  readonly usage: unknown
  readonly choices: Choices<Everything>
}

/** Text, tool names and tool arguments, of either reconstruction. */
export function textAndCalls(answer: PlainAnswer): Choices<TextAndCalls> {
  return Object.fromEntries(
    Array.from(answer, ([index, { text, calls }]) => [
      index,
      { text, calls: Array.from(calls.values(), (call) => [call.name, call.arguments] as const) },
    ]),
  )
}

/** Text, tool names and tool arguments, of a completion. */
export function textAndCallsOf(completion: ChatCompletion): Choices<TextAndCalls> {
  return Object.fromEntries(
    completion.choices.map(({ index, message }) => [
      index,
      { text: message.content ?? '', calls: (message.tool_calls ?? []).map(nameAndArguments) },
    ]),
  )
}

export function comparable(answer: Answer): Comparable {
  const basics = textAndCalls(answer.choices)
  const { id = '', model = '', created = 0, usage } = answer
  const choices = Array.from(answer.choices, ([index, choice]) => {
    const { refusal, reasoning, transcript, sound, functionCall: call, finishReason } = choice
    const functionCall = call && ([call.name, call.arguments] as const)
    const rest = { refusal, reasoning, transcript, sound, functionCall, finishReason }
    return [index, { ...basics[index]!, ...rest }] as const
  })
  return { id, model, created, usage, choices: Object.fromEntries(choices) }
}

export function comparableOf(completion: ChatCompletion): Comparable {
  const basics = textAndCallsOf(completion)
  const { id, model, created, usage } = completion
  const choices = completion.choices.map(({ index, message, finish_reason: finishReason }) => {
    const { refusal, audio, function_call: call } = message
    const rest = {
      refusal: refusal ?? '',
      reasoning: reasoningText(message) ?? '',
      transcript: audio?.transcript ?? '',
      sound: audio?.data ?? '',
      functionCall: call ? ([call.name, call.arguments] as const) : undefined,
      finishReason,
    }
    return [index, { ...basics[index]!, ...rest }] as const
  })
  return { id, model, created, usage, choices: Object.fromEntries(choices) }
}

function nameAndArguments(call: ChatCompletionMessageToolCall): readonly [string, string] {
  return call.type === 'function'
    ? [call.function.name, call.function.arguments]
    : [call.custom.name, call.custom.input]
}
