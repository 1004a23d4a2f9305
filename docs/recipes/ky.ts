// ky: without its ten seconds for the headers, and with the decoder to say what a refusal says.
import { decodeChatStream } from '@sse/chat'
import ky from 'ky'

const { OPENAI_BASE_URL = 'https://api.openai.com/v1', OPENAI_API_KEY = '' } = process.env
const response = await ky.post(`${OPENAI_BASE_URL}/chat/completions`, {
  headers: { authorization: `Bearer ${OPENAI_API_KEY}` },
  json: {
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'Tell me a joke' }],
    stream: true,
  },
  throwHttpErrors: false,
  timeout: false,
})
for await (const chunk of decodeChatStream(response.body ?? []))
  process.stdout.write(chunk.choices[0]?.delta.content ?? '')
