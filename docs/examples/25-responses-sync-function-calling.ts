// Function calling with Responses, without await: two calls at once, their results, and the next answer.
import { OpenAI, type ResponseInputItemParam } from '@sse/openai/sync'

const client = new OpenAI()
const input: ResponseInputItemParam[] = [{ role: 'user', content: 'Is Oslo colder than Bergen?' }]

const first = client.responses.create({
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
// Throws for what was cut off, so that no call is made of which a part is missing.
const { output } = first.final()
input.push(...output)
for (const item of output) {
  if (item.type !== 'function_call') continue
  console.log(item.name, JSON.parse(item.arguments))
  input.push({ type: 'function_call_output', call_id: item.call_id, output: '{"degrees":-3}' })
}

const second = client.responses.create({ model: 'gpt-5.1', input, stream: true })
for (const text of second.text()) process.stdout.write(text)
