// Function calling with Responses: two calls at once, their results, and the next answer.
import { OpenAI, type ResponseInputItemParam } from '@sse/openai'

const client = new OpenAI()
const input: ResponseInputItemParam[] = [{ role: 'user', content: 'Is Oslo colder than Bergen?' }]

const first = await client.responses.create({
  model: 'gpt-5.1',
  input,
  tools: [
    {
      type: 'function',
      name: 'get_weather',
      description: 'Get the current weather',
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      },
      strict: true,
    },
  ],
  stream: true,
})
for await (const update of first.updates()) {
  // Calls that were cut off are never among these.
  if (update.type !== 'response.done') continue
  input.push(...update.snapshot.output)
  for (const call of update.toolCalls) {
    if (call.type !== 'function_call') continue
    console.log(call.name, JSON.parse(call.arguments))
    input.push({ type: 'function_call_output', call_id: call.call_id, output: '{"degrees":-3}' })
  }
}

const second = await client.responses.create({ model: 'gpt-5.1', input, stream: true })
for await (const text of second.text()) process.stdout.write(text)
