import { globSync } from 'node:fs'
import { startServer, type FixtureServer } from '@fixtures/server'
import { responseTranscript, transcript } from '@fixtures/sse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ran, root, runProgram } from './run-program.ts'

interface Message {
  readonly content: string
  readonly tool_calls?: readonly {
    readonly function: { readonly name: string; readonly arguments: string }
  }[]
}

/** The message of the first choice that a transcript is known to end with. */
function message(name: string): Message {
  const { final } = transcript(name) as { final?: { choices?: readonly { message: Message }[] } }
  const found = final?.choices?.[0]?.message
  if (found === undefined) throw new Error(`the transcript ${name} has no message`)
  return found
}

/** The non-empty content deltas of a transcript, read plainly. */
function deltas(name: string): string[] {
  return new TextDecoder()
    .decode(transcript(name).bytes)
    .split('\n\n')
    .flatMap((block) => (block.startsWith('data: {') ? [JSON.parse(block.slice(6)) as never] : []))
    .map(
      (chunk: { choices?: { delta: { content?: string } }[] }) =>
        chunk.choices?.[0]?.delta.content ?? '',
    )
}

interface FinalResponse {
  readonly id: string
  readonly usage: { readonly total_tokens: number; readonly output_tokens: number }
  readonly output: readonly {
    readonly type: string
    readonly arguments?: string
    readonly content?: readonly { readonly text: string }[]
    readonly summary?: readonly { readonly text: string }[]
  }[]
}

/** The response that a Responses transcript is known to end with. */
function response(name: string): FinalResponse {
  return responseTranscript(name).final as never
}

function outputText(name: string): string {
  return response(name)
    .output.flatMap(({ content }) => content?.map(({ text }) => text) ?? [])
    .join('')
}

let server: FixtureServer
let seen: string[]
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

async function run(name: string, ...args: string[]): Promise<Ran> {
  const before = server.requests.length
  const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${server.url}/v1` }
  const ran = await runProgram(`docs/examples/${name}.ts`, { args, env })
  seen = server.requests.slice(before).map((request) => request.transcript ?? '')
  expect(ran.stderr).toBe('')
  expect(ran.code).toBe(0)
  return ran
}

describe('examples', () => {
  test('01 basic sync', async () => {
    const { stdout } = await run('01-basic-sync')
    expect(stdout).toBe(message('story').content)
    expect(seen).toEqual(['story'])
  })

  test('02 basic async', async () => {
    const { stdout } = await run('02-basic-async')
    expect(stdout).toBe(message('story').content)
    expect(seen).toEqual(['story'])
  })

  test('03 stream object and headers', async () => {
    const { stdout } = await run('03-stream-object')
    const chunks = transcript(seen[0] ?? '').events - 1
    expect(stdout.split('\n')).toEqual([
      'status: 200',
      'content-type: text/event-stream; charset=utf-8',
      `request ID: ${server.requests.at(-1)?.requestId}`,
      `chunks: ${chunks}`,
      'outcome: completed',
      '',
    ])
  })

  test('04 await using', async () => {
    const { stdout } = await run('04-await-using')
    const text = message('story').content
    expect(stdout).toBe(`${text.slice(0, text.indexOf('.') + 1)}\n`)
  })

  test('05 chunks', async () => {
    const { stdout } = await run('05-chunks')
    const contents = deltas(seen[0] ?? '').filter((text) => text !== '')
    expect(stdout.match(/^content: .*$/gm)).toEqual(
      contents.map((text) => `content: ${JSON.stringify(text)}`),
    )
    expect(stdout).toMatch(/^id: chatcmpl-\w+ model: gpt-\S+ created: \d+$/m)
    expect(stdout).toMatch(/^finish reason: stop$/m)
  })

  test('06 accumulate', async () => {
    const { stdout } = await run('06-accumulate')
    expect(stdout).toBe('the same text\nchat.completion stop\n')
  })

  test('07 function calling', async () => {
    const { stdout } = await run('07-function-calling')
    const call = message('weather').tool_calls?.[0]?.function
    expect(seen).toEqual(['weather'])
    expect(stdout).toMatch(/^function: get_weather\narguments: \{/)
    for (const value of Object.values(JSON.parse(call?.arguments ?? '{}') as object)) {
      expect(stdout).toContain(String(value))
    }
  })

  test('08 errors: in the stream, of the status, of the connection', async () => {
    const { stdout } = await run('08-errors', 'error-midstream', 'joke')
    const { error } = transcript('error-midstream') as { error?: { error: { message: string } } }
    expect(stdout).toContain(`error in the stream: ${error?.error.message}`)
    expect(stdout).toContain(message('joke').content)

    const guarded = await startServer({ apiKey: 'another' })
    try {
      const env = { OPENAI_API_KEY: 'wrong', OPENAI_BASE_URL: `${guarded.url}/v1` }
      const refused = await runProgram('docs/examples/08-errors.ts', { args: ['joke'], env })
      expect(refused.stdout).toBe('API error: 401 ERR_SSE_AUTHENTICATION\n')
      await guarded.close()
      const gone = await runProgram('docs/examples/08-errors.ts', { args: ['joke'], env })
      expect(gone.stdout).toBe('\nconnection error: ERR_SSE_CONNECTION\n')
    } finally {
      await guarded.close()
    }
  })

  test('09 retry: the first connection breaks in the middle, the second does not', async () => {
    let requests = 0
    const flaky = await startServer({
      plan: (_, replay) => {
        if (++requests > 1) return replay
        const first = transcript('joke').bytes.subarray(0, 700)
        return { ...replay, steps: [{ type: 'write', bytes: first }, { type: 'destroy' }] }
      },
    })
    try {
      const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${flaky.url}/v1` }
      const { stdout, code } = await runProgram('docs/examples/09-retry.ts', { env })
      expect(code).toBe(0)
      expect(stdout).toMatch(/\nconnection error, attempt 1 of 3\n/)
      expect(stdout.endsWith(message('joke').content)).toBe(true)
      expect(requests).toBe(2)
    } finally {
      await flaky.close()
    }
  })

  test('10 manual stop after ten chunks, and the server notices', async () => {
    await using slow = await startServer({ pace: { delay: 5 } })
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${slow.url}/v1` }
    const { stdout, code } = await runProgram('docs/examples/10-manual-stop.ts', { env })
    expect(code).toBe(0)
    expect(stdout).toBe(`${deltas('count').slice(0, 10).join('')}\naborted after 10 chunks\n`)
    const [request] = slow.requests
    await request?.closed
    expect(request).toMatchObject({ transcript: 'count', aborted: true })
    expect(request?.events).toBeLessThan(transcript('count').events)
  })

  test('11 responses: typed events', async () => {
    const { stdout } = await run('11-responses')
    expect(seen).toEqual(['haiku'])
    const { id, usage, output } = response('haiku')
    const thoughts = output.flatMap(({ summary }) => summary?.map(({ text }) => text) ?? [])
    expect(thoughts).toHaveLength(2)
    expect(stdout).toBe(
      [
        `request ID: ${server.requests.at(-1)?.requestId}`,
        `response: ${id}`,
        ...thoughts.map((text) => `thought: ${text}`),
        `answer: ${outputText('haiku')}`,
        `tokens: ${usage.total_tokens}`,
        'outcome: completed\n',
      ].join('\n'),
    )
  })

  test('12 responses: text, then all of it', async () => {
    const { stdout } = await run('12-responses-text')
    const { usage } = response('river')
    expect(stdout).toBe(`${outputText('river')}\ncompleted: ${usage.output_tokens} tokens\n`)
  })

  test('13 responses: function calling, and the results go back', async () => {
    const { stdout } = await run('13-responses-function-calling')
    expect(seen[0]).toBe('two-forecasts')
    const { output } = response('two-forecasts')
    const calls = output.filter(({ type }) => type === 'function_call')
    expect(stdout.match(/^get_weather \{ location: '(?:Oslo|Bergen)/gm)).toHaveLength(2)
    const { input } = server.requests.at(-1)!.body as { input: { type?: string }[] }
    expect(input.slice(1, 1 + output.length)).toEqual(output)
    expect(input.slice(1 + output.length)).toEqual(
      calls.map((call) => ({
        type: 'function_call_output',
        call_id: (call as { call_id?: string }).call_id,
        output: '{"degrees":-3}',
      })),
    )
  })

  test('14 resume: the connection breaks twice, the text does not', async () => {
    const drop = { fault: 'drop', at: { event: 40 }, times: 2 } as const
    await using flaky = await startServer({ faults: drop })
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${flaky.url}/v1` }
    const { stdout, stderr, code } = await runProgram('docs/examples/14-resume.ts', { env })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    // `response.queued` is one event more than the transcript has.
    const left = responseTranscript('river').events + 1 - 101
    expect(stdout).toBe(
      `${outputText('river')}\ncompleted over 3 connections\n${left} events behind the hundredth\n`,
    )
    expect(
      flaky.requests.map(({ query }) => new URLSearchParams(query as never).get('starting_after')),
    ).toEqual([null, '39', '79', '100'])
  })

  test('15 structured output', async () => {
    const joke = { setup: 'Why is six afraid of seven?', punchline: 'Because seven ate nine.' }
    const choice = { index: 0, delta: { content: JSON.stringify(joke) }, finish_reason: 'stop' }
    const data = JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [choice] })
    const bytes = new TextEncoder().encode(`data: ${data}\n\ndata: [DONE]\n\n`)
    await using joker = await startServer({
      plan: (_, replay) => ({ ...replay, steps: [{ type: 'write', bytes }] }),
    })
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${joker.url}/v1` }
    const { stdout } = await runProgram('docs/examples/15-structured-output.ts', { env })
    expect(stdout).toBe(`${joke.setup}\n${joke.punchline}\n`)
    const { response_format: format } = joker.requests[0]!.body as {
      response_format: { json_schema: { schema: { required: string[] } } }
    }
    expect(format.json_schema.schema.required).toEqual(['setup', 'punchline'])

    // What is no joke is an error that says where.
    const unfit = await run('15-structured-output')
    expect(unfit.stdout).toBe('not a joke: choices[0].message.content\n')
  })

  test('16 relay: the viewer gets the stream, and it is on record, also when the viewer leaves', async () => {
    // Slow enough that the second viewer leaves in the middle.
    await using slow = await startServer({ pace: { delay: 5 } })
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${slow.url}/v1` }
    const { stdout, stderr, code } = await runProgram('docs/examples/16-relay.ts', { env })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const [headers, ...lines] = stdout.split('\n')
    expect(headers).toBe('text/event-stream no-cache, no-transform')
    expect(lines).toContain(message('joke').content)
    const [, afterwards = ''] = stdout.split('\nthe viewer has left\n')
    expect(afterwards).toMatch(/^on record: stop /)
    expect(stdout.match(/^on record: stop /gm)).toHaveLength(2)
    const whole = { transcript: 'joke', outcome: 'ended', events: transcript('joke').events }
    expect(slow.requests).toMatchObject([whole, whole])
  })

  test('17 live arguments: values that only grow', async () => {
    const { stdout } = await run('17-live-arguments')
    expect(seen).toEqual(['two-cities'])
    const lines = stdout.trimEnd().split('\n')
    const calls = message('two-cities').tool_calls ?? []
    expect(lines.pop()).toBe(`calls to make: ${calls.length}`)
    for (const [index, call] of calls.entries()) {
      const own = lines.filter((line) => line.startsWith(`${index} get_weather `))
      const whole = JSON.stringify(JSON.parse(call.function.arguments))
      expect(own.at(-1)).toBe(`${index} get_weather ${whole} whole`)
      expect(own.slice(0, -1).every((line) => line.endsWith(' growing'))).toBe(true)
      expect(new Set(own).size).toBeGreaterThan(3)
    }
  })

  test('18 responses, synchronous: thoughts, then the answer, then all of it', async () => {
    const { stdout } = await run('18-responses-sync')
    expect(seen).toEqual(['haiku'])
    const { usage, output } = response('haiku')
    const thoughts = output.flatMap(({ summary }) => summary?.map(({ text }) => text) ?? [])
    expect(thoughts).toHaveLength(2)
    expect(stdout).toBe(
      `${thoughts.map((text) => `thought: ${text}\n`).join('')}${outputText('haiku')}\ncompleted: ${usage.output_tokens} tokens\n`,
    )
  })

  test('19 synchronous, with `using`: headers, and the first sentence', async () => {
    const { stdout } = await run('19-sync-using')
    const text = message('story').content
    expect(stdout.split('\n')).toEqual([
      'status: 200',
      `request ID: ${server.requests.at(-1)?.requestId}`,
      text.slice(0, text.indexOf('.') + 1),
      '',
    ])
  })

  test('20 synchronous accumulation', async () => {
    const { stdout } = await run('20-sync-accumulate')
    expect(seen).toEqual(['story'])
    expect(stdout).toBe('the same text\nchat.completion stop completed\n')
  })

  test('21 synchronous function calling', async () => {
    const { stdout } = await run('21-sync-function-calling')
    const call = message('weather').tool_calls?.[0]?.function
    expect(seen).toEqual(['weather'])
    expect(stdout).toMatch(/^function: get_weather\narguments: \{/)
    for (const value of Object.values(JSON.parse(call?.arguments ?? '{}') as object)) {
      expect(stdout).toContain(String(value))
    }
  })

  test('22 synchronous errors: in the stream, of the status, of the connection', async () => {
    const { stdout } = await run('22-sync-errors', 'error-midstream', 'joke')
    const { error } = transcript('error-midstream') as { error?: { error: { message: string } } }
    const before = deltas('error-midstream').join('').length
    expect(before).toBeGreaterThan(0)
    expect(stdout).toContain(`\nerror in the stream: ${error?.error.message}\n`)
    expect(stdout).toContain(`received before: ${before} characters\n`)
    expect(stdout).toContain(message('joke').content)

    const file = 'docs/examples/22-sync-errors.ts'
    const guarded = await startServer({ apiKey: 'another' })
    try {
      const env = { OPENAI_API_KEY: 'wrong', OPENAI_BASE_URL: `${guarded.url}/v1` }
      const refused = await runProgram(file, { args: ['joke'], env })
      expect(refused.stdout).toBe('API error: 401 ERR_SSE_AUTHENTICATION\n')
      await guarded.close()
      const gone = await runProgram(file, { args: ['joke'], env })
      expect(gone.stdout).toBe('\nconnection error: ERR_SSE_CONNECTION\n')
    } finally {
      await guarded.close()
    }
  })

  test('23 synchronous retry: the first connection breaks in the middle, the second does not', async () => {
    await using flaky = await startServer({
      faults: { fault: 'drop', at: { event: 3 }, times: 1 },
    })
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${flaky.url}/v1` }
    const { stdout, code } = await runProgram('docs/examples/23-sync-retry.ts', { env })
    expect(code).toBe(0)
    expect(stdout).toMatch(/\nconnection error, attempt 1 of 3\n/)
    expect(stdout.endsWith(message('joke').content)).toBe(true)
    expect(flaky.requests).toHaveLength(2)
  })

  test('24 synchronous manual stop after ten chunks, and the server notices', async () => {
    await using slow = await startServer({ pace: { delay: 5 } })
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${slow.url}/v1` }
    const { stdout, code } = await runProgram('docs/examples/24-sync-manual-stop.ts', { env })
    expect(code).toBe(0)
    expect(stdout).toBe(`${deltas('count').slice(0, 10).join('')}\naborted after 10 chunks\n`)
    const [request] = slow.requests
    await request?.closed
    expect(request).toMatchObject({ transcript: 'count', aborted: true })
  })

  test('25 responses, synchronous: function calling, and the results go back', async () => {
    const { stdout } = await run('25-responses-sync-function-calling')
    expect(seen[0]).toBe('two-forecasts')
    const { output } = response('two-forecasts')
    expect(stdout.match(/^get_weather \{ location: '(?:Oslo|Bergen)/gm)).toHaveLength(2)
    const { input } = server.requests.at(-1)!.body as { input: { type?: string }[] }
    expect(input.slice(1, 1 + output.length)).toEqual(output)
    expect(input.slice(1 + output.length).map(({ type }) => type)).toEqual([
      'function_call_output',
      'function_call_output',
    ])
  })

  test('each example is tested here', () => {
    const names = globSync('docs/examples/*.ts', { cwd: root }).toSorted()
    expect(names.map((name) => name.slice('docs/examples/'.length, -3))).toEqual([
      '01-basic-sync',
      '02-basic-async',
      '03-stream-object',
      '04-await-using',
      '05-chunks',
      '06-accumulate',
      '07-function-calling',
      '08-errors',
      '09-retry',
      '10-manual-stop',
      '11-responses',
      '12-responses-text',
      '13-responses-function-calling',
      '14-resume',
      '15-structured-output',
      '16-relay',
      '17-live-arguments',
      '18-responses-sync',
      '19-sync-using',
      '20-sync-accumulate',
      '21-sync-function-calling',
      '22-sync-errors',
      '23-sync-retry',
      '24-sync-manual-stop',
      '25-responses-sync-function-calling',
    ])
  })
})
