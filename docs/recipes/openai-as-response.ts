// The official SDK sends the request, with its keys, retries and headers; the bytes are decoded here.
import { accumulateChat } from '@sse/accumulate'
import { decodeChatStream } from '@sse/chat'
import { OpenAI } from 'openai'

const client = new OpenAI()
const response = await client.chat.completions
  .create({
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'Tell me a joke' }],
    stream: true,
  })
  .asResponse()
const completion = await accumulateChat(decodeChatStream(response.body ?? []))
console.log(completion.choices[0]?.message.content)
