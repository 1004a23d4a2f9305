import { chunkOfCompletion, type ChatDecoderOptions } from '@sse/chat'
import type { RowCase } from './row-case.ts'
import { chunk, data, done, hi, stop, stream, there } from './wire.ts'

const completion = {
  id: 'chatcmpl-2',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } },
          { id: 'b', type: 'function', function: { name: 'g', arguments: '{"x": 1}' } },
        ],
      },
      logprobs: null,
      finish_reason: 'tool_calls',
    },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
}
const completionChunk = {
  ...completion,
  object: 'chat.completion.chunk',
  choices: [
    {
      index: 0,
      delta: {
        role: 'assistant',
        content: null,
        tool_calls: [
          { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } },
          { index: 1, id: 'b', type: 'function', function: { name: 'g', arguments: '{"x": 1}' } },
        ],
      },
      logprobs: null,
      finish_reason: 'tool_calls',
    },
  ],
}
const fromCompletion = chunkOfCompletion

/** Section 1: what happens below the events. */
export const transportRows: readonly RowCase<ChatDecoderOptions>[] = [
  {
    row: 'T1',
    title: 'an error in JSON instead of a stream',
    body: '{"error":"Input is too long","error_type":"validation"}',
    items: [],
    end: 'ERR_SSE_UPSTREAM',
    error: { message: 'Input is too long', type: 'validation' },
  },
  {
    row: 'T1',
    title: 'the same over several lines, with fields that look like those of an event stream',
    body: '{\n  "error": {\n    "message": "no key",\n    "code": "invalid_api_key"\n  }\n}\n',
    items: [],
    end: 'ERR_SSE_UPSTREAM',
    error: { message: 'no key', upstreamCode: 'invalid_api_key' },
  },
  {
    row: 'T2',
    title: 'a whole completion instead of a stream',
    body: JSON.stringify(completion),
    items: [],
    end: 'ERR_SSE_NOT_EVENT_STREAM json',
    error: { excerpt: `${JSON.stringify(completion)}\n` },
  },
  {
    row: 'T2',
    title: 'a whole completion and [DONE]',
    body: `${JSON.stringify(completion)}\n\n${done}`,
    items: [],
    end: 'ERR_SSE_NOT_EVENT_STREAM json',
  },
  {
    row: 'T2',
    title: 'a whole completion, when that is taken',
    body: JSON.stringify(completion),
    options: { fromCompletion },
    items: [completionChunk],
    anomalies: ['whole-completion'],
    end: 'whole-completion',
  },
  {
    row: 'T2',
    title: 'an indented completion and [DONE], when that is taken',
    body: `${JSON.stringify(completion, null, 2)}\n\n${done}`,
    options: { fromCompletion },
    items: [completionChunk],
    anomalies: ['whole-completion'],
    end: 'whole-completion',
  },
  {
    row: 'T2',
    title: 'an error, when a completion is taken',
    body: '{"error":{"message":"no"},"choices":[]}',
    options: { fromCompletion },
    items: [],
    end: 'ERR_SSE_UPSTREAM',
  },
  {
    row: 'T2',
    title: 'JSON that is no completion, when that is taken',
    body: '{"status":"ok"}',
    options: { fromCompletion },
    items: [],
    end: 'ERR_SSE_NOT_EVENT_STREAM json',
  },
  {
    row: 'T2',
    title: 'a completion when reading strictly',
    body: JSON.stringify(completion),
    options: { fromCompletion, strict: true },
    items: [],
    end: 'ERR_SSE_ANOMALY',
    error: { anomaly: { code: 'whole-completion' } },
  },
  {
    row: 'T3',
    title: 'bytes decide, whatever the content type said',
    body: stream(hi, stop),
    items: [hi, stop],
    end: 'done-sentinel',
  },
  { row: 'T4', title: 'an empty body', body: '', items: [], end: 'ERR_SSE_EMPTY_STREAM' },
  {
    row: 'T4',
    title: 'a body of line ends and comments',
    body: '\n\n: ping\n\n',
    items: [],
    comments: ['ping'],
    end: 'ERR_SSE_EMPTY_STREAM',
  },
  {
    row: 'T5',
    title: 'an HTML page',
    body: '<!DOCTYPE html>\n<title>502</title>\n<p style="color: red">Bad gateway</p>\n',
    items: [],
    end: 'ERR_SSE_NOT_EVENT_STREAM html',
    error: { message: 'The response is html, not an event stream' },
  },
  {
    row: 'T5',
    title: 'plain text',
    body: 'upstream connect error or disconnect/reset before headers',
    items: [],
    end: 'ERR_SSE_NOT_EVENT_STREAM text',
  },
  {
    row: 'T6',
    title: 'many events in one burst',
    body: stream(...Array.from({ length: 64 }, () => hi), stop),
    items: [...Array.from({ length: 64 }, () => hi), stop],
    end: 'done-sentinel',
  },
  {
    row: 'T7',
    title: 'the connection closes between events',
    body: data(hi) + data(there),
    items: [hi, there],
    end: 'ERR_SSE_TRUNCATED no-end-marker',
  },
  {
    row: 'T7',
    title: 'the connection closes inside an event',
    body: data(hi) + data(stop).slice(0, -9),
    items: [hi],
    end: 'ERR_SSE_TRUNCATED cut-event',
  },
  {
    row: 'T8',
    title: 'events cut anywhere',
    body: stream(chunk({ content: 'ä€😀' }), hi, stop),
    items: [chunk({ content: 'ä€😀' }), hi, stop],
    end: 'done-sentinel',
  },
  {
    row: 'T9',
    title: 'the connection stays open after [DONE]',
    body: stream(hi, stop),
    items: [hi, stop],
    end: 'done-sentinel',
    staysOpen: true,
  },
]
