// Synchronous function calling: each call is made as soon as it is whole, while others may still be arriving.
import { OpenAI } from '@sse/openai/sync'

const client = new OpenAI()
const stream = client.chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: "What's the weather in Tokyo?" }],
  tools: [
    {
      type: 'function',
      function: {
        name: 'get_weather',
        description: 'Get the current weather',
        parameters: {
          type: 'object',
          properties: {
            location: { type: 'string' },
            unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
          },
          required: ['location'],
        },
      },
    },
  ],
  stream: true,
})

for (const update of stream.updates()) {
  if (update.type === 'tool_call.start') console.log('function:', update.name)
  // A call that was cut off is never among these.
  if (update.type !== 'tool_call.done' || update.toolCall.type !== 'function') continue
  console.log('arguments:', JSON.parse(update.toolCall.function.arguments))
}
