import { accumulateResponseSync, ResponseAccumulator } from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bare, completed, created, event, type Json, text } from './response-events.ts'

/** An event as a server may send it: keys such as `__proto__` are own ones. */
function parsed(json: string): ResponseStreamEvent {
  return JSON.parse(json) as ResponseStreamEvent
}

describe('`__proto__` and its like', () => {
  const evil = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}'
  const item = `"output_index":0,"item":{"id":"a","type":"message","content":[{"type":"output_text","text":"x",${evil}}],${evil}}`
  const levels = [
    ['the event', `{"type":"response.output_text.delta","delta":"x",${evil}}`],
    ['the response', `{"type":"response.in_progress","response":{"id":"a",${evil}}}`],
    [
      'the usage',
      `{"type":"response.in_progress","response":{"usage":{"total_tokens":1,${evil}}}}`,
    ],
    ['an item', `{"type":"response.output_item.added",${item}}`],
    ['an item that is over', `{"type":"response.output_item.done",${item}}`],
    [
      'a part',
      `{"type":"response.content_part.done","part":{"type":"output_text","text":"x",${evil}}}`,
    ],
    [
      'an action',
      `{"type":"response.output_item.done","item":{"type":"shell_call","action":{"commands":["x"],${evil}}}}`,
    ],
    [
      'an operation',
      `{"type":"response.output_item.done","item":{"type":"apply_patch_call","operation":{"diff":"x",${evil}}}}`,
    ],
    [
      'what a command has put out',
      `{"type":"response.shell_call_output_content.done","output":[{"stdout":"x",${evil}}]}`,
    ],
  ] as const

  test.each(levels)('in %s changes no prototype', (_name, json) => {
    const accumulator = new ResponseAccumulator()
    for (let count = 0; count < 2; count++) accumulator.push(parsed(json))
    const restored = ResponseAccumulator.restore(accumulator.checkpoint())
    restored.push(completed)
    expect(({} as Json)['polluted']).toBeUndefined()
    for (const each of [accumulator.snapshot, restored.finish()]) {
      expect(Object.getPrototypeOf(each)).toBe(Object.prototype)
      for (const one of each.output) {
        expect(Object.getPrototypeOf(one)).toBe(Object.prototype)
        expect(Object.hasOwn(one, '__proto__')).toBe(false)
      }
    }
  })

  test('as types, fields and ids are words like any other', () => {
    const words = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
    const events = words.flatMap((word) => [
      event(word),
      event(`response.${word}.delta`, { delta: 'x', output_index: 0 }),
      event(`response.${word}.done`, { text: 'x', output_index: 0 }),
      event(`response.${word}_call.completed`, {}),
      event(`response.${word}`, { response: null }),
      event('response.output_item.added', { item: { type: word, id: word, call_id: word } }),
      event('response.content_part.added', { item_id: word, part: { type: word, text: 'x' } }),
      event('response.in_progress', { response: { status: word } }),
    ])
    const accumulator = new ResponseAccumulator()
    for (const each of [created, ...events, text('a', { output_index: 99 })]) accumulator.push(each)
    accumulator.push(completed)
    expect(({} as Json)['x']).toBeUndefined()
    expect(accumulator.finish().output_text).toBe('a')
  })
})

describe('indexes', () => {
  test.each([1e6, 2 ** 32 - 2, 2 ** 53 - 1, 2 ** 53, 1e308, -1, 0.5, Number.NaN, '0', null, {}])(
    '%s takes no room that nothing needs',
    (index) => {
      const at = {
        output_index: index,
        content_index: index,
        summary_index: index,
        command_index: index,
      }
      const events = [
        text('a', { ...at, item_id: '' }),
        text('b', { ...at, item_id: '' }),
        event('response.reasoning_summary_text.delta', { ...at, delta: 'c' }),
        event('response.reasoning_summary_text.delta', { ...at, delta: 'd' }),
        event('response.shell_call_command.delta', { ...at, delta: 'e' }),
        event('response.shell_call_output_content.delta', { ...at, delta: { stdout: 'f' } }),
        event('response.output_text.annotation.added', {
          ...at,
          annotation_index: index,
          annotation: { type: 'file_path' },
        }),
      ]
      const final = accumulateResponseSync([created, ...events, completed])
      expect(final.output_text).toBe('ab')
      expect(final.output.map(({ type }) => type).toSorted()).toEqual([
        'message',
        'reasoning',
        'shell_call',
        'shell_call_output',
      ])
      const message = final.output.find(({ type }) => type === 'message')
      expect(message).toMatchObject({
        content: [{ text: 'ab', annotations: [{ type: 'file_path' }] }],
      })
      const restored = ResponseAccumulator.restore(new ResponseAccumulator().checkpoint())
      for (const each of [created, ...events, completed]) restored.push(each)
      expect(restored.finish()).toEqual(final)
    },
  )

  test('with gaps keep their texts apart', () => {
    const events = [5, 0, 5, 9, 0, 9].map((content_index) =>
      text(`${content_index}`, { content_index }),
    )
    const final = accumulateResponseSync([created, ...events, completed])
    const [message] = final.output as unknown as { content: { text: string }[] }[]
    expect(message?.content.map((part) => part.text).toSorted()).toEqual(['00', '55', '99'])
  })
})

describe('values of any kind at any place', { timeout: 120_000 }, () => {
  const types = [
    ...['created', 'in_progress', 'completed', 'failed', 'x'].map((each) => `response.${each}`),
    ...[
      'output_text',
      'refusal',
      'reasoning_text',
      'reasoning_summary_text',
      'function_call_arguments',
    ].flatMap((stem) => [`response.${stem}.delta`, `response.${stem}.done`]),
    ...['output_item', 'content_part', 'reasoning_summary_part', 'shell_call_command'].flatMap(
      (stem) => [`response.${stem}.added`, `response.${stem}.delta`, `response.${stem}.done`],
    ),
    'response.apply_patch_call_operation_diff.delta',
    'response.shell_call_output_content.delta',
    'response.shell_call_output_content.done',
    'response.output_text.annotation.added',
    'response.image_generation_call.partial_image',
    'response.web_search_call.searching',
    'response.audio.delta',
    'response.audio.done',
    'error',
    'unknown',
    'keepalive',
  ]
  const names = [
    'id',
    'type',
    'name',
    'call_id',
    'status',
    'content',
    'summary',
    'text',
    'refusal',
    'arguments',
    'input',
    'code',
    'action',
    'commands',
    'operation',
    'diff',
    'output',
    'stdout',
    'annotations',
    'logprobs',
    'usage',
    'error',
    'command',
    'output_text',
    'phase',
    'incomplete_details',
    'reason',
  ]
  const { value, object } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, depthSize: 'large' },
      fc.constantFrom(
        null,
        '',
        'a',
        0,
        1,
        -1,
        0.5,
        true,
        'message',
        'function_call',
        'output_text',
      ),
      fc.constantFrom(
        'reasoning',
        'shell_call',
        'shell_call_output',
        'apply_patch_call',
        'summary_text',
      ),
      tie('object'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
    object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
  }))
  const index = fc.oneof(fc.nat({ max: 3 }), value)
  const wild = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record(
        {
          type: fc.constantFrom(...types),
          output_index: index,
          content_index: index,
          summary_index: index,
          command_index: index,
          annotation_index: index,
          item_id: value,
          item: fc.oneof(object, value),
          part: fc.oneof(object, value),
          response: fc.oneof(object, value),
          delta: value,
          text: value,
          arguments: value,
          command: value,
          output: value,
          annotation: value,
          logprobs: value,
          name: value,
          payload: value,
          sequence_number: value,
        },
        { requiredKeys: ['type'] },
      ),
    },
    value,
  )

  test('do not make it throw, and texts are texts', () => {
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 10 }), fc.nat({ max: 10 }), (events, cut) => {
        const accumulator = new ResponseAccumulator()
        let restored = new ResponseAccumulator()
        for (const [at, each] of events.entries()) {
          if (at === cut) restored = ResponseAccumulator.restore(accumulator.checkpoint())
          accumulator.push(bare(each))
          if (at >= cut) restored.push(bare(each))
          const { output, output_text: all } = accumulator.snapshot
          expect(typeof all).toBe('string')
          expect(output.every((item) => typeof item === 'object')).toBe(true)
          expect(accumulator.toolCalls.length).toBeLessThanOrEqual(output.length)
        }
        expect(accumulator.result({ complete: true })).toBeDefined()
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 3000) },
    )
  })
})

test('forms that nest without end come again, and are not changed', () => {
  const nested = (): Json => {
    let part: Json = { type: 'output_text', text: 'x' }
    let list: unknown = 'x'
    for (let level = 0; level < 20_000; level++) {
      part = Object.freeze({ type: 'x', content: Object.freeze([part]) })
      list = Object.freeze([list])
    }
    return { id: 'a', type: 'message', status: 'completed', content: [part, list] }
  }
  const accumulator = new ResponseAccumulator()
  const events = [
    event('response.output_item.added', { output_index: 0, item: nested() }),
    event('response.in_progress', { response: { output: [nested()] } }),
    event('response.content_part.done', { item_id: 'a', part: nested() }),
    event('response.output_item.done', { output_index: 0, item: nested() }),
    event('response.completed', { response: { output: [nested()] } }),
  ]
  for (const each of events) accumulator.push(each)
  expect(accumulator.finish().output).toHaveLength(1)
})

test('an event that is no object is nothing', () => {
  const accumulator = new ResponseAccumulator()
  for (const each of [null, undefined, 3, 'x', []]) expect(accumulator.push(bare(each))).toEqual([])
})
