// More rows of the guide about providers: servers that are compatible with OpenAI, and what stands before them.

import { describe, expect, test } from 'vitest'
import {
  args,
  call,
  chat,
  chunk,
  DONE,
  hi,
  type Payload,
  responses,
  stop,
} from './provider-stream.ts'

describe('OpenRouter, Groq, Together', () => {
  test('comments, a role on every chunk, the finish reason twice', async () => {
    const { choice } = await chat(
      ': OPENROUTER PROCESSING\n\n',
      hi,
      chunk({ role: 'assistant', content: '!' }),
      chunk({ role: 'assistant', content: '' }, { finish_reason: 'tool_calls' }),
      chunk({ role: 'assistant', content: '' }, { finish_reason: 'stop' }),
      DONE,
    )
    expect(choice).toMatchObject({
      finish_reason: 'tool_calls',
      last_finish_reason: 'stop',
      message: { role: 'assistant', content: 'Hi!' },
    })
  })

  test('choices and an error, then [DONE]', async () => {
    const { outcome, error, message } = await chat(
      { ...hi, error: { message: 'gone', code: 502 } },
      DONE,
    )
    expect(outcome).toBe('failed')
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', upstreamCode: 502 })
    expect(message?.content).toBe('Hi')
  })

  test('id and name on each delta of a call', async () => {
    const { calls } = await chat(
      call({ index: 0, id: 'c' }, { name: 'f', arguments: '{"a"' }),
      call({ index: 0, id: 'c' }, { name: 'f', arguments: ':1}' }),
      stop,
      DONE,
    )
    expect(calls).toMatchObject([{ id: 'c', function: { name: 'f', arguments: args } }])
  })

  test('usage twice, and in `x_groq`; an event named error, and nothing more', async () => {
    const { value } = await chat(
      hi,
      { ...stop, x_groq: { usage: { total_tokens: 3 } } },
      { id: 'a', choices: [], usage: { total_tokens: 4 } },
      DONE,
    )
    expect(value?.usage).toEqual({ total_tokens: 4 })
    const failed = await chat(
      hi,
      'event: error\ndata: {"error":{"message":"no","failed_generation":"x"}}\n\n',
    )
    expect(failed.error).toMatchObject({ payload: { error: { failed_generation: 'x' } } })
  })

  test('a second call behind the finish reason', async () => {
    const end = chunk({}, { finish_reason: 'tool_calls' })
    const { calls } = await chat(
      call({ index: 0, id: 'x' }, { name: 'f', arguments: args }),
      end,
      call({ index: 1, id: 'y' }, { name: 'g', arguments: args }),
      end,
      DONE,
    )
    expect(calls).toHaveLength(2)
  })
})

describe('Mistral, Gemini, Perplexity, Ollama, vLLM', () => {
  test('content in parts; two calls in one chunk without index or type', async () => {
    const { message, calls } = await chat(
      chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] }),
      chunk({ content: [{ type: 'text', text: 'Hi' }] }),
      chunk(
        {
          tool_calls: [
            { id: 'x', function: { name: 'f', arguments: args } },
            { id: 'y', function: { name: 'g', arguments: args } },
          ],
        },
        { finish_reason: 'tool_calls' },
      ),
      DONE,
    )
    expect(message).toMatchObject({ content: 'Hi', reasoning_content: 'hm' })
    expect(calls).toMatchObject([
      { id: 'x', type: 'function' },
      { id: 'y', type: 'function' },
    ])
  })

  test('a whole call with an empty id, reason `stop`, and no id on chunks', async () => {
    const { choices } = call({ id: '' }, { name: 'f', arguments: args })
    const { calls } = await chat({ choices }, { choices: stop['choices'] }, DONE)
    expect(calls).toHaveLength(1)
    expect(calls[0]?.id).toMatch(/^call_local_/)
  })

  test('errors in an array, and as a line without `data:`', async () => {
    const error = '[{"error":{"message":"quota","code":429}}]'
    for (const block of [`data: ${error}\n\n`, `${error}\n`]) {
      expect((await chat(hi, block)).error).toMatchObject({ message: 'quota', upstreamCode: 429 })
    }
  })

  test('no [DONE], CRLF, and the answer so far beside each delta', async () => {
    const parts = [hi, chunk({ content: '!' }), stop].map((part, at) => {
      const [choice] = part['choices'] as Payload[]
      const message = { role: 'assistant', content: 'Hi!'.slice(0, at + 2) }
      return `data: ${JSON.stringify({ ...part, choices: [{ ...choice, message }] })}\r\n\r\n`
    })
    const { outcome, message } = await chat(...parts)
    expect(outcome).toBe('completed')
    expect(message?.content).toBe('Hi!')
  })

  test('an empty finish reason is none; `choices: null` beside the usage', async () => {
    const { choice, value } = await chat(
      chunk({ content: 'Hi' }, { finish_reason: '' }),
      chunk({ content: '!' }, { finish_reason: 'stop' }),
      { choices: null, usage: { total_tokens: 2 } },
      DONE,
    )
    expect(choice).toMatchObject({ finish_reason: 'stop', message: { content: 'Hi!' } })
    expect(value?.usage).toEqual({ total_tokens: 2 })
  })
})

describe('local servers and others', () => {
  test('an error as a field name; [DONE] without a blank line', async () => {
    const { error } = await chat(hi, 'error: {"message":"out of memory","code":500}\n\n')
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', message: 'out of memory' })
    expect(await chat(hi, 'data: [DONE]')).toMatchObject({ outcome: 'completed' })
  })

  test('arguments as an object; an index of -1; null and empty on later deltas', async () => {
    const { calls } = await chat(
      call({ index: -1, id: 'c' }, { name: 'f', arguments: { a: 1 } }),
      call({ index: -1, id: '' }, { name: null, arguments: null }),
      stop,
      DONE,
    )
    expect(calls).toMatchObject([{ id: 'c', function: { name: 'f', arguments: args } }])
  })

  test('usage in the choice; an id that is a number; no role', async () => {
    const { value, message } = await chat(
      { ...chunk({ content: 'Hi' }), id: 7 },
      {
        id: 7,
        choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage: { total_tokens: 2 } }],
      },
      DONE,
    )
    expect(value).toMatchObject({ id: '7', usage: { total_tokens: 2 } })
    expect(message).toMatchObject({ role: 'assistant', content: 'Hi' })
  })

  test('two payloads in one event; data before the name; blank lines', async () => {
    const lines = [hi, stop].map((part) => `data: ${JSON.stringify(part)}\n`).join('')
    expect((await chat(`\n\n\n${lines}\n`, DONE)).message?.content).toBe('Hi')
  })

  test('a bare [DONE], one with white space; a cost behind it', async () => {
    expect(await chat(hi, '[DONE]\n')).toMatchObject({ outcome: 'completed' })
    expect(await chat(hi, 'data:  [DONE] \n\n')).toMatchObject({ outcome: 'completed' })
    const behind = { choices: [], cost: '0' }
    expect(await chat(hi, DONE, behind)).toMatchObject({ outcome: 'completed' })
  })

  test('an id that changes; fields of its own on every chunk; a reason of its own; text for an error', async () => {
    const { value, choice } = await chat(
      { ...hi, id: '1', citations: ['a'] },
      { ...chunk({}, { finish_reason: 'eos' }), id: '2', citations: ['a', 'b'] },
      DONE,
    )
    expect(value).toMatchObject({ id: '1', citations: ['a', 'b'] })
    expect(choice?.finish_reason).toBe('eos')
    expect((await chat(hi, { error: 'boom' })).error).toMatchObject({ message: 'boom' })
  })

  test('Responses: no output_index, no added events, types that are not known', async () => {
    const delta = { type: 'response.output_text.delta', item_id: 'm', delta: 'Hi' }
    const { value, outcome } = await responses(
      { type: 'codex.rate_limits' },
      { type: 'response.reasoning_part.added', item_id: 'r' },
      delta,
      delta,
      { type: 'response.completed', response: { status: 'completed', output: [] } },
    )
    expect(outcome).toBe('completed')
    expect(value?.output_text).toBe('HiHi')
  })

  test('an error, then [DONE]', async () => {
    const { outcome } = await chat(hi, { error: { message: 'no' } }, DONE)
    expect(outcome).toBe('failed')
  })
})

describe('gateways', () => {
  test.each([
    ['a page of HTML', '<!doctype html>\n<p>Sign in</p>\n', 'ERR_SSE_NOT_EVENT_STREAM'],
    ['an error in JSON', '{"error":{"message":"no"}}', 'ERR_SSE_UPSTREAM'],
    ['a whole completion', '{"object":"chat.completion","choices":[]}', 'ERR_SSE_NOT_EVENT_STREAM'],
    ['nothing', '', 'ERR_SSE_EMPTY_STREAM'],
    ['the beginning', `data: ${JSON.stringify(hi)}\n\n`, 'ERR_SSE_TRUNCATED'],
  ])('%s', async (_, body, code) => {
    expect((await chat(body)).error).toMatchObject({ code })
  })

  test('heartbeats as data', async () => {
    const beats = ['null', '{}', '""', ': PROCESSING', ''].map((data) => `data: ${data}\n\n`)
    expect((await chat(...beats, hi, ...beats, stop, DONE)).message?.content).toBe('Hi')
  })
})
