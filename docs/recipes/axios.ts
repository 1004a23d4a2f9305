// axios: its `fetch` adapter gives the body as a stream, in browsers too.
import { decodeChatStream } from '@sse/chat'
import axios from 'axios'

const { OPENAI_BASE_URL = 'https://api.openai.com/v1', OPENAI_API_KEY = '' } = process.env
const { data } = await axios.post<ReadableStream<Uint8Array>>(
  `${OPENAI_BASE_URL}/chat/completions`,
  {
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'Tell me a joke' }],
    stream: true,
  },
  {
    adapter: 'fetch',
    responseType: 'stream',
    headers: { authorization: `Bearer ${OPENAI_API_KEY}` },
    // What a refusal says is thrown by the loop.
    validateStatus: () => true,
  },
)
for await (const chunk of decodeChatStream(data))
  process.stdout.write(chunk.choices[0]?.delta.content ?? '')
