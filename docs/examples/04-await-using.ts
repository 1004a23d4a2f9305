// The context manager: `await using` closes the stream at the end of the block, however it is left. Syntax of Node 24,
// and of compilers, which write it for older ones.
import { OpenAI } from '@sse/openai'

const client = new OpenAI()

async function firstSentence(): Promise<string> {
  await using stream = await client.chat.completions.create({
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'Write a story about a robot.' }],
    stream: true,
  })
  let text = ''
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? ''
    if (text.includes('.')) return text.slice(0, text.indexOf('.') + 1)
  }
  return text
}

console.log(await firstSentence())
