// Nothing but the text of a response, then the whole of it, as the API returns it without `stream`.
import { OpenAI } from '@sse/openai'

const client = new OpenAI()
const stream = await client.responses.create({
  model: 'gpt-5.1',
  input: 'How does a river find the sea?',
  stream: true,
})

for await (const text of stream.text()) process.stdout.write(text)

const response = await stream.final()
console.log(`\n${response.status}: ${response.usage?.output_tokens} tokens`)
