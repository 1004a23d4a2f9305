// A relay in Hono, on any runtime: the browser posts `{ "prompt": "…" }` and gets the stream of the answer.
import { OpenAI } from '@sse/openai'
import { Hono } from 'hono'

const client = new OpenAI({ deadlines: { headers: 30_000, idleBytes: 30_000 } })

export const app: Hono = new Hono()

app.post('/answers', async (context) => {
  const body = await context.req.json<{ prompt?: unknown } | null>().catch(() => null)
  const prompt = body?.prompt
  if (typeof prompt !== 'string') {
    return context.json({ error: { message: '`prompt` is to be text' } }, 400)
  }
  const { signal } = context.req.raw
  try {
    const stream = await client.chat.completions.create(
      { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: prompt }], stream: true },
      { signal },
    )
    // The headers of an event stream, back-pressure, and an end to the model when the viewer leaves.
    return stream.toResponse()
  } catch (error) {
    // Why is for the log: a refusal is about your key, and no viewer can do anything about it.
    if (!signal.aborted) console.error(error)
    return context.json({ error: { message: 'the model does not answer' } }, 502)
  }
})
