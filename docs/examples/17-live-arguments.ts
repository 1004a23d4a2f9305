// The arguments of parallel calls while they are being written: as values that grow, not as pieces of JSON.
import { liveJson } from '@sse/accumulate'
import { OpenAI } from '@sse/openai'

const client = new OpenAI()
const stream = await client.chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: 'Compare the weather in Paris and Tokyo.' }],
  tools: [
    {
      type: 'function',
      function: {
        name: 'get_weather',
        parameters: { type: 'object', properties: { location: { type: 'string' } } },
      },
    },
  ],
  stream: true,
})

for await (const update of stream.updates()) {
  if (update.type === 'tool_call.arguments.delta') {
    const { value, complete } = liveJson(update)
    console.log(update.index, update.name, JSON.stringify(value), complete ? 'whole' : 'growing')
  }
  if (update.type === 'choice.done') console.log('calls to make:', update.toolCalls.length)
}
