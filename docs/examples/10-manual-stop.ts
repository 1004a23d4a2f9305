// Manual control: the first ten chunks only.
import { OpenAI } from '@sse/openai'

const client = new OpenAI()
const stream = await client.chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: 'Count to 100' }],
  stream: true,
})

let seen = 0
for await (const chunk of stream) {
  if (++seen > 10) {
    await stream.close()
    break
  }
  process.stdout.write(chunk.choices[0]?.delta.content ?? '')
}
console.log(`\n${stream.outcome?.status} after ${seen - 1} chunks`)
