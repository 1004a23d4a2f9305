// Which item, and which part of it, an event is about, where it does not say so in the usual way.

import { ResponseAccumulator } from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import {
  added,
  args,
  call,
  completed,
  created,
  done,
  event,
  type Json,
  lifecycle,
  message,
  outputOf,
  text,
  updatesOf,
} from './response-events.ts'

const open = (item: Json): Json => ({ ...item, status: 'in_progress' })

/** The text of each message, or the arguments of each call. */
function textsOf(events: readonly ResponseStreamEvent[]): unknown[] {
  return outputOf(events).map(({ arguments: json, content }) =>
    content === undefined ? json : (content as Json[]).map((part) => part['text']).join('|'),
  )
}

describe.each<[string, Json]>([
  ['no `output_index`', {}],
  ['`output_index` 0 for all', { output_index: 0 }],
])('items that were not announced, with %s', (_name, where) => {
  const say = (item_id: string, delta: string): ResponseStreamEvent =>
    event('response.output_text.delta', { ...where, item_id, content_index: 0, delta })
  const said = (item_id: string, whole: string): ResponseStreamEvent =>
    event('response.output_text.done', { ...where, item_id, content_index: 0, text: whole })
  const asked = (item_id: string, json: string): ResponseStreamEvent =>
    event('response.function_call_arguments.done', { ...where, item_id, arguments: json })

  test('two texts of which only the end comes are two items', () => {
    const events = [created, said('a', 'One'), said('b', 'Two'), completed]
    expect(textsOf(events)).toEqual(['One', 'Two'])
    expect(outputOf(events)).toMatchObject([{ id: 'a' }, { id: 'b' }])
  })

  test('two calls of which only the end comes are two items', () => {
    const events = [created, asked('a', '{"a":1}'), asked('b', '{"b":2}'), completed]
    expect(textsOf(events)).toEqual(['{"a":1}', '{"b":2}'])
  })

  test('one text after the other is two items', () => {
    const events = [say('a', 'A'), say('a', 'A'), say('b', 'B'), say('b', 'B'), say('a', 'A')]
    expect(textsOf([created, ...events, completed])).toEqual(['AAA', 'BB'])
  })

  test('the same number of items after a checkpoint at any place', () => {
    const events = [created, say('a', 'A'), say('a', 'A'), say('b', 'B'), said('b', 'B'), completed]
    for (let at = 0; at < events.length; at++) {
      const before = new ResponseAccumulator()
      for (const each of events.slice(0, at)) before.push(each)
      const after = ResponseAccumulator.restore(before.checkpoint())
      for (const each of events.slice(at)) after.push(each)
      expect(after.finish().output).toEqual(outputOf(events))
    }
  })
})

test('texts in turn that were not announced, without an index, are two items', () => {
  const say = (item_id: string, delta: string): ResponseStreamEvent =>
    event('response.output_text.delta', { item_id, content_index: 0, delta })
  const events = [say('a', 'A'), say('b', 'B'), say('a', 'A'), say('b', 'B')]
  expect(textsOf([created, ...events, completed])).toEqual(['AA', 'BB'])
})

test('a piece behind the end of its text is none', () => {
  const say = (delta: string): ResponseStreamEvent => text(delta, { item_id: 'a' })
  const fields = { output_index: 0, item_id: 'a', content_index: 0, text: 'AB' }
  const end = event('response.output_text.done', fields)
  const events = [say('A'), say('B'), end, say('late'), say('late')]
  expect(textsOf([created, added(0, open(message('a'))), ...events, completed])).toEqual(['AB'])
})

test('a text goes on after the response has come with all there is of it', () => {
  const say = (delta: string): ResponseStreamEvent => text(delta, { item_id: 'a' })
  const soFar = { ...message('a', 'AB'), status: 'in_progress' }
  const status = lifecycle('in_progress', { output: [soFar] })
  const events = [say('A'), say('B'), status, say('C'), completed]
  expect(textsOf([created, added(0, open(message('a'))), ...events])).toEqual(['ABC'])
})

test('the parts of one item may come in turns', () => {
  const say = (content_index: number, delta: string): ResponseStreamEvent =>
    text(delta, { content_index, item_id: 'a' })
  const events = [say(0, 'A'), say(1, 'B'), say(0, 'A'), say(1, 'B'), say(1, 'B'), say(0, 'A')]
  expect(textsOf([created, added(0, open(message('a'))), ...events, completed])).toEqual([
    'AAA|BBB',
  ])
})

test('so may the texts and calls of several, and each goes on with its own', () => {
  const items = ['a', 'b', 'c', 'd']
  const begun = items.map((id, at) =>
    added(at, open(at % 2 === 0 ? message(id) : call(id, 'go', ''))),
  )
  const turns = [0, 1, 2, 3, 1, 0, 3, 3, 2, 1, 0, 2].map((at) => {
    const fields = { output_index: at, item_id: items[at] }
    return at % 2 === 0 ? text(`${at}`, fields) : args(`${at}`, fields)
  })
  expect(textsOf([created, ...begun, ...turns, completed])).toEqual(['000', '111', '222', '333'])
})

test('a piece that names nothing goes on with the item that has begun since', () => {
  const say = (delta: string, fields: Json = {}): ResponseStreamEvent =>
    event('response.output_text.delta', { content_index: 0, delta, ...fields })
  const events = [say('A'), say('A'), say('B', { item_id: 'b' }), say('B'), say('B')]
  expect(textsOf([created, ...events, completed])).toEqual(['AA', 'BBB'])
})

test('an id that is no item’s is not remembered beyond the next event', () => {
  const say = (delta: string, item_id: string): ResponseStreamEvent =>
    event('response.output_text.delta', { content_index: 0, delta, item_id })
  const begin = (id: string): ResponseStreamEvent =>
    event('response.output_item.added', { item: open(message(id)) })
  const events = [begin('a'), say('A', 'x'), say('A', 'x'), say('A', 'a'), say('B', 'x')]
  expect(textsOf([created, ...events, say('A', 'a'), completed])).toEqual(['AAAA', 'B'])
})

test('ids that are others in each event, of an item that was announced, need no index', () => {
  const say = (item_id: string, delta: string): ResponseStreamEvent =>
    event('response.output_text.delta', { item_id, delta })
  const begin = event('response.output_item.added', { item: open(message('a')) })
  expect(textsOf([created, begin, say('x', 'A'), say('y', 'B'), completed])).toEqual(['AB'])
})

test('a piece behind the end of its text is none, also with another id, where ids may differ', () => {
  const say = (verb: string, fields: Json): ResponseStreamEvent =>
    event(`response.output_text.${verb}`, { output_index: 0, content_index: 0, ...fields })
  const events = [
    created,
    added(0, open(message('a'))),
    say('done', { item_id: 'x', text: 'A' }),
    say('delta', { item_id: 'y', delta: 'late' }),
    completed,
  ]
  expect(textsOf(events)).toEqual(['A'])
})

test('without id and index it is the last item that began and is not over', () => {
  const piece = event('response.function_call_arguments.delta', { delta: '{"b":2}' })
  const events = [
    created,
    added(0, open(call('f1', 'go', ''))),
    added(1, open(call('f2', 'come', ''))),
    done(0, call('f1', 'go', '{"a":1}')),
    piece,
    completed,
  ]
  expect(outputOf(events)).toEqual([call('f1', 'go', '{"a":1}'), call('f2', 'come', '{"b":2}')])
})

test('also when the last item that began is over', () => {
  const piece = event('response.function_call_arguments.delta', { delta: '{"a":1}' })
  const events = [
    created,
    added(0, open(call('f1', 'go', ''))),
    added(1, open(call('f2', 'come', ''))),
    done(1, call('f2', 'come', '{"b":2}')),
    piece,
    completed,
  ]
  expect(outputOf(events)).toEqual([call('f1', 'go', '{"a":1}'), call('f2', 'come', '{"b":2}')])
})

test('a checkpoint remembers in which order items began', () => {
  const events = [
    added(1, open(message('b'))),
    added(0, open(message('a'))),
    event('response.output_text.delta', { content_index: 0, delta: 'X' }),
    completed,
  ]
  expect(textsOf(events)).toEqual(['X', ''])
  const before = new ResponseAccumulator()
  for (const each of events.slice(0, 2)) before.push(each)
  const after = ResponseAccumulator.restore(before.checkpoint())
  for (const each of events.slice(2)) after.push(each)
  expect(after.finish().output).toEqual(outputOf(events))
})

test('a checkpoint remembers the ids that an item had', () => {
  const events = [
    text('A', { item_id: 'early' }),
    added(0, open(message('late'))),
    added(1, open(message('other'))),
    event('response.output_text.delta', { item_id: 'early', content_index: 0, delta: 'B' }),
    completed,
  ]
  expect(textsOf(events)).toEqual(['AB', ''])
  const before = new ResponseAccumulator()
  for (const each of events.slice(0, 3)) before.push(each)
  const after = ResponseAccumulator.restore(before.checkpoint())
  for (const each of events.slice(3)) after.push(each)
  expect(after.finish().output).toEqual(outputOf(events))
})

describe('texts of two kinds at one `content_index` are two parts', () => {
  const piece = (stem: string, delta: string): ResponseStreamEvent =>
    event(`response.${stem}.delta`, { output_index: 0, content_index: 0, item_id: 'm', delta })

  test('of reasoning and of the answer', () => {
    const begin = added(0, open(message('m')))
    const think = [piece('reasoning_text', 'Hm'), piece('reasoning_text', '…')]
    const events = [created, begin, ...think, piece('output_text', 'Hel')]
    const rest = [piece('reasoning_text', '!'), piece('output_text', 'lo'), completed]
    expect(outputOf([...events, ...rest])).toMatchObject([
      {
        content: [
          { type: 'reasoning_text', text: 'Hm…!' },
          { type: 'output_text', text: 'Hello', annotations: [] },
        ],
      },
    ])
    const accumulator = new ResponseAccumulator()
    for (const each of [...events, ...rest]) accumulator.push(each)
    expect(accumulator.finish().output_text).toBe('Hello')
  })

  test('of the answer and of a refusal', () => {
    const events = [piece('output_text', 'Yes'), piece('refusal', 'No'), piece('refusal', '!')]
    expect(outputOf([created, ...events, completed])).toMatchObject([
      {
        content: [
          { type: 'output_text', text: 'Yes' },
          { type: 'refusal', refusal: 'No!' },
        ],
      },
    ])
  })

  test('and the part with the next index is a third', () => {
    const next = event('response.output_text.delta', {
      output_index: 0,
      content_index: 1,
      delta: 'b',
    })
    const events = [piece('refusal', 'No'), piece('output_text', 'a'), next]
    expect(outputOf([created, ...events, completed])).toMatchObject([
      { content: [{ refusal: 'No' }, { text: 'a' }, { text: 'b' }] },
    ])
  })
})

test('a part in a list where its kind is not expected is no second text', () => {
  const item = { ...message('m'), content: [{ type: 'summary_text', text: 's' }, null] }
  expect(outputOf([created, done(0, item), completed])).toEqual([item])
  const types = updatesOf([created, done(0, item)]).map(({ type }) => type)
  expect(types).toEqual(['response.status', 'item.start', 'item.done'])
})

test('commands that a later form does not have are not lost', () => {
  const shell = (commands: string[]): Json => ({
    id: 's',
    type: 'shell_call',
    action: { commands },
  })
  expect(outputOf([created, added(0, shell(['ls'])), done(0, shell([])), completed])).toEqual([
    shell(['ls']),
  ])
})

describe('a text of a kind that nobody knows', () => {
  const begin = added(0, open(message('m')))
  const hello = { ...message('m', 'Hello'), id: 'm' }

  test.each([
    'message_content',
    '__proto__',
    'constructor',
    'id',
    'type',
    'status',
    'message_role',
  ])('named %s changes no field that means something else', (name) => {
    const strange = event(`response.${name}.delta`, {
      item_id: 'm',
      output_index: 0,
      delta: 'x',
    })
    const events = [created, begin, text('Hel', { item_id: 'm' }), strange]
    const rest = [text('lo', { item_id: 'm' }), completed]
    expect(outputOf([...events, ...rest])).toEqual([hello])
    expect(updatesOf(events).at(-1)).toEqual({
      type: 'unknown',
      name: strange.type,
      payload: strange,
    })
  })

  test('changes no list into a text', () => {
    const item = { id: 'rs', type: 'reasoning', summary: [] }
    const where = { output_index: 0, item_id: 'rs' }
    const think = event('response.reasoning_summary_text.delta', {
      ...where,
      summary_index: 0,
      delta: 'Hm',
    })
    const end = event('response.reasoning_summary.done', { ...where, text: 'Hm' })
    expect(outputOf([created, added(0, item), think, end, completed])).toEqual([
      { ...item, summary: [{ type: 'summary_text', text: 'Hm' }] },
    ])
  })

  test('stays when a later form of its item comes without it, or is told when that has another', () => {
    const rocket = { id: 'r', type: 'rocket_call' }
    const piece = event('response.rocket_call_course.delta', { output_index: 0, delta: 'up' })
    const begun = [created, added(0, rocket), piece]
    expect(outputOf([...begun, done(0, rocket), completed])).toEqual([{ ...rocket, course: 'up' }])
    const told = (last: ResponseStreamEvent): unknown[] =>
      updatesOf([...begun, last]).filter(({ type }) => type.startsWith('other'))
    const where = { output_index: 0, name: 'course' }
    const first = { type: 'other.delta', ...where, delta: 'up', snapshot: 'up' }
    expect(told(done(0, rocket))).toEqual([first, { type: 'other.done', ...where, snapshot: 'up' }])
    expect(told(done(0, { ...rocket, course: 'down' }))).toEqual([
      first,
      { type: 'other.delta', ...where, delta: 'down', snapshot: 'down', replaces: true },
      { type: 'other.done', ...where, snapshot: 'down' },
    ])
  })

  test('changes no list of an item that nobody knows either', () => {
    const rocket = { id: 'r', type: 'rocket_call', course: ['up'] }
    const strange = event('response.rocket_call_course.delta', { output_index: 0, delta: 'x' })
    expect(outputOf([created, added(0, rocket), strange, completed])).toEqual([rocket])
  })

  test('belongs to no item when it names none', () => {
    const strange = event('response.metrics.delta', { delta: 'x' })
    expect(outputOf([created, begin, text('Hello', { item_id: 'm' }), strange, completed])).toEqual(
      [hello],
    )
  })
})

test('pieces of arguments of a call with another id stay with its index', () => {
  const events = [
    created,
    added(0, open(call('fc_1', 'go', ''))),
    args('{"a"'),
    args(':1}', { item_id: 'x' }),
  ]
  expect(textsOf([...events, completed])).toEqual(['{"a":1}'])
})
