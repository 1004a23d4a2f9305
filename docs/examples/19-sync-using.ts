// Synchronous, with headers: `using` closes the stream at the end of the block, however it is left. Syntax of Node 24,
// and of compilers, which write it for older ones.
import { OpenAI } from '@sse/openai/sync'

const client = new OpenAI()

function firstSentence(): string {
  using stream = client.chat.completions.create({
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'Write a story about a robot.' }],
    stream: true,
  })
  console.log('status:', stream.response.status)
  console.log('request ID:', stream.requestId)
  let text = ''
  for (const piece of stream.text()) {
    text += piece
    const end = text.indexOf('.')
    if (end !== -1) return text.slice(0, end + 1)
  }
  return text
}

console.log(firstSentence())
