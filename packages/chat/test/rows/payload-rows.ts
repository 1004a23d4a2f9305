import type { ChatDecoderOptions } from '@sse/chat'
import type { RowCase } from './row-case.ts'
import { chunk, data, hi, stop, stream, there } from './wire.ts'

const end = 'done-sentinel'
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
const usageChunk = { ...chunk({}), choices: [], usage }
const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm' }
const unmoderated = { type: 'error', code: 'c', message: 'm' }
const offsets = { check_offset: 4, start_offset: 0, end_offset: 4 }

const choiceOf = (choice: object, more: object = {}) => ({ ...head, choices: [choice], ...more })
const toolCalls = (...calls: object[]) => chunk({ tool_calls: calls })
const args = (text: unknown) => ({ function: { arguments: text } })

/** Chunks that are items as they are. */
function kept(row: string, title: string, ...chunks: object[]): RowCase<ChatDecoderOptions> {
  return { row, title, body: stream(...chunks), items: chunks, end }
}

/** Chunks that are repaired. */
function repaired(
  row: string,
  title: string,
  payload: object,
  item: object,
  anomaly: string,
): RowCase<ChatDecoderOptions> {
  return {
    row,
    title,
    body: stream(hi, payload, payload, stop),
    items: [hi, item, item, stop],
    anomalies: [anomaly],
    end,
  }
}

/** Section 3: what chunks hold. Where a row is about adding chunks up, nothing of them may be lost here. */
export const payloadRows: readonly RowCase<ChatDecoderOptions>[] = [
  repaired(
    'C1',
    'choices missing',
    { ...head, usage: null, obfuscation: 'x' },
    { ...head, usage: null, obfuscation: 'x', choices: [] },
    'missing-choices choices',
  ),
  repaired(
    'C2',
    'choices null',
    { ...head, choices: null },
    { ...head, choices: [] },
    'missing-choices choices',
  ),
  kept(
    'C3',
    'choices empty, next to usage, filter results or moderation',
    {
      ...head,
      choices: [],
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
    },
    hi,
    stop,
    usageChunk,
    { ...head, choices: [], moderation: { input: unmoderated, output: unmoderated } },
  ),
  kept('C4', 'a first chunk that names nothing', {
    ...chunk({ role: 'assistant' }),
    id: '',
    model: '',
    created: 0,
    object: '',
  }),
  kept('C5', 'an id that changes', hi, { ...hi, id: 'gen-2' }, { ...stop, id: 'stub' }),
  repaired(
    'C6',
    'delta missing',
    choiceOf({ index: 0, finish_reason: null, content_filter_offsets: offsets }),
    choiceOf({
      index: 0,
      finish_reason: null,
      content_filter_offsets: offsets,
      delta: {},
    }),
    'missing-delta choices[0].delta',
  ),
  repaired(
    'C7',
    'delta null',
    choiceOf({ index: 0, delta: null, finish_reason: null }),
    choiceOf({ index: 0, delta: {}, finish_reason: null }),
    'missing-delta choices[0].delta',
  ),
  kept(
    'C8',
    'object empty, wrong or missing',
    ...['', 'chat.completion', 'chat.completion.done', 'completion.chunk', 'text_completion'].map(
      (object) => ({ ...hi, object }),
    ),
    { choices: [{ index: 0, delta: {}, finish_reason: null }] },
  ),
  kept(
    'C9',
    'role on every chunk, null or empty',
    ...['assistant', 'assistant', null, ''].map((role) => chunk({ role, content: 'a' })),
  ),
  kept(
    'C10',
    'tool calls without an index',
    toolCalls(
      { id: 'a', function: { name: 'f', arguments: '{"a":1}' } },
      { id: 'b', function: { name: 'f', arguments: '{"a":2}' } },
    ),
  ),
  kept(
    'C11',
    'tool calls whose id is empty or null',
    toolCalls({ index: 0, id: '' }, { index: 1, id: null }),
  ),
  kept(
    'C12',
    'id and name on every piece',
    ...Array.from({ length: 2 }, () =>
      toolCalls({ index: 0, id: 'a', function: { name: 'f', arguments: '1' } }),
    ),
  ),
  kept(
    'C13',
    'a name in pieces, null or empty',
    ...['edit_ex', 'isting', null, ''].map((name) => toolCalls({ index: 0, function: { name } })),
  ),
  kept(
    'C14',
    'two tool calls at one index',
    toolCalls({ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }),
    toolCalls({ index: 0, id: 'b', function: { name: 'g', arguments: '{}' } }),
  ),
  kept('C15', 'tool calls from 1, from -1', toolCalls({ index: 1 }), toolCalls({ index: -1 })),
  kept('C16', 'no finish reason, but [DONE]', hi),
  {
    row: 'C16',
    title: 'no finish reason and no [DONE], but the usage at the end',
    body: data(hi) + data(usageChunk),
    items: [hi, usageChunk],
    end: 'usage',
  },
  repaired(
    'C17',
    'finish_reason missing',
    choiceOf({ index: 0, delta: {} }),
    choiceOf({ index: 0, delta: {}, finish_reason: null }),
    'missing-finish-reason choices[0].finish_reason',
  ),
  repaired(
    'C17',
    'finish_reason empty',
    choiceOf({ index: 0, delta: {}, finish_reason: '' }),
    choiceOf({ index: 0, delta: {}, finish_reason: null }),
    'empty-finish-reason choices[0].finish_reason',
  ),
  kept('C18', 'stop behind a tool call', toolCalls({ index: 0, ...args('{}') }), stop),
  {
    row: 'C19',
    title: 'a finish reason twice, and another one',
    body: data(hi) + data(stop) + data(stop) + data(chunk({}, 'length')),
    items: [hi, stop, stop, chunk({}, 'length')],
    end: 'finish-reasons',
  },
  {
    row: 'C19b',
    title: 'a second tool call behind the finish reason, which must finish, too',
    body: data(chunk({}, 'tool_calls')) + data(toolCalls({ index: 1, id: 'b' })),
    items: [chunk({}, 'tool_calls'), toolCalls({ index: 1, id: 'b' })],
    end: 'ERR_SSE_TRUNCATED no-end-marker',
  },
  kept(
    'C19c',
    'finish reasons of their own',
    ...['eos', 'end_turn', 'error', 'function_call'].map((reason) => chunk({}, reason)),
  ),
  kept('C20', 'usage next to deltas', { ...hi, usage }, { ...there, usage }, { ...stop, usage }),
  {
    row: 'C20',
    title: 'usage next to deltas is no end',
    body: data({ ...hi, usage }),
    items: [{ ...hi, usage }],
    end: 'ERR_SSE_TRUNCATED no-end-marker',
  },
  kept('C21', 'usage several times', hi, usageChunk, usageChunk),
  {
    row: 'C22',
    title: 'chunks behind the usage',
    body:
      data(hi) +
      data(usageChunk) +
      data(chunk({ audio: { expires_at: 9 } })) +
      data({ ...head, choices: [], usage: null }),
    items: [
      hi,
      usageChunk,
      chunk({ audio: { expires_at: 9 } }),
      { ...head, choices: [], usage: null },
    ],
    end: 'usage',
  },
  {
    row: 'C22',
    title: 'text behind the usage: that was not the end',
    body: data(hi) + data(usageChunk) + data(there),
    items: [hi, usageChunk, there],
    end: 'ERR_SSE_TRUNCATED no-end-marker',
  },
  kept(
    'C23',
    'usage in odd places',
    choiceOf({ index: 0, delta: {}, finish_reason: 'stop', usage }),
    { ...head, choices: [], x_groq: { id: 'r', usage } },
    { ...head, choices: [], usage: {} },
  ),
  kept('C24', 'usage with an empty delta', stop, { ...chunk({ content: '' }, 'stop'), usage }),
  kept(
    'C25',
    'a whole tool call in one piece',
    toolCalls({ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }),
  ),
  kept(
    'C26',
    'arguments missing, null, empty or an object',
    toolCalls({ index: 0, function: { name: 'f' } }),
    ...[null, '', { city: 'Oslo' }].map((value) => toolCalls({ index: 0, ...args(value) })),
  ),
  kept('C27', 'arguments cut short', toolCalls({ index: 0, ...args('{"a') }), chunk({}, 'length')),
  kept(
    'C28',
    'tool calls of no type',
    toolCalls({ index: 0 }, { index: 1, type: null }, { index: 2, type: '' }),
  ),
  repaired(
    'C29',
    'content of parts',
    chunk({
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
        { type: 'text', text: 'Yes' },
        { type: 'reference', reference_ids: ['1', 2] },
      ],
    }),
    chunk({
      content: 'Yes',
      reasoning_content: 'Hm',
      content_parts: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
        { type: 'text', text: 'Yes' },
        { type: 'reference', reference_ids: ['1', 2] },
      ],
    }),
    'content-parts choices[0].delta.content',
  ),
  kept('C30', 'content null', chunk({ content: null, tool_calls: null }), chunk({ refusal: null })),
  kept(
    'C31',
    'reasoning under each of its names',
    chunk({ reasoning_content: 'a' }),
    chunk({ reasoning: 'a', reasoning_details: [{ type: 'reasoning.text', text: 'a', index: 0 }] }),
    chunk({ reasoning_text: 'a', reasoning_opaque: 'b', cot_summary: 'c', cot_id: 'd' }),
    chunk({ reasoning_encrypted: true, content: '<think>a</think>' }),
  ),
  kept('C32', 'content that repeats: it may be meant', hi, hi, hi),
  kept(
    'C33',
    'the whole answer next to the delta',
    choiceOf({ index: 0, delta: { content: 'a' }, message: { content: 'a' }, finish_reason: null }),
  ),
  kept('C34', 'choices that interleave', {
    ...head,
    choices: [2, 0, 1].map((index) => ({ index, delta: { content: 'a' }, finish_reason: null })),
  }),
  repaired(
    'C34',
    'index missing',
    { choices: [0, 1].map(() => ({ delta: {}, finish_reason: null })) },
    { choices: [0, 1].map((index) => ({ index, delta: {}, finish_reason: null })) },
    'missing-index choices[0].index',
  ),
  kept(
    'C35',
    'content filters',
    choiceOf({
      index: 0,
      delta: {},
      finish_reason: 'content_filter',
      content_filter_results: { hate: { filtered: false, severity: 'safe' } },
      content_filter_offsets: { check_offset: 1, start_offset: 1, end_offset: 9 },
    }),
  ),
  kept('C36', 'padding', { ...hi, obfuscation: 'x8Yz' }, { ...stop, p: 'abc' }),
  kept('C37', 'keys of their own, at every level', {
    ...choiceOf({
      index: 0,
      delta: { content: 'a', channel: 'final', phase: 'final_answer', executed_tools: [] },
      finish_reason: null,
      native_finish_reason: null,
      token_ids: [1],
    }),
    x_groq: { id: 'r' },
    provider: 'p',
    citations: ['u'],
    search_results: [],
    time_info: { total_time: 1 },
    timings: { prompt_n: 1 },
    cost: 0.1,
    nobody_knows: { it: [null] },
  }),
  kept(
    'C38',
    'created 0, changing, in milliseconds or with a fraction',
    ...[0, 1, 1_753_879_075_170, 1_753_879_075.5].map((created) => ({ ...hi, created })),
  ),
  repaired('C39', 'id a number', { ...hi, id: 12 }, { ...hi, id: '12' }, 'malformed-id id'),
  kept('C39', 'id missing', { choices: [{ index: 0, delta: {}, finish_reason: null }] }),
  repaired(
    'C40',
    'text instead of a delta',
    { choices: [{ index: 0, text: 'a', finish_reason: null }] },
    { choices: [{ index: 0, text: 'a', finish_reason: null, delta: {} }] },
    'missing-delta choices[0].delta',
  ),
  kept(
    'C41',
    'a call of the older kind',
    chunk({ role: null, content: null, function_call: { name: 'f', arguments: '{' } }),
    chunk({}, 'function_call'),
  ),
  kept('C42', 'a refusal, empty ones too', chunk({ refusal: 'No.' }), chunk({ refusal: '' })),
  kept(
    'C43',
    'audio in pieces',
    chunk({ audio: { id: 'a', transcript: 'Hi' } }),
    chunk({ audio: { data: 'QUJD' } }),
    chunk({ audio: { expires_at: 9 } }),
  ),
  kept(
    'C44',
    'log probabilities, of parts of characters too',
    choiceOf({
      index: 0,
      delta: { content: '' },
      finish_reason: null,
      logprobs: {
        content: [{ token: '\uFFFD', bytes: [240, 159], logprob: -0.1, top_logprobs: [] }],
        refusal: null,
      },
    }),
    choiceOf({ index: 0, delta: {}, finish_reason: null, logprobs: null }),
  ),
  kept(
    'C45',
    'probabilities that are next to nothing',
    choiceOf({
      index: 0,
      delta: {},
      finish_reason: null,
      logprobs: { content: [{ token: 'a', bytes: null, logprob: -9999, top_logprobs: [] }] },
    }),
  ),
  {
    row: 'C45',
    title: 'NaN, which is no JSON',
    body: `${data(hi)}data: {"choices":[],"logprob":NaN}\n\n`,
    items: [hi],
    end: 'ERR_SSE_MALFORMED_PAYLOAD',
    error: { event: { data: '{"choices":[],"logprob":NaN}' } },
  },
]
