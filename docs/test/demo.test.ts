import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { startServer } from '@fixtures/server'
import { responseTranscript, transcript } from '@fixtures/sse'
import { expect, test } from 'vitest'
import { root, runProgram } from './run-program.ts'

const text = (name: string): string =>
  (transcript(name) as { final?: { choices: { message: { content: string } }[] } }).final
    ?.choices[0]?.message.content ?? ''
const squeeze = (value: string): string => value.replaceAll(/\s+/g, ' ')

const outputText = (name: string): string => {
  const { final } = responseTranscript(name) as never as {
    final: { output: { content?: { text: string }[] }[] }
  }
  return final.output.flatMap(({ content }) => content?.map((part) => part.text) ?? []).join('')
}

test('the demo shows text, calls, thoughts, a lost connection and the facts, in plain lines where there is no terminal', async () => {
  // None of it is for the demo, which is not told to use it.
  await using server = await startServer()
  const env = {
    OPENAI_API_KEY: 'sk-mine',
    OPENAI_BASE_URL: `${server.url}/v1`,
    OPENAI_MODEL: 'two-cities',
    OPENAI_LOG: 'debug',
    OPENAI_CUSTOM_HEADERS: 'a b: no name of a header',
  }
  const started = performance.now()
  const { stdout, stderr, code } = await runProgram('docs/demo/main.ts', { env })
  expect(server.requests).toEqual([])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(performance.now() - started).toBeLessThan(20_000)
  const shown = squeeze(stdout)
  for (const each of [text('story'), outputText('haiku'), outputText('river')]) {
    expect(shown).toContain(squeeze(each))
  }
  expect(stdout).toMatch(/^ {2}get_weather\(\{"location": ?"Paris/m)
  expect(stdout).toMatch(/^ {2}get_weather\(\{"location": ?"Tokyo/m)
  expect(stdout).toContain(
    'Water over stones says it without naming it.\n\nBytes over grey stones,',
  )
  expect(stdout).toContain('-- the connection broke; going on behind the last event --\n')
  // Of a chat stream all but `[DONE]`; a response in the background is queued as well.
  const events =
    transcript('story').events +
    transcript('two-cities').events -
    2 +
    responseTranscript('haiku').events +
    responseTranscript('river').events +
    1
  const [facts, ...ends] = stdout.trimEnd().split('\n').slice(-5)
  expect(facts).toMatch(
    new RegExp(`^first token \\d+ ms · ${events} events · [\\d.]+ kB · \\d+ tokens · 5 requests$`),
  )
  expect(ends).toEqual([
    'completed (stop)',
    'completed (tool_calls)',
    'completed',
    'completed (2 connections)',
  ])
  expect(stdout).not.toContain('\u001B')
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(78)
})

test.each([
  [['--live'], 1, /^TypeError: No API key: .*\n$/],
  [['--alive'], 2, /^usage: demo \[--live\].*\n$/],
  [['live'], 2, /^usage: demo \[--live\].*\n$/],
])('the demo with %j and no key says what is wrong in a line', async (args, expected, line) => {
  const { stderr, code } = await runProgram('docs/demo/main.ts', { args })
  expect(stderr).toMatch(line)
  expect(code).toBe(expected)
})

test('with `--live` the demo talks to that endpoint, with the model that is asked for', async () => {
  await using server = await startServer({ apiKey: 'sk-mine' })
  const env = {
    OPENAI_API_KEY: 'sk-mine',
    OPENAI_BASE_URL: `${server.url}/v1`,
    OPENAI_MODEL: 'some-model',
  }
  const { stdout, code } = await runProgram('docs/demo/main.ts', { args: ['--live'], env })
  expect(code).toBe(0)
  expect(squeeze(stdout)).toContain(squeeze(text('story')))
  const bodies = server.requests.flatMap(({ body }) => (body === undefined ? [] : [body])) as {
    readonly model: string
    readonly reasoning?: unknown
  }[]
  expect(new Set(bodies.map((body) => body.model))).toEqual(new Set(['some-model']))
  expect(bodies.length).toBeGreaterThanOrEqual(4)
  // Nothing tells that this model would not refuse it.
  expect(bodies.filter((body) => body.reasoning !== undefined)).toEqual([])
  expect(stdout).not.toContain('sk-mine')
})

test('at a server without the Responses API the demo shows what there is', async () => {
  await using server = await startServer({ persona: 'mistral' })
  const env = { OPENAI_API_KEY: 'sk-mine', OPENAI_BASE_URL: `${server.url}/v1` }
  const { stdout, stderr, code } = await runProgram('docs/demo/main.ts', { args: ['--live'], env })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(squeeze(stdout)).toContain(squeeze(text('story')))
  expect(stdout).toContain('\nThis server has no Responses API: that is all.\n')
  expect(stdout).toMatch(/ requests\ncompleted \(\w+\)\ncompleted \(tool_calls\)\n$/)
})

test('the demo says in a line what went wrong', async () => {
  await using server = await startServer({ apiKey: 'another' })
  const env = { OPENAI_API_KEY: 'sk-wrong', OPENAI_BASE_URL: `${server.url}/v1` }
  const { stderr, code } = await runProgram('docs/demo/main.ts', { args: ['--live'], env })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^AuthenticationError: 401 .* \(ERR_SSE_AUTHENTICATION\)\n$/)
  expect(stderr).not.toContain('sk-wrong')
})

test('calls that come in parallel each have a line', async () => {
  await using server = await startServer({ apiKey: 'sk-mine' })
  const { stdout, stderr, code } = await runProgram('docs/demo/main.ts', {
    args: ['--live'],
    env: {
      OPENAI_API_KEY: ' sk-mine ',
      OPENAI_BASE_URL: `${server.url}/v1`,
      OPENAI_MODEL: 'two-cities',
    },
  })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  const recorded = transcript('two-cities') as unknown as {
    final: {
      choices: { message: { tool_calls: { function: { name: string; arguments: string } }[] } }[]
    }
  }
  const calls = recorded.final.choices[0]?.message.tool_calls.map(
    (call) => `  ${call.function.name}(${call.function.arguments})`,
  )
  expect(calls).toHaveLength(2)
  // The model answers both of the demo's questions so.
  expect(stdout.split('\n').filter((line) => line.startsWith('  get_weather('))).toEqual([
    ...(calls ?? []),
    ...(calls ?? []),
  ])
})

test('a blank key is none, and a blank model is none', async () => {
  const args = ['--live']
  const none = await runProgram('docs/demo/main.ts', { args, env: { OPENAI_API_KEY: '  ' } })
  expect(none.code).toBe(1)
  expect(none.stderr).toMatch(/^TypeError: No API key/)

  await using server = await startServer()
  const env = {
    OPENAI_API_KEY: 'sk-mine',
    OPENAI_BASE_URL: `${server.url}/v1`,
    OPENAI_MODEL: ' ',
  }
  expect(await runProgram('docs/demo/main.ts', { args, env })).toMatchObject({ code: 0 })
  expect(server.requests[0]).toMatchObject({ body: { model: 'gpt-4.1-mini' } })
})

test.each(['foo', 'http://[', 'http://127.0.0.1:1/v1'])(
  'where OPENAI_BASE_URL is %s the demo says so in a line',
  async (url) => {
    const env = { OPENAI_API_KEY: 'sk-mine', OPENAI_BASE_URL: url }
    const { stderr, code } = await runProgram('docs/demo/main.ts', { args: ['--live'], env })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^(?:TypeError: .*URL.*|API\w+: .*\(ERR_SSE_\w+\))\n$/)
    expect(stderr).not.toContain('sk-mine')
  },
)

test('the demo ends quietly when its reader does', async () => {
  const program = `"${process.execPath}" --conditions=@sse/source docs/demo/main.ts`
  const { stdout, stderr } = await promisify(execFile)(
    '/bin/sh',
    ['-c', `{ ${program}; echo "code $?" >&2; } | head -1`],
    { cwd: root, env: { PATH: process.env['PATH'] ?? '' }, timeout: 15_000 },
  )
  expect(stdout).toBe('Text, token by token\n')
  expect(stderr).toBe('code 0\n')
})
