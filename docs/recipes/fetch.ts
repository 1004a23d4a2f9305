// The runtime's own `fetch`, and a decoder on its body. Also for servers other than OpenAI's.
import { decodeChatStream } from '@sse/chat'

const { OPENAI_BASE_URL = 'https://api.openai.com/v1', OPENAI_API_KEY = '' } = process.env
const response = await fetch(`${OPENAI_BASE_URL}/chat/completions`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${OPENAI_API_KEY}` },
  body: JSON.stringify({
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'Tell me a joke' }],
    stream: true,
  }),
})
// A refusal needs no case of its own: its body is no stream, and the loop throws what it says.
const chunks = decodeChatStream(response.body ?? [])
for await (const chunk of chunks) process.stdout.write(chunk.choices[0]?.delta.content ?? '')
