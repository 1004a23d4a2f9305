// Cases for the rows of the quirks about what is in a message, and about Unicode and keys.

import { call, choices, d, end, one, type RowCase, t } from './row-case.ts'

const f = (
  fields: Record<string, unknown>,
  name?: unknown,
  text?: unknown,
): Record<string, unknown> => ({
  ...fields,
  function: {
    ...(name === undefined ? {} : { name }),
    ...(text === undefined ? {} : { arguments: text }),
  },
})
const token = (text: string, bytes: number[]): Record<string, unknown> => ({
  token: text,
  logprob: -9999,
  bytes,
  top_logprobs: [],
})

const REASONING_NAMES = [
  'reasoning_content',
  'reasoning',
  'reasoning_text',
  'cot_summary',
  'reasoning_details',
]
const reasoningUnder = (name: string, text: string): Record<string, unknown> => ({
  [name]: name === 'reasoning_details' ? [{ type: 'reasoning.text', text, index: 0 }] : text,
})

export const MESSAGE_ROWS: readonly RowCase[] = [
  {
    name: 'C10: two calls in one chunk, and no index (Mistral, Gemini)',
    payloads: [t(f({ id: 'a' }, 'f', '{"a":1}'), f({ id: 'b' }, 'f', '{"a":2}')), end('stop')],
    final: one({ tool_calls: [call('a', 'f', '{"a":1}'), call('b', 'f', '{"a":2}')] }),
  },
  {
    name: 'C11: empty, null and late ids, one that never comes (Gemini, Venice, DashScope)',
    payloads: [
      t(f({ index: 0, id: '' }, 'f', '{')),
      t(f({ index: 0, id: null }, undefined, '')),
      t(f({ index: 0, id: '0' }, undefined, '}')),
      t(f({ index: 1, id: '' }, 'g', '{}')),
      end('stop'),
    ],
    final: one({ tool_calls: [call('0', 'f', '{}'), call('call_local_0_1', 'g', '{}')] }),
  },
  {
    name: 'C12: id and name on every piece (Kimi)',
    payloads: [...'{}']
      .map((text) => t(f({ index: 0, id: 'a', type: 'function' }, 'f', text)))
      .concat(end('stop')),
    final: one({ tool_calls: [call('a', 'f', '{}')] }),
  },
  {
    name: 'C13: the name in pieces, in growing length, then null (Gemini, Venice)',
    payloads: [
      t(f({ index: 0, id: 'a' }, 'edit_ex', '')),
      t(f({ index: 0 }, 'isting_file', '')),
      t(f({ index: 0 }, 'edit_existing_file_2', '')),
      t(f({ index: 0 }, null, '{}')),
      t(f({ index: 0 }, '', '')),
      end('stop'),
    ],
    final: one({ tool_calls: [call('a', 'edit_existing_file_2', '{}')] }),
  },
  {
    name: 'C13: another name when there are arguments is another call, with an id of its own or not',
    payloads: [
      t(f({ index: 0 }, 'f', '{"a":1}')),
      t(f({ index: 0 }, 'g', '{"b":')),
      t(f({ index: 0 }, undefined, '2}')),
      t(f({ id: 'x' }, 'h', '{"c":3}'), f({ id: 'x' }, 'i', '{"d":4}')),
      end('stop'),
    ],
    final: one({
      tool_calls: [
        call('call_local_0_0', 'f', '{"a":1}'),
        call('call_local_0_1', 'g', '{"b":2}'),
        call('x', 'h', '{"c":3}'),
        call('x', 'i', '{"d":4}'),
      ],
    }),
  },
  {
    name: 'C14: parallel calls, all with index 0 (Copilot, Ollama, LiteLLM)',
    payloads: [
      t(f({ index: 0, id: 'a' }, 'f', '{"p":1}')),
      t(f({ index: 0, id: 'b' }, 'f', '{"p":2}')),
      end('stop'),
    ],
    final: one({ tool_calls: [call('a', 'f', '{"p":1}'), call('b', 'f', '{"p":2}')] }),
  },
  {
    name: 'C14: also without ids, if asked for',
    payloads: [
      t(f({ index: 0 }, 'f', '{"p":1}')),
      t(f({ index: 0 }, undefined, '{"p":2}')),
      end('stop'),
    ],
    options: { splitToolCalls: true },
    final: one({
      tool_calls: [call('call_local_0_0', 'f', '{"p":1}'), call('call_local_0_1', '', '{"p":2}')],
    }),
    // Of which tool the second one is, nobody has said.
    executable: ['call_local_0_0'],
  },
  {
    name: 'C15: indexes from 1, -1 and with gaps: the order is that of the first pieces (Anthropic, z.ai)',
    payloads: [
      t(f({ index: 7, id: 'a' }, 'f', '{')),
      t(f({ index: -1, id: 'b' }, 'g', '{}')),
      t(f({ index: 7 }, undefined, '}')),
      end('stop'),
    ],
    final: one({ tool_calls: [call('a', 'f', '{}'), call('b', 'g', '{}')] }),
  },
  {
    name: 'C25: a whole call in one delta, with its finish (Mistral, Groq, xAI)',
    payloads: [
      end('tool_calls', {
        tool_calls: [f({ index: 0, id: 'a', type: 'function' }, 'f', '{"x":1}')],
      }),
    ],
    final: one({ tool_calls: [call('a', 'f', '{"x":1}')] }, { finish_reason: 'tool_calls' }),
  },
  {
    name: 'C26: arguments absent, null, empty, an object (Hugging Face, Qwen, Azure, MiniMax)',
    payloads: [
      t(f({ index: 0, id: 'a' }, 'none'), f({ index: 1, id: 'b' }, 'null', null)),
      t(f({ index: 2, id: 'c' }, 'empty', ''), f({ index: 3, id: 'd' }, 'object', { x: [1] })),
      t({ index: 0 }, f({ index: 2 }, undefined, '{}')),
      end('stop'),
    ],
    final: one({
      tool_calls: [
        call('a', 'none', ''),
        call('b', 'null', ''),
        call('c', 'empty', '{}'),
        call('d', 'object', '{"x":[1]}'),
      ],
    }),
  },
  {
    name: 'C27: arguments that were cut off stay as they came (everybody)',
    payloads: [t(f({ index: 0, id: 'a' }, 'f', '{"x":"un')), end('length')],
    final: one({ tool_calls: [call('a', 'f', '{"x":"un')] }, { finish_reason: 'length' }),
    executable: [],
  },
  ...['stop', 'tool_calls', 'function_call', 'eos', 'unheard_of'].map((reason) => ({
    name: `C27: and are not to be made, whatever the finish reason says (${reason})`,
    payloads: [
      t(f({ index: 0, id: 'a' }, 'f', '{"x":1}'), f({ index: 1, id: 'b' }, 'f', '{"x":"un')),
      end(reason),
    ],
    final: one(
      { tool_calls: [call('a', 'f', '{"x":1}'), call('b', 'f', '{"x":"un')] },
      { finish_reason: reason },
    ),
    executable: ['a'],
  })),
  {
    name: 'C28: `type` missing, null, empty (Mistral, Writer)',
    payloads: [
      t(
        f({ index: 0, id: 'a' }, 'f', '{}'),
        f({ index: 1, id: 'b', type: null }, 'g', '{}'),
        f({ index: 2, id: 'c', type: '' }, 'h', '{}'),
      ),
      end('stop'),
    ],
    final: one({ tool_calls: [call('a', 'f', '{}'), call('b', 'g', '{}'), call('c', 'h', '{}')] }),
  },
  {
    name: 'C29: content in parts, mixed with strings (Mistral)',
    payloads: [
      d({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] }),
      d({
        content: [
          { type: 'text', text: 'a' },
          { type: 'reference', reference_ids: ['1'] },
        ],
      }),
      d({ content: 'b' }),
      end(),
    ],
    final: one({
      content: 'ab',
      reasoning_content: 'hm',
      content_parts: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
        { type: 'text', text: 'a' },
        { type: 'reference', reference_ids: ['1'] },
        { type: 'text', text: 'b' },
      ],
    }),
  },
  {
    name: 'C30: null is no text (OpenAI, DeepSeek)',
    payloads: [
      d({ content: null, refusal: null, tool_calls: null }),
      d({ content: 'null' }),
      end('stop', { content: null }),
    ],
    final: one({ content: 'null' }),
  },
  {
    name: 'C31: reasoning under two names at once is one text, each name keeps its own (OpenRouter)',
    payloads: [
      d({ reasoning: 'th', reasoning_details: [{ type: 'reasoning.text', text: 'th', index: 0 }] }),
      d({
        reasoning: 'ink',
        reasoning_details: [{ type: 'reasoning.text', text: 'ink', index: 0, signature: 's' }],
      }),
      end('stop', { content: 'a' }),
    ],
    final: one({
      content: 'a',
      reasoning: 'think',
      reasoning_details: [{ type: 'reasoning.text', text: 'think', index: 0, signature: 's' }],
    }),
    reasoning: 'think',
  },
  ...REASONING_NAMES.flatMap((first, at) =>
    REASONING_NAMES.slice(at).map((second) => ({
      name: `C31: ${first}${first === second ? ', alone' : ` and ${second}, in either order`}`,
      payloads: [
        d({ ...reasoningUnder(first, 'th'), ...reasoningUnder(second, 'th') }),
        d({ ...reasoningUnder(second, 'ink'), ...reasoningUnder(first, 'ink') }),
        end('stop', { content: 'a' }),
      ],
      final: one({
        content: 'a',
        ...reasoningUnder(first, 'think'),
        ...reasoningUnder(second, 'think'),
      }),
      reasoning: 'think',
    })),
  ),
  {
    name: 'C32: the whole text each time, if asked for (DashScope)',
    payloads: [
      d({ content: 'a' }),
      d({ content: 'aa' }),
      d({ content: 'aab' }),
      end('stop', { content: 'aab' }),
    ],
    options: { cumulative: true },
    final: one({ content: 'aab' }),
  },
  {
    name: 'C32: and never guessed: a model may repeat itself',
    payloads: [d({ content: 'a' }), d({ content: 'aa' }), end()],
    final: one({ content: 'aaa' }),
  },
  {
    name: 'C33: the message so far beside every delta is not added (Perplexity)',
    payloads: [
      d({ content: 'a' }, { message: { role: 'assistant', content: 'a' } }),
      end('stop', { content: 'b' }, { message: { role: 'assistant', content: 'ab' } }),
    ],
    final: one({ content: 'ab' }),
  },
  {
    name: 'C33: unless it is all there is',
    payloads: [
      choices({ index: 0, message: { role: 'assistant', content: 'ab' }, finish_reason: 'stop' }),
    ],
    final: one({ content: 'ab' }),
  },
  {
    name: 'C41: the deprecated function call, with `{}` first (old OpenAI, Copilot)',
    payloads: [
      d({ role: null, content: null, function_call: { name: 'f', arguments: '{}' } }),
      d({ role: null, content: null, function_call: { arguments: '{"x":' } }),
      end('function_call', { function_call: { arguments: '1}' } }),
    ],
    final: one(
      { function_call: { name: 'f', arguments: '{"x":1}' } },
      { finish_reason: 'function_call' },
    ),
  },
  {
    name: 'C42: a refusal is a text of its own; empty is none (OpenAI, Snowflake)',
    payloads: [
      d({ content: '', refusal: '' }),
      d({ refusal: 'I ' }),
      d({ refusal: 'won’t.' }),
      end(),
    ],
    final: one({ refusal: 'I won’t.' }),
  },
  {
    name: 'C43: audio, never a finish reason (OpenAI)',
    payloads: [
      d({ audio: { id: 'a', transcript: 'He' } }),
      d({ audio: { data: 'AAAA' } }),
      d({ audio: { transcript: 'llo', data: 'BBBB' } }),
      d({ audio: { expires_at: 9 } }),
      '[DONE]',
    ],
    final: one(
      { audio: { id: 'a', data: 'AAAABBBB', transcript: 'Hello', expires_at: 9 } },
      { finish_reason: null },
    ),
  },
  {
    name: 'C44: log probabilities, tokens that are pieces of a character too (OpenAI, Snowflake)',
    payloads: [
      d({ content: 'a' }, { logprobs: { content: [token('a', [97])], refusal: null } }),
      d(
        { content: '\ufffd' },
        { logprobs: { content: [token('\ufffd', [240, 159])], refusal: null } },
      ),
      d({ refusal: 'n' }, { logprobs: { content: null, refusal: [token('n', [110])] } }),
      end('stop', {}, { logprobs: { content: null, refusal: null } }),
    ],
    final: one(
      { content: 'a\ufffd', refusal: 'n' },
      {
        logprobs: {
          content: [token('a', [97]), token('\ufffd', [240, 159])],
          refusal: [token('n', [110])],
        },
      },
    ),
  },
  {
    name: 'C45: clamped numbers are numbers (vLLM)',
    payloads: [
      end('stop', { content: 'a' }, { logprobs: { content: [token('a', [97])], refusal: null } }),
    ],
    final: one({ content: 'a' }, { logprobs: { content: [token('a', [97])], refusal: null } }),
  },
  {
    name: 'U1: characters of two, three and four bytes (cut at every byte)',
    payloads: [
      d({ content: 'é€' }),
      end('stop', { content: '😀', tool_calls: [f({ index: 0, id: 'a' }, 'f', '{"😀":"é"}')] }),
    ],
    final: one({ content: 'é€😀', tool_calls: [call('a', 'f', '{"😀":"é"}')] }),
  },
  {
    name: 'U2: a surrogate pair in two deltas is one character',
    payloads: [d({ content: '\ud83d' }), d({ content: '\ude00' }), end()],
    final: one({ content: '😀' }),
  },
  {
    name: 'U3: half a pair that is never completed stays half a pair',
    payloads: [d({ content: 'a\ud83d' }), end()],
    final: one({ content: 'a\ud83d' }),
  },
  {
    name: 'U4: U+FFFD is left alone',
    payloads: [d({ content: '\ufffd\ufffd' }), end()],
    final: one({ content: '\ufffd\ufffd' }),
  },
  {
    name: 'U5: `__proto__` is no key at any level, and of a key that comes twice the last counts',
    payloads: [
      '{"id":"c-1","created":1,"model":"m-1","__proto__":{"a":1},"choices":[{"index":0,"__proto__":{"b":1},"delta":{"__proto__":{"c":1},"content":"x","content":"a","tool_calls":[{"index":0,"id":"a","__proto__":{"d":1},"function":{"__proto__":{"e":1},"name":"f","arguments":"{\\"__proto__\\":1}"}}]},"finish_reason":"stop"}]}',
    ],
    final: one({ content: 'a', tool_calls: [call('a', 'f', '{"__proto__":1}')] }),
  },
]
