// Asynchronous streaming. The key and the address come from OPENAI_API_KEY and OPENAI_BASE_URL.
import { OpenAI } from '@sse/openai'

const client = new OpenAI()
const stream = await client.chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: 'Write a story about a robot.' }],
  stream: true,
})

for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta.content ?? '')
}
