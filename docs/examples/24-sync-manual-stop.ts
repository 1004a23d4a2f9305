// Synchronous manual control: the first ten chunks only. Leaving the loop would do; `close` may say why.
import { OpenAI } from '@sse/openai/sync'

const client = new OpenAI()
const stream = client.chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: 'Count to 100' }],
  stream: true,
})

let seen = 0
for (const chunk of stream) {
  if (++seen > 10) {
    stream.close('ten are enough')
    break
  }
  process.stdout.write(chunk.choices[0]?.delta.content ?? '')
}
console.log(`\n${stream.outcome?.status} after ${seen - 1} chunks`)
