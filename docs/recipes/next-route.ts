// A route handler of Next: `app/answers/route.ts`. The browser posts `{ "prompt": "…" }`.
import { OpenAI } from '@sse/openai'

/** An answer is never one that was made before. */
export const dynamic = 'force-dynamic'

const client = new OpenAI({ deadlines: { headers: 30_000, idleBytes: 30_000 } })

export async function POST(request: Request): Promise<Response> {
  const body = (await request.json().catch(() => null)) as { prompt?: unknown } | null
  const prompt = body?.prompt
  if (typeof prompt !== 'string') {
    return Response.json({ error: { message: '`prompt` is to be text' } }, { status: 400 })
  }
  try {
    const stream = await client.chat.completions.create(
      { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: prompt }], stream: true },
      { signal: request.signal },
    )
    return stream.toResponse()
  } catch (error) {
    // Why is for the log: a refusal is about your key, and no viewer can do anything about it.
    if (!request.signal.aborted) console.error(error)
    return Response.json({ error: { message: 'the model does not answer' } }, { status: 502 })
  }
}
