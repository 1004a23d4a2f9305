// A finish reason that says that the answer is not whole decides what the stream amounts to, at every door.

import { ChatDecoder, chunkOfCompletion } from '@sse/chat'
import { openStreamSync } from '@sse/client/sync'
import { OpenAI, type OpenAIOptions, partialCompletion } from '@sse/openai'
import { OpenAI as Chat } from '@sse/openai/chat'
import { OpenAI as Items } from '@sse/openai/items'
import { describe, expect, test } from 'vitest'
import { answering, clientOf, url, useServerThread } from './sync-server-thread.ts'

useServerThread()

const params = { model: 'm', messages: [], stream: true } as const
const DONE = 'data: [DONE]\n\n'

/** Half an answer, and chunks behind it that each give these reasons to the choices. */
function body(...chunks: readonly Readonly<Record<number, string>>[]): string {
  const text = { choices: [{ index: 0, delta: { content: 'Half of an ans' } }] }
  const ends = chunks.map((reasons) => ({
    choices: Object.entries(reasons).map(([index, finish_reason]) => ({
      index: Number(index),
      delta: {},
      finish_reason,
    })),
  }))
  return [text, ...ends].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')
}

const optionsOf = (text: string): OpenAIOptions => ({
  apiKey: '',
  fetch: async () => new Response(text),
})

interface Read {
  /** How many chunks came. */
  readonly chunks: number
  readonly error: unknown
  readonly outcome: unknown
}

async function readAt(door: 'main' | 'chat' | 'items' | 'sync', text: string): Promise<Read> {
  let chunks = 0
  let error: unknown
  if (door === 'sync') {
    const stream = clientOf().chat.completions.create(params, { headers: answering(text) })
    try {
      for (const _ of stream) chunks++
    } catch (thrown) {
      error = thrown
    }
    return { chunks, error, outcome: stream.outcome }
  }
  const Client = { main: OpenAI, chat: Chat, items: Items }[door]
  const stream = await new Client(optionsOf(text)).chat.completions.create(params)
  try {
    for await (const _ of stream) chunks++
  } catch (thrown) {
    error = thrown
  }
  return { chunks, error, outcome: stream.outcome }
}

const CUTS =
  'length LENGTH max_tokens MAX_TOKENS model_length content_filter SAFETY abort cancelled'
const WHOLE = 'stop tool_calls eos a_new_reason'

describe.each(['main', 'chat', 'items', 'sync'] as const)('%s', (door) => {
  test.each([
    ...CUTS.split(' ').map((reason) => [reason, 'incomplete'] as const),
    ...WHOLE.split(' ').map((reason) => [reason, 'completed'] as const),
  ])('%s: %s', async (reason, status) => {
    const { chunks, error, outcome } = await readAt(door, body({ 0: reason }) + DONE)
    expect(error).toBeUndefined()
    expect(chunks).toBe(2)
    expect(outcome).toEqual({ status, evidence: 'done-sentinel' })
  })

  test.each([
    ['error', body({ 0: 'error' }) + DONE],
    ['insufficient_system_resource', body({ 0: 'insufficient_system_resource' }) + DONE],
    ['without an end marker', body({ 0: 'error' })],
    ['of another choice', body({ 0: 'stop', 1: 'error' }) + DONE],
    ['behind another reason', body({ 0: 'stop' }, { 0: 'error' }) + DONE],
    ['in front of another reason', body({ 0: 'error' }, { 0: 'stop' }) + DONE],
  ])('an error, %s: as in a chunk, behind all chunks', async (_, text) => {
    const { chunks, error, outcome } = await readAt(door, text)
    const code = text.includes('insufficient') ? 'insufficient_system_resource' : 'error'
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', upstreamCode: code })
    expect(outcome).toEqual({ status: 'failed', error })
    expect(chunks).toBe(text.split('"choices"').length - 1)
    const partial = partialCompletion(error)?.choices[0]?.message.content
    expect(partial).toBe(door === 'items' ? undefined : 'Half of an ans')
  })

  test('an error beside the reason is what the stream fails with', async () => {
    const choice = { index: 0, delta: {}, finish_reason: 'error' }
    const error = { code: 502, message: 'Provider overloaded' }
    const last = `data: ${JSON.stringify({ choices: [{ ...choice, error }] })}\n\n`
    const read = await readAt(door, body({}) + last + DONE)
    expect(read.error).toMatchObject({ message: 'Provider overloaded', upstreamCode: 502 })
  })
})

test('a body that is a whole completion, cut off: what it amounts to is asked behind its chunk', () => {
  const message = { role: 'assistant', content: 'Half of an ans' }
  const whole = { id: 'c', choices: [{ index: 0, message, finish_reason: 'length' }] }
  const seen: (string | null | undefined)[] = []
  const stream = openStreamSync(`${url}/v1/chat/completions`, {
    headers: answering(JSON.stringify(whole)),
    decoder: () => new ChatDecoder({ fromCompletion: chunkOfCompletion }),
    ending: () => (seen.includes('length') ? 'incomplete' : 'completed'),
  })
  for (const { choices } of stream) seen.push(choices[0]?.finish_reason)
  expect(seen).toEqual(['length'])
  expect(stream.outcome).toEqual({ status: 'incomplete', evidence: 'whole-completion' })
})

describe('an error that is a finish reason', () => {
  const text = body({ 0: 'error' })
  const ask = () => new OpenAI(optionsOf(text + DONE)).chat.completions.create(params)

  test('is the same one for the loop and for `final`, which no loop came before', async () => {
    const stream = await ask()
    const error: unknown = await stream.final().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM' })
    expect(stream.outcome).toEqual({ status: 'failed', error })
    await expect(stream.final()).rejects.toBe(error)
  })

  test('is told to both branches, and by a relay without an end marker', async () => {
    for (const branch of (await ask()).tee()) {
      // oxlint-disable-next-line no-await-in-loop -- one branch after the other
      await expect(branch.final()).rejects.toMatchObject({ code: 'ERR_SSE_UPSTREAM' })
      expect(branch.outcome?.status).toBe('failed')
    }
    const stream = await new OpenAI(optionsOf(text)).chat.completions.create(params)
    const relayed = await stream.toResponse().text()
    expect(relayed).toBe(`${text}event: error\ndata: {"error":{"code":"error"}}\n\n`)
  })
})
