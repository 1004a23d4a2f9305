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
      response.writeHead(400).end()
      return
    }
    const stream = await client.chat.completions.create(
      { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: prompt }], stream: true },
      { signal: viewer.signal },
    )
    response.writeHead(200, EVENT_STREAM_HEADERS)
    // A viewer that reads slowly holds the model back; nothing piles up here.
    await pipeline(stream.toReadableStream(), response)
  } catch {
    // Before the stream it is a status. After that the relay has passed the error on as an event, or
    // the viewer has left.
    if (!response.headersSent) response.writeHead(502)
    response.end()
  }
}

/** The prompt that a request has in its body, which is read as far as 64 KiB. */
async function promptOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > 65_536) return undefined
    pieces.push(piece)
  }
  try {
    const { prompt } = JSON.parse(Buffer.concat(pieces).toString()) as { prompt?: unknown }
    return typeof prompt === 'string' ? prompt : undefined
  } catch {
    return undefined
  }
}
