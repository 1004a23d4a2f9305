// A relay: what the model says goes to a browser as it comes, and on record. Any server of the platform's kind
// (`Request` in, `Response` out) takes such a handler; here it is called as one would.
import { OpenAI } from '@sse/openai'

const client = new OpenAI()

async function handler(request: Request): Promise<Response> {
  const { content } = (await request.json()) as { content: string }
  // Not with `signal: request.signal`, which would end the record, too, when the viewer leaves.
  const stream = await client.chat.completions.create({
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content }],
    stream: true,
  })
  const [viewer, record] = stream.tee()
  void record.final().then(
    ({ usage, choices }) => console.log('on record:', choices[0]?.finish_reason, usage),
    (error: unknown) => console.log('not on record:', error),
  )
  // When the viewer leaves, the record goes on; without `tee` the request would end.
  return viewer.toResponse()
}

// The browser's half: the same packages decode it.
const question = { method: 'POST', body: '{"content":"Tell me a joke"}' }
const response = await handler(new Request('http://localhost/chat', question))
console.log(response.headers.get('content-type'), response.headers.get('cache-control'))
const { decodeChatStream } = await import('@sse/chat')
for await (const chunk of decodeChatStream(response.body ?? [])) {
  process.stdout.write(chunk.choices[0]?.delta.content ?? '')
}
console.log()

// Another viewer, who leaves at the first word: a server then cancels the body and aborts the request's signal.
const leave = new AbortController()
const another = await handler(
  new Request('http://localhost/chat', { ...question, signal: leave.signal }),
)
for await (const chunk of decodeChatStream(another.body ?? [])) {
  if (chunk.choices[0]?.delta.content) break
}
leave.abort()
console.log('the viewer has left')
