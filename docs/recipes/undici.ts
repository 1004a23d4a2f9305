// undici's `request`: its body is an async iterable of bytes, and leaving the loop closes it. It waits
// five minutes for the headers and between two pieces of the body, if it is not told otherwise.
import { decodeChatStream } from '@sse/chat'
import { request } from 'undici'

const { OPENAI_BASE_URL = 'https://api.openai.com/v1', OPENAI_API_KEY = '' } = process.env
const { body } = await request(`${OPENAI_BASE_URL}/chat/completions`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${OPENAI_API_KEY}` },
  body: JSON.stringify({
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'Tell me a joke' }],
    stream: true,
  }),
  headersTimeout: 30_000,
  bodyTimeout: 30_000,
})
for await (const chunk of decodeChatStream(body))
  process.stdout.write(chunk.choices[0]?.delta.content ?? '')
