// What a whole stream amounts to is asked when all of its items were handed out.

import { openStream, type OpenStreamOptions, type Stream } from '@sse/client'
import type { EventDecoder } from '@sse/core/decoder'
import { JSONEventDecoder, type JSONObject } from '@sse/core/json-decoder'
import { describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock } from './fake-clock.ts'
import { answer, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

/** Gives each payload as it is, and a body that is one as well. */
class PayloadDecoder extends JSONEventDecoder<JSONObject, never, 'whole-body'> {
  #isWhole = false

  protected get evidence(): 'whole-body' | undefined {
    return this.#isWhole ? 'whole-body' : undefined
  }

  protected take(payload: JSONObject): JSONObject {
    return payload
  }

  protected takeForeign(): false {
    return false
  }

  protected override takeBody(body: JSONObject): JSONObject {
    this.#isWhole = true
    return body
  }
}

interface Opened {
  readonly stream: Stream<JSONObject>
  readonly clock: FakeClock
  /** For each time that the ending was asked, how many items had been noted. */
  readonly asked: number[]
  readonly note: () => void
}

async function open(
  text: string,
  more: Partial<OpenStreamOptions<JSONObject>> = {},
): Promise<Opened> {
  const { fetch } = scriptedFetch(answer(text))
  const clock = new FakeClock()
  const asked: number[] = []
  let noted = 0
  const stream = await openStream('http://127.0.0.1/', {
    decoder: () => new PayloadDecoder(),
    fetch,
    clock,
    ending: () => (asked.push(noted) && noted > 0 ? 'incomplete' : 'completed'),
    ...more,
  })
  return { stream, clock, asked, note: () => void noted++ }
}

const WHOLE = '{"cut":true}'
const INCOMPLETE = { status: 'incomplete', evidence: 'whole-body' }

describe('a body that is one payload', () => {
  test('as an item: it is asked behind it, once', async () => {
    const { stream, asked, note, clock } = await open(WHOLE)
    const items = stream[Symbol.asyncIterator]()
    const seen: unknown[] = []
    for await (const item of items) {
      expect(stream.outcome).toBeUndefined()
      seen.push(item)
      note()
    }
    expect(seen).toEqual([{ cut: true }])
    expect(asked).toEqual([1])
    expect(stream.outcome).toEqual(INCOMPLETE)
    expect(clock.pending).toBe(0)
    expect((await items.next()).done).toBe(true)
    expect(asked).toHaveLength(1)
  })

  test('as an event, and for both branches', async () => {
    const { stream, asked, note } = await open(WHOLE)
    const [left, right] = stream.tee()
    const events: string[] = []
    for await (const { data } of left.events) {
      events.push(data)
      note()
    }
    expect(events).toEqual([WHOLE])
    expect(left.outcome).toEqual(INCOMPLETE)
    expect((await readAll(right)).items).toEqual([{ cut: true }])
    expect(right.outcome).toEqual(INCOMPLETE)
    expect(asked).toEqual([1])
  })

  test('the decoder that made it is told of the end once', async () => {
    let last: string | undefined
    let ends = 0
    const decoder: EventDecoder<string> = {
      decode: () => undefined,
      done: false,
      complete: true,
      finish: () => {
        last = `whole ${++ends}`
      },
      read: () => {
        const item = last
        last = undefined
        return item
      },
    }
    const { fetch } = scriptedFetch(answer(WHOLE))
    const stream = await openStream('http://127.0.0.1/', { fetch, decoder })
    const items = stream[Symbol.asyncIterator]()
    expect(await items.next()).toEqual({ value: 'whole 1', done: false })
    expect((await items.next()).done).toBe(true)
    expect(ends).toBe(1)
  })

  test('whoever leaves behind it has left, and the deadline is over', async () => {
    const { stream, asked, clock } = await open(WHOLE, { deadlines: { total: 1000 } })
    for await (const item of stream) {
      expect(item).toEqual({ cut: true })
      break
    }
    expect(stream.outcome).toEqual({ status: 'aborted', by: 'close' })
    expect(asked).toEqual([])
    expect(clock.pending).toBe(0)
  })
})

test('behind items of events it is asked when the end marker was read', async () => {
  const { stream, asked, note } = await open('data: {"a":1}\n\ndata: {"a":2}\n\ndata: [DONE]\n\n')
  for await (const item of stream) {
    expect(item).toHaveProperty('a')
    note()
  }
  expect(asked).toEqual([2])
  expect(stream.outcome).toEqual({ status: 'incomplete', evidence: 'done-sentinel' })
})

test('what it throws fails the stream, behind its last item', async () => {
  const error = new Error('no answer')
  const body = new ScriptedBody().send('data: a\n\ndata: [DONE]\n\n')
  const { fetch, requests } = scriptedFetch(answer(body))
  const decoder: EventDecoder<string> = new DataDecoder()
  const stream = await openStream('http://127.0.0.1/', {
    fetch,
    decoder,
    ending: () => {
      throw error
    },
  })
  expect(await readAll(stream)).toEqual({ items: ['a'], error })
  expect(stream.outcome).toEqual({ status: 'failed', error })
  expect(requests).toHaveLength(1)
  expect(requests[0]!.signal.aborted).toBe(true)
})
