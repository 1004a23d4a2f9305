// Law 13 for events that say little of what they are about: whatever they add up to, it is the same from
// a checkpoint anywhere. Nothing here says what that is.

import { ResponseAccumulator } from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lawRuns } from './law-runs.ts'
import { completed, event, type Json } from './response-events.ts'

const { numRuns, timeout } = lawRuns('law 13 of responses, any events', 1000)

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 })
const id = maybe(fc.constantFrom('a', 'b', 'c', 'd'))
const index = maybe(fc.nat({ max: 3 }))
const said = fc.record({ output_index: index, item_id: id })

const item = fc
  .record({
    type: fc.constantFrom('message', 'reasoning', 'function_call', 'shell_call', 'rocket_call'),
    id,
    call_id: maybe(fc.constantFrom('call_a', 'call_b')),
    status: maybe(fc.constantFrom('in_progress', 'completed', 'incomplete')),
    text: maybe(fc.constantFrom('', 'x', 'xy')),
  })
  .map(({ text, ...form }): Json => {
    if (form.type === 'function_call') return { ...form, name: 'go', arguments: text }
    return form.type === 'message' && text !== undefined
      ? { ...form, content: [{ type: 'output_text', text, annotations: [] }] }
      : { ...form }
  })

const place = fc.record({ content_index: index, summary_index: index, command_index: index })
const loose: fc.Arbitrary<Json> = fc.oneof(
  fc
    .record({ verb: fc.constantFrom('added', 'added', 'done'), output_index: index, item })
    .map(({ verb, ...fields }) => ({ type: `response.output_item.${verb}`, ...fields })),
  fc
    .record({
      stem: fc.constantFrom(
        'output_text',
        'output_text',
        'refusal',
        'reasoning_text',
        'reasoning_summary_text',
        'function_call_arguments',
        'shell_call_command',
        'rocket_call_course',
      ),
      verb: fc.constantFrom('delta', 'delta', 'delta', 'done'),
      where: said,
      place,
      text: fc.constantFrom('', 'x', 'y', '{}'),
    })
    .map(({ stem, verb, where, place: at, text }) => ({
      type: `response.${stem}.${verb}`,
      ...where,
      ...at,
      ...(verb === 'delta' ? { delta: text } : { text }),
    })),
  fc
    .record({
      verb: fc.constantFrom('added', 'done'),
      where: said,
      place,
      type: fc.constantFrom('output_text', 'refusal', 'reasoning_text', 'summary_text'),
      text: fc.constantFrom('', 'x'),
    })
    .map(({ verb, where, place: at, type, text }) => ({
      type: `response.content_part.${verb}`,
      ...where,
      ...at,
      part: { type, [type === 'refusal' ? 'refusal' : 'text']: text },
    })),
)

const end: fc.Arbitrary<Json> = fc
  .record({ output: maybe(fc.array(item, { maxLength: 4 })) })
  .map(({ output }) => ({
    type: 'response.completed',
    response: { id: 'r', status: 'completed', output },
  }))

// As they come over a wire, where what is undefined is not there.
const stream = fc
  .tuple(fc.array(loose, { minLength: 1, maxLength: 9 }), end)
  .map(([events, last]) => JSON.parse(JSON.stringify([...events, last])) as ResponseStreamEvent[])

function expectSame(events: readonly ResponseStreamEvent[], at: number): void {
  const here = new ResponseAccumulator()
  for (const each of events.slice(0, at)) here.push(each)
  const checkpoint = here.checkpoint()
  const there = ResponseAccumulator.restore(checkpoint)
  expect(there.checkpoint()).toEqual(checkpoint)
  for (const each of events.slice(at)) {
    const updates = structuredClone([...here.push(each)])
    expect(structuredClone([...there.push(each)])).toEqual(updates)
  }
  expect(there.finish()).toEqual(here.finish())
  expect(there.toolCalls).toEqual(here.toolCalls)
}

describe('law 13: a checkpoint anywhere, the same final object', { timeout }, () => {
  test('also where ids and indexes are missing, and items begin in any order', () => {
    fc.assert(
      fc.property(stream, fc.nat(), (events, seed) => {
        expectSame(events, seed % events.length)
      }),
      { numRuns },
    )
  })

  test('two messages, the second first, and a text that names neither', () => {
    const begin = (output_index: number, name: string): ResponseStreamEvent =>
      event('response.output_item.added', { output_index, item: { id: name, type: 'message' } })
    const piece = event('response.output_text.delta', { content_index: 0, delta: 'X' })
    expectSame([begin(1, 'b'), begin(0, 'a'), piece, completed], 2)
  })

  test('what is done is final', () => {
    fc.assert(
      fc.property(stream, (events) => {
        const accumulator = new ResponseAccumulator()
        const handed: [object, string][] = []
        const done = new Set<string>()
        for (const update of events.flatMap((each) => accumulator.push(each))) {
          if (!update.type.endsWith('.done') || update.type === 'response.done') continue
          const { snapshot: _text, ...where } = update as { snapshot?: string }
          if (update.type === 'item.done') handed.push([update.item, JSON.stringify(update.item)])
          if (update.type === 'tool_call.done') {
            handed.push([update.toolCall, JSON.stringify(update.toolCall)])
            JSON.parse((update.toolCall as { arguments?: string }).arguments || '{}')
          }
          const { item: _item, toolCall: _call, ...key } = where as Json
          expect(done).not.toContain(JSON.stringify(key))
          done.add(JSON.stringify(key))
        }
        for (const [object, json] of handed) expect(JSON.stringify(object)).toBe(json)
      }),
      { numRuns },
    )
  })
})
