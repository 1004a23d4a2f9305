// The Responses API: typed events. A `switch` over `event.type` narrows them.
import { OpenAI } from '@sse/openai'

const client = new OpenAI()
const stream = await client.responses.create({
  model: 'gpt-5.1',
  input: 'Write a haiku about coding',
  reasoning: { summary: 'auto' },
  stream: true,
})
console.log('request ID:', stream.requestId)

for await (const event of stream) {
  switch (event.type) {
    case 'response.created':
      console.log('response:', event.response.id)
      break
    case 'response.reasoning_summary_text.done':
      console.log('thought:', event.text)
      break
    case 'response.output_text.done':
      console.log('answer:', event.text)
      break
    case 'response.completed':
      console.log('tokens:', event.response.usage?.total_tokens)
      break
    // Events that are newer than this package are here as well, with their `name` and `payload`.
    case 'unknown':
      console.log('something new:', event.name)
  }
}
console.log('outcome:', stream.outcome?.status)
