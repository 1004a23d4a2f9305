// The Responses API without await: what the model thought, then its answer as it is written. Another
// thread does the I/O; this one waits.
import { OpenAI } from '@sse/openai/sync'

const client = new OpenAI()
const stream = client.responses.create({
  model: 'gpt-5.1',
  input: 'Write a haiku about coding',
  reasoning: { summary: 'auto' },
  stream: true,
})

for (const update of stream.updates()) {
  if (update.type === 'reasoning_summary.done') console.log('thought:', update.snapshot)
  if (update.type === 'content.delta') process.stdout.write(update.delta)
}

const response = stream.final()
console.log(`\n${response.status}: ${response.usage?.output_tokens} tokens`)
