// Cases for the rows of the quirks about chunks, choices and their ends.

import { answer, call, choices, d, end, many, one, type RowCase, t } from './row-case.ts'

const ab = [d({ content: 'a' }), d({ content: 'b' })]
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
const bareTop = { id: 'c-1', object: 'chat.completion.chunk', created: 1, model: 'm-1' }

export const CHUNK_ROWS: readonly RowCase[] = [
  {
    name: 'C1: chunks without `choices` (OpenAI audio, Groq)',
    payloads: [{ ...bareTop, usage: null, obfuscation: 'xx' }, ...ab, { ...bareTop }, end()],
    final: one({ content: 'ab' }),
  },
  {
    name: 'C2: `choices` null (vLLM through proxies)',
    payloads: [...ab, { ...bareTop, choices: null, usage }, end()],
    final: one({ content: 'ab' }, {}, { usage }),
  },
  {
    name: 'C3: no choices, but filter results, moderation, usage (Azure, Copilot, OpenAI)',
    payloads: [
      { ...bareTop, choices: [], prompt_filter_results: [{ prompt_index: 0 }] },
      ...ab,
      end(),
      { ...bareTop, choices: [], moderation: { flagged: false } },
      { ...bareTop, choices: [], usage },
    ],
    final: one(
      { content: 'ab' },
      {},
      { prompt_filter_results: [{ prompt_index: 0 }], moderation: { flagged: false }, usage },
    ),
  },
  {
    name: 'C4: the first chunk has empty ones (Azure, Copilot)',
    payloads: [{ id: '', model: '', created: 0, object: '', choices: [] }, ...ab, end()],
    final: one({ content: 'ab' }),
  },
  {
    name: 'C5: the id changes in mid-stream, the last is `stub` (Groq Compound, Perplexity)',
    payloads: [ab[0], { ...d({ content: 'b' }), id: 'c-2' }, { ...end(), id: 'stub' }],
    final: one({ content: 'ab' }),
  },
  {
    name: 'C6: no `delta` (Azure, Copilot)',
    payloads: [
      choices({ index: 0, finish_reason: null, content_filter_offsets: { a: 1 } }),
      ...ab,
      end(),
    ],
    final: one({ content: 'ab' }, { content_filter_offsets: { a: 1 } }),
  },
  {
    name: 'C7: `delta` null (Azure)',
    payloads: [d(null), ...ab, end('stop', null)],
    final: one({ content: 'ab' }),
  },
  {
    name: 'C8: every word for `object` there is, and none (zai, AI21, Azure, Together)',
    payloads: ['', 'chat.completion', 'completion.chunk', 'text_completion', undefined].map(
      (object, at) => ({
        ...(at === 4 ? end('stop', { content: '4' }) : d({ content: String(at) })),
        object,
      }),
    ),
    final: one({ content: '01234' }),
  },
  {
    name: 'C9: `role` on every chunk, null, empty, or an agent’s (OpenRouter, Venice, zhipu)',
    payloads: ['', null, 'assistant', 'assistant', 'tool']
      .map((role, at) => d({ role, content: String(at) }))
      .concat(end()),
    final: one({ content: '01234' }),
  },
  {
    name: 'C16: `[DONE]` and never a finish reason (OpenAI audio, Snowflake, LiteLLM)',
    payloads: [...ab, '[DONE]'],
    final: one({ content: 'ab' }, { finish_reason: null }),
  },
  {
    name: 'C16: the usage as the last word is an end too, and whole calls are to be made',
    payloads: [
      t({ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }),
      t({ index: 1, id: 'b', function: { name: 'f', arguments: '{"x"' } }),
      t({ index: 2, id: 'c', function: { name: 'f' } }),
      { ...bareTop, choices: [], usage },
    ],
    final: one(
      { tool_calls: [call('a', 'f', '{}'), call('b', 'f', '{"x"'), call('c', 'f', '')] },
      { finish_reason: null },
      { usage },
    ),
    executable: ['a'],
  },
  {
    name: 'C17: `finish_reason` absent or empty until the last (xAI, Ollama, sglang)',
    payloads: [
      choices({ index: 0, delta: { content: 'a' } }),
      end('', { content: 'b' }),
      end('stop'),
    ],
    final: one({ content: 'ab' }),
  },
  {
    name: 'C18: `stop` after tool calls (OpenAI with a forced tool, Gemini)',
    payloads: [
      t({ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }),
      end('stop'),
    ],
    final: one({ tool_calls: [call('a', 'f', '{}')] }),
    executable: ['a'],
  },
  {
    name: 'C18: and no finish reason keeps a whole call back, unless it says that something was cut',
    payloads: [
      'stop',
      'tool_calls',
      'function_call',
      'end_turn',
      'eos',
      'unheard_of',
      'length',
    ].map((finish_reason, index) => ({
      ...choices({
        index,
        delta: {
          tool_calls: [{ index: 0, id: finish_reason, function: { name: 'f', arguments: '{}' } }],
        },
        finish_reason,
      }),
    })),
    final: many(
      ['stop', 'tool_calls', 'function_call', 'end_turn', 'eos', 'unheard_of', 'length'].map(
        (finish_reason, index) =>
          answer(index, { tool_calls: [call(finish_reason, 'f', '{}')] }, { finish_reason }),
      ),
    ),
    executable: ['stop', 'tool_calls', 'function_call', 'end_turn', 'eos', 'unheard_of'],
  },
  {
    name: 'C19: the finish reason again, and then another (OpenRouter, Copilot)',
    payloads: [...ab, end('tool_calls'), end('tool_calls'), end('stop')],
    final: one({ content: 'ab' }, { finish_reason: 'tool_calls', last_finish_reason: 'stop' }),
  },
  {
    name: 'C19b: a whole second call and text after the finish reason (Together, Gemini)',
    payloads: [
      t({ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }),
      end('tool_calls'),
      t({ index: 1, id: 'b', type: 'function', function: { name: 'g', arguments: '{"x"' } }),
      t({ index: 1, function: { arguments: ':1}' } }),
      end('tool_calls'),
      d({ content: '\n' }),
      end('tool_calls'),
    ],
    final: one(
      { content: '\n', tool_calls: [call('a', 'f', '{}'), call('b', 'g', '{"x":1}')] },
      { finish_reason: 'tool_calls' },
    ),
  },
  {
    name: 'C19c: reasons of their own, raw ones beside (Together, OpenRouter)',
    payloads: [...ab, end('eos', {}, { native_finish_reason: 'STOP', matched_stop: 128_001 })],
    final: one(
      { content: 'ab' },
      { finish_reason: 'eos', native_finish_reason: 'STOP', matched_stop: 128_001 },
    ),
  },
  {
    name: 'C20: usage on the chunks with the text (most servers)',
    payloads: [d({ content: 'a' }, {}, { usage }), d({ content: 'b' }, {}, { usage }), end()],
    final: one({ content: 'ab' }, {}, { usage }),
  },
  {
    name: 'C21: usage several times, cumulative, field by field (Groq, Azure, Perplexity)',
    payloads: [
      d({ content: 'a' }, {}, { usage: { ...usage, completion_tokens: 1, queue_time: 0.5 } }),
      d({ content: 'b' }, {}, { usage: { ...usage, cost: null } }),
      end(),
    ],
    final: one({ content: 'ab' }, {}, { usage: { ...usage, queue_time: 0.5 } }),
  },
  {
    name: 'C22: usage, and then chunks with null there (OpenAI audio, LiteLLM)',
    payloads: [
      ...ab,
      { ...bareTop, choices: [], usage },
      d({ content: 'c' }, {}, { usage: null }),
      end(),
    ],
    final: one({ content: 'abc' }, {}, { usage }),
  },
  {
    name: 'C23: usage in the choice, under `x_groq`, empty (Moonshot, Groq)',
    payloads: [
      d({ content: 'a' }, { usage: { total_tokens: 1 } }, { usage: {} }),
      end('stop', {}, {}),
      { ...bareTop, choices: [], x_groq: { id: 'r', usage: { total_tokens: 3 } } },
    ],
    final: one(
      { content: 'a' },
      {},
      { usage: { total_tokens: 3 }, x_groq: { id: 'r', usage: { total_tokens: 3 } } },
    ),
  },
  {
    name: 'C24: usage on a chunk with an empty delta and a second finish (OpenRouter)',
    payloads: [...ab, end(), { ...end('stop', { content: '', role: 'assistant' }), usage }],
    final: one({ content: 'ab' }, {}, { usage }),
  },
  {
    name: 'C34: several choices, interleaved and together; no index is the place (OpenAI, Copilot)',
    payloads: [
      choices({ index: 1, delta: { content: 'x' }, finish_reason: null }),
      choices({ delta: { content: 'a' } }, { delta: { content: 'y' } }),
      choices({ index: 0, delta: { content: 'b' } }, { index: 2, delta: { content: '!' } }),
      choices(...[0, 1, 2].map((index) => ({ index, delta: {}, finish_reason: 'stop' }))),
    ],
    final: many([
      answer(0, { content: 'ab' }),
      answer(1, { content: 'xy' }),
      answer(2, { content: '!' }),
    ]),
  },
  {
    name: 'C35: filter results, mostly empty, also late (Azure, Copilot)',
    payloads: [
      d({ content: 'a' }, { content_filter_results: {} }),
      choices({
        index: 0,
        content_filter_results: { hate: { filtered: false } },
        finish_reason: null,
      }),
      end('content_filter', {}, { content_filter_results: {} }),
    ],
    final: one(
      { content: 'a' },
      { finish_reason: 'content_filter', content_filter_results: { hate: { filtered: false } } },
    ),
  },
  {
    name: 'C36: padding is dropped (OpenAI, Mistral)',
    payloads: [d({ content: 'a' }, {}, { obfuscation: 'xyz' }), { ...end(), p: 'abcdef' }],
    final: one({ content: 'a' }),
  },
  {
    name: 'C37: fields of their own at each level stay (everybody)',
    payloads: [
      d(
        { content: 'a', phase: 'final' },
        { token_ids: [1] },
        { provider: 'P', x_groq: { id: 'r' } },
      ),
      d({ content: 'b' }, { token_ids: [2, 3] }, { citations: ['u'], timings: { a: 1 } }),
      end('stop', {}, { stop_reason: null }),
    ],
    final: one(
      { content: 'ab', phase: 'final' },
      { token_ids: [1, 2, 3] },
      { provider: 'P', x_groq: { id: 'r' }, citations: ['u'], timings: { a: 1 } },
    ),
  },
  {
    name: 'C37: a field twice is there once: in a delta joined, beside it the last, objects merged',
    payloads: [
      d(
        { content: 'a', phase: 'final', thinking: 'Let ', found: [1], by: { a: 'x' } },
        { native_finish_reason: 'A' },
        { provider: 'P', x_groq: { id: 'r', seed: 1 }, citations: ['u'] },
      ),
      d(
        { content: 'b', phase: 'final', thinking: 'me see', found: [2], by: { b: 'y' } },
        { native_finish_reason: 'B' },
        { provider: 'P', x_groq: { id: 'r', debug: {} }, citations: ['u', 'v'] },
      ),
      end('stop', { phase: 'final', found: [1, 2], by: { b: 'y' } }, {}),
    ],
    final: one(
      {
        content: 'ab',
        phase: 'final',
        thinking: 'Let me see',
        found: [1, 2],
        by: { a: 'x', b: 'y' },
      },
      { native_finish_reason: 'B' },
      { provider: 'P', x_groq: { id: 'r', seed: 1, debug: {} }, citations: ['u', 'v'] },
    ),
  },
  {
    name: 'C38: `created` is any number, and changes (xAI, mistral.rs)',
    payloads: [
      { ...ab[0], created: 0 },
      { ...ab[1], created: 1_753_879_075_170 },
      { ...end(), created: 3.5 },
    ],
    final: { ...one({ content: 'ab' }), created: 1_753_879_075_170 },
  },
  {
    name: 'C39: `id` is a number, or absent (NVIDIA, Gemini)',
    payloads: [{ ...ab[0], id: undefined }, { ...ab[1], id: 17 }, end()],
    final: { ...one({ content: 'ab' }), id: '17' },
  },
  {
    name: 'C40: text beside the delta, nothing at the top (Copilot)',
    payloads: [
      { choices: [{ index: 0, text: 'a', finish_reason: null }] },
      { choices: [{ index: 0, text: 'b', finish_reason: 'stop' }] },
    ],
    final: { ...one({ content: 'ab' }), id: '', model: '', created: 0 },
  },
]
