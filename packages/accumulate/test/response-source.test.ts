// What becomes of the source of events, and of who waits for it.

import {
  accumulateResponse,
  accumulateResponseResult,
  responseUpdates,
  type StandardSchema,
} from '@sse/accumulate'
import { decodeResponsesStream, type ResponseStreamEvent } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import { bare, completed, created, done, message } from './response-events.ts'

async function* failing(failure: unknown): AsyncGenerator<ResponseStreamEvent> {
  yield created
  yield done(0, message('msg_1', 'x'))
  yield completed
  await Promise.resolve()
  throw failure
}

describe('a source that throws after the end of the response', () => {
  test.each([
    ['an error', new Error('reset')],
    ['nothing', undefined],
  ])('%s: both functions say so', async (_name, failure) => {
    const result = await accumulateResponseResult(failing(failure))
    expect(result).toMatchObject({ outcome: 'failed', value: { output_text: 'x' } })
    expect(result.error).toBeInstanceOf(Error)
    const rejection: unknown = await accumulateResponse(failing(failure)).then(
      () => 'resolved',
      (error: unknown) => error,
    )
    expect(rejection).toBe(failure)
    if (failure !== undefined) expect(result.error).toBe(failure)
  })
})

test('what the items say of themselves is the evidence, where no event has ended the response', async () => {
  const about = { complete: true, completion: 'done-sentinel' }
  const cut = Object.assign([created, done(0, message('msg_1', 'x'))], about)
  const completion = { outcome: 'completed', evidence: 'done-sentinel' }
  expect(await accumulateResponseResult(cut)).toMatchObject(completion)
  const whole = Object.assign([created, completed], about)
  expect(await accumulateResponseResult(whole)).toMatchObject({ evidence: 'response.completed' })
  const transcript = 'data: {"type":"transcript.text.done","text":"x"}\n\ndata: [DONE]\n\n'
  const items = decodeResponsesStream([new TextEncoder().encode(transcript)])
  expect(await accumulateResponseResult(items)).toMatchObject(completion)
})

describe('responseUpdates', () => {
  test('ends the source when an event cannot be taken', async () => {
    let ended = 0
    const refusing = new Proxy(
      {},
      {
        get() {
          throw new Error('no field')
        },
      },
    )
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ value: bare(refusing), done: false as const }),
        return: () => {
          ended++
          return Promise.reject(new Error('nor an end'))
        },
      }),
    }
    await expect(responseUpdates(source)[Symbol.asyncIterator]().next()).rejects.toThrow('no field')
    expect(ended).toBe(1)
  })

  test('whoever waits for an update is not left waiting when nobody wants any more', async () => {
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<IteratorResult<ResponseStreamEvent>>(() => {}),
        return: () => Promise.resolve({ value: undefined, done: true as const }),
      }),
    }
    const updates = responseUpdates(source)[Symbol.asyncIterator]()
    const waiting = [updates.next(), updates.next()]
    await updates.return!()
    expect(await Promise.all(waiting)).toEqual([
      { value: undefined, done: true },
      { value: undefined, done: true },
    ])
  })

  test('nor by a schema that never answers', async () => {
    const schema: StandardSchema<unknown, unknown> = {
      '~standard': { version: 1, vendor: 'test', validate: () => new Promise(() => {}) },
    }
    const updates = responseUpdates([done(0, message('msg_1', '1')), completed], { schema })
    const iterator = updates[Symbol.asyncIterator]()
    let waiting = iterator.next()
    while ((await Promise.race([waiting, soon()])) !== undefined) waiting = iterator.next()
    await iterator.return!()
    expect(await waiting).toEqual({ value: undefined, done: true })
  })
})

// After all that needs nobody.
async function soon(): Promise<undefined> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
  return undefined
}
