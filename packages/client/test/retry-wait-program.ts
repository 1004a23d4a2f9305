// A program whose first request is refused, and which has nothing else to do than to wait for the next one.

import { openStream } from '@sse/client'
import { DataDecoder } from './data-decoder.ts'
import { answer, refusal, scriptedFetch } from './scripted-fetch.ts'

const [, , how = ''] = process.argv
const after = how === 'abort' ? '50000' : '300'
const { fetch } = scriptedFetch(
  refusal(503, { 'retry-after-ms': after }),
  answer('data: a\n\ndata: [DONE]\n\n'),
)
const controller = new AbortController()
const opening = openStream('http://127.0.0.1/', {
  fetch,
  decoder: new DataDecoder(),
  signal: controller.signal,
})
if (how === 'abort') setTimeout(() => controller.abort(), 50)
try {
  for await (const item of await opening) process.stdout.write(item)
} catch (error) {
  process.stdout.write((error as { readonly code: string }).code)
}
