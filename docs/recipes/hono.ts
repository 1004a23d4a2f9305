// A relay in Hono, on any runtime: the browser posts `{ "prompt": "…" }` and gets the stream of the answer.
import { OpenAI } from '@sse/openai'
import { Hono } from 'hono'

const client = new OpenAI({ deadlines: { headers: 30_000, idleBytes: 30_000 } })

export const app: Hono = new Hono()

app.post('/answers', async (context) => {
  const { prompt } = await context.req.json<{ prompt?: unknown }>()
  if (typeof prompt !== 'string') {
    return context.json({ error: { message: '`prompt` is to be text' } }, 400)
  }
  const stream = await client.chat.completions.create(
    { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: prompt }], stream: true },
    { signal: context.req.raw.signal },
  )
  // The headers of an event stream, back-pressure, and an end to the model when the viewer leaves.
  return stream.toResponse()
})
