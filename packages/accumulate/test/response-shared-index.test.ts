// Items that no event announces, at one `output_index`, whose events come in turn: only their ids tell
// them apart, and ids may differ from event to event.

import { accumulateResponseSync, ResponseAccumulator, type ResponseUpdate } from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lawRuns } from './law-runs.ts'
import { completed, created, event, type Json, lifecycle, updatesOf } from './response-events.ts'

const { numRuns, timeout } = lawRuns('laws of items that share an index', 1000)

const at = (type: string, item_id: string, fields: Json): ResponseStreamEvent =>
  event(`response.${type}`, { output_index: 0, item_id, ...fields })
const say = (id: string, delta: string, fields: Json = {}): ResponseStreamEvent =>
  at('output_text.delta', id, { content_index: 0, delta, ...fields })
const said = (id: string, text: string): ResponseStreamEvent =>
  at('output_text.done', id, { content_index: 0, text })
const ask = (id: string, delta: string): ResponseStreamEvent =>
  at('function_call_arguments.delta', id, { delta })
const asked = (id: string, json: string): ResponseStreamEvent =>
  at('function_call_arguments.done', id, { arguments: json })
const partOf = (verb: string, id: string, text: string): ResponseStreamEvent =>
  at(`content_part.${verb}`, id, { content_index: 0, part: { type: 'output_text', text } })
const itemDone = (item: Json): ResponseStreamEvent =>
  event('response.output_item.done', { output_index: 0, item })

const messageOf = (id: string, text: string): Json => ({
  id,
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', text, annotations: [] }],
})

interface AnyItem {
  readonly id: string
  readonly arguments: string
  readonly content?: readonly { readonly text: string }[]
  readonly summary?: readonly { readonly text: string }[]
}

/** The texts of the output, each with the id of its item. */
function textsOf(events: readonly ResponseStreamEvent[]): [id: string, text: string][] {
  const { output } = accumulateResponseSync([created, ...events, completed])
  return output.map((item) => {
    const { id, arguments: json, content, summary } = item as unknown as AnyItem
    const parts = content ?? summary
    return [id, parts === undefined ? json : parts.map(({ text }) => text).join('|')]
  })
}

describe('ids that come again are of several items', () => {
  test('texts in turn from the first piece on', () => {
    const events = [say('a', 'A'), say('b', 'B'), say('a', 'A'), say('b', 'B')]
    const expected = [
      ['a', 'AA'],
      ['b', 'BB'],
    ]
    expect(textsOf(events)).toEqual(expected)
  })

  test('arguments of calls in turn', () => {
    const events = [ask('a', '{"a"'), ask('b', '{"b"'), ask('c', '{"c"'), ask('c', ':3}')]
    expect(textsOf([...events, ask('a', ':1}'), ask('b', ':2}')])).toEqual([
      ['a', '{"a":1}'],
      ['b', '{"b":2}'],
      ['c', '{"c":3}'],
    ])
  })

  test('the second comes again first, one right after the other', () => {
    const events = [say('a', 'A'), say('b', 'B'), say('b', 'B'), say('a', 'A')]
    const expected = [
      ['a', 'AA'],
      ['b', 'BB'],
    ]
    expect(textsOf(events)).toEqual(expected)
  })

  test('the first piece of the first is empty, and the end of the second comes first', () => {
    const events = [say('a', ''), say('b', 'B'), said('b', 'B'), say('a', 'A'), said('a', 'A')]
    const expected = [
      ['a', 'A'],
      ['b', 'B'],
    ]
    expect(textsOf(events)).toEqual(expected)
  })

  test('nothing but the ends of the texts names an item again', () => {
    const expected = [
      ['a', 'A'],
      ['b', 'B'],
    ]
    const begun = [say('a', 'A'), say('b', 'B')]
    expect(textsOf([...begun, said('a', 'A'), said('b', 'B')])).toEqual(expected)
    expect(textsOf([...begun, said('b', 'B'), said('a', 'A')])).toEqual(expected)
    expect(textsOf([...begun, partOf('done', 'b', 'B'), partOf('done', 'a', 'A')])).toEqual(
      expected,
    )
  })

  test('nothing but the items themselves, when they are over', () => {
    const begun = [created, say('a', 'A'), say('b', 'B')]
    const [a, b] = [messageOf('a', 'A'), messageOf('b', 'B')]
    for (const ends of [
      [itemDone(a), itemDone(b), completed],
      [itemDone(b), itemDone(a), completed],
      [lifecycle('completed', { output: [a, b] })],
    ]) {
      expect(accumulateResponseSync([...begun, ...ends]).output).toEqual([a, b])
    }
  })

  test('nothing but an output on the way, after which they go on', () => {
    const begun = [created, say('a', 'A'), say('b', 'B')]
    const output = [messageOf('b', 'B'), messageOf('a', 'A')].map((item) => ({
      ...item,
      status: 'in_progress',
    }))
    const events = [lifecycle('in_progress', { output }), say('a', 'A'), say('b', 'B'), completed]
    expect(accumulateResponseSync([...begun, ...events]).output).toEqual([
      messageOf('a', 'AA'),
      messageOf('b', 'BB'),
    ])
  })

  test('parts are announced in turn, items are not', () => {
    const events = [partOf('added', 'a', ''), partOf('added', 'b', ''), partOf('added', 'c', '')]
    expect(textsOf([...events, say('c', 'C'), say('b', 'B'), say('a', 'A')])).toEqual([
      ['a', 'A'],
      ['b', 'B'],
      ['c', 'C'],
    ])
  })

  test('once an id has come again, every id is known to be of another item', () => {
    const events = [say('a', 'A'), say('a', 'A'), ask('f', '{"f'), ask('g', '{"g')]
    expect(textsOf(events)).toEqual([
      ['a', 'AA'],
      ['f', '{"f'],
      ['g', '{"g'],
    ])
  })

  test('a text that one of them ended goes on', () => {
    expect(textsOf([say('a', 'A'), said('b', 'AB'), say('a', 'C'), said('a', 'AC')])).toEqual([
      ['a', 'AC'],
      ['b', 'AB'],
    ])
  })

  test('a text that came with its part is repeated', () => {
    expect(textsOf([partOf('added', 'a', 'A'), say('b', 'B'), say('a', 'A')])).toEqual([
      ['a', 'A'],
      ['b', 'B'],
    ])
  })

  test('where the parts of one are says nothing about those of the other', () => {
    const events = [
      say('a', 'A'),
      say('b', 'B', { content_index: 5 }),
      say('a', 'C', { content_index: 1 }),
      say('a', 'D', { content_index: 5 }),
    ]
    const expected = [
      ['a', 'A|C|D'],
      ['b', 'B'],
    ]
    expect(textsOf(events)).toEqual(expected)
    const replaced = updatesOf(events).filter((update) => 'replaces' in update)
    expect(replaced).toEqual([])
  })

  test('reasoning and an answer may have one id', () => {
    const think = at('reasoning_summary_text.delta', 'a', { summary_index: 0, delta: 'R' })
    const events = [think, say('a', 'A'), think, say('a', 'A'), say('a', 'A'), think]
    const expected = [
      ['a', 'RRR'],
      ['a', 'AAA'],
    ]
    expect(textsOf(events)).toEqual(expected)
    expect(updatesOf(events).filter((update) => 'replaces' in update)).toEqual([])
  })

  test('events of a type that only their name tells', () => {
    const diff = (item_id: string, delta: string): ResponseStreamEvent =>
      event('unknown', {
        name: 'response.apply_patch_call_operation_diff.delta',
        payload: { output_index: 0, item_id, delta },
      })
    const events = [diff('a', 'A'), diff('b', 'B'), diff('a', 'A'), diff('b', 'B')]
    expect(accumulateResponseSync([created, ...events, completed]).output).toMatchObject([
      { id: 'a', operation: { diff: 'AA' } },
      { id: 'b', operation: { diff: 'BB' } },
    ])
  })

  test('what else came with a piece of another goes with it', () => {
    const token = { token: 'B', logprob: -1, top_logprobs: [] }
    const source = { type: 'file_path', file_id: 'f', index: 0 }
    const note = at('output_text.annotation.added', 'c', {
      content_index: 0,
      annotation_index: 0,
      annotation: source,
    })
    const more = at('output_text.delta', 'd', { content_index: 1, delta: 'D' })
    const events = [say('a', 'A'), say('b', 'B', { logprobs: [token] }), note, more]
    const response = accumulateResponseSync([created, ...events, say('a', 'A'), completed])
    const part = (text: string, fields: Json = {}): Json => ({
      content: [{ type: 'output_text', text, annotations: [], ...fields }],
    })
    expect(response.output).toMatchObject([
      part('AA'),
      part('B', { logprobs: [token] }),
      part('', { annotations: [source] }),
      part('D'),
    ])
  })

  test('a consumer is told what becomes of the first text, and of the others', () => {
    const updates = updatesOf([say('a', 'A'), say('b', 'B'), say('a', 'C')])
    expect(updates.map((update) => ({ ...update, item: undefined }))).toMatchObject([
      { type: 'item.start', output_index: 0 },
      { type: 'content.delta', output_index: 0, delta: 'A', snapshot: 'A' },
      { type: 'content.delta', output_index: 0, delta: 'B', snapshot: 'AB' },
      { type: 'content.delta', output_index: 0, delta: 'A', snapshot: 'A', replaces: true },
      { type: 'item.start', output_index: 1 },
      { type: 'content.delta', output_index: 1, delta: 'B', snapshot: 'B' },
      { type: 'content.delta', output_index: 0, delta: 'C', snapshot: 'AC' },
    ])
  })

  test('the item that was handed out stays the same object', () => {
    const accumulator = new ResponseAccumulator()
    const [start] = accumulator.push(say('a', 'A'))
    for (const each of [say('b', 'B'), say('a', 'C')]) accumulator.push(each)
    const { item } = start as Extract<ResponseUpdate, { type: 'item.start' }>
    expect(item).toBe(accumulator.snapshot.output[0])
    expect(item).toMatchObject({ content: [{ text: 'AC' }] })
  })
})

describe('ids that never come again are of one item', () => {
  const pieces = Array.from({ length: 200 }, (_, place) => `${place} `)

  test('in pieces, and in the end', () => {
    const events = pieces.map((piece, place) => say(`id_${place}`, piece))
    expect(textsOf([...events, said('last', pieces.join(''))])).toEqual([['id_0', pieces.join('')]])
  })

  test('arguments of a call that are ciphertext but in the end', () => {
    const events = [ask('x', 'gAAA'), ask('y', 'BBB'), asked('z', '{"a":1}')]
    expect(textsOf(events)).toEqual([['x', '{"a":1}']])
  })

  test('also where the end does not say what the text was', () => {
    expect(textsOf([say('x', 'A'), say('y', 'B'), said('z', '')])).toEqual([['x', 'AB']])
  })

  test('also where the end has the first one of them, with what they brought together', () => {
    const events = [say('x', 'A'), say('y', 'B'), say('z', 'C')]
    expect(textsOf([...events, said('x', 'ABC')])).toEqual([['x', 'ABC']])
    const item = messageOf('x', 'ABC')
    for (const ends of [
      [itemDone(item), completed],
      [lifecycle('completed', { output: [item] })],
    ]) {
      expect(accumulateResponseSync([created, ...events, ...ends]).output).toEqual([item])
    }
  })

  test('where the item is announced late', () => {
    const item = { id: 'z', type: 'message', role: 'assistant', content: [] }
    const late = event('response.output_item.added', { output_index: 0, item })
    expect(textsOf([say('x', 'A'), say('y', 'B'), late, say('x', 'C')])).toEqual([['z', 'ABC']])
  })

  test('of which no more than the last few are remembered', () => {
    const accumulator = new ResponseAccumulator()
    const sizes = pieces.map((piece, place) => {
      accumulator.push(say(`id_${place}`, piece))
      return JSON.stringify(accumulator.checkpoint()).length
    })
    expect(sizes.at(-1)! - JSON.stringify(accumulator.snapshot).length).toBeLessThan(1_000)
  })
})

describe('what a text cannot go on with is of another item, though no id comes again', () => {
  test('arguments that begin anew behind whole ones', () => {
    expect(textsOf([ask('a', '{"a":1}'), ask('b', '{"b"'), ask('b', ':2}')])).toEqual([
      ['a', '{"a":1}'],
      ['b', '{"b":2}'],
    ])
    expect(textsOf([ask('a', '{}'), ask('b', '{}'), ask('a', '\n')])).toEqual([
      ['a', '{}\n'],
      ['b', '{}'],
    ])
    expect(textsOf([ask('a', '{}'), ask('b', '{}')])).toEqual([
      ['a', '{}'],
      ['b', '{}'],
    ])
  })

  test('but white space behind them is theirs', () => {
    expect(textsOf([ask('x', '{"a":1}'), ask('y', '\n')])).toEqual([['x', '{"a":1}\n']])
  })

  test('and input need not be JSON', () => {
    const tell = (id: string, delta: string): ResponseStreamEvent =>
      at('custom_tool_call_input.delta', id, { delta })
    const events = [created, tell('x', '{}'), tell('y', '{}'), completed]
    expect(accumulateResponseSync(events).output).toMatchObject([{ input: '{}{}' }])
  })

  test('a whole text that begins otherwise', () => {
    const events = [say('a', 'One'), said('b', 'Two')]
    const expected = [
      ['a', 'One'],
      ['b', 'Two'],
    ]
    expect(textsOf(events)).toEqual(expected)
    expect(textsOf([...events, say('a', '!'), said('a', 'One!')])).toEqual([
      ['a', 'One!'],
      ['b', 'Two'],
    ])
  })

  test('whole arguments that begin otherwise', () => {
    expect(textsOf([ask('a', '{"a":'), asked('b', '{"b":2}'), ask('a', '1}')])).toEqual([
      ['a', '{"a":1}'],
      ['b', '{"b":2}'],
    ])
  })
})

interface Script {
  readonly id: string
  readonly kind: 'message' | 'call' | 'reasoning'
  readonly pieces: readonly string[]
}

interface TextUpdate {
  readonly output_index: number
  readonly snapshot: string
  readonly delta?: string
  readonly replaces?: true
}

interface Turns {
  readonly scripts: readonly Script[]
  readonly events: readonly ResponseStreamEvent[]
}

const script = fc.record({
  kind: fc.constantFrom('message', 'message', 'call', 'reasoning'),
  pieces: fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '{', '}', '"'), maxLength: 3 }), {
    minLength: 2,
    maxLength: 4,
  }),
  isAnnounced: fc.boolean(),
  isEnded: fc.boolean(),
})

// A stream in which every id comes at least twice, and no text before its end is whole.
const turns: fc.Arbitrary<Turns> = fc
  .record({
    all: fc.array(script, { minLength: 1, maxLength: 5 }),
    order: fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 30 }),
  })
  .map(({ all, order }) => {
    const scripts = all.map(({ kind, pieces }, place): Script => {
      const id = `id_${place}`
      return { id, kind, pieces: kind === 'call' ? jsonOf(pieces) : pieces }
    })
    const queues = scripts.map(({ id, kind, pieces }, place) => {
      const text = pieces.join('')
      const { isAnnounced, isEnded } = all[place]!
      const part = { content_index: 0, part: { type: 'output_text', text: '' } }
      const [stem, field, where] = {
        message: ['output_text', 'text', { content_index: 0 }] as const,
        call: ['function_call_arguments', 'arguments', {}] as const,
        reasoning: ['reasoning_summary_text', 'text', { summary_index: 0 }] as const,
      }[kind]
      return [
        ...(isAnnounced && kind === 'message' ? [at('content_part.added', id, part)] : []),
        ...pieces.map((delta) => at(`${stem}.delta`, id, { ...where, delta })),
        ...(isEnded ? [at(`${stem}.done`, id, { ...where, [field]: text })] : []),
      ]
    })
    const events: ResponseStreamEvent[] = []
    for (let turn = 0; ; turn++) {
      const open = queues.filter((queue) => queue.length > 0)
      if (open.length === 0) return { scripts, events }
      events.push(open[(order[turn % order.length]! + turn) % open.length]!.shift()!)
    }
  })

// Pieces of whole arguments, of which the text of the pieces is a value.
function jsonOf(pieces: readonly string[]): string[] {
  return ['{"a":', JSON.stringify(pieces.join('')), '}']
}

describe('law 12: in whatever turns', { timeout }, () => {
  test('each item has its text, and the updates tell it', () => {
    fc.assert(
      fc.property(turns, ({ scripts, events }) => {
        const expected = scripts.map(({ id, pieces }) => [id, pieces.join('')])
        const seen = new Map(textsOf(events))
        expect(expected.map(([id]) => [id, seen.get(id!)])).toEqual(expected)
        expect(seen.size).toBe(expected.length)
        const texts = new Map<unknown, string>()
        const done = new Map<unknown, string>()
        const ids = new Map<number, unknown>()
        for (const update of updatesOf([created, ...events, completed])) {
          if (update.type === 'item.start') {
            ids.set(update.output_index, (update.item as { id?: string }).id)
          }
          if (!('snapshot' in update) || typeof update.snapshot !== 'string') continue
          const { output_index, snapshot, delta, replaces } = update as unknown as TextUpdate
          const id = ids.get(output_index)
          if (delta === undefined) done.set(id, snapshot)
          else {
            expect(done.has(id)).toBe(false)
            expect(snapshot).toBe((replaces === true ? '' : (texts.get(id) ?? '')) + delta)
            texts.set(id, snapshot)
          }
        }
        for (const { id, kind, pieces } of scripts) {
          expect(texts.get(id) ?? '').toBe(pieces.join(''))
          if (kind !== 'call') expect(done.get(id)).toBe(pieces.join(''))
        }
      }),
      { numRuns },
    )
  })

  test('law 13: also after a checkpoint at any place', () => {
    fc.assert(
      fc.property(turns, fc.nat(), ({ events }, seed) => {
        const place = seed % (events.length + 1)
        const whole = new ResponseAccumulator()
        const before = new ResponseAccumulator()
        for (const each of events.slice(0, place)) before.push(each)
        for (const each of events.slice(0, place)) whole.push(each)
        const after = ResponseAccumulator.restore(before.checkpoint())
        expect(after.checkpoint()).toEqual(before.checkpoint())
        for (const each of [...events.slice(place), completed]) {
          expect(structuredClone(after.push(each))).toEqual(structuredClone(whole.push(each)))
        }
        expect(after.finish()).toEqual(whole.finish())
      }),
      { numRuns },
    )
  })
})
