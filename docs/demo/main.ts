// The main job, on one screen: bytes of a stream in, tokens on the terminal and a finished object out.
//
// Without a key it talks to a server of its own on this machine. With OPENAI_API_KEY (and, where wanted,
// OPENAI_BASE_URL and OPENAI_MODEL) it talks to that API instead; nothing else changes.

import { startServer } from '@fixtures/server'
import { SSEError } from '@sse/core'
import { type ChatCompletion, type ChatCompletionCreateParamsStreaming, OpenAI } from '@sse/openai'
import { printable } from './columns.ts'
import { Meter } from './meter.ts'
import { screenFor } from './screen.ts'

// The reader has gone, as in `demo | head -1`: nothing is left to do, and nobody to tell.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}

const screen = screenFor(process.stdout)
const meter = new Meter()
const key = process.env['OPENAI_API_KEY']?.trim()
const model = process.env['OPENAI_MODEL']?.trim() || 'gpt-4.1-mini'

const server = key ? undefined : await startServer({ pace: 'human' })
let client: OpenAI | undefined

const total = { events: 0, tokens: 0, firstToken: Infinity, ends: [] as string[] }

/** Shows the tool calls of a completion as far as they are there, each in its place. */
function showCalls(completion: ChatCompletion, closing: '' | ')'): void {
  for (const [position, call] of (completion.choices[0]?.message.tool_calls ?? []).entries()) {
    if (call.type === 'custom') {
      screen.grow(position, call.custom.name, call.custom.input + closing)
    } else {
      screen.grow(position, call.function.name, call.function.arguments + closing)
    }
  }
}

/** Streams one answer onto the screen. */
async function show(
  openai: OpenAI,
  params: Omit<ChatCompletionCreateParamsStreaming, 'stream'>,
): Promise<void> {
  const started = performance.now()
  await using stream = await openai.chat.completions.create({ ...params, stream: true })
  let tokens = 0

  for await (const chunk of stream) {
    total.events++
    const delta = chunk.choices[0]?.delta
    if (delta?.content) screen.text(delta.content)
    if (delta?.tool_calls) showCalls(stream.snapshot, '')
    if (delta?.content || delta?.tool_calls) {
      tokens++
      total.firstToken = Math.min(total.firstToken, performance.now() - started)
    }
  }

  const completion = await stream.final()
  showCalls(completion, ')')
  screen.end()
  total.tokens += completion.usage?.completion_tokens ?? tokens
  total.ends.push(`${stream.outcome?.status} (${completion.choices[0]?.finish_reason})`)
}

try {
  client = key
    ? new OpenAI({ fetch: meter.fetch })
    : new OpenAI({ apiKey: 'none-needed', baseURL: `${server?.url}/v1`, fetch: meter.fetch })

  const story = 'Write a story about a robot.'
  screen.ask('Text, token by token', story)
  await show(client, { model, messages: [{ role: 'user', content: story }] })

  const weather = "What's the weather in Tokyo?"
  screen.ask('A tool call, while its arguments are being written', weather)
  await show(client, {
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
  const wrongOption = client === undefined && error instanceof TypeError
  if (!(error instanceof SSEError || wrongOption)) throw error
  screen.end()
  const code = error instanceof SSEError ? ` (${error.code})` : ''
  const line = `${error.name}: ${error.message}${code}`
  process.stderr.write(`${printable(line).replaceAll(/\s+/g, ' ')}\n`)
  process.exitCode = 1
} finally {
  await server?.close()
}
