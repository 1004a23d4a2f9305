// Function calling: the arguments arrive in pieces, and are JSON only when the call is complete.
import { OpenAI } from '@sse/openai'

const client = new OpenAI()
const stream = await client.chat.completions.create({
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

const { choices } = await stream.final()
for (const call of choices[0]?.message.tool_calls ?? []) {
  if (call.type !== 'function') continue
  console.log('function:', call.function.name)
  console.log('arguments:', JSON.parse(call.function.arguments))
}
