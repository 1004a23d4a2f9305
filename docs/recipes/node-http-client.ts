// `node:http` and `node:https`: the response is an async iterable of bytes.
import { once } from 'node:events'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { decodeChatStream } from '@sse/chat'

const { OPENAI_BASE_URL = 'https://api.openai.com/v1', OPENAI_API_KEY = '' } = process.env
const url = new URL(`${OPENAI_BASE_URL}/chat/completions`)
const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${OPENAI_API_KEY}` },
  signal: AbortSignal.timeout(60_000),
})
request.end(
  JSON.stringify({
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'Tell me a joke' }],
    stream: true,
  }),
)
const [response] = (await once(request, 'response')) as [IncomingMessage]
for await (const chunk of decodeChatStream(response))
  process.stdout.write(chunk.choices[0]?.delta.content ?? '')
