// A Cloudflare Worker. The key is a secret of the Worker: `wrangler secret put OPENAI_API_KEY`.
import { OpenAI } from '@sse/openai'

interface Environment {
  readonly OPENAI_API_KEY: string
  readonly OPENAI_BASE_URL?: string
}

const worker = {
  async fetch(request: Request, environment: Environment): Promise<Response> {
    if (request.method !== 'POST') return new Response(null, { status: 405 })
    const body = (await request.json().catch(() => null)) as { prompt?: unknown } | null
    const prompt = body?.prompt
    if (typeof prompt !== 'string') {
      return Response.json({ error: { message: '`prompt` is to be text' } }, { status: 400 })
    }
    const client = new OpenAI({
      apiKey: environment.OPENAI_API_KEY,
      baseURL: environment.OPENAI_BASE_URL,
      deadlines: { headers: 30_000, idleBytes: 30_000 },
    })
    try {
      const stream = await client.chat.completions.create({
        model: 'gpt-4.1-mini',
        messages: [{ role: 'user', content: prompt }],
        stream: true,
      })
      return stream.toResponse()
    } catch (error) {
      // Why is for the log: a refusal is about your key, and no viewer can do anything about it.
      console.error(error)
      return Response.json({ error: { message: 'the model does not answer' } }, { status: 502 })
    }
  },
}
export default worker
