// The stream object: an async iterable with the response it came in.
import { OpenAI } from '@sse/openai'

const client = new OpenAI()
const stream = await client.chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: 'Hello!' }],
  stream: true,
})

// The headers are there before the first chunk.
console.log('status:', stream.response.status)
console.log('content-type:', stream.response.headers.get('content-type'))
console.log('request ID:', stream.requestId)

let chunks = 0
for await (const _ of stream) chunks++
console.log('chunks:', chunks)
console.log('outcome:', stream.outcome?.status)
