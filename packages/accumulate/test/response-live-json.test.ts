import {
  liveResponseJson,
  ResponseAccumulator,
  responseUpdatesSync,
  type ResponseUpdateOf,
} from '@sse/accumulate'
import { describe, expect, test } from 'vitest'
import { workOf } from './counted-work.ts'
import {
  added,
  args,
  call,
  completed,
  created,
  done,
  event,
  lifecycle,
  text,
} from './response-events.ts'

type ArgumentsDelta = ResponseUpdateOf<'tool_call.arguments.delta'>
const begin = added(0, call('fc_1', 'go', '', { status: 'in_progress' }))

function argumentsIn(accumulator: ResponseAccumulator, delta: string): ArgumentsDelta {
  const updates = accumulator.push(args(delta))
  return updates.find((each): each is ArgumentsDelta => each.type === 'tool_call.arguments.delta')!
}

describe('liveResponseJson', () => {
  test('is the arguments so far, the same object at every look', () => {
    const seen: unknown[] = []
    const events = [
      created,
      begin,
      args('{"city":"Tok'),
      args('yo","days":[1'),
      args(',2]}'),
      completed,
    ]
    const lives = new Set<object>()
    for (const update of responseUpdatesSync(events)) {
      if (update.type !== 'tool_call.arguments.delta') continue
      const live = liveResponseJson(update)
      lives.add(live)
      seen.push([structuredClone(live.value), live.isComplete(['city']), live.complete])
    }
    expect(seen).toEqual([
      [{ city: 'Tok' }, false, false],
      [{ city: 'Tokyo', days: [] }, true, false],
      [{ city: 'Tokyo', days: [1, 2] }, true, true],
    ])
    expect(lives.size).toBe(1)
  })

  test('begins anew where the server has changed its mind', () => {
    const accumulator = new ResponseAccumulator()
    accumulator.push(begin)
    const live = liveResponseJson(argumentsIn(accumulator, 'gAAAA'))
    expect(live.error).toBeDefined()
    accumulator.push(
      event('response.function_call_arguments.done', { output_index: 0, arguments: '{"a":1}' }),
    )
    expect([live.value, live.error, live.complete]).toEqual([{ a: 1 }, undefined, true])
  })

  test('is of a text each, also of the answer, and of a copy', () => {
    const accumulator = new ResponseAccumulator()
    const [first] = accumulator.push(text('{"a":', { output_index: 1 })).slice(-1)
    const [second] = accumulator.push(text('[1', { output_index: 2, item_id: '' })).slice(-1)
    accumulator.push(text('1}', { output_index: 1 }))
    const values = [first, second, structuredClone(first)].map((update) =>
      update?.type === 'content.delta' ? liveResponseJson(update).value : undefined,
    )
    expect(values).toEqual([{ a: 1 }, [], {}])
    accumulator.push(done(1, { id: 'msg_1', type: 'message', content: [] }))
    expect(first?.type === 'content.delta' && liveResponseJson(first).complete).toBe(true)
  })

  test('of a text that is gone is what there was, and looking changes nothing', () => {
    const accumulator = new ResponseAccumulator()
    const [update] = accumulator.push(text('{"a":"b')).slice(-1)
    const refusal = { id: 'msg_1', type: 'message', content: [{ type: 'refusal', refusal: 'no' }] }
    accumulator.push(lifecycle('completed', { output: [refusal] }))
    const before = structuredClone(accumulator.finish().output)
    const live = update?.type === 'content.delta' && liveResponseJson(update)
    expect(live && live.value).toEqual({ a: 'b' })
    expect(accumulator.finish().output).toEqual(before)
  })

  test('costs what the pieces cost', () => {
    const work = (size: number): number => {
      const accumulator = new ResponseAccumulator()
      accumulator.push(begin)
      accumulator.push(args('{"a":"'))
      return workOf(() => {
        for (let at = 0; at < size; at++) {
          const update = argumentsIn(accumulator, 'abcdefgh')
          if (liveResponseJson(update).complete) return
        }
      })
    }
    work(100)
    expect(work(4_000) / work(2_000)).toBeLessThan(2.2)
  })
})
