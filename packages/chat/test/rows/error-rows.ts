import type { ChatDecoderOptions } from '@sse/chat'
import type { RowCase } from './row-case.ts'
import { chunk, data, done, hi, stop, there } from './wire.ts'

const end = 'ERR_SSE_UPSTREAM'

/** Section 4: errors in the stream. */
export const errorRows: readonly RowCase<ChatDecoderOptions>[] = [
  {
    row: 'E1',
    title: 'an event named error, then nothing',
    body:
      data(hi) +
      data(
        {
          error: {
            message: 'Failed to call a function',
            type: 'invalid_request_error',
            code: 'tool_use_failed',
            failed_generation: '<tool>',
            status_code: 400,
          },
        },
        'error',
      ),
    items: [hi],
    end,
    error: {
      message: 'Failed to call a function',
      type: 'invalid_request_error',
      upstreamCode: 'tool_use_failed',
      status: 400,
      payload: { error: { failed_generation: '<tool>' } },
    },
  },
  {
    row: 'E2',
    title: 'an error alone',
    body: data(hi) + data({ error: { code: 502, message: 'Bad', metadata: { raw: 'x' } } }),
    items: [hi],
    end,
    error: { message: 'Bad', upstreamCode: 502, status: 502, type: undefined, param: undefined },
  },
  {
    row: 'E3',
    title: 'an error together with a delta: the delta first',
    body:
      data(hi) + data({ ...chunk({ content: '!' }, 'length'), error: { message: 'no' } }) + done,
    items: [hi, { ...chunk({ content: '!' }, 'length'), error: { message: 'no' } }],
    end,
    error: { message: 'no' },
    trailing: ['[DONE]'],
  },
  {
    row: 'E4',
    title: 'an error next to empty choices is no usage chunk',
    body: data(hi) + data({ choices: [], usage: {}, error: { message: 'no', code: 524 } }),
    items: [hi],
    end,
    error: { message: 'no', status: 524 },
  },
  {
    row: 'E5',
    title: 'an error that is text',
    body: data({ error: 'overloaded' }),
    items: [],
    end,
    error: { message: 'overloaded', payload: { error: 'overloaded' } },
  },
  {
    row: 'E5',
    title: 'an error with its message outside',
    body: data({ error: { code: 7 }, message: 'no' }),
    items: [],
    end,
    error: { message: 'no', upstreamCode: 7, status: undefined },
  },
  {
    row: 'E5',
    title: 'an error in an array',
    body: data([{ error: { code: 400, message: 'bad', status: 'INVALID_ARGUMENT' } }]),
    items: [],
    end,
    error: { message: 'bad', upstreamCode: 400, status: 400, type: 'INVALID_ARGUMENT' },
  },
  {
    row: 'E6',
    title: 'an error as the name of a field',
    body: `${data(hi)}error: {"error":{"message":"no"}}\n\n${data(there)}`,
    items: [hi],
    end,
    error: { message: 'no' },
    trailing: [JSON.stringify(there)],
  },
  {
    row: 'E6',
    title: 'a line of JSON that is no error means nothing',
    body: `${data(hi)}{"warning":"slow"}\n\n${data(stop)}${done}`,
    items: [hi, stop],
    anomalies: ['unknown-field'],
    end: 'done-sentinel',
  },
  {
    row: 'E7',
    title: 'an error written into an unfinished event',
    body: `${data(hi)}data: {"choices":[{"delta":{"con\ndata: {"error":{"message":"cut"}}\n\n`,
    items: [hi],
    end,
    error: { message: 'cut' },
  },
  {
    row: 'E8',
    title: 'an error, then [DONE]',
    body: data(hi) + data({ error: { message: 'no' } }) + done,
    items: [hi],
    end,
    error: { message: 'no' },
    trailing: ['[DONE]'],
  },
]
