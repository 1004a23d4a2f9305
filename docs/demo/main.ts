// The main job, on one screen: bytes of a stream in, tokens on the terminal and a finished object out.
//
// Without a key it talks to a server of its own on this machine. With OPENAI_API_KEY (and, where wanted,
// OPENAI_BASE_URL and OPENAI_MODEL) it talks to that API instead; nothing else changes.

import { startServer } from '@fixtures/server'
import { SSEError } from '@sse/core'
import { type ChatCompletionCreateParamsStreaming, OpenAI } from '@sse/openai'
import { Meter } from './meter.ts'
import { screenFor } from './screen.ts'

const screen = screenFor(process.stdout)
const meter = new Meter()
const real = (process.env['OPENAI_API_KEY'] ?? '') !== ''
const model = process.env['OPENAI_MODEL'] ?? 'gpt-4.1-mini'

const server = real ? undefined : await startServer({ pace: 'human' })
const client = real
  ? new OpenAI({ fetch: meter.fetch })
  : new OpenAI({ apiKey: 'none-needed', baseURL: `${server?.url}/v1`, fetch: meter.fetch })

const total = { events: 0, tokens: 0, firstToken: Infinity, ends: [] as string[] }

/** Streams one answer onto the screen. */
async function show(params: Omit<ChatCompletionCreateParamsStreaming, 'stream'>): Promise<void> {
  const started = performance.now()
  await using stream = await client.chat.completions.create({ ...params, stream: true })
  const calls = new Map<number, { name: string; arguments: string }>()
  let tokens = 0

  for await (const chunk of stream) {
    total.events++
    const delta = chunk.choices[0]?.delta
    if (delta?.content) screen.text(delta.content)
    for (const [position, piece] of (delta?.tool_calls ?? []).entries()) {
      const slot = piece.index ?? position
      const call = calls.get(slot) ?? { name: '', arguments: '' }
      calls.set(slot, call)
      call.name ||= piece.function?.name ?? ''
      call.arguments += piece.function?.arguments ?? ''
      screen.grow(call.name, call.arguments)
    }
    if (delta?.content || delta?.tool_calls) {
      tokens++
      total.firstToken = Math.min(total.firstToken, performance.now() - started)
    }
  }

  const completion = await stream.final()
  for (const call of completion.choices[0]?.message.tool_calls ?? []) {
    if (call.type === 'function') screen.grow(call.function.name, `${call.function.arguments})`)
  }
  screen.end()
  total.tokens += completion.usage?.completion_tokens ?? tokens
  total.ends.push(`${stream.outcome?.status} (${completion.choices[0]?.finish_reason})`)
}

try {
  const story = 'Write a story about a robot.'
  screen.ask('Text, token by token', story)
  await show({ model, messages: [{ role: 'user', content: story }] })

  const weather = "What's the weather in Tokyo?"
  screen.ask('A tool call, while its arguments are being written', weather)
  await show({
    model,
    messages: [{ role: 'user', content: weather }],
    tools: [
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'Get the current weather',
          parameters: {
            type: 'object',
            properties: {
              location: { type: 'string' },
              unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
            },
            required: ['location', 'unit'],
          },
        },
      },
    ],
  })

  screen.facts(
    [
      `first token ${Math.round(total.firstToken)} ms`,
      `${total.events} events`,
      `${(meter.bytes / 1000).toFixed(1)} kB`,
      `${total.tokens} tokens`,
      `ended: ${total.ends.join(', ')}`,
    ].join(' · '),
  )
} catch (error) {
  if (!(error instanceof SSEError)) throw error
  screen.end()
  process.stderr.write(`${error.name}: ${error.message} (${error.code})\n`)
  process.exitCode = 1
} finally {
  await server?.close()
}
