// What a later form of an item, or of a part of it, does to what there was.

import { ResponseAccumulator, responseUpdatesSync } from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { workOf } from './counted-work.ts'
import { lawRuns } from './law-runs.ts'
import {
  added,
  completed,
  created,
  done,
  event,
  type Json,
  lifecycle,
  message,
  outputOf,
  text,
} from './response-events.ts'
import { wellFormedStream } from './response-stream-arbitrary.ts'

const { numRuns, timeout } = lawRuns('later forms of responses', 500)

const where = { output_index: 0, content_index: 0, item_id: 'msg_1' }
const summary = event('response.reasoning_summary_text.delta', {
  output_index: 0,
  summary_index: 0,
  item_id: 'rs',
  delta: 'Hmm',
})

describe('a text that a later form says nothing of stays', () => {
  const bare = { type: 'output_text', annotations: [] }
  const part = (form: Json): ResponseStreamEvent =>
    event('response.content_part.done', { ...where, part: form })
  const over = (content: unknown): ResponseStreamEvent => done(0, { ...message('msg_1'), content })
  const last = (content: unknown): ResponseStreamEvent =>
    lifecycle('completed', { output: [{ ...message('msg_1'), content }] })

  test.each<[string, ResponseStreamEvent[]]>([
    ['in a part that is done', [part(bare), completed]],
    ['in a part of no type', [part({}), completed]],
    ['in the part of an item that is done', [over([bare]), completed]],
    ['in a part of an item that says nothing', [over([{}]), completed]],
    ['in a part of an item that is null', [over([null]), completed]],
    ['in the output of the response', [last([{ ...bare, text: null }])]],
    ['in a part of it that says nothing', [last([{}])]],
    ['in any of them', [part(bare), over([{}]), last([{ ...bare, text: '' }])]],
  ])('%s', (_name, events) => {
    const output = outputOf([created, text('Hello'), ...events])
    expect(output).toMatchObject([{ content: [{ type: 'output_text', text: 'Hello' }] }])
  })

  test('in a summary', () => {
    const parts = [{ type: 'summary_text', text: null }]
    const item = { id: 'rs', type: 'reasoning', summary: parts }
    expect(outputOf([created, summary, done(0, item), completed])).toEqual([
      { ...item, summary: [{ type: 'summary_text', text: 'Hmm' }] },
    ])
  })

  test('and no update says that it went', () => {
    const events = [created, text('Hello'), part(bare), over([{}]), last([{}])]
    const said = [...responseUpdatesSync(events)].flatMap((each) =>
      'snapshot' in each && each.type.startsWith('content') ? [[each.type, each.snapshot]] : [],
    )
    expect(said).toEqual([
      ['content.delta', 'Hello'],
      ['content.done', 'Hello'],
    ])
  })

  test('but a part of another type is another part', () => {
    const other = { type: 'new_part', data: 'x' }
    expect(outputOf([created, text('Hello'), over([other]), completed])).toEqual([
      { ...message('msg_1'), content: [other] },
    ])
    expect(outputOf([created, text('Hello'), part(other), completed])).toMatchObject([
      { content: [other] },
    ])
  })
})

test.each<[string, Json, string, unknown]>([
  ['an image', { type: 'image_generation_call', result: 'aGk=' }, 'result', null],
  [
    'ciphertext',
    { type: 'reasoning', summary: [], encrypted_content: 'x' },
    'encrypted_content',
    '',
  ],
  ['outputs', { type: 'code_interpreter_call', outputs: [{ logs: '1' }] }, 'outputs', null],
  ['queries', { type: 'file_search_call', queries: ['q'] }, 'queries', []],
  ['results', { type: 'file_search_call', results: [{ text: 'r' }] }, 'results', null],
  ['a role', { type: 'message', role: 'assistant', content: [] }, 'role', null],
  ['a phase', { type: 'message', phase: 'commentary', content: [] }, 'phase', null],
])('%s that a later form has not stays', (_name, fields, key, nothing) => {
  const item: Json = { id: 'i', status: 'completed', ...fields }
  const { [key]: _left, ...without } = item
  for (const later of [without, { ...item, [key]: nothing }]) {
    const begun = added(0, item)
    const end = lifecycle('completed', { output: [later] })
    for (const events of [
      [begun, done(0, later), completed],
      [done(0, item), end],
      [begun, end],
    ]) {
      expect(outputOf([created, ...events])).toEqual([item])
    }
  }
})

test('the status is always that of the last form', () => {
  const { status: _status, ...without } = message('msg_1', 'a')
  const begun = added(0, { ...without, status: 'in_progress' })
  expect(outputOf([created, begun, done(0, without), completed])).toEqual([without])
  const unknown = { ...without, status: null }
  expect(outputOf([created, begun, done(0, unknown), completed])).toEqual([unknown])
})

test('what has said nothing goes where the last form has it not', () => {
  const part = { type: 'output_text', text: 'a', annotations: [], logprobs: [] }
  const [first, last] = [{ ...message('msg_1'), x: null, content: [part] }, message('msg_1', 'a')]
  const begun = added(0, first)
  const end = lifecycle('completed', { output: [last] })
  for (const events of [
    [begun, done(0, last), completed],
    [begun, end],
    [done(0, first), end],
  ]) {
    const [item] = outputOf([created, ...events])
    expect(Object.keys(item!)).not.toContain('x')
    expect((item!['content'] as Json[]).flatMap(Object.keys)).not.toContain('logprobs')
  }
})

test('whatever the output of the last event leaves out, nothing is lost', { timeout }, () => {
  const nothings = fc.array(fc.constantFrom('keep', 'leave out', null, '', []), { minLength: 1 })
  fc.assert(
    fc.property(wellFormedStream, nothings, ({ events, final }, how) => {
      let turn = 0
      const emptied = (form: Json): Json => {
        const entries = Object.entries(form).flatMap(([key, value]): [string, unknown][] => {
          if (/^(?:id|type|status)$/.test(key)) return [[key, value]]
          const what = how[turn++ % how.length]
          if (what === 'leave out') return []
          if (what !== 'keep') return [[key, what]]
          const isList = /^(?:content|summary)$/.test(key) && Array.isArray(value)
          return [[key, isList ? value.map(emptied) : value]]
        })
        return Object.fromEntries(entries)
      }
      const accumulator = new ResponseAccumulator()
      for (const each of events as unknown as Json[]) {
        const { response } = each as { response?: Json }
        const isLast = each['type'] === 'response.completed'
        const output = isLast ? (final['output'] as Json[]).map(emptied) : []
        const changed = isLast ? { ...each, response: { ...response, output } } : each
        accumulator.push(changed as unknown as ResponseStreamEvent)
      }
      expect(withoutNothing(accumulator.finish())).toEqual(withoutNothing(final))
    }),
    { numRuns },
  )
})

describe('law 14: an item that comes again costs what comes', () => {
  const part = { type: 'output_text', text: 'x', annotations: [] }
  const parts = (size: number): ResponseStreamEvent[] =>
    Array.from({ length: size }, (_, content_index) =>
      event('response.content_part.added', { ...where, content_index, part }),
    )
  const bare = { id: 'msg_1', type: 'message', status: 'in_progress' }
  test.each<[string, ResponseStreamEvent]>([
    ['as it begins', added(0, bare)],
    ['in the output of the response', lifecycle('in_progress', { output: [bare] })],
  ])('%s', (_name, again) => {
    const work = (size: number): number => {
      const accumulator = new ResponseAccumulator()
      for (const each of [created, ...parts(size)]) accumulator.push(each)
      return workOf(() => {
        for (let count = 0; count < size; count++) accumulator.push(again)
      })
    }
    work(100)
    expect(work(400) / work(200)).toBeLessThan(2.2)
  })

  test('with many texts of kinds that are not known', () => {
    const work = (size: number): number => {
      const accumulator = new ResponseAccumulator()
      accumulator.push(added(0, bare))
      for (let at = 0; at < size; at++) {
        accumulator.push(event(`response.x${at}.delta`, { output_index: 0, delta: 'x' }))
      }
      return workOf(() => {
        for (let count = 0; count < size; count++) accumulator.push(added(0, bare))
      })
    }
    work(100)
    expect(work(400) / work(200)).toBeLessThan(2.2)
  })
})

// What is not there, null or empty says the same.
function withoutNothing(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    each === null || each === '' || (Array.isArray(each) && each.length === 0) ? undefined : each,
  )
}
