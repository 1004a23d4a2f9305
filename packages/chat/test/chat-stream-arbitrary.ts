import fc from 'fast-check'
import { jsonValue } from './json-value-arbitrary.ts'

const finishReason = fc.constantFrom(
  null,
  null,
  null,
  'stop',
  'length',
  'tool_calls',
  'eos',
  '',
  undefined,
)

const toolCall = fc.record(
  {
    index: fc.constantFrom(0, 1, -1),
    id: fc.constantFrom('call_1', '', null),
    function: fc.record({ name: fc.string(), arguments: fc.string() }),
  },
  { requiredKeys: [] },
)

const delta = fc.record(
  {
    role: fc.constantFrom('assistant', null, ''),
    content: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constant(null),
      fc.constant([{ type: 'text', text: 'part' }]),
    ),
    refusal: fc.constantFrom(null, 'no'),
    reasoning_content: fc.constantFrom(null, 'so'),
    tool_calls: fc.array(toolCall, { maxLength: 2 }),
    __proto__: fc.constant({ content: 'polluted' }),
  },
  { requiredKeys: [] },
)

const choice = fc.record(
  {
    index: fc.constantFrom(0, 0, 0, 1, 2, 1e9, '0', undefined),
    delta: fc.oneof({ weight: 8, arbitrary: delta }, fc.constantFrom(null, undefined, 'x', [])),
    finish_reason: finishReason,
    logprobs: fc.constant(null),
  },
  { requiredKeys: [] },
)

/** A payload that is a chunk, or nearly. */
export const chunkPayload: fc.Arbitrary<object> = fc.record(
  {
    id: fc.constantFrom('chatcmpl-1', '', 7),
    object: fc.constantFrom('chat.completion.chunk', ''),
    created: fc.nat(),
    model: fc.string(),
    choices: fc.oneof(
      { weight: 10, arbitrary: fc.array(choice, { maxLength: 3 }) },
      fc.constantFrom(null, undefined, 'none', {}, [null, 1]),
    ),
    usage: fc.constantFrom(null, undefined, {}, { total_tokens: 3 }, []),
    obfuscation: fc.string(),
    unknown: jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: ['choices'] },
)

/** A payload of any shape: any JSON, hostile or nearly right. */
export const anyPayload: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: chunkPayload },
  jsonValue({ maxDepth: 4 }),
  fc.record({ error: jsonValue({ maxDepth: 2 }), choices: jsonValue({ maxDepth: 3 }) }),
  fc.record({ choices: fc.array(jsonValue({ maxDepth: 3 })) }),
)

/** The data of an event: JSON, the sentinel, heartbeats, several payloads, or rubbish. */
export const eventData: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: anyPayload.map((payload) => JSON.stringify(payload) ?? 'null') },
  fc.constantFrom('[DONE]', ' [DONE]', '', ': hi', 'null', '{}'),
  fc
    .array(anyPayload, { minLength: 2, maxLength: 4 })
    .map((payloads) => payloads.map((payload) => JSON.stringify(payload) ?? 'null').join('\n')),
  fc.string(),
  anyPayload.map((payload) => (JSON.stringify(payload) ?? '').slice(0, -1)),
)

/** The name of an event. */
export const eventName: fc.Arbitrary<string | undefined> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  fc.constantFrom('message', 'error', 'ping', 'done', '__proto__'),
)
