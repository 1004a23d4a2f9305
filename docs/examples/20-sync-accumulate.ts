// Synchronous, the whole answer: by hand, or as the object that the API returns without `stream`.
import { OpenAI } from '@sse/openai/sync'

const client = new OpenAI()
const stream = client.chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: 'Write a story about a robot.' }],
  stream: true,
})

let text = ''
for (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''

// Throws if the stream was cut off: an unfinished answer is never handed out as a finished one.
const completion = stream.final()
console.log(completion.choices[0]?.message.content === text ? 'the same text' : 'different text')
console.log(completion.object, completion.choices[0]?.finish_reason, stream.outcome?.status)
