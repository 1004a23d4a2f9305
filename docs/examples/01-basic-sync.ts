// Synchronous streaming: no await, no callbacks. Another thread does the I/O; this one waits for each
// chunk and gets it while the server is still sending. For scripts, and for Node, Bun and Deno.
import { OpenAI } from '@sse/openai/sync'

const client = new OpenAI()
const stream = client.chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: 'Write a story about a robot.' }],
  stream: true,
})

for (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta.content ?? '')
}
