// What is in a chunk.
import { OpenAI } from '@sse/openai'

const client = new OpenAI()
const stream = await client.chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: 'Count to 5' }],
  stream: true,
})

for await (const chunk of stream) {
  console.log('id:', chunk.id, 'model:', chunk.model, 'created:', chunk.created)
  // `choices` is always an array; it is empty on chunks that carry something else, such as usage.
  for (const { delta, finish_reason } of chunk.choices) {
    if (delta.content) console.log('content:', JSON.stringify(delta.content))
    if (delta.tool_calls) console.log('tool calls:', delta.tool_calls)
    if (finish_reason) console.log('finish reason:', finish_reason)
  }
}
