import type { SyncStream } from '@sse/client/sync'
import { OpenAI } from '@sse/openai/sync'
import { type Consumed, type FaultyRequest, LEAVES_AFTER } from './fault-matrix-request.ts'
import { WORKER } from './fault-matrix-worker-leftovers.ts'

const never = new Int32Array(new SharedArrayBuffer(4))

/** Asks, reads all there is while this thread waits, and gives what came of it. */
export function consumeSync(request: FaultyRequest): Consumed {
  const items: unknown[] = []
  let stream: Read | undefined
  try {
    stream = streamOf(request)
    for (const item of stream) {
      items.push(item)
      if (items.length === 1) Atomics.wait(never, 0, 0, request.busy)
      if (items.length !== LEAVES_AFTER) continue
      if (request.leave === 'break') break
      if (request.leave === 'close') stream.close()
      if (request.leave === 'abort') request.controller.abort()
    }
  } catch (error) {
    return { items, error, stream }
  }
  return { items, error: undefined, stream }
}

type Read = SyncStream<unknown> & { final(): unknown }

function streamOf({
  api,
  baseURL,
  headers,
  deadlines,
  maxRetries,
  controller,
}: FaultyRequest): Read {
  const terms = { deadlines, maxRetries, headers, signal: controller.signal }
  const client = new OpenAI({ apiKey: 'sk-test', baseURL, worker: WORKER })
  return api === 'chat'
    ? client.chat.completions.create({ model: 'any', messages: [], stream: true }, terms)
    : client.responses.create({ model: 'any', input: '', stream: true }, terms)
}
