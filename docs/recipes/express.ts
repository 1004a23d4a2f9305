// A relay in Express: the browser posts `{ "prompt": "…" }` and gets the stream of the answer.
import { pipeline } from 'node:stream/promises'
import { EVENT_STREAM_HEADERS } from '@sse/core'
import { OpenAI } from '@sse/openai'
import express, { type Express, type Response } from 'express'

const client = new OpenAI({ deadlines: { headers: 30_000, idleBytes: 30_000 } })

/** Start it with `app.listen(3000)`. Leave middleware that compresses off this route: it holds events back. */
export const app: Express = express()

// What is no JSON is refused by `express.json()`; what does not say that it is leaves `body` undefined.
app.post('/answers', express.json(), (request, response) => {
  const { prompt } = (request.body ?? {}) as { prompt?: unknown }
  if (typeof prompt === 'string') void relay(prompt, response)
  else response.status(400).json({ error: { message: '`prompt` is to be text' } })
})

async function relay(prompt: string, response: Response): Promise<void> {
  // When the viewer leaves, the model is told to stop: also before it has said anything.
  const viewer = new AbortController()
  response.on('close', () => viewer.abort())
  try {
    const stream = await client.chat.completions.create(
      { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: prompt }], stream: true },
      { signal: viewer.signal },
    )
    response.set(EVENT_STREAM_HEADERS)
    // A viewer that reads slowly holds the model back; nothing piles up here.
    await pipeline(stream.toReadableStream(), response)
  } catch (error) {
    // Why is for the log: a refusal is about your key, and no viewer can do anything about it. Express's
    // own handler would answer with the model's status, as if it were about theirs.
    if (!viewer.signal.aborted) console.error(error)
    if (response.headersSent) response.end()
    else response.status(502).json({ error: { message: 'the model does not answer' } })
  }
}
