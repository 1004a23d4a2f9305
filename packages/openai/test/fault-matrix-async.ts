import { setTimeout as sleep } from 'node:timers/promises'
import type { Stream } from '@sse/client'
import { OpenAI } from '@sse/openai'
import { type Consumed, type FaultyRequest, LEAVES_AFTER } from './fault-matrix-request.ts'

/** Asks, reads all there is, and gives what came of it. */
export async function consume(request: FaultyRequest): Promise<Consumed> {
  const items: unknown[] = []
  let stream: Read | undefined
  try {
    const open = await streamOf(request)
    stream = open
    const iterator = open[Symbol.asyncIterator]()
    for (;;) {
      const next = iterator.next()
      if (items.length === LEAVES_AFTER) {
        if (request.leave === 'abort') request.controller.abort()
        if (request.leave === 'close') await open.close()
      }
      const { done, value } = await next
      if (done === true) break
      items.push(value)
      if (items.length === 1 && request.busy > 0) await sleep(request.busy)
      if (request.leave === 'break' && items.length === LEAVES_AFTER) {
        await iterator.return?.()
        break
      }
    }
  } catch (error) {
    return { items, error, stream }
  }
  return { items, error: undefined, stream }
}

type Read = Stream<unknown> & { final(): Promise<unknown> }

async function streamOf(request: FaultyRequest): Promise<Read> {
  const { api, baseURL, headers, deadlines, maxRetries, clock, controller } = request
  const terms = { deadlines, maxRetries, clock, headers, signal: controller.signal }
  const client = new OpenAI({ apiKey: 'sk-test', baseURL })
  return api === 'chat'
    ? client.chat.completions.create({ model: 'any', messages: [], stream: true }, terms)
    : client.responses.create({ model: 'any', input: '', stream: true }, terms)
}
