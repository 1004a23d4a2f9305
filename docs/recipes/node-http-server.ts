// A relay on `node:http`: the browser posts `{ "prompt": "…" }` and gets the stream of the answer.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { EVENT_STREAM_HEADERS } from '@sse/core'
import { OpenAI } from '@sse/openai'

const client = new OpenAI({ deadlines: { headers: 30_000, idleBytes: 30_000 } })

/** Start it with `createServer(answer).listen(3000)`. */
export async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // When the viewer leaves, the model is told to stop: also before it has said anything.
  const viewer = new AbortController()
  response.on('close', () => viewer.abort())
  try {
    const prompt = await promptOf(request)
    if (prompt === undefined) {
      refuse(response, 400, '`prompt` is to be text')
      return
    }
    const stream = await client.chat.completions.create(
      { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: prompt }], stream: true },
      { signal: viewer.signal },
    )
    response.writeHead(200, EVENT_STREAM_HEADERS)
    // A viewer that reads slowly holds the model back; nothing piles up here.
    await pipeline(stream.toReadableStream(), response)
  } catch (error) {
    // Why is for the log: a refusal is about your key, and no viewer can do anything about it.
    if (!viewer.signal.aborted) console.error(error)
    if (response.headersSent) response.end()
    else refuse(response, 502, 'the model does not answer')
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { message } }))
}

/** The prompt that a request has in its body, of which no more than 64 KiB are kept. */
async function promptOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = []
  let size = 0
  // To the end even so: leaving the loop would cut the connection, and the refusal off with it.
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size <= 65_536) pieces.push(piece)
  }
  if (size > 65_536) return undefined
  try {
    const { prompt } = JSON.parse(Buffer.concat(pieces).toString()) as { prompt?: unknown }
    return typeof prompt === 'string' ? prompt : undefined
  } catch {
    return undefined
  }
}
