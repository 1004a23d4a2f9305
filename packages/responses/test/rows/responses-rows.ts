import type { DecodeResponsesStreamOptions } from '@sse/responses'
import type { RowCase } from '../../../chat/test/rows/row-case.ts'
import { data, done } from '../../../chat/test/rows/wire.ts'

interface Payload {
  readonly type: string
  readonly [key: string]: unknown
}

const end = 'terminal-event'
const item = { type: 'message', id: 'msg_1', role: 'assistant', status: 'in_progress', content: [] }
const response = { id: 'resp_1', model: 'm', status: 'completed', output: [item] }
const created = {
  type: 'response.created',
  sequence_number: 0,
  response: { ...response, output: [] },
}
const added = {
  type: 'response.output_item.added',
  sequence_number: 1,
  output_index: 0,
  item,
}
const completed = { type: 'response.completed', sequence_number: 9, response }
const call = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'f', arguments: '' }

const delta = (text: string, more: object = {}): Payload => ({
  type: 'response.output_text.delta',
  sequence_number: 3,
  item_id: 'msg_1',
  output_index: 0,
  content_index: 0,
  delta: text,
  ...more,
})
const unknown = (payload: Payload & { readonly sequence_number?: number }) => ({
  type: 'unknown',
  name: payload.type,
  payload,
  sequence_number: payload.sequence_number,
})

/** Events as OpenAI writes them. */
function stream(...payloads: readonly Payload[]): string {
  return payloads.map((payload) => data(payload, payload.type)).join('')
}

/** Events that are items as they are. */
function kept(row: string, title: string, ...payloads: Payload[]): Row {
  const all = [...payloads, completed]
  return { row, title, body: stream(...all), items: all, end }
}

type Row = RowCase<DecodeResponsesStreamOptions>

const sayHi = [created, added, delta('Hi'), completed]
const nested = { type: 'server_error', code: 'c', message: 'm', param: null }

/** Section 5, and the rows of section 2 that are about the Responses API. */
export const responsesRows: readonly Row[] = [
  {
    row: 'S10',
    title: '[DONE] behind the terminal event',
    body: stream(...sayHi) + done,
    items: sayHi,
    end,
    trailing: ['[DONE]'],
  },
  {
    row: 'S10',
    title: '[DONE] instead of a terminal event',
    body: stream(created, delta('Hi')) + done,
    items: [created, delta('Hi')],
    end: 'ERR_SSE_TRUNCATED no-end-marker',
  },
  {
    row: 'S16',
    title: 'data before the name of the event',
    body: sayHi.map((each) => `data: ${JSON.stringify(each)}\nevent: ${each.type}\n\n`).join(''),
    items: sayHi,
    end,
  },
  {
    row: 'S17',
    title: 'no names of events',
    body: sayHi.map((each) => data(each)).join(''),
    items: sayHi,
    end,
  },
  {
    row: 'S17',
    title: 'no type in the data, but a name of the event',
    body: sayHi.map(({ type, ...each }) => data(each, type)).join(''),
    items: sayHi,
    anomalies: ['missing-type type'],
    end,
  },
  {
    row: 'T9',
    title: 'the connection stays open behind the terminal event',
    body: stream(...sayHi),
    items: sayHi,
    end,
    staysOpen: true,
  },
  kept('R1', 'keepalive takes a number', created, { type: 'keepalive', sequence_number: 1 }, added),
  {
    row: 'R2',
    title: 'types that nobody knows, named or not',
    body:
      stream(created) +
      data({ type: 'response.reasoning_part.added', sequence_number: 1, part: {} }) +
      data({ type: 'codex.rate_limits', limits: [] }, 'codex.rate_limits') +
      data('at 12:30', 'ping') +
      stream(completed),
    items: [
      created,
      unknown({ type: 'response.reasoning_part.added', sequence_number: 1, part: {} }),
      unknown({ type: 'codex.rate_limits', limits: [] }),
      { type: 'unknown', name: 'ping', payload: 'at 12:30', sequence_number: undefined },
      completed,
    ],
    end,
  },
  kept('R2', 'items of types that nobody knows', {
    ...added,
    item: { type: 'hologram', id: 'h_1' },
  }),
  kept('R3', 'no output_index, no content_index', added, {
    type: 'response.output_text.delta',
    item_id: 'msg_1',
    delta: 'Hi',
  }),
  kept('R4', 'another item_id with each event', added, delta('H'), delta('i', { item_id: 'x' })),
  kept(
    'R5',
    'arguments that only the last event has in the clear',
    { ...added, item: call },
    { type: 'response.function_call_arguments.delta', output_index: 0, delta: 'gAAAA' },
    { type: 'response.function_call_arguments.done', output_index: 0, arguments: '{}' },
  ),
  kept('R6', 'an empty output at the end', added, { ...added, type: 'response.output_item.done' }),
  {
    row: 'R6',
    title: 'an output that is null',
    body: stream(added, { ...completed, response: { ...response, output: null } }),
    items: [added, { ...completed, response: { ...response, output: [] } }],
    anomalies: ['missing-output response.output'],
    end,
  },
  {
    row: 'R6',
    title: 'an output that is missing',
    body: stream({ type: 'response.completed', response: { id: 'r', model: 'm' } }),
    items: [{ type: 'response.completed', response: { id: 'r', model: 'm', output: [] } }],
    anomalies: ['missing-output response.output'],
    end,
  },
  kept('R7', 'a text without its item', {
    ...delta(''),
    type: 'response.output_text.done',
    text: 'Hi',
  }),
  {
    row: 'R8',
    title: 'an error, flat as documented',
    body: stream(created, delta('Hi'), {
      type: 'error',
      sequence_number: 4,
      code: 'rate_limit_exceeded',
      message: 'Slow down',
      param: 'input',
    }),
    items: [created, delta('Hi')],
    end: 'ERR_SSE_UPSTREAM',
    error: {
      message: 'Slow down',
      upstreamCode: 'rate_limit_exceeded',
      param: 'input',
      type: undefined,
      payload: { type: 'error', sequence_number: 4 },
    },
  },
  {
    row: 'R8',
    title: 'an error, nested as sent, before response.failed',
    body: stream(
      created,
      { type: 'error', sequence_number: 1, error: nested },
      {
        type: 'response.failed',
        response,
      },
    ),
    items: [created],
    end: 'ERR_SSE_UPSTREAM',
    error: { message: 'm', upstreamCode: 'c', type: 'server_error', param: undefined },
    trailing: [JSON.stringify({ type: 'response.failed', response })],
  },
  {
    row: 'R8',
    title: 'an error of which a part is nested',
    body: stream(created, { type: 'error', error: { code: 'c' }, message: 'm', param: 'p' }),
    items: [created],
    end: 'ERR_SSE_UPSTREAM',
    error: { message: 'm', upstreamCode: 'c', param: 'p' },
  },
  {
    row: 'R9',
    title: 'no terminal event',
    body: stream(created, delta('Hi')),
    items: [created, delta('Hi')],
    end: 'ERR_SSE_TRUNCATED no-end-marker',
  },
  ...['completed', 'incomplete', 'failed', 'cancelled'].map((status): Row => {
    const last = { type: `response.${status}`, response: { ...response, status } }
    return {
      row: 'R10',
      title: `response.${status} is an item, and the last one`,
      body: stream(created, last, added),
      items: [created, last],
      end,
      trailing: [JSON.stringify(added)],
    }
  }),
  ...['queued', 'in_progress'].map((status): Row => {
    const payload = { type: `response.${status}`, response: { ...response, status } }
    return {
      row: 'R10',
      title: `response.${status} is no end`,
      body: stream(created, payload),
      items: [created, payload],
      end: 'ERR_SSE_TRUNCATED no-end-marker',
    }
  }),
  kept(
    'R11',
    'numbers that are absent, repeated or out of order: nothing is left out or moved',
    { type: 'response.output_text.delta', delta: 'a' },
    ...[17, 17, 3, 0, 0].map((number) => delta('b', { sequence_number: number })),
  ),
  kept('R12', 'a call that is announced, and no more', { ...added, item: call }),
  kept(
    'R13',
    'a call without arguments',
    { ...added, item: call },
    {
      ...added,
      type: 'response.output_item.done',
      item: { ...call, status: 'completed' },
    },
  ),
  kept('R14', 'arguments without call_id and name', {
    type: 'response.function_call_arguments.done',
    item_id: 'fc_1',
    output_index: 0,
    arguments: '{}',
  }),
  kept(
    'R15',
    'text that is there before its deltas',
    {
      ...added,
      item: { ...item, content: [{ type: 'output_text', text: 'Hi', annotations: [] }] },
    },
    delta('Hi'),
  ),
  {
    row: 'R16',
    title: 'a second terminal event',
    body: stream(...sayHi, { type: 'response.failed', response }),
    items: sayHi,
    end,
    trailing: [JSON.stringify({ type: 'response.failed', response })],
  },
  kept('R17', 'padding', delta('Hi', { obfuscation: 'x8Yz' })),
  kept('R18', 'a stream that begins in the middle', delta('i', { sequence_number: 11 })),
]
