// What the demo does with a client: each scene streams one answer onto the screen.

import type { OpenAI, ResponseCreateParamsStreaming, ResponseOptions } from '@sse/openai'
import type { ChatCompletion, ChatCompletionCreateParamsStreaming } from '@sse/openai'
import type { Screen } from './screen.ts'

/** What all scenes amount to. */
export interface Total {
  events: number
  tokens: number
  /** In milliseconds. */
  firstToken: number
  ends: string[]
}

/** A completion: text and tool calls, each while it is being written. */
export async function showCompletion(
  client: OpenAI,
  screen: Screen,
  total: Total,
  params: Omit<ChatCompletionCreateParamsStreaming, 'stream'>,
): Promise<void> {
  await using stream = await client.chat.completions.create({ ...params, stream: true })
  let tokens = 0
  for await (const chunk of stream) {
    total.events++
    const delta = chunk.choices[0]?.delta
    if (delta?.content) screen.text(delta.content)
    if (delta?.tool_calls) showCalls(screen, stream.snapshot, '')
    if (delta?.content || delta?.tool_calls) tokens++
  }
  const completion = await stream.final()
  showCalls(screen, completion, ')')
  screen.end()
  total.tokens += completion.usage?.completion_tokens ?? tokens
  total.firstToken = Math.min(total.firstToken, stream.timing.firstContent ?? Infinity)
  total.ends.push(`${stream.outcome?.status} (${completion.choices[0]?.finish_reason})`)
}

/** Shows the tool calls of a completion as far as they are there, each in its place. */
function showCalls(screen: Screen, completion: ChatCompletion, closing: '' | ')'): void {
  for (const [position, call] of (completion.choices[0]?.message.tool_calls ?? []).entries()) {
    if (call.type === 'custom') {
      screen.grow(position, call.custom.name, call.custom.input + closing)
    } else {
      screen.grow(position, call.function.name, call.function.arguments + closing)
    }
  }
}

/** A response: what the model thought, as far as it tells, then what it says. */
export async function showResponse(
  client: OpenAI,
  screen: Screen,
  total: Total,
  params: Omit<ResponseCreateParamsStreaming, 'stream'>,
  options?: ResponseOptions,
): Promise<void> {
  await using stream = await client.responses.create({ ...params, stream: true }, options)
  for await (const event of stream) {
    total.events++
    if (event.type === 'response.reasoning_summary_text.delta') screen.aside(event.delta)
    if (event.type === 'response.reasoning_summary_text.done') screen.aside('\n')
    if (event.type === 'response.output_text.delta') screen.text(event.delta)
  }
  const response = await stream.final()
  screen.end()
  total.tokens += response.usage?.output_tokens ?? 0
  total.firstToken = Math.min(total.firstToken, stream.timing.firstContent ?? Infinity)
  const { attempts } = stream.timing
  const over = attempts > 1 ? ` (${attempts} connections)` : ''
  total.ends.push(`${stream.outcome?.status}${over}`)
}
