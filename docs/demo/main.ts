// The main job, on one screen: bytes of a stream in, tokens on the terminal and a finished object out.
//
// It talks to a server of its own on this machine, whatever the environment says. With `--live` it talks to OpenAI, or to
// the server that OPENAI_BASE_URL names, with OPENAI_API_KEY and, where wanted, OPENAI_MODEL; nothing else changes.

import { parseArgs } from 'node:util'
import { startServer } from '@fixtures/server'
import { NotFoundError, OpenAI, SSEError } from '@sse/openai'
import { printable } from './columns.ts'
import { Meter } from './meter.ts'
import { showCompletion, showResponse, type Total } from './scenes.ts'
import { screenFor } from './screen.ts'

// The reader has gone, as in `demo | head -1`: nothing is left to do, and nobody to tell.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}

const USAGE =
  'usage: demo [--live]   with --live it asks the API of OPENAI_API_KEY, and that has its price'

let live: boolean
try {
  live = parseArgs({ options: { live: { type: 'boolean', default: false } } }).values.live
} catch {
  process.stderr.write(`${USAGE}\n`)
  process.exit(2)
}
if (!live) {
  // No key leaves this machine, and nothing that is meant for another server changes what is shown.
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('OPENAI_')) delete process.env[name]
  }
}

const screen = screenFor(process.stdout)
const meter = new Meter()
const model = process.env['OPENAI_MODEL']?.trim() || 'gpt-4.1-mini'

const server = live ? undefined : await startServer({ pace: { delay: 18, jitter: 7 } })
let client: OpenAI | undefined

const total: Total = { events: 0, tokens: 0, firstToken: Infinity, ends: [] }

/** Where an answer is cut off to be gone on with, in bytes: within its second paragraph. */
const CUT = 20_000

try {
  client = new OpenAI({
    ...(server && { apiKey: 'none-needed', baseURL: `${server.url}/v1` }),
    fetch: meter.fetch,
    logger: {
      info: (message) => {
        if (message === 'reconnect')
          screen.note('-- the connection broke; going on behind the last event --')
      },
    },
  })

  const story = 'Write a story about a robot.'
  screen.ask('Text, token by token', story)
  await showCompletion(client, screen, total, {
    model,
    messages: [{ role: 'user', content: story }],
  })

  const weather = 'Compare the weather in Paris and Tokyo.'
  screen.ask('Tool calls in parallel, while their arguments are being written', weather)
  await showCompletion(client, screen, total, {
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

  const haiku = 'Write a haiku about streams.'
  screen.ask('A response, and what the model thought before it', haiku)
  // Other models refuse to be asked what they think.
  const thinks = !live || /^(?:gpt-[5-9]|o\d)/.test(model)
  await showResponse(client, screen, total, {
    model,
    input: haiku,
    ...(thinks ? { reasoning: { summary: 'auto' } } : {}),
  })

  const river = 'How does a river find the sea?'
  screen.ask('A response in the background, with a connection that breaks', river)
  meter.cutNext(CUT)
  const params = { model, input: river, background: true }
  await showResponse(client, screen, total, params, { resume: true })
} catch (error) {
  const wrongOption = meter.requests === 0 && error instanceof TypeError
  if (!(error instanceof SSEError || wrongOption)) throw error
  screen.end()
  if (error instanceof NotFoundError && total.ends.length >= 2) {
    screen.note('This server has no Responses API: that is all.')
    screen.end()
  } else {
    const code = error instanceof SSEError ? ` (${error.code})` : ''
    const line = `${error.name}: ${error.message}${code}`
    process.stderr.write(`${printable(line).replaceAll(/\s+/g, ' ')}\n`)
    process.exitCode = 1
  }
} finally {
  await server?.close()
}

if (process.exitCode === undefined) {
  screen.facts(
    [
      `first token ${Math.round(total.firstToken)} ms`,
      `${total.events} events`,
      `${(meter.bytes / 1000).toFixed(1)} kB`,
      `${total.tokens} tokens`,
      `${meter.requests} requests`,
    ].join(' · ') + total.ends.map((end) => `\n${end}`).join(''),
  )
}
