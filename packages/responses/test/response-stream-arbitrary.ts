import fc from 'fast-check'
import { jsonValue } from '../../chat/test/json-value-arbitrary.ts'

const type = fc.oneof(
  fc.constantFrom(
    'response.output_text.delta',
    'response.output_text.delta',
    'response.function_call_arguments.delta',
    'response.created',
    'response.output_item.added',
    'response.content_part.done',
    'response.reasoning_summary_part.added',
    'keepalive',
    'response.reasoning_part.added',
    'unknown',
    '__proto__',
    '',
  ),
  fc.string(),
)

const object = fc.oneof(
  fc.record({ output: fc.constantFrom(null, [], {}, undefined) }, { requiredKeys: [] }),
  jsonValue({ maxDepth: 1 }),
)

/** A payload that is an event but no end, or nearly. */
export const eventPayload: fc.Arbitrary<object> = fc.record(
  {
    type,
    sequence_number: fc.oneof(fc.nat(), fc.constantFrom('1', null)),
    delta: fc.string(),
    response: object,
    item: object,
    part: object,
    error: fc.constantFrom(null, {}, ''),
    unknown: jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
)

/** The data of an event: JSON of any shape, ends, errors, heartbeats, several payloads, or rubbish. */
export const eventData: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: eventPayload.map((payload) => JSON.stringify(payload)) },
  jsonValue({}).map((payload) => JSON.stringify(payload)),
  fc.constantFrom(
    '{"type":"response.completed","response":{"output":null}}',
    '{"type":"response.failed"}',
    '{"type":"error","error":{"message":"no"}}',
    '{"type":"error"}',
    '[DONE]',
    '',
    ': hi',
    'null',
    '{}',
    '{"type":',
  ),
  fc
    .array(eventPayload, { minLength: 2, maxLength: 3 })
    .map((payloads) => payloads.map((payload) => JSON.stringify(payload)).join('\n')),
  fc.string(),
)
