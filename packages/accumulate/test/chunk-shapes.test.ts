import { ChatAccumulator } from '@sse/accumulate'
import { describe, expect, test } from 'vitest'
import {
  bare,
  choiceOf,
  chunk,
  delta,
  finalOf,
  finish,
  type Json,
  messageOf,
} from './chat-chunks.ts'

const done = finish()

describe('C1 to C8: chunks of odd shape', () => {
  test('choices missing, null or empty', () => {
    const nothing = [{ usage: null }, { choices: null }, { choices: [] }].map(bare)
    const chunks = nothing.flatMap((each) => [each, delta({ content: 'a' })])
    expect(messageOf([...chunks, done])['content']).toBe('aaa')
  })

  test('C3: fields of a chunk without choices', () => {
    const moderation = { input: { type: 'error', code: 'x', message: 'y' } }
    const filters = [{ prompt_index: 0, content_filter_results: {} }]
    const chunks = [
      chunk([], { prompt_filter_results: filters }),
      delta({ content: 'a' }),
      done,
      chunk([], { moderation }),
    ]
    expect(finalOf(chunks)).toMatchObject({ prompt_filter_results: filters, moderation })
  })

  test('C4, C5, C38, C39: the first id, model and created that say something', () => {
    const top = (id: unknown, model: unknown, created: unknown): ReturnType<typeof chunk> =>
      chunk([], { id, model, created })
    const chunks = [
      top('', '', 0),
      top(null, undefined, null),
      top(17, 'one', 1_753_879_075_170),
      top('stub', 'two', 3),
    ]
    expect(finalOf([...chunks, done])).toMatchObject({
      id: '17',
      model: 'one',
      created: 1_753_879_075_170,
    })
  })

  test('C38 to C40: none of them', () => {
    const wire = { choices: [{ index: 0, delta: { content: 'a' }, finish_reason: 'stop' }] }
    expect(finalOf([bare(wire)])).toStrictEqual({
      id: '',
      object: 'chat.completion',
      created: 0,
      model: '',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'a', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
    })
  })

  test('C6, C7: delta missing or null', () => {
    const chunks = [chunk([{ index: 0 }]), delta(null), delta({ content: 'a' }), done]
    expect(messageOf(chunks)['content']).toBe('a')
  })

  test.each(['', 'text_completion', 'chat.completion.done', null])('C8: object %j', (object) => {
    const chunks = [chunk([{ index: 0, delta: { content: 'a' } }], { object }), done]
    expect(finalOf(chunks).object).toBe('chat.completion')
    expect(messageOf(chunks)['content']).toBe('a')
  })
})

test.each([
  ['assistant', 'assistant'],
  [null, null],
  ['', ''],
  [undefined, 'assistant'],
])('C9: role %j, then %j', (first, second) => {
  const chunks = [delta({ role: first, content: 'a' }), delta({ role: second, content: 'b' }), done]
  expect(messageOf(chunks)).toStrictEqual({ role: 'assistant', content: 'ab', refusal: null })
})

describe('C34: several choices', () => {
  test('out of order and in one chunk, sorted at the end', () => {
    const choice = (index: number, content: string, reason: string | null = null): Json => ({
      index,
      delta: { content },
      finish_reason: reason,
    })
    const chunks = [
      chunk([choice(2, 'c')]),
      chunk([choice(0, 'a'), choice(2, 'C')]),
      chunk([choice(1, 'b', 'length'), choice(2, '', 'stop'), choice(0, '', 'stop')]),
    ]
    const texts = finalOf(chunks).choices.map((each) => [
      each.index,
      each.message.content,
      each.finish_reason,
    ])
    expect(texts).toEqual([
      [0, 'a', 'stop'],
      [1, 'b', 'length'],
      [2, 'cC', 'stop'],
    ])
    const accumulator = new ChatAccumulator()
    for (const each of chunks.slice(0, 2)) accumulator.push(each)
    expect(accumulator.snapshot.choices.map(({ index }) => index)).toEqual([0, 2])
  })

  test('without an index, the place in the array counts', () => {
    const wire = [{ delta: { content: 'a' } }, { delta: { content: 'b' } }]
    const end = [{ finish_reason: 'stop' }, { finish_reason: 'stop' }]
    const { choices } = finalOf([chunk(wire), chunk(end)])
    expect(choices.map((each) => [each.index, each.message.content])).toEqual([
      [0, 'a'],
      [1, 'b'],
    ])
  })

  test('one that has not ended keeps the stream open', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(chunk([{ index: 0, delta: { content: 'a' }, finish_reason: 'stop' }]))
    accumulator.push(chunk([{ index: 1, delta: { content: 'b' } }]))
    expect(accumulator.complete).toBe(false)
  })
})

test('C34: an index of a choice that is text is that number', () => {
  const of = (index: unknown, content: string): Json => ({
    index,
    delta: { content },
    finish_reason: 'stop',
  })
  const texts = (...list: Json[]): unknown[] =>
    finalOf(list.map((each) => chunk([each]))).choices.map(({ index, message }) => [
      index,
      message.content,
    ])
  expect(texts(of('1', 'b'), of('0', 'a'), of(1, 'c'))).toEqual([
    [0, 'a'],
    [1, 'bc'],
  ])
  for (const index of ['', '-1', '1.5', 'one', -1, 0.5, '9007199254740993']) {
    expect(texts(of(index, 'a'))).toEqual([[0, 'a']])
  }
})

describe('C35 to C37: other fields', () => {
  test('C35: filter results are merged, an empty one takes nothing away', () => {
    const results = (fields: Json): ReturnType<typeof chunk> =>
      delta({ content: 'a' }, { content_filter_results: fields })
    const chunks = [
      results({}),
      results({ hate: { filtered: false } }),
      results({ violence: { filtered: true } }),
      results({}),
    ]
    expect(choiceOf([...chunks, done])['content_filter_results']).toEqual({
      hate: { filtered: false },
      violence: { filtered: true },
    })
  })

  test('C36: padding is dropped', () => {
    const final = finalOf([chunk([], { obfuscation: 'aaaa', p: 'abc' }), done])
    expect(Object.keys(final).toSorted()).toEqual(['choices', 'created', 'id', 'model', 'object'])
  })

  test('C37: the last value that says something, at each level', () => {
    const wire = (value: unknown): ReturnType<typeof chunk> =>
      chunk([{ index: 0, delta: { phase: value }, matched_stop: value }], { provider: value })
    const chunks = [wire('a'), wire('b'), wire(null), wire('')]
    expect(finalOf([...chunks, done])).toMatchObject({ provider: 'b' })
    expect(choiceOf([...chunks, done])['matched_stop']).toBe('b')
    expect(messageOf([...chunks, done])['phase']).toBe('b')
  })

  test('C37: what is null all along is absent', () => {
    const final = finalOf([chunk([], { service_tier: null, system_fingerprint: null }), done])
    expect(final).not.toHaveProperty('service_tier')
    expect(final).not.toHaveProperty('system_fingerprint')
  })

  test('C37: tokens of the deltas are those of the choice (vLLM)', () => {
    const chunks = [
      delta({}, { token_ids: [1, 2] }),
      delta({}, { token_ids: null }),
      delta({}, { token_ids: [3] }),
    ]
    expect(choiceOf([...chunks, done])['token_ids']).toEqual([1, 2, 3])
  })

  test('annotations are one list (OpenRouter)', () => {
    const citation = (url: string): Json => ({ type: 'url_citation', url_citation: { url } })
    const chunks = ['one', 'two'].map((url) => delta({ content: '', annotations: [citation(url)] }))
    expect(messageOf([...chunks, done])['annotations']).toEqual([citation('one'), citation('two')])
  })

  test('annotations that are an object are the last (GitHub Copilot)', () => {
    const chunks = [1, 2].map((id) => delta({ annotations: { CodeVulnerability: [{ id }] } }))
    expect(messageOf([...chunks, done])['annotations']).toEqual({ CodeVulnerability: [{ id: 2 }] })
  })
})
