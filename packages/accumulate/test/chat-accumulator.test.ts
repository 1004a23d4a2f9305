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
  updatesOf,
} from './chat-chunks.ts'

const done = finish()
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }

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

test.each([['assistant', 'assistant'], [null, null], ['', ''], [undefined, 'assistant']])(
  'C9: role %j, then %j',
  (first, second) => {
    const chunks = [delta({ role: first, content: 'a' }), delta({ role: second, content: 'b' }), done]
    expect(messageOf(chunks)).toStrictEqual({ role: 'assistant', content: 'ab', refusal: null })
  },
)

describe('C16, C17, C19: finish reasons', () => {
  test('missing, null and empty ones are none', () => {
    const accumulator = new ChatAccumulator()
    for (const beside of [{ finish_reason: undefined }, { finish_reason: null }, { finish_reason: '' }]) {
      accumulator.push(delta({ content: 'a' }, beside))
      expect(accumulator.complete).toBe(false)
    }
    accumulator.push(done)
    expect(accumulator.complete).toBe(true)
  })

  test('repeated', () => {
    const chunks = [delta({ content: 'a' }), finish('stop'), finish('stop')]
    expect(choiceOf(chunks)).not.toHaveProperty('last_finish_reason')
    expect(updatesOf('choice.done', chunks)).toMatchObject([
      { finishReason: 'stop', lastFinishReason: 'stop' },
    ])
  })

  test('another one later, and the first again', () => {
    const chunks = [delta({ content: 'a' }), finish('tool_calls'), finish('stop')]
    expect(choiceOf(chunks)).toMatchObject({
      finish_reason: 'tool_calls',
      last_finish_reason: 'stop',
    })
    expect(updatesOf('choice.done', chunks)).toMatchObject([
      { finishReason: 'tool_calls', lastFinishReason: 'stop' },
    ])
    expect(choiceOf([...chunks, finish('tool_calls')])).not.toHaveProperty('last_finish_reason')
  })

  test('content after a finish reason belongs to the answer, and opens it again', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(delta({ content: 'a' }))
    accumulator.push(done)
    accumulator.push(delta({ content: '\n' }))
    expect(accumulator.complete).toBe(false)
    accumulator.push(done)
    expect(accumulator.finish().choices[0]?.message.content).toBe('a\n')
  })

  test('C19c: any word is a reason', () => {
    expect(choiceOf([finish('eos')])['finish_reason']).toBe('eos')
  })

  test('C16: none, in a stream that was complete', () => {
    const final = finalOf([delta({ content: 'a' })], { complete: true })
    expect(final.choices[0]?.finish_reason).toBeNull()
    expect(updatesOf('choice.done', [delta({ content: 'a' })], { complete: true })).toMatchObject([
      { finishReason: null, lastFinishReason: null },
    ])
  })
})

describe('C16: the end without a finish reason', () => {
  test('a chunk with the usage and no choices is an end', () => {
    const chunks = [delta({ content: 'a' }), chunk([], { usage })]
    expect(finalOf(chunks).usage).toEqual(usage)
  })

  test('but not before there is an answer, nor when the answer goes on', () => {
    const accumulator = new ChatAccumulator()
    const alone = chunk([], { usage })
    for (const each of [alone, delta({ role: 'assistant', content: '' }), alone]) {
      accumulator.push(each)
      expect(accumulator.complete).toBe(false)
    }
    accumulator.push(delta({ content: 'a' }))
    accumulator.push(alone)
    expect(accumulator.complete).toBe(true)
    accumulator.push(delta({ content: 'b' }))
    expect(accumulator.complete).toBe(false)
    accumulator.push(alone)
    accumulator.push(chunk([{ index: 1, delta: {} }]))
    expect(accumulator.complete).toBe(false)
  })

  test('a chunk with usage and a choice is none', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(delta({ content: 'a' }))
    accumulator.push(chunk([{ index: 0, delta: { content: '' } }], { usage }))
    expect(accumulator.complete).toBe(false)
  })

  test('C22, C43: the audio has come to its end (OpenAI)', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(delta({ audio: { id: 'audio_1', data: 'AAAA' } }))
    expect(accumulator.complete).toBe(false)
    accumulator.push(delta({ audio: { expires_at: 1_790_000_000 } }))
    expect(accumulator.complete).toBe(true)
  })
})

describe('C20 to C24: usage', () => {
  const later = { prompt_tokens: 3, completion_tokens: 9, total_tokens: 12 }

  test('beside a delta, which counts too', () => {
    const chunks = [chunk([{ index: 0, delta: { content: 'a' } }], { usage }), done]
    expect(messageOf(chunks)['content']).toBe('a')
    expect(finalOf(chunks).usage).toEqual(usage)
  })

  test('on several chunks: the last of each field that is not null', () => {
    const chunks = [
      chunk([], { usage: { ...usage, queue_time: 0.5, completion_tokens_details: { a: 1 } } }),
      chunk([], { usage: { ...later, completion_tokens_details: null } }),
    ]
    const expected = { ...later, queue_time: 0.5, completion_tokens_details: { a: 1 } }
    expect(finalOf([...chunks, done]).usage).toEqual(expected)
    expect(updatesOf('usage', [...chunks, done])).toHaveLength(2)
  })

  test('null afterwards does not take it away', () => {
    const chunks = [done, chunk([], { usage }), chunk([], { usage: null }), chunk([])]
    expect(finalOf(chunks).usage).toEqual(usage)
  })

  test('only null, or an object that counts nothing, is none', () => {
    const chunks = [null, {}, { prompt_tokens: null }].map((each) => chunk([], { usage: each }))
    expect(finalOf([...chunks, done])).not.toHaveProperty('usage')
  })

  test('C23: in a choice (Moonshot), which then has none', () => {
    const chunks = [delta({ content: 'a' }), finish('stop')]
    const moonshot = chunk([{ index: 0, delta: {}, finish_reason: 'stop', usage }])
    expect(finalOf([...chunks, moonshot]).usage).toEqual(usage)
    expect(choiceOf([...chunks, moonshot])).not.toHaveProperty('usage')
  })

  test('C23: under x_groq (Groq), which stays as it is', () => {
    const groq = { id: 'req_1', usage }
    expect(finalOf([done, chunk([], { x_groq: groq })])).toMatchObject({ usage, x_groq: groq })
  })

  test('C23: the top comes first, then the choice', () => {
    const fields = { usage: later, x_groq: { usage } }
    expect(finalOf([chunk([{ index: 0, finish_reason: 'stop', usage }], fields)]).usage).toEqual(later)
    const below = { usage: {}, x_groq: { usage: later } }
    expect(finalOf([chunk([{ index: 0, finish_reason: 'stop', usage }], below)]).usage).toEqual(usage)
  })
})

describe('C29: content as parts', () => {
  const thinking = (text: string, more: Json = {}): Json => ({
    type: 'thinking',
    thinking: [{ type: 'text', text }],
    ...more,
  })

  test('Mistral: thinking, then text in parts, then text alone', () => {
    const chunks = [
      delta({ role: 'assistant', content: '' }),
      delta({ content: [thinking('12 * ')] }),
      delta({ content: [thinking('12', { closed: true }), { type: 'text', text: '1' }] }),
      delta({ content: '44' }),
      done,
    ]
    expect(messageOf(chunks)).toStrictEqual({
      role: 'assistant',
      content: '144',
      refusal: null,
      reasoning_content: '12 * 12',
      content_parts: [thinking('12 * 12', { closed: true }), { type: 'text', text: '144' }],
    })
    expect(updatesOf('reasoning.done', chunks)).toMatchObject([{ snapshot: '12 * 12' }])
  })

  test('other parts are kept in their place, also after text', () => {
    const reference = { type: 'reference', reference_ids: ['x', 2] }
    const chunks = [
      delta({ content: 'As said' }),
      delta({ content: [reference] }),
      delta({ content: [{ type: 'text', text: '.' }, 'stray', null] }),
      done,
    ]
    expect(messageOf(chunks)).toMatchObject({
      content: 'As said.',
      content_parts: [
        { type: 'text', text: 'As said' },
        reference,
        { type: 'text', text: '.' },
      ],
    })
  })

  test('only text goes on with text', () => {
    const parts = [
      { type: 'caption', text: 'a' },
      { type: 'text', text: 'b' },
      { type: 'caption', text: 'c' },
    ]
    const chunks = [...parts.map((part) => delta({ content: [part] })), done]
    expect(messageOf(chunks)).toMatchObject({ content: 'b', content_parts: parts })
  })

  test('thinking that is text', () => {
    const part = (text: string): Json => ({ type: 'thinking', thinking: text })
    const chunks = [delta({ content: [part('a')] }), delta({ content: [part('b')] }), done]
    expect(messageOf(chunks)).toMatchObject({
      content: null,
      reasoning_content: 'ab',
      content_parts: [{ type: 'thinking', thinking: 'ab' }],
    })
  })
})

test('C30: null content is not the word', () => {
  const chunks = [delta({ content: null }), delta({ content: 'a' }), delta({ content: null }), done]
  expect(messageOf(chunks)['content']).toBe('a')
  expect(messageOf([delta({ content: null }), delta({ content: '' }), done])['content']).toBeNull()
})

describe('C32: the whole text in every delta, when that was said', () => {
  const texts = ['The', 'The sky', 'The sky', 'The sky is']

  test('is one text', () => {
    const chunks = [...texts.map((content) => delta({ content })), done]
    expect(messageOf(chunks, { cumulative: true })['content']).toBe('The sky is')
    const deltas = updatesOf('content.delta', chunks, { cumulative: true }).map((each) => each.delta)
    expect(deltas).toEqual(['The', ' sky', ' is'])
  })

  test('for reasoning too', () => {
    const chunks = [...texts.map((reasoning) => delta({ reasoning })), done]
    expect(messageOf(chunks, { cumulative: true })['reasoning']).toBe('The sky is')
  })

  test('and when it was changed, it replaces', () => {
    const chunks = [delta({ content: 'The sea' }), delta({ content: 'The sky' }), done]
    expect(messageOf(chunks, { cumulative: true })['content']).toBe('The sky')
    expect(updatesOf('content.delta', chunks, { cumulative: true })).toMatchObject([
      { delta: 'The sea' },
      { delta: 'The sky', snapshot: 'The sky', replaces: true },
    ])
  })

  test('otherwise words that are repeated are repeated', () => {
    const chunks = [delta({ content: 'no' }), delta({ content: 'no, no' }), done]
    expect(messageOf(chunks)['content']).toBe('nono, no')
  })
})

describe('C33: a message beside the deltas', () => {
  const message = (content: string): Json => ({ message: { role: 'assistant', content } })

  test('is ignored where there are deltas (Perplexity)', () => {
    const chunks = [
      delta({ content: 'a' }, message('a')),
      delta({ content: 'b' }, message('ab')),
      finish('stop'),
    ]
    expect(messageOf(chunks)['content']).toBe('ab')
    expect(choiceOf(chunks)).not.toHaveProperty('delta')
  })

  test('also when it comes before the first of them', () => {
    const chunks = [delta(null, message('a')), delta({ content: 'a' }), delta({ content: 'b' }), done]
    expect(messageOf(chunks)['content']).toBe('ab')
  })

  test('is the answer where there are none', () => {
    const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }
    const whole = { role: 'assistant', content: 'abc', tool_calls: [call] }
    const chunks = [
      chunk([{ index: 0, ...message('ab') }]),
      chunk([{ index: 0, delta: {}, message: whole, finish_reason: 'stop' }]),
    ]
    expect(messageOf(chunks)).toStrictEqual({
      role: 'assistant',
      content: 'abc',
      refusal: null,
      tool_calls: [call],
    })
    expect(updatesOf('content.delta', chunks)).toMatchObject([{ delta: 'abc', snapshot: 'abc' }])
    expect(updatesOf('tool_call.done', chunks)).toHaveLength(1)
  })

  test('and its calls were cut off with it', () => {
    const call = { id: 'a', function: { name: 'f', arguments: '{' } }
    const chunks = [chunk([{ index: 0, message: { tool_calls: [call] }, finish_reason: 'length' }])]
    expect(updatesOf('tool_call.done', chunks)).toEqual([])
  })
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
    const chunks = [delta({}, { token_ids: [1, 2] }), delta({}, { token_ids: null }), delta({}, { token_ids: [3] })]
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

test('C40: text beside the delta counts when there is no content', () => {
  const chunks = [
    chunk([{ index: 0, text: 'a' }]),
    chunk([{ index: 0, text: 'b', delta: { content: null } }]),
    chunk([{ index: 0, text: 'c', delta: { content: 'c' } }]),
    finish('stop'),
  ]
  expect(messageOf(chunks)['content']).toBe('abc')
  expect(choiceOf(chunks)).not.toHaveProperty('text')
})

test('C42: a refusal is not content', () => {
  const chunks = [
    delta({ role: 'assistant', content: '', refusal: '' }),
    delta({ refusal: 'I am' }),
    delta({ refusal: ' sorry', content: null }),
    delta({ refusal: null }),
    done,
  ]
  expect(messageOf(chunks)).toStrictEqual({
    role: 'assistant',
    content: null,
    refusal: 'I am sorry',
  })
  expect(updatesOf('refusal.done', chunks)).toEqual([
    { type: 'refusal.done', choice: 0, snapshot: 'I am sorry' },
  ])
  expect(updatesOf('content.done', chunks)).toEqual([])
})

test('C43: audio', () => {
  const chunks = [
    delta({ audio: { id: 'audio_1', transcript: 'Hel' } }),
    delta({ audio: { id: 'audio_1', data: 'AAAA' } }),
    delta({ audio: { id: 'audio_2', data: 'BBBB', transcript: 'lo' } }),
    chunk([], { usage }),
    delta({ audio: { expires_at: 1_790_000_000 } }),
  ]
  const audio = {
    id: 'audio_1',
    data: 'AAAABBBB',
    transcript: 'Hello',
    expires_at: 1_790_000_000,
  }
  expect(messageOf(chunks)['audio']).toStrictEqual(audio)
  expect(updatesOf('audio.data.delta', chunks).map((each) => each.snapshot)).toEqual([
    'AAAA',
    'AAAABBBB',
  ])
  expect(updatesOf('audio.done', chunks)).toEqual([{ type: 'audio.done', choice: 0, audio }])
})

describe('C44: logprobs', () => {
  const token = (text: string): Json => ({ token: text, logprob: -1, bytes: null, top_logprobs: [] })
  const sent = (logprobs: unknown): ReturnType<typeof chunk> => delta({}, { logprobs })

  test('both lists are joined', () => {
    const chunks = [
      sent(null),
      sent({ content: [token('a'), token('\ufffd')], refusal: null }),
      sent({ content: null, refusal: [token('b')] }),
      sent({ content: [token('c')] }),
      sent({ content: [], refusal: [] }),
      done,
    ]
    expect(choiceOf(chunks)['logprobs']).toStrictEqual({
      content: [token('a'), token('\ufffd'), token('c')],
      refusal: [token('b')],
    })
    expect(updatesOf('logprobs', chunks).map((each) => each.delta)).toEqual([
      { content: [token('a'), token('\ufffd')], refusal: null },
      { content: null, refusal: [token('b')] },
      { content: [token('c')], refusal: null },
    ])
  })

  test('two nulls on every chunk (Snowflake) are two nulls', () => {
    expect(choiceOf([sent({ content: null, refusal: null }), done])['logprobs']).toStrictEqual({
      content: null,
      refusal: null,
    })
  })

  test('the shape of the older API, all null (OpenRouter), is none', () => {
    const older = { tokens: null, token_logprobs: null, top_logprobs: null, text_offset: null }
    expect(choiceOf([sent(older), done])['logprobs']).toBeNull()
  })

  test('another list is joined as well (DeepSeek)', () => {
    const chunks = [1, 2].map((each) => sent({ content: null, reasoning_content: [each] }))
    expect(choiceOf([...chunks, done])['logprobs']).toEqual({
      content: null,
      refusal: null,
      reasoning_content: [1, 2],
    })
  })
})

describe('U2, U3: characters in two pieces', () => {
  test('are whole again', () => {
    const chunks = [delta({ content: '\ud83d' }), delta({ content: '\ude00' }), done]
    expect(messageOf(chunks)['content']).toBe('😀')
  })

  test('or stay as they are', () => {
    expect(messageOf([delta({ content: 'a\ud83d' }), done])['content']).toBe('a\ud83d')
  })
})

describe('the accumulator', () => {
  test('has a live snapshot, the same object all along', () => {
    const accumulator = new ChatAccumulator()
    const { snapshot } = accumulator
    accumulator.push(delta({ content: 'a' }))
    const message = snapshot.choices[0]?.message
    accumulator.push(finish('stop', { content: 'b' }))
    expect(message?.content).toBe('ab')
    expect(accumulator.finish()).toBe(snapshot)
  })

  test('takes nothing after the end', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(done)
    accumulator.finish()
    expect(() => accumulator.push(done)).toThrow(TypeError)
  })

  test('gives its last updates once, and the completion again', () => {
    const accumulator = new ChatAccumulator()
    accumulator.push(finish('stop', { content: 'a' }))
    expect(accumulator.finishUpdates().map(({ type }) => type)).toEqual(['content.done', 'choice.done'])
    expect(accumulator.finishUpdates()).toEqual([])
    expect(accumulator.finish()).toBe(accumulator.finish())
  })

  test('orders the last updates by choice, and the calls last', () => {
    const wire = (index: number): Json => ({
      index,
      delta: {
        content: 'a',
        refusal: 'b',
        reasoning: 'c',
        audio: { data: 'AAAA' },
        function_call: { name: 'f' },
        tool_calls: [{ index: 0, id: 'x', function: { name: 'g', arguments: '{}' } }],
      },
      finish_reason: 'stop',
    })
    const accumulator = new ChatAccumulator()
    accumulator.push(chunk([wire(1), wire(0)]))
    const each = [
      'reasoning.done',
      'content.done',
      'refusal.done',
      'audio.done',
      'function_call.done',
      'tool_call.done',
      'choice.done',
    ]
    const updates = accumulator.finishUpdates()
    expect(updates.map(({ type }) => type)).toEqual([...each, ...each])
    expect(updates.map((update) => 'choice' in update && update.choice)).toEqual(
      [...each.map(() => 0), ...each.map(() => 1)],
    )
  })

  test('refuses what is no checkpoint of its own', () => {
    const checkpoint = { ...new ChatAccumulator().checkpoint(), version: 2 }
    expect(() => ChatAccumulator.restore(checkpoint as never)).toThrow(TypeError)
  })

  test('restores with the options that are given', () => {
    const accumulator = new ChatAccumulator({ cumulative: true })
    accumulator.push(delta({ content: 'The' }))
    const checkpoint = accumulator.checkpoint()
    const content = (options: object): string | null | undefined => {
      const restored = ChatAccumulator.restore(checkpoint, options)
      restored.push(finish('stop', { content: 'The sky' }))
      return restored.finish().choices[0]?.message.content
    }
    expect(content({ cumulative: true })).toBe('The sky')
    expect(content({})).toBe('TheThe sky')
  })

  test('remembers in a checkpoint that the stream has ended', () => {
    for (const complete of [true, false]) {
      const accumulator = new ChatAccumulator()
      accumulator.push(delta({ content: 'a' }))
      accumulator.finishUpdates({ complete })
      const restored = ChatAccumulator.restore(accumulator.checkpoint())
      expect(() => restored.push(done)).toThrow(TypeError)
      expect(restored.complete).toBe(complete)
    }
  })
})
